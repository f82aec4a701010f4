"""The demo's shops are told of every parcel: at 14:45 of those that nobody would hear of, in the evening at once."""

import argparse
from collections import Counter
from datetime import timedelta
from pathlib import Path

import httpx

from ordertower_desktop import staging
from ordertower_desktop.demo import floor, story

SEED = 1112


def test_what_the_platforms_would_not_hear_is_told_when_they_hear_again(tmp_path: Path) -> None:
    asked = argparse.Namespace(day="double11", seed=SEED, refuse=None, until=None)
    day = staging.day_of(asked)
    with staging.opened(day, SEED, tmp_path) as made:
        staging.play_day(made, day)
        headers = {"Authorization": f"Bearer {made.token}"}
        with httpx.Client(base_url=made.url, headers=headers, timeout=30, trust_env=False) as http:
            assert http.get("/v1/board").json()["open"] == 2134
            staging.tell_shops(made)
            _round(made)
            told = http.get("/v1/write-backs/summary").json()
            assert sum(shop["waiting"] + shop["retrying"] for shop in told["shops"]) == story.CAUSES["write_back"]
            assert {shop["breaker"] for shop in told["shops"] if shop["waiting"]} == {"open"}
            assert http.get("/v1/board").json()["open"] == 2134, "the pictures stand"
            made.clock.set(floor.SHIPS_AGAIN + timedelta(seconds=2))
            for _ in range(16):
                _round(made)
                made.clock.set(made.clock.now() + timedelta(minutes=1))
            states = Counter(line["state"] for line in http.get("/v1/write-backs", params={"limit": 1000}).json()["items"])
            assert states == {"done": story.CAUSES["write_back"]}
            assert http.get("/v1/pool", params={"segment": "write_back"}).json()["items"] == []


def test_on_a_quiet_evening_the_platform_hears_of_every_parcel_from_us(tmp_path: Path) -> None:
    day = staging.day_of(argparse.Namespace(day="quiet", seed=SEED, refuse=None, until=None))
    with staging.opened(day, SEED, tmp_path) as made:
        staging.play_day(made, day)
        staging.tell_shops(made)
        for _ in range(14):
            made.clock.set(made.clock.now() + timedelta(minutes=5))
            _round(made, "pull")
        with httpx.Client(base_url=made.url, headers={"Authorization": f"Bearer {made.token}"}, timeout=30, trust_env=False) as http:
            told = http.get("/v1/write-backs/summary").json()
            states = Counter(line["state"] for line in http.get("/v1/write-backs", params={"limit": 1000}).json()["items"])
    assert states["done"] > 20
    assert set(states) == {"done"}
    assert told["timely"] == 1.0


def _round(made: staging.Floor, *first: str) -> None:
    """Every duty of the hub goes round until the shops have nothing more to hear for now."""
    for duty in made.hub.duties():
        if duty.name.startswith(first):
            duty.tick(made.hub.tower, made.clock.now())
    for _ in range(12):
        done = sum(duty.tick(made.hub.tower, made.clock.now()) for duty in made.hub.duties() if duty.name.startswith(("tell", "judge")))
        if not done:
            break
    for duty in made.hub.duties():
        if duty.name in ("watch", "sequence"):
            duty.tick(made.hub.tower, made.clock.now())
