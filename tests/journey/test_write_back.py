"""A parcel leaves and its shop hears of it, as real processes: three lines in the settings, a scan, and the platform knows."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.demo.platforms.kuaishou import KuaishouBooth
from ordertower_desktop.demo.platforms.shelf import Sale, Shelf, Shipment, State
from tests.journey.real import desk, stop_hub_of

KEY, SECRET, TOKEN = "12345678", "canary-secret-5c1e", "canary-token-88d0"
ORDER, WAYBILL = "6000000000000000017", "78901234567890"
PATIENCE = 30.0
SETTINGS = """
[[source]]
platform = "kuaishou"
id = "ks-1"
shop = "快手小店"
every = "1s"
app_key = "12345678"
secret = "env:KS_SECRET"
token = "env:KS_TOKEN"
base_url = "{url}"
write_back = "{mode}"
carriers = "codes.toml"
"""


def wall() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - real processes live in real time


@pytest.fixture
def shelf() -> Shelf:
    paid = wall() - timedelta(hours=60)
    return Shelf([Sale(ORDER, wall() - timedelta(seconds=2400), State.PAID, created=paid, paid=paid, fen=19_990)])


@pytest.fixture
def counter(shelf: Shelf) -> Iterator[Counter]:
    made = Counter(KuaishouBooth(shelf, KEY, SECRET, TOKEN), now=wall)
    made.start()
    yield made
    made.stop()


def until(found: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < end, f"nothing in {PATIENCE} s"
        threading.Event().wait(0.05)
    return value


@pytest.mark.parametrize("mode", ["on", "dry"])
def test_a_scan_reaches_the_platform_by_the_settings_alone(
    mode: str, tmp_path: Path, shelf: Shelf, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The carrier's code stands in the shop's own table, for nobody ships with us by a code that we made up."""
    config, data = tmp_path / "ordertower.toml", tmp_path / "data"
    config.write_text(SETTINGS.format(url=counter.url, mode=mode), "utf-8")
    (tmp_path / "codes.toml").write_text('"中通" = "2"\n', "utf-8")
    for name, value in (("ORDERTOWER_CONFIG", str(config)), ("KS_SECRET", SECRET), ("KS_TOKEN", TOKEN)):
        monkeypatch.setenv(name, value)
    try:
        with desk(data) as one:
            one.online()
            one.pool_when(lambda rows: len(rows) == 1)
            at = json.loads((data / "hub.json").read_bytes())
            with httpx.Client(base_url=at["url"], headers={"Authorization": f"Bearer {at['token']}"}, trust_env=False) as hub:
                scan = {"at": wall().isoformat(), "source": "wms", "event": "outbound", "order_id": ORDER}
                hub.post("/v1/events", json=[{**scan, "payload": {"waybill": WAYBILL, "carrier": "中通快递"}}]).raise_for_status()
                line = until(lambda: next((x for x in _ledger(hub) if x["state"] in ("done", "dry")), None))
    finally:
        stop_hub_of(data)
    if mode == "on":
        assert shelf.shipments == [Shipment(ORDER, "2", WAYBILL)]
        assert (line["state"], line["tries"]) == ("done", 1)
    else:
        assert shelf.shipments == []
        assert "expressCode = 2" in line["why"]
    files = [file for file in data.rglob("*") if file.is_file()]
    assert [file.name for file in files if any(word.encode() in file.read_bytes() for word in (SECRET, TOKEN))] == []


def _ledger(hub: httpx.Client) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = hub.get("/v1/write-backs").raise_for_status().json()["items"]
    return items
