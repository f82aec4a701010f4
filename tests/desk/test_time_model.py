"""The pool by time: the columnar filter shows what a naive one would, counts exactly, and time moves rows in and out by itself."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.period import ZONE, OfDay, Period, coming, day, last, spell
from ordertower_desktop.models.pool.filters import VIEWS, Filter, View
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.models.pool.typed import time_words, typed
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.rows import PoolRow

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
MIDNIGHT = datetime(2025, 11, 11, 16, tzinfo=UTC)
TIMES = ("paid", "created", "due")
FIELDS = {"paid": "paid_at", "created": "created_at", "due": "due_at"}
NEAR = st.one_of(st.none(), st.integers(-4 * 86400, 4 * 86400).map(lambda seconds: NOW + timedelta(seconds=seconds)), st.just(MIDNIGHT))
ROWS = st.lists(st.tuples(NEAR, NEAR, NEAR, st.sampled_from(["open", "resolved"])), max_size=30)
EDGES = st.one_of(
    st.integers(-4 * 96, 4 * 96).map(lambda quarters: MIDNIGHT + quarters * timedelta(minutes=15)),
    st.builds(OfDay, st.integers(-2, 2), st.sampled_from([timedelta(), timedelta(hours=9), timedelta(hours=24)])),
)
SPANS = st.integers(1, 3000).map(lambda minutes: timedelta(minutes=minutes))
PERIODS = st.one_of(
    st.builds(Period, EDGES, EDGES), st.builds(Period, EDGES, st.none()), st.builds(Period, st.none(), EDGES),
    SPANS.map(last), SPANS.map(coming), st.integers(-2, 2).map(day),
)  # fmt: skip
calm = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def row(key: str, **more: object) -> PoolRow:
    base = {"version": 1, "state": "open", "kind": "late", "kind_name": "出库超时", "opened_at": NOW}
    return PoolRow(case=key, order=f"4418{key}", **{**base, **more})  # type: ignore[arg-type]


def made(drawn: list[tuple[datetime | None, datetime | None, datetime | None, str]]) -> list[PoolRow]:
    return [
        row(str(place), paid_at=paid, created_at=created, due_at=due, state=state)
        for place, (paid, created, due, state) in enumerate(drawn)
    ]


def filled(rows: list[PoolRow], now: datetime = NOW) -> PoolModel:
    model = PoolModel(now)
    model.take(rows)
    model.flush()
    return model


def naive(rows: list[PoolRow], time: str, period: Period, now: datetime) -> set[str]:
    """What a person with a list and a clock would cross off."""
    start, end = period.bounds(now)
    found = set()
    for one in rows:
        at = getattr(one, FIELDS[time])
        if at is None or (start is not None and at < start) or (end is not None and at >= end):
            continue
        found.add(one.case)
    return found


@calm
@given(ROWS, st.sampled_from(TIMES), PERIODS)
def test_the_filter_shows_what_a_naive_one_would(qtbot: QtBot, drawn: list[tuple[datetime | None, ...]], time: str, period: Period) -> None:
    rows = made(drawn)  # type: ignore[arg-type]
    model = filled(rows)
    wanted = Filter(state="all", time=time, within=spell(period))
    model.aim(wanted, "order")
    assert set(model.cases()) == naive(rows, time, period, NOW)
    assert model.tally(Filter(state="all"), time, [period.bounds(NOW)], me="", now=NOW) == [model.rowCount()]


@calm
@given(ROWS, st.sampled_from(TIMES), PERIODS, st.lists(st.integers(1, 50_000), max_size=6))
def test_time_alone_keeps_list_and_counts_exact(
    qtbot: QtBot, drawn: list[tuple[datetime | None, ...]], time: str, period: Period, steps: list[int]
) -> None:
    """Small steps, so that no jump of the clock counts everything anew; a view with the same period is counted beside the list."""
    rows, now = made(drawn), NOW  # type: ignore[arg-type]
    model = filled(rows)
    wanted = Filter(state="all", time=time, within=spell(period))
    model.set_views((*VIEWS, View("own-1", "时间", wanted)))
    model.aim(wanted, "order")
    for step in steps:
        now += timedelta(seconds=step / 1000)
        model.tick(now)
        model.settle()
        assert set(model.cases()) == naive(rows, time, period, now)
        assert model.counts.counts["own-1"] == model.rowCount()


def test_yesterday_becomes_the_day_before_at_midnight_in_shanghai(qtbot: QtBot) -> None:
    """Watched second by second, as the desk does: the row of today is the one of yesterday a second later."""
    late = datetime(2025, 11, 12, 23, 59, 59, tzinfo=ZONE)
    model = filled([row("a", paid_at=late - timedelta(days=1)), row("b", paid_at=late - timedelta(hours=1))], late)
    model.aim(Filter(time="paid", within="昨天"), "order")
    assert list(model.cases()) == ["a"]
    model.tick(late + timedelta(seconds=1))
    model.settle()
    assert list(model.cases()) == ["b"]


def test_a_row_that_comes_later_leaves_a_moving_period_too(qtbot: QtBot) -> None:
    model = filled([])
    model.aim(Filter(time="paid", within="近 2 小时"), "order")
    model.take([row("new", paid_at=NOW - timedelta(hours=2) + timedelta(seconds=20))])
    model.flush()
    model.settle()
    assert list(model.cases()) == ["new"]
    model.tick(NOW + timedelta(seconds=20))
    model.settle()
    assert list(model.cases()) == ["new"]
    model.tick(NOW + timedelta(seconds=21))
    model.settle()
    assert list(model.cases()) == []


def test_a_kept_view_remembers_the_words_and_not_the_day(qtbot: QtBot) -> None:
    view = decode(encode(View("own-1", "昨天付款", Filter(time="paid", within="昨天"))), View)
    rows = [row("a", paid_at=NOW - timedelta(days=1)), row("b", paid_at=NOW)]
    model = filled(rows)
    model.set_views((*VIEWS, view))
    assert model.counts.counts["own-1"] == 1
    tomorrow = filled(rows, NOW + timedelta(days=1))
    tomorrow.aim(view.filter, "order")
    assert list(tomorrow.cases()) == ["b"]


def test_a_view_that_nobody_can_read_shows_nothing_and_breaks_nothing(qtbot: QtBot) -> None:
    model = filled([row("a", paid_at=NOW, due_at=NOW)])
    for wanted in (Filter(time="paid", within="第三季度"), Filter(time="signed", within="昨天"), Filter(within="昨天")):
        model.aim(wanted, "order")
        model.set_views((*VIEWS, View("own-1", "?", wanted)))
        model.tick(NOW + timedelta(seconds=1))
        assert (model.rowCount(), model.counts.counts["own-1"]) == (0, 0)
        assert wanted.within in time_words(wanted, NOW)


def test_the_search_box_gives_words_and_time_of_the_view_its_own_place() -> None:
    base = Filter(platform=frozenset({"jd"}), time="due", within="今天")
    wanted, hint = typed("3901 付款 昨天", base, NOW)
    assert (wanted, hint) == (Filter(state="all", platform=frozenset({"jd"}), text="3901", time="paid", within="昨天"), "")
    kept, _ = typed("3901", base, NOW)
    assert (kept.time, kept.within, kept.text) == ("due", "今天", "3901")
    plain, hint = typed("12:00~9:00", base, NOW)
    assert plain.text == "12:00~9:00"
    assert "起在止之后" in hint
