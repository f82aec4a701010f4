"""The law of rates: the groups that fail live are those that a back-test of the same history names, whatever came when."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordertower_desktop.domain import aggregate
from ordertower_desktop.domain.aggregate import failing
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.store.judging import rating
from ordertower_desktop.insight.backtest import replayed
from ordertower_desktop.insight.spells import gathered
from tests.hub.floor import NOON, Floor, open_floor

RULES = """
[[rule]]
id = "sign"
state = "on"
scope = { not = { field = "presale", is = true } }
when = { rate = "delivered", of = "out_for_delivery", group = "province", under = 0.6, for = "2d", min = 1 }
[[rule.exempt]]
match = { field = "carrier", is = "圆通" }
until = 2025-11-11T00:00:00+08:00
by = "李婷"
why = "暴雪"
[[rule]]
id = "asked"
state = "shadow"
when = { rate = "delivered", of = "urged", group = "carrier", under = 0.9, min = 1 }
"""
NAMES = ("order_created", "out_for_delivery", "out_for_delivery", "delivered", "delivered", "urged", "note")
PAYLOADS = st.fixed_dictionaries(
    {}, optional={"province": st.sampled_from(["粤", "浙", ""]), "carrier": st.sampled_from(["圆通", "中通"]), "presale": st.booleans()}
)


def event(hours: int, name: str, order: int, payload: dict[str, object]) -> Event:
    return Event(NOON - timedelta(hours=hours), "s", name, f"o{order}", payload)


EVENTS = st.lists(st.builds(event, st.integers(0, 96), st.sampled_from(NAMES), st.integers(0, 5), PAYLOADS), min_size=1, max_size=40)


def live(floor: Floor) -> dict[str, set[tuple[str, float, int]]]:
    """Rule -> the groups that fail by what the hub has kept."""
    with floor.tower.db.read() as conn:
        here = floor.tower.floors.current(conn)
        return {
            one.rule.id: {
                (found.group, found.share, found.orders)
                for found in failing(one.rate, rating.tallied(conn, one, now=floor.now, floor=here), rating.today(floor.now, here))
            }
            for one in rating.live(here)
        }


def backtested(floor: Floor, events: Sequence[Event]) -> dict[str, set[tuple[str, float, int]]]:
    """The same by the back-test, at the last tick before now."""
    with floor.tower.db.read() as conn:
        bench = floor.tower.floors.current(conn).bench
    replay = replayed(gathered(events), bench.rules, bench.context)
    day = floor.now.astimezone(SHANGHAI).date()
    return {
        rule.id: {(found.group, found.share, found.orders) for found in failing(rule.rate, replay.days[rule.id], day)}
        for rule in bench.rules
        if rule.rate is not None
    }


def differs(events: Sequence[Event], cuts: Sequence[int], *, recounted: bool) -> bool:
    """Whether live and back-test disagree after these came in, in portions."""
    with TemporaryDirectory() as folder, open_floor(Path(folder), rules=RULES) as floor:
        floor.work()
        bounds = [0, *sorted(cut % (len(events) + 1) for cut in cuts), len(events)]
        for low, high in pairwise(bounds):
            if low < high:
                floor.told(*events[low:high])
        if recounted:
            with floor.tower.db.write() as conn:
                for one in rating.live(floor.tower.floors.current(conn)):
                    rating.rates.drop(conn, one.rule.id)
            floor.advance(seconds=1)
        return live(floor) != backtested(floor, events)


@settings(max_examples=25, deadline=None)
@given(EVENTS, st.lists(st.integers(0, 40), max_size=3), st.booleans())
def test_law_live_and_back_test_name_the_same_groups(events: list[Event], cuts: list[int], recounted: bool) -> None:
    assert not differs(events, cuts, recounted=recounted)


def evening(hours: int) -> Event:
    midnight = datetime.combine(NOON.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    return Event((midnight + timedelta(hours=hours)).astimezone(UTC), "s", "delivered", "o1")


def test_the_law_catches_a_live_count_that_forgets_the_close_of_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    history = [event(24, "out_for_delivery", 1, {"province": "粤"}), event(48, "out_for_delivery", 2, {"province": "粤"}), evening(3)]
    assert not differs(history, [1], recounted=False)
    monkeypatch.setattr(aggregate, "_by", lambda order, at: order)
    assert differs(history, [1], recounted=False)
