"""A shop named in the settings, as real processes: a hub reads a fake platform over HTTP, a desk shows the late order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.demo.platforms.counter import Counter
from ordertower_desktop.demo.platforms.shelf import Sale, Shelf, State
from ordertower_desktop.demo.platforms.taobao import TaobaoBooth
from tests.journey.real import desk, stop_hub_of

KEY, SECRET, TOKEN = "12345678", "canary-secret-5c1e", "canary-token-88d0"
ORDER = "6000000000000000017"
SETTINGS = """
[[source]]
platform = "taobao"
id = "tmall-1"
shop = "天猫旗舰店"
every = "1s"
app_key = "env:TAOBAO_KEY"
secret = "env:TAOBAO_SECRET"
token = "env:TAOBAO_TOKEN"
base_url = "{url}"
"""


def wall() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - real processes live in real time


def late(state: State, *, seconds_ago: float) -> Sale:
    paid = wall() - timedelta(hours=60)
    changed = wall() - timedelta(seconds=seconds_ago)
    return Sale(ORDER, changed, state, created=paid, paid=paid, shipped=changed if state is State.SHIPPED else None, fen=19_990)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf([late(State.PAID, seconds_ago=2400)])


@pytest.fixture
def counter(shelf: Shelf) -> Iterator[Counter]:
    made = Counter(TaobaoBooth(shelf, KEY, SECRET, TOKEN), now=wall)
    made.start()
    yield made
    made.stop()


def test_a_late_order_of_a_shop_reaches_the_pool_and_follows_the_platform(
    tmp_path: Path, shelf: Shelf, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three references in the settings are all that it takes; what they stand for is in no file."""
    config, data = tmp_path / "ordertower.toml", tmp_path / "data"
    config.write_text(SETTINGS.format(url=counter.url), "utf-8")
    monkeypatch.setenv("ORDERTOWER_CONFIG", str(config))
    for name, value in (("TAOBAO_KEY", KEY), ("TAOBAO_SECRET", SECRET), ("TAOBAO_TOKEN", TOKEN)):
        monkeypatch.setenv(name, value)
    try:
        with desk(data) as one:
            one.online()
            (row,) = one.pool_when(lambda rows: len(rows) == 1).values()
            assert (row["order"], row["platform"], row["stage"]) == (ORDER, "taobao", "TO_ACCEPT")
            shelf.put(late(State.SHIPPED, seconds_ago=35))
            one.pool_when(lambda rows: not rows or {row["stage"] for row in rows.values()} == {"TO_COLLECT"})
    finally:
        stop_hub_of(data)
    files = [file for file in data.rglob("*") if file.is_file()]
    assert any(file.name == "hub.log" for file in files)
    assert [file.name for file in files if any(word.encode() in file.read_bytes() for word in (SECRET, TOKEN))] == []
