"""Clocks, waits, streams and states: the small parts that the rest stands on."""

import re
from datetime import timedelta
from inspect import getmembers, isfunction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.sync import fetch
from ordertower_desktop.sync.clock import HubClock, Tick, woke
from ordertower_desktop.sync.loop import CAP_S, Heard, pause
from ordertower_desktop.sync.memory import Taken
from ordertower_desktop.sync.pulse import Beat
from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.sync.status import Status
from ordertower_desktop.sync.stream import Event, events
from ordertower_desktop.sync.trouble import LoggedOut, Unreachable
from ordertower_desktop.views import glass
from ordertower_desktop.wire.sync import SyncAnswer
from tests.sync.fakehub import START

HOUR = timedelta(hours=1)
GLASS = Path(glass.__file__).parent
OWN = {"enrol", "release"}
"""Questions that the desk answers by itself."""


def _tick(wall_s: float, mono: float) -> Tick:
    return Tick(START + timedelta(seconds=wall_s), mono)


@given(st.integers(-86_400, 86_400), st.floats(0, 3_600))
def test_the_hub_s_time_does_not_depend_on_this_machine_s_clock(skew: int, later: float) -> None:
    clock = HubClock().heard(START, _tick(skew, 0), got=_tick(skew, 0))
    assert abs((clock.now(_tick(-skew * 3, later)) - START).total_seconds() - later) < 1e-3
    assert abs(clock.skew_s(_tick(skew + later, later)) - skew) < 1e-3


def test_a_slow_answer_does_not_spoil_a_good_measurement() -> None:
    good = HubClock().heard(START, _tick(0, 0), got=_tick(0, 0.01))
    assert good.heard(START + HOUR, _tick(0, 1), got=_tick(0, 6)) is good
    assert good.heard(START + HOUR, _tick(0, 100), got=_tick(0, 106)) is not good


def test_a_rehearsal_s_clock_runs_at_its_own_pace() -> None:
    clock = HubClock().heard(START, _tick(0, 0), got=_tick(0, 0), pace=10.0)
    assert clock.now(_tick(0, 60)) == START + timedelta(seconds=600)
    assert clock.skew_s(_tick(0, 60)) == 0


def test_the_hub_s_time_goes_on_while_the_machine_sleeps() -> None:
    clock = HubClock().heard(START, _tick(0, 0), got=_tick(0, 0))
    slept = clock.slept(_tick(36_010, 11))
    assert clock.slept(_tick(11, 11)) is clock
    assert slept.now(_tick(36_010, 11)) == START + timedelta(seconds=36_010)


def test_a_sleep_and_a_stop_are_noticed_and_a_clock_set_back_is_neither() -> None:
    assert woke(_tick(0, 0), _tick(36_001, 1)) == 36_000
    assert woke(_tick(0, 0), _tick(90, 90)) == 90
    assert woke(_tick(0, 0), _tick(1, 1)) == 0
    assert woke(_tick(0, 0), _tick(-3_600, 1)) == 0


@given(st.integers(1, 500), st.floats(0, 1))
def test_waits_are_jittered_in_full_and_never_long(failures: int, chance: float) -> None:
    assert 0 <= pause(failures, chance=chance) <= CAP_S
    assert pause(failures, chance=0) == 0
    assert pause(0, chance=1) == 0


def test_fifty_desks_do_not_come_back_together() -> None:
    waits = sorted(pause(4, chance=i / 50) for i in range(50))
    assert max(sum(start <= wait < start + 1 for wait in waits) for start in waits) <= 50 / 7


def test_events_are_read_line_by_line() -> None:
    lines = ["retry: 1000", "", ": here", "", "event: nudge", 'data: {"head":', "data: 3}", "", "data: a", "id: 7", "", "data: cut short"]
    assert list(events(lines)) == [Event("nudge", '{"head":\n3}'), Event("message", "a")]


def _answer(cursor: int, head: int) -> SyncAnswer:
    return SyncAnswer(cursor, head, "e1", START, person="li", role="agent")


