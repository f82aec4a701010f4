"""/v1/foresight: how good the early warnings have been, from what became of the orders, and how much they have learnt from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.api.http import Answer, Call, as_json
from ordertower_desktop.hub.store.tables import forecasts, passages
from ordertower_desktop.hub.store.tables.forecasts import Forecast
from ordertower_desktop.insight.foresight.band import Band
from ordertower_desktop.insight.foresight.grade import Bin, Told, grade
from ordertower_desktop.insight.foresight.passage import WARM, Aim
from ordertower_desktop.wire.risk import GradeBin, GradeRow, GradeWeek, RiskPage

DAYS = 30
HOUR = timedelta(hours=1)


def graded(call: Call) -> Answer:
    """The last thirty days; a forecast counts as it stood an hour before the time at the latest."""
    with call.tower.db.read() as conn:
        judged = forecasts.judged(conn, call.now - timedelta(days=DAYS), call.now)
        bands = Counter(one.band for one in forecasts.live(conn).values())
        learnt = passages.learnt(conn)
    grades = [_row(aim, [one for one in judged if one.aim is aim and one.early_p is not None]) for aim in Aim]
    return as_json(RiskPage(call.now, DAYS, WARM, grades, learnt, bands[Band.HIGH], bands[Band.MIDDLE]))


def _told(one: Forecast) -> Told:
    lead = None if one.rose_at is None or one.rose_at >= one.due_at else (one.due_at - one.rose_at) / HOUR
    return Told(one.early_p or 0.0, late=bool(one.late), lead_h=lead)


def _row(aim: Aim, judged: Sequence[Forecast]) -> GradeRow:
    found = grade(list(map(_told, judged)))
    return GradeRow(
        aim, found.count, found.late, found.brier, found.base, found.alarmed, found.hit, found.precision, found.recall, found.lead_h,
        _bins(found.bins), _bins(found.fifths), _weeks(judged),
    )  # fmt: skip


def _bins(bins: Iterable[Bin]) -> list[GradeBin]:
    return [GradeBin(one.count, one.said, one.was) for one in bins]


def _weeks(judged: Sequence[Forecast]) -> list[GradeWeek]:
    """By the week in which the promise ended, as the floor's calendar has it."""
    weeks: defaultdict[date, list[Told]] = defaultdict(list)
    for one in judged:
        day = one.due_at.astimezone(SHANGHAI).date()
        weeks[day - timedelta(days=day.weekday())].append(_told(one))
    found = [(monday, grade(told)) for monday, told in sorted(weeks.items())]
    return [GradeWeek(monday, one.count, one.late, one.alarmed, one.hit, one.precision, one.recall) for monday, one in found]
