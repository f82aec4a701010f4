"""Counts orders that moved, a few at a time, and notes whose they are and what contradicts: what is asked often opens no order again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.hub.store.judging import contradicting, facing, foretelling, monthly
from ordertower_desktop.hub.store.judging.deskwords import entries
from ordertower_desktop.hub.store.judging.region import region_of, short
from ordertower_desktop.hub.store.tables import boards, cases, healths, measures, orders, passages, people
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.insight.foresight.passage import Passage, passage
from ordertower_desktop.insight.kpi.measuring import measured, recorded
from ordertower_desktop.insight.kpi.record import Measure, Record

BATCH = 200
MOST_BATCHES = 25


def tick(tower: Tower, now: datetime) -> int:
    """Count what waits, in batches; returns how many orders."""
    done = 0
    for _ in range(MOST_BATCHES):
        with tower.db.read() as conn:
            part = measures.touched(conn, limit=BATCH)
            if not part:
                break
            known = orders.load(conn, [order for order, _ in part])
            found = _counted(conn, known, tower.floors.current(conn), now)
        gone = [order for order, _ in part if order not in known]
        with tower.db.write() as conn:
            measures.keep(conn, found.measures, found.records)
            measures.forget(conn, gone)
            passages.put(conn, list(found.ways.values()))
            passages.forget(conn, gone)
            foretelling.settle(conn, found.ways, gone, now=now)
            facing.note(conn, known, gone)
            contradicting.note(conn, known, gone, now=now)
            measures.settle(conn, part)
        done += len(part)
    _freeze(tower, now)
    return done


def _freeze(tower: Tower, now: datetime) -> None:
    """The month before, once it has settled and everything is counted. A later correction is for people to make.

    A month in which nobody watched was brought in by a file, perhaps by one that is still being read: people freeze it.
    """
    month = monthly.month_before((now - monthly.SETTLES).astimezone(SHANGHAI).date())
    window = monthly.days_of(month).window
    with tower.db.read() as conn:
        if healths.revisions(conn, month) or not measures.any_in(conn, window.since, window.until):
            return
        reach = boards.reach(conn)
        if reach is None or reach[0] >= window.until or measures.waiting(conn):
            return
    with tower.db.write() as conn:
        if not healths.revisions(conn, month):
            monthly.freeze(conn, month, by="", why="月结", now=now)


@dataclass(frozen=True, slots=True)
class _Counted:
    """Orders and cases as they are counted, and the ways of those that have begun."""

    measures: list[Measure]
    records: list[Record]
    ways: dict[str, Passage]


def _counted(conn: Connection, known: Mapping[str, Order], floor: Floor, now: datetime) -> _Counted:
    had: dict[str, list[Case]] = {key: [] for key in known}
    for case in cases.of_orders(conn, list(known)):
        had[case.order].append(case)
    names = {person.id: person.name for person in people.everyone(conn)}
    found = (measured(order, had[key], region=region_of(short(order.text("province")))) for key, order in known.items())
    return _Counted(
        [one for one in found if one is not None],
        [
            recorded(known[key], case, names=names, desk=entries(case, floor), now=now, posts=floor.post_names)
            for key, of in had.items()
            for case in of
        ],
        {key: way for key, order in known.items() if (way := passage(order, floor.terms, now)) is not None},
    )
