"""Pauses, and the sum that explains a due time."""

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ordertower_desktop.domain.calendar import ALWAYS, Calendar, elapsed
from ordertower_desktop.domain.clock import Clock, ClockKind, ClockState, Pause, breached, held, make, next_turn, remaining, used_share
from ordertower_desktop.domain.ledger import LineKind, as_text, late_text, ledger
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import Stage
from tests.domain.clock_kit import DESK, FINANCE, HOUR, MINUTE, WAITING, local, marks, paid, running

T0 = local("11-12 10:00")


def clock(now: timedelta, *pauses: Pause, calendar: Calendar = ALWAYS, limit: timedelta = HOUR, ended: timedelta | None = None) -> Clock:
    ended_at = T0 + ended if ended is not None else None
    return make(ClockKind.STAGE, "接单 1 时", start=T0, limit=limit, now=T0 + now, calendar=calendar, pauses=pauses, ended_at=ended_at)


def pause(start: float, end: float | None, until: float | None = None) -> Pause:
    """A pause by minutes after the start of the clock."""
    return Pause(
        T0 + start * MINUTE, None if end is None else T0 + end * MINUTE, "等客户", "客户", None if until is None else T0 + until * MINUTE
    )


def test_a_pause_moves_the_end_by_as_long_as_it_lasted() -> None:
    assert clock(2 * HOUR, pause(20, 65)).due_at == T0 + 105 * MINUTE


def test_pauses_that_overlap_count_once() -> None:
    assert clock(2 * HOUR, pause(10, 30), pause(20, 40), pause(25, 28)).due_at == T0 + 90 * MINUTE


def test_while_it_is_paused_a_clock_keeps_what_it_had_left() -> None:
    for now in (30, 45, 600):
        found = clock(now * MINUTE, pause(20, None))
        assert (found.state, found.left) == (ClockState.PAUSED, 40 * MINUTE)
        assert remaining(found, T0 + now * MINUTE) == 40 * MINUTE
        assert not breached(found, T0 + now * MINUTE)
        assert used_share(found, T0 + now * MINUTE) == pytest.approx(1 / 3)


def test_an_open_pause_ends_by_itself_at_its_time() -> None:
    before, after = clock(49 * MINUTE, pause(20, None, until=50)), clock(50 * MINUTE, pause(20, None, until=50))
    assert before.state is ClockState.PAUSED
    assert next_turn([before], T0 + 49 * MINUTE) == T0 + 50 * MINUTE
    assert (after.state, after.due_at) == (ClockState.RUNNING, T0 + 90 * MINUTE)
    assert next_turn([after], T0 + 50 * MINUTE) == T0 + 90 * MINUTE


def test_what_has_run_out_cannot_be_paused_back_in_time() -> None:
    late = clock(90 * MINUTE, pause(75, None))
    assert (late.state, late.due_at) == (ClockState.RUNNING, T0 + HOUR)
    assert breached(late, T0 + 90 * MINUTE)
    assert remaining(late, T0 + 90 * MINUTE) == -30 * MINUTE


def test_a_pause_before_the_clock_began_takes_nothing_from_it() -> None:
    assert clock(2 * HOUR, pause(-60, -10)).due_at == T0 + HOUR
    assert clock(2 * HOUR, pause(-60, 10)).due_at == T0 + 70 * MINUTE


def test_a_pause_by_night_takes_no_working_time() -> None:
    found = clock(40 * HOUR, pause(11 * 60, 23 * 60), calendar=DESK, limit=12 * HOUR)
    assert found.due_at == T0 + 24 * HOUR  # eleven hours until nine in the evening, and the twelfth from nine in the morning


def test_a_finished_clock_stands_where_it_stood() -> None:
    done = clock(9 * HOUR, pause(20, 30), ended=50 * MINUTE)
    assert (done.state, done.due_at) == (ClockState.DONE, T0 + 70 * MINUTE)
    assert not breached(done, T0 + 9 * HOUR)
    assert used_share(done, T0 + 9 * HOUR) == pytest.approx(40 / 60)
    assert breached(clock(9 * HOUR, ended=2 * HOUR), T0 + 9 * HOUR)


def test_a_due_time_in_an_unpublished_year_says_that_it_is_a_guess() -> None:
    near, far = (
        make(ClockKind.STAGE, "审核", start=local("12-30 10:00"), limit=hours * HOUR, now=local("12-30 10:00"), calendar=FINANCE)
        for hours in (9, 40)
    )
    assert not near.guessed
    assert far.guessed
    assert "2027 年放假安排未公布" in ledger(far, order=Order("1"), now=local("12-30 10:00"))[-2].detail


def test_the_sum_of_the_design_reads_as_it_is_drawn() -> None:
    limits = Limits(calendars={Stage.TO_ACCEPT: "desk"})
    found = paid(amount_fen=869_900)
    made = running(found, "11-12 14:32:08", marks=marks("11-12 13:14", "URGENT", WAITING), limits=limits)[ClockKind.STAGE]
    lines = ledger(made, order=found, now=local("11-12 14:32:08"))
    assert [(line.icon, line.title, line.detail, line.amount) for line in lines] == [
        ("start", "付款成功", "平台事件，8 秒后到达", "10:18:05"),
        ("target", "高价值订单 1 小时内接单", "默认时限，5,000 元起", "+ 1:00:00"),
        ("pause", "等客户确认地址", "10:40–11:25，何静", "+ 0:45:00"),
        ("calendar", "客服 09:00–21:00，无扣除", "", "+ 0:00:00"),
        ("due", "", "", "11月12日 12:03:05"),
    ]
    assert remaining(made, local("11-12 14:32:08")) == -timedelta(hours=2, minutes=29, seconds=3)
    assert as_text(lines).splitlines()[2] == "暂停 等客户确认地址 + 0:45:00（10:40–11:25，何静）"


