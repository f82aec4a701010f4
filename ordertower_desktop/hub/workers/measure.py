"""Counts orders that moved, a few at a time: nothing that is asked over weeks has to open an order again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.store.judging import monthly
from ordertower_desktop.hub.store.judging.region import region_of, short
from ordertower_desktop.hub.store.tables import boards, cases, healths, measures, orders, people
from ordertower_desktop.hub.store.tower import Tower
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
            counted, held, gone = _counted(conn, [order for order, _ in part])
        if not part:
            break
        with tower.db.write() as conn:
            measures.keep(conn, counted, held)
            measures.forget(conn, gone)
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


def _counted(conn: Connection, ids: Sequence[str]) -> tuple[list[Measure], list[Record], list[str]]:
    """Orders and cases as they are counted, and the orders that are no more."""
    known = orders.load(conn, ids)
    had: dict[str, list[Case]] = {key: [] for key in known}
    for case in cases.of_orders(conn, list(known)):
        had[case.order].append(case)
    names = {person.id: person.name for person in people.everyone(conn)}
    found = (measured(order, had[key], region=region_of(short(order.text("province")))) for key, order in known.items())
    held = [recorded(known[key], case, names=names) for key, of in had.items() for case in of]
    return [one for one in found if one is not None], held, [key for key in ids if key not in known]
