"""What is known here of a source's orders, as a counting holds it against the source's own list."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import ENDED, Stage
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.tables import orders

WAITING = (Stage.TO_ACCEPT, Stage.TO_AUDIT, Stage.TO_PRINT, Stage.TO_PACK, Stage.TO_SHIP)
_A_QUERY = 500


def held(conn: Connection, source: str, ids: Sequence[str]) -> dict[str, datetime]:
    """Order -> the latest change that this source has told of it; of those it has told nothing of there is none."""
    told = orders.snapshots.c
    found: dict[str, datetime] = {}
    for start in range(0, len(ids), _A_QUERY):
        ours = (told.order_id.in_(ids[start : start + _A_QUERY]), told.source == source)
        newest = func.max(func.coalesce(told.last_at, told.at))
        query = select(told.order_id, newest).where(*ours).group_by(told.order_id)
        found |= {order: at for order, latest in conn.execute(query) if (at := moment(latest)) is not None}
    return found


def waiting(conn: Connection, source: str, since: datetime, until: datetime, *, listed: Iterable[str]) -> list[str]:
    """Orders placed in that time that wait to be shipped by what this source said last, without those it lists."""
    row, told = orders.orders.c, orders.snapshots.c
    spoken = select(told.order_id).where(told.order_id == row.id, told.source == source).exists()
    placed = (row.created >= micros(since), row.created < micros(until))
    query = select(row.id).where(*placed, row.ended.is_(False), row.stage.in_(WAITING), spoken)
    left = set(conn.execute(query).scalars()) - set(listed)
    return [key for key, order in orders.load(conn, left).items() if _waits(order, source)]


def _waits(order: Order, source: str) -> bool:
    """An order's readings stand in the order of their times."""
    newest = next((one for one in reversed(order.snapshots) if one.source == source), None)
    return newest is not None and not newest.absent and newest.stage in WAITING and not newest.facts & ENDED
