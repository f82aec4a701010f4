"""What was counted, asked for by days: the pages of the statistics, put together from narrow rows alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, select

from ordertower_desktop.domain.escalation import Channel
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.moment import SHANGHAI, end_of_day
from ordertower_desktop.domain.rule import RuleState
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.tables import measures, people, tallies
from ordertower_desktop.hub.store.tables.deliveries import State, deliveries
from ordertower_desktop.hub.store.tables.notices import notices
from ordertower_desktop.insight.kpi import chattering, compare, load, pushed, sorts, trend, tuning
from ordertower_desktop.insight.kpi.load import Interrupt
from ordertower_desktop.insight.kpi.record import Record
from ordertower_desktop.insight.postmortem.figures import Window
from ordertower_desktop.wire.codec import decode
from ordertower_desktop.wire.kpi import KpiPage, LoadPage, Stretch, TrendPage
from ordertower_desktop.wire.rows import NoticeRow

OUTSIDE = tuple(channel for channel in Channel if channel is not Channel.IN_APP)
MOST_PUSHES = 200
REACHED = (State.SENT, State.DELIVERED)


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days in Shanghai, the last one included."""

    first: date
    last: date

    @property
    def window(self) -> Window:
        return Window(datetime.combine(self.first, time(), SHANGHAI).astimezone(UTC), end_of_day(self.last))

    @property
    def told(self) -> Stretch:
        return Stretch(self.first, self.last)


def kpi(conn: Connection, days: Days, against: Days, *, now: datetime) -> KpiPage:
    """A stretch against an earlier one (S97, S99)."""
    windows = days.window, against.window
    now_records, then_records = (list(measures.standing_in(conn, w.since, w.until)) for w in windows)
    ours, theirs = compare.lines(now_records, windows[0]), compare.lines(then_records, windows[1])
    orders, before = (tallies.tally(conn, tallies.Asked(w.since, w.until, {}, now)) for w in (days.window, against.window))
    total = compare.paired([ours.total], [theirs.total])[0]
    links, persons = compare.paired(ours.links, theirs.links), compare.paired(ours.people, theirs.people)
    waiting = measures.waiting(conn)
    told = zip((now_records, then_records), windows, strict=True)
    (kinds, roots), (kinds_then, roots_then) = [(sorts.sorts(found, w), sorts.origins(found, w)) for found, w in told]
    return KpiPage(
        days.told, against.told, now, orders, before, total, links, persons, waiting, kinds, kinds_then, roots, roots_then
    )  # fmt: skip


def trends(conn: Connection, days: Days, *, floor: Floor) -> TrendPage:
    """The rules by week (S100)."""
    window = days.window
    records = list(measures.standing_in(conn, window.since, window.until))
    told = pushed.found(records, window)[:MOST_PUSHES]
    made = trend.trends(records, window)
    advice = tuning.advise(
        made, chattering.chattering(records, window), (key for key, rule in floor.rules.items() if rule.state is RuleState.ON)
    )
    return TrendPage(days.told, made, _names(floor), pushed.blame(records, window), told, advice)


def hygiene(conn: Connection, days: Days, *, floor: Floor, now: datetime) -> LoadPage:
    """What alarms did to people (B14)."""
    window = Window(days.window.since, max(days.window.since, min(days.window.until, now)))
    records = list(measures.standing_in(conn, window.since, window.until))
    told = list(_interrupts(conn, window, {one.episode.case: one for one in records}))
    return LoadPage(days.told, load.hygiene(told, records, window), _names(floor))


def _interrupts(conn: Connection, window: Window, cases: dict[str, Record]) -> Iterator[Interrupt]:
    """Toasts on desks, and messages that reached one person."""
    names = {person.id: person.name for person in people.everyone(conn)}
    since, until = micros(window.since), micros(window.until)
    for body in conn.execute(select(notices.c.body).where(notices.c.at >= since, notices.c.at < until).order_by(notices.c.at)).scalars():
        one = decode(bytes(body), NoticeRow)
        yield Interrupt(names.get(one.person, one.person), one.at, one.severity, _rule(cases.get(one.case), one.at))
    columns = (deliveries.c.person, deliveries.c.case_id, deliveries.c.due_at, deliveries.c.sent_at)
    sent = (deliveries.c.state.in_(REACHED), deliveries.c.channel.in_(OUTSIDE), deliveries.c.due_at >= since, deliveries.c.due_at < until)
    for row in conn.execute(select(*columns).where(*sent).order_by(deliveries.c.due_at, deliveries.c.id)):
        case, at = cases.get(row.case_id), moment(row.sent_at or row.due_at)
        for person in filter(None, row.person.split(",")):
            yield Interrupt(names.get(person, person), at, case.severity if case else "warning", _rule(case, at))


def _rule(case: Record | None, at: datetime) -> str:
    """The rule that had raised the case by then, the newest of them."""
    known = [one for one in case.raised if one.since <= at] if case else []
    return max(known, key=lambda one: one.since).rule if known else ""


def _names(floor: Floor) -> dict[str, str]:
    return {key: rule.name for key, rule in floor.rules.items()}


def before(days: Days) -> Days:
    """The stretch of the same length right before."""
    length = days.last - days.first + timedelta(days=1)
    return Days(days.first - length, days.last - length)
