"""The demo's shops are told of every parcel: on a quiet evening, at once."""

import argparse
from collections import Counter
from datetime import timedelta
from pathlib import Path

import httpx

from ordertower_desktop import staging
from tests.journey.test_demo_played import round_of

SEED = 1112


def test_on_a_quiet_evening_the_platform_hears_of_every_parcel_from_us(tmp_path: Path) -> None:
    day = staging.day_of(argparse.Namespace(day="quiet", seed=SEED, refuse=None, until=None))
    with staging.opened(day, SEED, tmp_path) as made:
        staging.play_day(made, day)
        staging.tell_shops(made)
        for _ in range(14):
            made.clock.set(made.clock.now() + timedelta(minutes=5))
            round_of(made, "pull")
        with httpx.Client(base_url=made.url, headers={"Authorization": f"Bearer {made.token}"}, timeout=30, trust_env=False) as http:
            told = http.get("/v1/write-backs/summary").json()
            states = Counter(line["state"] for line in http.get("/v1/write-backs", params={"limit": 1000}).json()["items"])
    assert states["done"] > 20
    assert set(states) == {"done"}
    assert told["timely"] == 1.0
