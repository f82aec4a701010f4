"""抖动 (S58): what comes and goes four times within an hour stays for an hour, and nobody is called again for it."""

from datetime import datetime, timedelta

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.effect import Effect, Opened
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor, floor_of
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.step import State, step
from tests.domain.rulework import START

MINUTE = timedelta(minutes=1)
RULE = rule({"id": "R1", "name": "刚催过", "state": "on", "when": {"event": "urged", "count_at_least": 1, "within": "3min"}})
FLOOR: Floor = floor_of([RULE], {})


def lived(*minutes: int, until: int) -> tuple[Case, list[tuple[datetime, Effect]]]:
    """An order whose customer urges at these minutes, each time true for three of them."""
    state, end = State(Order("T1")), START + until * MINUTE
    seen: list[tuple[datetime, Effect]] = []
    arrivals = [Event(START + minute * MINUTE, "taobao", "urged", "T1") for minute in minutes]
    while True:
        arrival = arrivals[0] if arrivals else None
        turns = [at for at in (state.next_at, arrival.at if arrival else None) if at is not None and at <= end]
        if not turns:
            break
        now = min(turns)
        event = arrivals.pop(0) if arrival is not None and arrival.at == now else None
        state, effects, _ = step(state, now, event, floor=FLOOR)
        seen += [(now, effect) for effect in effects]
    assert state.case is not None
    return state.case, seen


def opened(seen: list[tuple[datetime, Effect]]) -> list[int]:
    return [(at - START) // MINUTE for at, effect in seen if isinstance(effect, Opened)]


def test_three_times_in_an_hour_come_and_go_as_they_are() -> None:
    case, seen = lived(0, 10, 20, until=30)
    assert opened(seen) == [0, 10, 20]
    assert not case.open
    assert [(one.at - START) // MINUTE for one in case.left] == [3, 13, 23]


def test_the_fourth_time_in_an_hour_stays_for_an_hour_is_said_and_calls_nobody_again() -> None:
    case, seen = lived(0, 10, 20, 30, 40, 50, 60, 85, until=89)
    assert opened(seen) == [0, 10, 20, 30]
    assert case.open
    assert case.standings[0].held_until == START + 90 * MINUTE
    assert [entry.sentence for entry in case.log if entry.what == "chatters"] == [
        "抖动：“刚催过”1 小时内反复出现又消失，先留在池里 1 小时，不再反复提醒"
    ]


def test_what_was_held_leaves_by_itself_when_its_hour_is_over_and_it_is_quiet() -> None:
    case, _ = lived(0, 10, 20, 30, until=90)
    assert not case.open
    assert case.handling.closed_at == START + 90 * MINUTE
    case, _ = lived(0, 10, 20, 30, 89, until=91)
    assert case.open, "true when its hour is over"
    case, _ = lived(0, 10, 20, 30, 89, until=92)
    assert not case.open


def test_who_comes_back_seldom_never_chatters() -> None:
    case, seen = lived(0, 25, 50, 75, 100, 125, until=130)
    assert opened(seen) == [0, 25, 50, 75, 100, 125]
    assert case.standings[0].held_until is None


def test_what_was_held_and_left_may_come_again_as_anything_may() -> None:
    _, seen = lived(0, 10, 20, 30, 100, until=104)
    assert opened(seen) == [0, 10, 20, 30, 100]
