"""The ways of orders along the ladder, a narrow row each: what forecasts are learnt from and made for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, String, Table, case, delete, func, select

from ordertower_desktop.domain.stage import RANK, Stage
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.insight.foresight.passage import HOPS, RUNGS, Passage

_A_QUERY = 500
passages = Table(
    "passages",
    metadata,
    Column("order_id", Key, primary_key=True),
    *(Column(str(rung).lower(), BigInteger) for rung in RUNGS),
    Column("over_at", BigInteger),
    Column("ship_by", BigInteger),
    Column("deliver_by", BigInteger),
    Column("held", Boolean, nullable=False),
    Column("warehouse", String(128), nullable=False),
    Column("carrier", String(128), nullable=False),
    Column("province", String(64), nullable=False),
    Column("platform", String(32), nullable=False),
    Column("shop", String(128), nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("open", Boolean, nullable=False),
)
"""A column for each rung: when the order came there. `began` is the earliest of them; `open`: somebody still waits for it."""
Index("passages_began", passages.c.began)
Index("passages_open", passages.c.order_id, sqlite_where=passages.c.open)

_RENEWED = tuple(column.name for column in passages.c if column.name != "order_id")
_WAY = tuple(passages.c)[: len(RUNGS) + 8]
Row = tuple[Any, ...]


def put(conn: Connection, ways: Sequence[Passage]) -> None:
    """Store these ways, each in the place of the one before."""
    put_rows(conn, passages, [_row(one) for one in ways], renew=_RENEWED)


def forget(conn: Connection, orders: Sequence[str]) -> None:
    """Orders that are no more."""
    for start in range(0, len(orders), _A_QUERY):
        conn.execute(delete(passages).where(passages.c.order_id.in_(orders[start : start + _A_QUERY])))


def newest(conn: Connection, since: datetime, *, limit: int) -> list[Row]:
    """Orders that began since then, as `insight` reads them; where there are more, the newest."""
    query = select(*_WAY).where(passages.c.began >= micros(since)).order_by(passages.c.began.desc()).limit(limit)
    return [tuple(row) for row in conn.execute(query)]


def waiting(conn: Connection) -> list[Row]:
    """Orders that somebody waits for, with platform and shop behind what `insight` reads."""
    query = select(*_WAY, passages.c.platform, passages.c.shop).where(passages.c.open)
    return [tuple(row) for row in conn.execute(query)]


def learnt(conn: Connection) -> dict[str, int]:
    """Rung -> how many orders have been there and came to what the rung is before: out of the house, or to the door."""
    columns = passages.c
    out = func.coalesce(columns.to_collect, columns.in_transit, columns.signed)
    aims = {hop: out if RANK[hop] < RANK[Stage.TO_COLLECT] else columns.signed for hop in HOPS}
    counts = [func.count(case((aim.is_not(None), columns[str(hop).lower()]))) for hop, aim in aims.items()]
    return {str(hop): int(count) for hop, count in zip(aims, conn.execute(select(*counts)).one(), strict=True)}


def _row(one: Passage) -> Row:
    times = [micros(at) for at in (*one.entered, one.over_at, one.ship_by, one.deliver_by)]
    began = min(at for at in times[: len(RUNGS)] if at is not None)
    words = one.warehouse[:128], one.carrier[:128], one.province[:64], one.platform[:32], one.shop[:128]
    return one.order, *times, one.held, *words, began, one.open
