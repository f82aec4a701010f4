"""库存: what each source says of goods in warehouses, when it was asked, and where more is on sale than there is."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, Text, delete, exists, func, select

from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stock import Figure, Oversold
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

figures = Table(
    "stock_figures",
    metadata,
    Column("source", String(96), primary_key=True),
    Column("sku", Key, primary_key=True),
    Column("warehouse", String(128), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("on_hand", Integer),
    Column("reserved", Integer),
    Column("on_sale", Integer),
)
"""`at` is the source's own time; an empty warehouse is all of them."""
Index("stock_figures_sku", figures.c.sku, figures.c.warehouse)

asked = Table(
    "stock_asked",
    metadata,
    Column("source", String(96), primary_key=True),
    Column("tried_at", BigInteger, nullable=False),
    Column("told_at", BigInteger),
    Column("trouble", Text, nullable=False),
)
oversold = Table(
    "stock_oversold",
    metadata,
    Column("sku", Key, primary_key=True),
    Column("warehouse", String(128), primary_key=True),
    Column("on_sale", Integer, nullable=False),
    Column("free", Integer, nullable=False),
    Column("shop", String(96), nullable=False),
    Column("store", String(96), nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("cleared_at", BigInteger),
    Column("times", Integer, nullable=False),
)
nights = Table(
    "stock_nights",
    metadata,
    Column("day", Integer, primary_key=True),
    Column("lines", Integer, nullable=False),
    Column("right", Integer, nullable=False),
    Column("leaks", Integer, nullable=False),
)
"""Each night's count (S86); a day is its ordinal."""
_A_QUERY = 400


def any_told(conn: Connection) -> bool:
    """Whether anybody has ever told of stock here: elsewhere nothing is held and nothing is compared."""
    return bool(conn.execute(select(exists().where(figures.c.sku != ""))).scalar())


def put(conn: Connection, source: str, told: Sequence[Figure]) -> bool:
    """All that a source tells now, in the place of what it told before; True where there is something that nobody told of before."""
    known = {(row.sku, row.warehouse) for row in conn.execute(select(figures.c.sku, figures.c.warehouse))}
    conn.execute(delete(figures).where(figures.c.source == source))
    rows = [
        (source, one.sku, one.warehouse[:128], one.kind.value, micros(one.at), one.on_hand, one.reserved, one.on_sale)
        for one in told
    ]  # fmt: skip
    put_rows(conn, figures, rows)
    return any((one.sku, one.warehouse) not in known for one in told)


def of_skus(conn: Connection, skus: Iterable[str]) -> list[Figure]:
    """Everything that anybody says of these goods."""
    wanted, found = list(dict.fromkeys(skus)), list[Figure]()
    for start in range(0, len(wanted), _A_QUERY):
        found += [_figure(row) for row in conn.execute(select(figures).where(figures.c.sku.in_(wanted[start : start + _A_QUERY])))]
    return found


def everything(conn: Connection, *, warehouse: str = "", like: str = "") -> list[Figure]:
    """All figures by code and warehouse, or those of one warehouse or of codes that hold some text."""
    where = [figures.c.warehouse == warehouse] if warehouse else []
    where += [figures.c.sku.contains(like, autoescape=True)] if like else []
    query = select(figures).where(*where).order_by(figures.c.sku, figures.c.warehouse)
    return [_figure(row) for row in conn.execute(query)]


def warehouses(conn: Connection) -> list[str]:
    """The names of all warehouses that somebody tells of."""
    query = select(figures.c.warehouse).distinct().where(figures.c.warehouse != "").order_by(figures.c.warehouse)
    return [str(row.warehouse) for row in conn.execute(query)]


def _figure(row: Any) -> Figure:
    at = moment(row.at)
    return Figure(row.source, SourceKind(row.kind), row.sku, row.warehouse, at, row.on_hand, row.reserved, row.on_sale)


def tried(conn: Connection, source: str) -> datetime | None:
    """When the source was last asked."""
    return moment(conn.execute(select(asked.c.tried_at).where(asked.c.source == source)).scalar())


def note_asked(conn: Connection, source: str, *, now: datetime, trouble: str = "") -> None:
    """It was asked now; without a `trouble` it has answered."""
    renew = ("tried_at", "trouble") if trouble else ("tried_at", "told_at", "trouble")
    put_rows(conn, asked, [(source, micros(now), None if trouble else micros(now), trouble[:300])], renew=renew)


def troubles(conn: Connection) -> dict[str, str]:
    """Source -> why its stock could not be had the last time."""
    return {row.source: row.trouble for row in conn.execute(select(asked).where(asked.c.trouble != "").order_by(asked.c.source))}


def oversold_of(conn: Connection, skus: Iterable[str] | None = None) -> dict[tuple[str, str], Oversold]:
    """(code, warehouse) -> what is or was lately oversold; of all goods, or of these."""
    query = select(oversold)
    if skus is None:
        rows = list(conn.execute(query))
    else:
        wanted = list(dict.fromkeys(skus))
        parts = (wanted[start : start + _A_QUERY] for start in range(0, len(wanted), _A_QUERY))
        rows = [row for part in parts for row in conn.execute(query.where(oversold.c.sku.in_(part)))]
    return {(row.sku, row.warehouse): _oversold(row) for row in rows}


def put_oversold(conn: Connection, found: Sequence[Oversold]) -> None:
    """Store them as they are now."""
    rows = [
        (one.sku, one.warehouse, one.on_sale, one.free, *one.told, micros(one.since), micros(one.cleared_at), one.times)
        for one in found
    ]  # fmt: skip
    put_rows(conn, oversold, rows, renew=("on_sale", "free", "shop", "store", "since", "cleared_at", "times"))


def forget_oversold(conn: Connection, keys: Iterable[tuple[str, str]]) -> None:
    for sku, warehouse in keys:
        conn.execute(delete(oversold).where(oversold.c.sku == sku, oversold.c.warehouse == warehouse))


def _oversold(row: Any) -> Oversold:
    since = moment(row.since)
    return Oversold(row.sku, row.warehouse, row.on_sale, row.free, (row.shop, row.store), since, moment(row.cleared_at), row.times)


def count_night(conn: Connection, day: date, *, lines: int, right: int) -> None:
    """The night's count; leaks that were found meanwhile stay."""
    put_rows(conn, nights, [(day.toordinal(), lines, right, 0)], renew=("lines", "right"))


def count_leaks(conn: Connection, day: date, found: int) -> None:
    had = conn.execute(select(nights.c.leaks).where(nights.c.day == day.toordinal())).scalar() or 0
    put_rows(conn, nights, [(day.toordinal(), 0, 0, had + found)], renew=("leaks",))


def counted_on(conn: Connection, day: date) -> bool:
    """Whether the night of that day has been counted."""
    return bool(conn.execute(select(func.coalesce(func.sum(nights.c.lines), 0)).where(nights.c.day == day.toordinal())).scalar())


def last_nights(conn: Connection, limit: int) -> list[tuple[date, int, int, int]]:
    """(day, lines, right, leaks), the newest first."""
    query = select(nights).order_by(nights.c.day.desc()).limit(limit)
    return [(date.fromordinal(row.day), row.lines, row.right, row.leaks) for row in conn.execute(query)]
