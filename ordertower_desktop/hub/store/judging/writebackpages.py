"""Write-backs as people see them: lines of the ledger, and each shop's queue."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.breaker import breaker
from ordertower_desktop.domain.writeback import MOST_SENDS, Try, rounds, timeliness
from ordertower_desktop.hub.store.tables import halts, nights, people, questions, sources, tries, writebacks
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.store.tables.tries import Queue
from ordertower_desktop.hub.store.tables.writebacks import HANDED, OPEN, State, WriteBack
from ordertower_desktop.wire import writebacks as wire

NAMES = {
    State.PENDING: "待回传", State.SENDING: "回传中", State.DONE: "已回传", State.DRY: "演练", State.PERSON: "要人处理",
    State.GIVEN_UP: "6 次未成", State.CANCELLED: "不必回传",
}  # fmt: skip
DAY = timedelta(days=1)
MOST_NIGHTS, MOST_MISSING = 100, 1000


def lines(conn: Connection, found: Sequence[WriteBack]) -> list[wire.WriteBackLine]:
    """Each with its whole log."""
    names = {source.id: source.name for source in sources.every(conn)}
    logs = tries.logs(conn, [one.id for one in found])
    asked = questions.open_of(conn, [one.id for one in found if one.state is State.PERSON])
    return [_line(one, names.get(one.source, one.source), logs.get(one.id, []), asked.get(one.id, "")) for one in found]


def _line(one: WriteBack, name: str, log: list[Try], ask: str) -> wire.WriteBackLine:
    told = [wire.WriteBackTry(a.at, a.move, a.outcome, a.why, a.repeat) for a in log]
    return wire.WriteBackLine(
        one.id,
        one.source,
        name,
        one.order,
        one.waybill,
        one.state,
        NAMES[one.state] if told or one.state is not State.PENDING else "排队",
        one.out_at,
        one.at,
        carrier=one.carrier,
        tries=rounds(log, begun=one.begun),
        most=MOST_SENDS,
        why=one.why,
        next_at=(one.until or one.begun) if one.state is State.PENDING else None,
        done_at=one.done_at,
        log=told,
        ask=ask,
    )


def summary(conn: Connection, now: datetime) -> wire.WriteBackSummary:
    """The shops that are told, and those that still have something in people's hands."""
    queues, marks = tries.queues(conn), defaultdict(list)
    for source, out, done in writebacks.marks(conn, now - DAY):
        marks[source].append((out, done))
    shown = [one for one in sources.every(conn) if one.write_back != "off" or queues.get(one.id)]
    halt = halts.stopped(conn)
    names = {person.id: person.name for person in people.everyone(conn)}
    return wire.WriteBackSummary(
        now,
        [_shop(conn, one, queues.get(one.id, []), marks[one.id], now) for one in shown],
        timeliness([mark for told in marks.values() for mark in told], now),
        stopped=halt is not None,
        stopped_by=names.get(halt.by, halt.by) if halt else "",
        stopped_at=halt.at if halt else None,
        stopped_why=halt.why if halt else "",
    )


def _shop(
    conn: Connection, source: Source, queue: Sequence[Queue], marks: Sequence[tuple[datetime, datetime | None]], now: datetime
) -> wire.WriteBackShop:
    under_way = [part for part in queue if part.state in OPEN]
    switch = breaker(tries.calls(conn, source.id), now)
    return wire.WriteBackShop(
        source.id,
        source.name,
        source.write_back,
        waiting=sum(part.count for part in under_way if not part.sends),
        retrying=sum(part.count for part in under_way if part.sends),
        handed=sum(part.count for part in queue if part.state in HANDED),
        deepest=max((part.sends for part in queue), default=0),
        next_at=min((part.next_at for part in under_way if part.next_at is not None and part.sends), default=None),
        breaker=switch.switch,
        breaker_until=switch.until,
        told=sum(done is not None for _, done in marks),
        timely=timeliness(marks, now),
    )


def of_nights(conn: Connection) -> wire.WriteBackNights:
    """What the nightly comparison found, shop by shop."""
    names = {source.id: source.name for source in sources.every(conn)}
    told = [
        wire.WriteBackNight(
            one.source,
            names.get(one.source, one.source),
            one.night,
            one.checked,
            one.missing,
            one.timely,
            one.ended_at,
            one.other,
            one.void,
            one.unread,
            one.checked - one.missing - one.void - one.unread,
        )
        for one in nights.newest(conn, limit=MOST_NIGHTS)
    ]
    lost = [
        wire.WriteBackMissing(one.write_back, one.source, names.get(one.source, one.source), one.order, one.at, one.why, one.found)
        for one in nights.missing(conn, limit=MOST_MISSING)
    ]
    return wire.WriteBackNights(told, lost)
