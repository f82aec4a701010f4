"""The clearing plan and lent roles, against plain counts."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.clearing import CLEARED_WITHIN, Closed, progress
from ordertower_desktop.domain.grant import Grant, acting, running
from ordertower_desktop.domain.pack import Group
from ordertower_desktop.domain.people import Actor, Role

START = datetime(2025, 11, 12, 5, 19, tzinfo=UTC)
HOUR = timedelta(hours=1)
GROUPS = (
    Group("a", "A", ("system_gap",), "it"),
    Group("b", "B", ("stock_wrong",), "warehouse"),
    Group("c", "C", ("carrier_short",), "agent"),
)
CAUSES = st.sampled_from(["system_gap", "stock_wrong", "carrier_short", "", "customer"])


@given(st.lists(CAUSES, max_size=60), st.lists(st.tuples(CAUSES, st.floats(-5, 80)), max_size=60), st.floats(0.1, 100))
def test_the_groups_add_up_to_the_pool_and_to_what_left_it(waiting: list[str], gone: list[tuple[str, float]], hours: float) -> None:
    closed = [Closed(cause, START + at * HOUR) for cause, at in gone]
    found = progress(GROUPS, Counter(waiting), closed, began=START, now=START + hours * HOUR)
    assert sum(one.open for one in found) == len(waiting)
    now = START + hours * HOUR
    assert sum(one.cleared for one in found) == len([one for one in closed if START < one.at <= now])
    assert sum(one.per_hour for one in found) <= sum(one.cleared for one in found)
    assert all(one.planned <= one.open + one.cleared for one in found)


@given(st.integers(0, 5000), st.floats(0, 70))
def test_the_needed_pace_is_enough_and_one_an_hour_less_is_not(waiting: int, hours: float) -> None:
    now = START + hours * HOUR
    (one, *_) = progress(GROUPS, {"system_gap": waiting}, [], began=START, now=now)
    left = (START + CLEARED_WITHIN - now) / HOUR
    assert one.needed * left >= waiting - 1e-6
    assert waiting == 0 or (one.needed - 1) * left < waiting


def test_when_the_time_is_over_everything_is_needed_at_once() -> None:
    (one, *_) = progress(GROUPS, {"system_gap": 40}, [], began=START, now=START + 80 * HOUR)
    assert (one.needed, one.planned) == (40, 40)
    assert progress((), {"system_gap": 40}, [], began=START, now=START) == []


@given(st.integers(-100, 400), st.none() | st.integers(0, 200))
def test_a_grant_holds_from_its_beginning_to_its_end_and_never_beyond(minutes: int, taken_back: int | None) -> None:
    ended = START + timedelta(minutes=taken_back) if taken_back is not None else None
    grant = Grant("g", "zhao", Role.SUPERVISOR, "li", START, START + 2 * HOUR, "晚班", ended)
    now = START + timedelta(minutes=minutes)
    held = 0 <= minutes < min(120, taken_back if taken_back is not None else 120)
    assert running(grant, now) is held
    assert acting(Actor("zhao", "赵", Role.AGENT), [grant], now).role is (Role.SUPERVISOR if held else Role.AGENT)
    assert acting(Actor("lin", "林", Role.AGENT), [grant], now).role is Role.AGENT
    assert acting(Actor("zhao", "赵", Role.DISPLAY), [grant], now).role is Role.DISPLAY
