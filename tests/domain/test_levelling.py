"""The response level: up at once, down after a calm while, and under a person's word for as long as that stands."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from ordertower_desktop.domain import crisis
from ordertower_desktop.domain.crisis import ResponseLevel
from ordertower_desktop.domain.levelling import CALM, Confirm, Counted, Event, Keep, Release, Standing, Turn, Turned, step, unconfirmed

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
ONE, TWO, THREE = ResponseLevel
MINUTE = timedelta(minutes=1)
LEVELS = st.sampled_from(list(ResponseLevel))
COUNTS = st.lists(st.tuples(st.integers(0, 3000), LEVELS), min_size=1, max_size=60)


def played(*told: tuple[float, Event], state: Standing | None = None) -> tuple[Standing, list[Turned]]:
    """Events at minutes after noon."""
    state = state or Standing()
    turns: list[Turned] = []
    for minutes, event in told:
        state, more = step(state, event, NOON + minutes * MINUTE)
        turns += more
    return state, turns


def test_the_level_rises_at_once_and_falls_one_by_one_each_after_a_calm_half_hour() -> None:
    up, turns = played((0, Counted(THREE, "今日超时 201 单")))
    assert (up.level, [turn.turn for turn in turns]) == (THREE, [Turn.ROSE])
    still, _ = played((1, Counted(ONE)), (30.9, Counted(ONE)), state=up)
    assert still.level is THREE
    down, _ = played((31, Counted(ONE)), state=still)
    assert down.level is TWO
    assert played((60, Counted(ONE)), state=down)[0].level is TWO
    assert played((60, Counted(ONE)), (61, Counted(ONE)), state=down)[0].level is ONE


def test_a_count_that_swings_about_the_mark_never_lowers_the_level() -> None:
    state, turns = played(*((n, Counted(TWO if n % 20 == 0 else ONE)) for n in range(600)))
    assert state.level is TWO
    assert len(turns) == 1


@given(COUNTS)
def test_without_a_hold_the_level_is_never_below_what_is_asked_for(counts: list[tuple[int, ResponseLevel]]) -> None:
    state = Standing()
    for second, asked in sorted(counts, key=lambda one: one[0]):
        state, _ = step(state, Counted(asked), NOON + timedelta(seconds=second * 7))
        assert state.level >= asked


@given(COUNTS)
def test_two_falls_are_at_least_a_calm_while_apart(counts: list[tuple[int, ResponseLevel]]) -> None:
    """No flapping: whatever the counts do, the level cannot go up and down more often than once in half an hour."""
    _, turns = played(*((second / 10, Counted(asked)) for second, asked in sorted(counts, key=lambda one: one[0])))
    falls = [turn.at for turn in turns if turn.turn is Turn.FELL]
    assert all(later - earlier >= CALM for earlier, later in pairwise(falls))


@given(COUNTS, LEVELS, st.integers(0, 3000))
def test_a_hold_stands_until_something_graver_comes_than_it_was_made_for(
    counts: list[tuple[int, ResponseLevel]], held: ResponseLevel, asked_then: int
) -> None:
    state, _ = played((0, Counted(list(ResponseLevel)[asked_then % 3])), (0, Keep("li", held, "原因已知")))
    bound = max(state.asked, held)
    for second, asked in sorted(counts, key=lambda one: one[0]):
        state, _ = step(state, Counted(asked), NOON + timedelta(seconds=second))
        if asked > bound:
            assert state.hold is None
            assert state.level is max(asked, state.steady)
            return
        assert state.level is held


@given(st.lists(st.tuples(st.integers(0, 300), st.one_of(LEVELS.map(Counted), LEVELS.map(lambda level: Keep("li", level, "因"))))))
@example([(0, Counted(THREE)), (0, Counted(ONE)), (0, Keep("li", ONE, "因")), (0, Counted(TWO))])
def test_the_log_alone_tells_the_level(told: list[tuple[int, Event]]) -> None:
    """Every change of the level is a line of the log, each beginning where the one before it ended."""
    state, turns = played(*sorted(told, key=lambda one: one[0]))
    level = ONE
    for turn in turns:
        assert turn.before is level
        level = turn.after
    assert level is state.level


@given(COUNTS)
def test_being_told_the_same_twice_changes_nothing(counts: list[tuple[int, ResponseLevel]]) -> None:
    state = Standing()
    for second, asked in sorted(counts, key=lambda one: one[0]):
        at = NOON + timedelta(seconds=second)
        state, _ = step(state, Counted(asked, "x"), at)
        again, turns = step(state, Counted(asked, "x"), at)
        assert (again, turns) == (state, ())


def test_a_hold_that_ran_out_ends_at_its_own_time_however_late_anybody_looks() -> None:
    state, _ = played((0, Counted(TWO)), (1, Keep("li", ONE, "盘点误报", NOON + 60 * MINUTE)))
    assert state.level is ONE
    state, turns = played((500, Counted(TWO)), state=state)
    assert (turns[0].turn, turns[0].at, turns[0].after) == (Turn.RAN_OUT, NOON + 60 * MINUTE, TWO)
    assert state.level is TWO


def test_who_confirmed_is_kept_until_the_level_is_another() -> None:
    state, _ = played((0, Counted(TWO)))
    assert unconfirmed(state)
    state, turns = played((1, Confirm("li", "属实")), (2, Counted(TWO)), state=state)
    assert not unconfirmed(state)
    assert (turns[0].by, turns[0].why) == ("li", "属实")
    assert unconfirmed(played((3, Counted(THREE)), state=state)[0])


def test_a_release_gives_the_level_back_to_the_counts_and_does_nothing_where_nothing_is_held() -> None:
    state, _ = played((0, Counted(TWO)), (1, Keep("li", THREE, "提前")))
    state, turns = played((2, Release("li")), state=state)
    assert (state.level, turns[0].turn) == (TWO, Turn.RELEASED)
    assert played((3, Release("li")), state=state)[1] == []


def test_the_forecast_says_how_sure_it_is() -> None:
    """15 more at 12 an hour: an hour and a quarter, give or take the chance in the count and in the rate."""
    found = crisis.forecast(186, TWO, per_hour=12, now=NOON)
    assert found is not None
    assert found.at == NOON + timedelta(minutes=75)
    assert timedelta(minutes=28) < found.band < timedelta(minutes=30)
    sure = crisis.forecast(186, TWO, per_hour=1200, now=NOON)
    assert sure is not None
    assert sure.band < timedelta(minutes=1)