def test_the_state_says_online_only_when_everything_is_here() -> None:
    told: list[State] = []
    status = Status(told.append, _tick(0, 0))
    clock = HubClock().heard(START, _tick(0, 9), got=_tick(0, 9))
    status.heard(Heard(Taken(more=True), _answer(1, 9)), _tick(0, 9), clock)
    assert told[-1].link is Link.LATE
    status.heard(Heard(Taken(head=True), _answer(9, 9)), _tick(0, 10), clock)
    assert (told[-1].link, told[-1].person, told[-1].lag_ms) == (Link.ONLINE, "li", 0)


def test_offline_grows_older_and_a_lost_login_is_said_so() -> None:
    told: list[State] = []
    status = Status(told.append, _tick(0, 0))
    status.heard(Heard(Taken(head=True), _answer(9, 9)), _tick(0, 0), HubClock())
    for second in range(1, 120):
        status.beat(Beat(_tick(second, second), tried=True, trouble=Unreachable("拔了网线")))
    assert told[-1].link is Link.OFFLINE
    assert told[-1].lag_ms >= 60_000
    assert len(told) < 10, "a state is told when it reads differently, not every second"
    status.beat(Beat(_tick(121, 121), tried=True, trouble=LoggedOut("请重新登录", 401)))
    assert told[-1].login


def test_a_quiet_floor_is_not_an_old_one() -> None:
    """Nothing changes for a minute: the hub goes on saying so, and the moment up to which this desk holds everything goes on with it."""
    told: list[State] = []
    status = Status(told.append, _tick(0, 0))
    status.heard(Heard(Taken(head=True), _answer(9, 9)), _tick(0, 0), HubClock())
    for second in range(1, 61):
        said = START + timedelta(seconds=second // 4 * 4)
        status.beat(Beat(_tick(second, second), streaming=True, whole_at=said))
        assert told[-1].link is Link.ONLINE
        assert told[-1].as_of is not None
        assert START + timedelta(seconds=second) - told[-1].as_of < timedelta(seconds=5)


def test_what_the_hub_said_before_it_went_away_makes_nothing_younger() -> None:
    told: list[State] = []
    status = Status(told.append, _tick(0, 0))
    status.heard(Heard(Taken(head=True), _answer(9, 9)), _tick(0, 0), HubClock())
    status.beat(Beat(_tick(5, 5), tried=True, trouble=Unreachable("拔了网线"), whole_at=START + timedelta(seconds=4)))
    assert (told[-1].link, told[-1].as_of) == (Link.OFFLINE, START)


def test_a_question_is_known_by_its_name_alone() -> None:
    """The rooms of `fetch` share no name, and what none of them has is an error that says so."""
    from ordertower_desktop.sync import fetch

    named = [name for room in fetch.ROOMS for name, one in vars(room).items() if getattr(one, "__module__", "") == room.__name__]
    assert len(named) == len(set(named)) > 60
    assert fetch.save_rule is fetch.rulebooks.save_rule
    with pytest.raises(AttributeError, match="no_such_question"):
        fetch.no_such_question  # noqa: B018


def test_every_question_that_a_page_asks_is_one_that_the_hub_can_be_asked() -> None:
    rooms = [file for file in GLASS.glob("*.py") if file.name != "annex.py"]
    asked = {name for file in rooms for name in re.findall(r'question\.emit\(\s*"(\w+)"', file.read_text("utf-8"))}
    assert {"customers", "channels", "write_back_nights"} <= asked
    assert [name for name in sorted(asked - OWN) if not isfunction(getattr(fetch, name))] == []


def test_every_question_is_found_by_its_name_alone() -> None:
    own = [(name, made) for room in fetch.ROOMS for name, made in getmembers(room, isfunction) if made.__module__ == room.__name__]
    assert [name for name, made in own if not name.startswith("_") and getattr(fetch, name) is not made] == []
