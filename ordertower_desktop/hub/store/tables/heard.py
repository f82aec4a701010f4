"""What was heard on a day, counted over all orders at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select

from ordertower_desktop.hub.store.moment import MICROSECOND, micros, moment
from ordertower_desktop.hub.store.tables.orders import events

FAULTS = ("write_back_failed", "stock_short")
CHASES = ("urged", "complaint")


@dataclass(frozen=True, slots=True)
class Late:
    """An event that was learned of long after it happened."""

    at: datetime
    arrived: datetime
    source: str
    name: str
    order: str


def late(conn: Connection, since: datetime, until: datetime, *, over: timedelta, limit: int) -> Iterator[Late]:
    """Events of `[since, until)` that came `over` or more after they happened, in the order of happening."""
    lag = events.c.arrived - events.c.at >= over // MICROSECOND
    query = select(events).where(events.c.at >= micros(since), events.c.at < micros(until), lag).order_by(events.c.at, events.c.key)
    for row in conn.execute(query.limit(limit)):
        yield Late(moment(row.at), moment(row.arrived), row.source, row.name, row.order_id)


def counted(conn: Connection, since: datetime, until: datetime) -> tuple[int, int, int]:
    """Orders of which anything was heard in `[since, until)`; those with a fault among it; those whose customer called."""
    order = events.c.order_id
    faulty, unhappy = (case((events.c.name.in_(names), order)) for names in (FAULTS, CHASES))
    counts = (func.count(func.distinct(one)) for one in (order, faulty, unhappy))
    row = conn.execute(select(*counts).where(events.c.at >= micros(since), events.c.at < micros(until))).one()
    return row[0], row[1], row[2]
