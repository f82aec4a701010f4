"""An ERP and a carrier source named in the settings, as real processes: the late order shows, and nobody can forge its way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from ordertower_desktop.demo.couriers.kuaidi100 import Kuaidi100Booth
from ordertower_desktop.demo.erps.wangdian import WangdianBooth
from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.demo.platforms.shelf import Sale, Shelf, State
from ordertower_desktop.hub.app import HubFile
from tests.journey.real import desk, stop_hub_of

KEY, SECRET, SID, SALT = "12345678", "canary-secret-77aa", "seller", "canary-salt-10c4"
ORDER = "6000000000000000021"
SETTINGS = """
[[source]]
system = "wangdian"
every = "1s"
account = "seller"
app_key = "12345678"
secret = "env:WANGDIAN_SECRET"
base_url = "{erp}"

[[source]]
system = "kuaidi100"
app_key = "12345678"
secret = "env:KUAIDI_KEY"
token = "env:KUAIDI_SALT"
callback = "https://hub.example.com"
base_url = "{courier}"
"""


def wall() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - real processes live in real time


def late(state: State, *, seconds_ago: float) -> Sale:
    paid, changed = wall() - timedelta(hours=60), wall() - timedelta(seconds=seconds_ago)
    return Sale(ORDER, changed, state, created=paid, paid=paid, shipped=changed if state is State.SHIPPED else None, waybill="YT77")


def test_a_late_order_of_an_erp_reaches_the_pool_and_follows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf([late(State.PAID, seconds_ago=2400)])
    erp = Counter(WangdianBooth(shelf, KEY, SECRET, SID), now=wall)
    courier = Counter(Kuaidi100Booth(KEY, SECRET), now=wall)
    config, data = tmp_path / "ordertower.toml", tmp_path / "data"
    config.write_text(SETTINGS.format(erp=erp.url, courier=courier.url), "utf-8")
    monkeypatch.setenv("ORDERTOWER_CONFIG", str(config))
    for name, value in (("WANGDIAN_SECRET", f"{SECRET}:salty"), ("KUAIDI_KEY", SECRET), ("KUAIDI_SALT", SALT)):
        monkeypatch.setenv(name, value)
    erp.start()
    courier.start()
    try:
        with desk(data) as one:
            one.online()
            (row,) = one.pool_when(lambda rows: len(rows) == 1).values()
            assert (row["order"], row["platform"], row["stage"]) == (ORDER, "jd", "TO_AUDIT")
            hub = msgspec.json.decode((data / "hub.json").read_bytes(), type=HubFile)
            forged = httpx.post(f"{hub.url}/v1/webhooks/kuaidi100", data={"param": "{}", "sign": "0" * 32}, trust_env=False)
            assert (forged.status_code, forged.json()["title"]) == (403, "快递100 的回调签名不对，没有收下")
            shelf.put(late(State.SHIPPED, seconds_ago=35))
            one.pool_when(lambda rows: not rows or {row["stage"] for row in rows.values()} == {"TO_COLLECT"})
    finally:
        stop_hub_of(data)
        erp.stop()
        courier.stop()
    files = [file for file in data.rglob("*") if file.is_file()]
    assert [file.name for file in files if any(word.encode() in file.read_bytes() for word in (SECRET, SALT, "金丝雀"))] == []
