"""刷单 and the like, judged live over the orders that share a buyer, an address, an IP or a device (S19)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.truth import Context
from ordertower_desktop.hub.store.judging import crowding
from ordertower_desktop.hub.store.tables import bursts
from ordertower_desktop.insight.backtest import counts
from ordertower_desktop.insight.crowd import Gathering, grouped
from tests.hub.floor import NOON, Floor, open_floor
from tests.hub.place import Place

RULES = """
[[rule]]
id = "R11"
name = "异常下单"
state = "on"
kind = "order_burst"
when = { all = [
  { any = [
    { event = "order_created", count_at_least = 3, within = "60min", group = "buyer" },
    { event = "order_created", count_at_least = 3, within = "60min", group = "payload.address" },
    { event = "cancelled", count_at_least = 2, within = "2h", group = "ip" },
  ] },
  { not = { stage = "已发货" } },
] }
"""


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, rules=RULES) as made:
        yield made


def made(floor: Floor, order: str, *, ago: float = 0, **payload: str) -> Event:
    return Event(floor.now - timedelta(minutes=ago), "taobao", "order_created", order, {"platform": "taobao", **payload})


def hit(floor: Floor) -> set[str]:
    return set(floor.pool())


def test_the_third_order_of_a_buyer_raises_all_three_at_once(floor: Floor) -> None:
    floor.told(made(floor, "a", ago=50, buyer="oaid-1"), made(floor, "b", ago=10, buyer="oaid-1"), made(floor, "x", buyer="oaid-2"))
    assert hit(floor) == set()
    floor.told(made(floor, "c", buyer="oaid-1"))
    assert hit(floor) == {"a", "b", "c"}


def test_orders_that_were_pushed_share_an_address_that_was_sealed_at_the_door(floor: Floor) -> None:
    at = (floor.now - timedelta(minutes=5)).isoformat()
    doors = {"a": "仓前街道 9 幢", "b": "仓前街道9幢", "c": "仓前街道 9 幢。", "x": "别处 1 号"}
    lines = [
        {"at": at, "source": "erp", "event": "order_created", "order_id": order, "payload": {"address": door}}
        for order, door in doors.items()
    ]
    assert floor.call("POST", "/v1/events", json=lines).json()["new"] == 4
    floor.work()
    assert hit(floor) == {"a", "b", "c"}


def test_a_fourth_joins_and_all_leave_as_their_window_moves(floor: Floor) -> None:
    floor.told(*(made(floor, key, ago=ago, buyer="o") for key, ago in (("a", 50), ("b", 40), ("c", 30))))
    floor.told(made(floor, "d", buyer="o"))
    assert hit(floor) == {"a", "b", "c", "d"}
    floor.advance(minutes=15)
    assert hit(floor) == {"a", "b", "c", "d"}, "three of the last hour are left"
    floor.advance(minutes=6)
    assert hit(floor) == set()


def test_further_news_of_an_order_does_not_lose_its_company(floor: Floor) -> None:
    floor.told(*(made(floor, key, ago=5, buyer="o") for key in "abc"))
    before = {row.case for row in floor.pool().values()}
    floor.told(Event(floor.now, "taobao", "payment_approved", "a"), Event(floor.now, "taobao", "note", "b"))
    assert {row.case for row in floor.pool().values()} == before, "none closed and opened again"


def test_addresses_and_ips_count_as_buyers_do(floor: Floor) -> None:
    floor.told(*(made(floor, key, address="某路 1 号", buyer=key) for key in "abc"))
    floor.told(*(Event(floor.now, "taobao", "cancelled", key, {"ip": "10.1.1.9"}) for key in "de"))
    assert hit(floor) >= {"a", "b", "c"}


def test_a_masked_name_is_nobodys_and_makes_no_company(floor: Floor) -> None:
    floor.told(*(made(floor, key, buyer="李*") for key in "abcdef"))
    assert hit(floor) == set()


def test_nothing_plain_is_kept_and_what_no_window_holds_is_forgotten(floor: Floor) -> None:
    floor.told(made(floor, "a", buyer="oaid-secret"), made(floor, "b", buyer="oaid-secret"))
    with floor.tower.db.write() as conn:
        rows = [*conn.execute(select(bursts.marks)), *conn.execute(select(bursts.links))]
        assert rows
        assert "oaid-secret" not in repr(rows)
        crowding.tidy(conn, now=floor.now + timedelta(hours=4), floor=floor.tower.floors.current(conn))
        assert not [*conn.execute(select(bursts.marks))]


TOLD = st.lists(
    st.tuples(
        st.integers(0, 150),
        st.sampled_from(["order_created", "order_created", "cancelled", "outbound", "note"]),
        st.integers(0, 6),
        st.fixed_dictionaries({}, optional={"buyer": st.sampled_from(["u", "v", "李*"]), "ip": st.sampled_from(["1.1.1.1", "2.2.2.2"])}),
    ),
    min_size=1,
    max_size=25,
)


def live(events: Sequence[Event], cuts: Sequence[int]) -> tuple[int, datetime]:
    """The orders for which the rule is true now, told portion by portion, each when it happened."""
    with TemporaryDirectory() as folder, open_floor(Path(folder), rules=RULES) as floor:
        floor.clock.at = NOON - timedelta(minutes=160)
        for event in sorted(events, key=lambda one: (one.at, one.key)) if cuts else events:
            floor.clock.at = max(floor.clock.at, event.at)
            floor.told(event)
        floor.clock.at = NOON
        floor.work()
        return sum(row.verdicts == ["R11"] for row in floor.pool().values()), floor.now


def backtested(events: Sequence[Event], at: datetime) -> int:
    with TemporaryDirectory() as folder, open_floor(Path(folder), rules=RULES) as floor, floor.tower.db.read() as conn:
        rules = floor.tower.floors.current(conn).bench.rules
    crowd = Gathering(grouped(rules))
    for event in events:
        crowd.take(event)
    rows = list(counts(events, rules, context=Context(crowd=crowd.crowd()), start=at, end=at, every=timedelta(hours=1)))
    return rows[-1][2]


@settings(max_examples=15, deadline=None)
@example([(15, "cancelled", 1, {"ip": "1.1.1.1"}), (113, "cancelled", 1, {})], True)  # the second event alone names the value
@given(TOLD, st.booleans())
def test_law_live_and_back_test_count_the_same_orders(told: list[tuple[int, str, int, dict[str, str]]], in_order: bool) -> None:
    events = [Event(NOON - timedelta(minutes=ago), "s", name, f"o{order}", payload) for ago, name, order, payload in told]
    found, at = live(events, [1] if in_order else [])
    assert found == backtested(events, at)


def test_the_law_catches_a_hub_that_wakes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [Event(NOON - timedelta(minutes=9 - n), "s", "order_created", f"o{n}", {"buyer": "u"}) for n in range(3)]
    assert live(events, [1])[0] == backtested(events, NOON) == 3
    monkeypatch.setattr(crowding, "_full", lambda _conn, keys, _now: set(keys))
    assert live(events, [1])[0] != 3
