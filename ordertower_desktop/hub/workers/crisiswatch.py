"""What the watch does about a crisis: due times that pass, what leaves the pool, roles that have run out, and the page for desks."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.clearing import CLEARED_WITHIN, progress
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import on_duty
from ordertower_desktop.domain.response import Response
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging import crisisdrill
from ordertower_desktop.hub.store.judging.board import day_began
from ordertower_desktop.hub.store.judging.crisisacts import note_late
from ordertower_desktop.hub.store.judging.crisispage import page
from ordertower_desktop.hub.store.judging.pool import Pool
from ordertower_desktop.hub.store.tables import audit, boards, crises, grants
from ordertower_desktop.wire.crisis import GroupRow, PlanRow

PLAN_EVERY = timedelta(minutes=1)
CURVE_GRAIN = timedelta(minutes=10)


class CrisisWatch:
    """Works in the watch's own transaction; what desks know already gets no number on the feed, whoever told them."""

    def __init__(self) -> None:
        self._planned: datetime | None = None
        self._ran = False

    def round(self, conn: Connection, pool: Pool, *, floor: Floor, now: datetime) -> None:
        """One look at everything that time does by itself."""
        note_late(conn, now)
        crisisdrill.look(conn, now)
        _tell_ended(conn, now)
        response = crises.open_one(conn)
        if response is not None:
            gone = {case: one for case, one in pool.closed.items() if one.at > response.opened_at}
            crises.clear(conn, response.id, gone)
        put(conn, [Document("crisis", "crisis", page(conn, floor=floor))])
        if self._planned is None or now - self._planned >= PLAN_EVERY or (response is not None) != self._ran:
            self._planned, self._ran = now, response is not None
            put(conn, [Document("clearing", "clearing", _plan(conn, response, pool, floor=floor, now=now))])


def _plan(conn: Connection, response: Response | None, pool: Pool, *, floor: Floor, now: datetime) -> PlanRow:
    headlines = boards.minutes(conn, day_began(now), now + timedelta(minutes=1))
    curve = {minute.at.timestamp() // CURVE_GRAIN.total_seconds(): minute for minute in headlines}
    points = [(minute.at, minute.breached) for minute in curve.values()]
    if response is None:
        return PlanRow(points)
    waiting = Counter(one.line.cause for one in pool.open)
    here = {one.line.case for one in pool.open}
    gone = [one for case, one in crises.cleared_in(conn, response.id).items() if case not in here]
    found = progress(response.pack.groups, waiting, gone, began=response.opened_at, now=now)
    known = floor.post_names
    groups = [
        GroupRow(
            one.group.id, one.group.name, known.get(one.group.post, one.group.post),
            one.open, one.cleared, one.per_hour, one.needed, one.planned,
            [person.name for person in on_duty(floor.people, one.group.post)][:3],
        )
        for one in found
    ]  # fmt: skip
    return PlanRow(points, groups, response.opened_at + CLEARED_WITHIN)


def _tell_ended(conn: Connection, now: datetime) -> None:
    """A role that was lent ends with its time; here the log is told, once."""
    for one in grants.untold(conn, now):
        audit.append(conn, audit.Record(one.until, "", "grant_over", one.person, one.why))
        grants.tell(conn, one.id)