def test_a_fixed_deadline_names_the_field_that_gave_it() -> None:
    found = paid(ship_by="2026-11-13T10:18:05+08:00")
    made = running(found, "11-12 14:32:08")[ClockKind.PLATFORM]
    lines = ledger(made, order=found, now=local("11-12 14:32:08"))
    assert [(line.icon, line.amount) for line in lines] == [("start", "10:18:05"), ("target", "+ 24:00:00"), ("due", "11月13日 10:18:05")]
    assert lines[1].detail == "订单字段 ship_by，来自 tmall"


@pytest.mark.parametrize(("seconds", "text"), [(8, "8 秒"), (900, "15 分"), (15_240, "4 时 14 分"), (7200, "2 时"), (183_600, "2 天 3 时")])
def test_spans_are_said_as_people_say_them(seconds: int, text: str) -> None:
    assert late_text(timedelta(seconds=seconds)) == text


seconds = st.integers(-7200, 400_000).map(lambda n: timedelta(seconds=n))


@st.composite
def pause_lists(draw: st.DrawFn) -> tuple[Pause, ...]:
    made = []
    for start, length, wait in draw(
        st.lists(st.tuples(seconds, st.none() | st.integers(0, 90_000), st.none() | st.integers(0, 90_000)), max_size=8)
    ):
        opened = T0 + start
        ends = [None if n is None else opened + timedelta(seconds=n) for n in (length, wait)]
        made.append(Pause(opened, ends[0], "等", "客户", ends[1]))
    return tuple(made)


limits = st.integers(0, 200_000).map(lambda n: timedelta(seconds=n))
calendars = st.sampled_from([ALWAYS, DESK, FINANCE])


def adds_up(pauses: tuple[Pause, ...], limit: timedelta, calendar: Calendar, now: timedelta) -> None:
    made = clock(now, *pauses, calendar=calendar, limit=limit)
    lines = ledger(made, order=Order("1"), now=T0 + now)
    assert lines[0].at is not None
    assert lines[0].at + sum((line.added for line in lines if line.added is not None), timedelta()) == lines[-1].at == made.due_at
    assert all(line.added is None or line.added >= timedelta() for line in lines)
    assert [line.icon for line in lines if line.icon is not LineKind.PAUSE] == ["start", "target", "calendar", "due"]


@given(pause_lists(), limits, calendars, seconds)
@example((pause(20, 65),), HOUR, ALWAYS, 2 * HOUR)
def test_law_the_due_time_is_the_sum_of_its_lines(pauses: tuple[Pause, ...], limit: timedelta, calendar: Calendar, now: timedelta) -> None:
    adds_up(pauses, limit, calendar, now)


@pytest.mark.long
@settings(max_examples=10_000)
@given(pause_lists(), limits, calendars, seconds)
def test_law_the_sum_holds_for_ten_thousand_logs_of_pauses(
    pauses: tuple[Pause, ...], limit: timedelta, calendar: Calendar, now: timedelta
) -> None:
    adds_up(pauses, limit, calendar, now)


@given(pause_lists(), limits, calendars, seconds, seconds)
def test_law_a_due_time_that_has_passed_never_moves(
    pauses: tuple[Pause, ...], limit: timedelta, calendar: Calendar, one: timedelta, more: timedelta
) -> None:
    now, later = sorted((one, more))
    before, after = clock(now, *pauses, calendar=calendar, limit=limit), clock(later, *pauses, calendar=calendar, limit=limit)
    assert before.due_at is not None
    assert after.due_at is not None
    assert before.due_at <= after.due_at
    if breached(before, T0 + now):
        assert after.due_at == before.due_at
        assert breached(after, T0 + later)


@given(pause_lists(), limits, calendars, seconds)
def test_law_what_is_used_and_what_is_left_make_the_limit(
    pauses: tuple[Pause, ...], limit: timedelta, calendar: Calendar, now: timedelta
) -> None:
    made, at = clock(now, *pauses, calendar=calendar, limit=limit), T0 + now
    used = elapsed(calendar, T0, at) - held(pauses, calendar, T0, at)
    assert breached(made, at) == (now >= timedelta() and used >= limit and made.state is not ClockState.PAUSED)
    if made.state is ClockState.PAUSED:
        assert made.left == limit - used > timedelta()
    assert 0 <= used_share(made, at) <= 1


@given(pause_lists(), limits, calendars, seconds)
def test_law_a_clock_turns_only_when_it_says_so(pauses: tuple[Pause, ...], limit: timedelta, calendar: Calendar, now: timedelta) -> None:
    """Between now and the next turn, with no pause beginning, neither state nor breach changes."""
    made, at = clock(now, *pauses, calendar=calendar, limit=limit), T0 + now
    turn = next_turn([made], at)
    edges = [edge for one in pauses for edge in (one.start, one.end) if edge is not None and edge > at]
    soon = min([*edges, turn if turn is not None else at + 400 * HOUR])
    if soon - at < timedelta(microseconds=2):
        return
    probe = soon - timedelta(microseconds=1)
    again = clock(probe - T0, *pauses, calendar=calendar, limit=limit)
    assert (again.state, breached(again, probe)) == (made.state, breached(made, at))
