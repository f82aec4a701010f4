"""Search over everything the hub knows: order number, its tail, a name's beginning, a phone's tail, a waybill, a time range."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, select

from ordertower_desktop.domain.period import OrderTime
from ordertower_desktop.domain.post import Field
from ordertower_desktop.hub.store.feed.tables import documents, pending
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables.cases import cases
from ordertower_desktop.hub.store.tables.orders import Found, found_of, orders
from ordertower_desktop.wire.rows import PoolRow

_row = msgspec.json.Decoder(PoolRow)
_LAST = "\U0010ffff"
_A_QUERY = 500
_COLUMNS = {OrderTime.CREATED: orders.c.created, OrderTime.PAID: orders.c.paid}


@dataclass(frozen=True, slots=True)
class Within:
    """A time of the order that has to lie from `start` up to `end`, itself outside."""

    which: OrderTime
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `text` is any of the things above but the time; empty finds all, by number. What is `unread` finds nothing."""

    text: str = ""
    platform: str = ""
    stage: str = ""
    within: tuple[Within, ...] = ()
    after: str = ""
    limit: int = 100
    unread: frozenset[Field] = frozenset()


def find(conn: Connection, query: Query) -> list[Found]:
    """Up to `limit` orders, each once, those of the strictest reading of the text first."""
    seen: dict[str, Found] = {}
    parts = _parts(conn, query)
    for reading in _readings(query):
        for part in parts:
            for row in conn.execute(_narrowed(reading, query, part).limit(query.limit)):
                seen.setdefault(row.id, found_of(row))
            if len(seen) >= query.limit:
                return list(seen.values())[: query.limit]
    return list(seen.values())


def _parts(conn: Connection, query: Query) -> list[Sequence[str] | None]:
    """The orders among which to look, by the five hundred in their order; [None] is all. Only rows of the pool have a time that is due."""
    due = [within for within in query.within if within.which is OrderTime.DUE]
    if not due:
        return [None]
    ids = sorted({row.order for row in case_rows(conn) if all(_holds(one, row.due_at) for one in due)})
    return [ids[start : start + _A_QUERY] for start in range(0, len(ids), _A_QUERY)]


def _holds(within: Within, at: datetime | None) -> bool:
    return at is not None and (within.start is None or at >= within.start) and (within.end is None or at < within.end)


def _readings(query: Query) -> Iterator[Select[Any]]:
    """The ways to read the text, each answered by one index."""
    text = query.text.strip().replace(" ", "")
    if not text:
        yield select(orders).order_by(orders.c.id)
        return
    yield select(orders).where(orders.c.id == text)
    yield select(orders).where(_begins(orders.c.id, text)).order_by(orders.c.id)
    if text.isdigit() and len(text) >= 3:
        yield select(orders).where(_begins(orders.c.tail, text[::-1])).order_by(orders.c.id)
        if len(text) == 4 and Field.PHONE not in query.unread:
            yield select(orders).where(orders.c.phone_tail == text).order_by(orders.c.id)
    if text.isascii():
        yield select(orders).where(_begins(orders.c.waybill, text.upper())).order_by(orders.c.id)
    if Field.NAME not in query.unread:
        yield select(orders).where(_begins(orders.c.buyer, text)).order_by(orders.c.id)


def _begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    return column.between(prefix, prefix + _LAST)


def _narrowed(found: Select[Any], query: Query, among: Sequence[str] | None) -> Select[Any]:
    if query.platform:
        found = found.where(orders.c.platform == query.platform)
    if query.stage:
        found = found.where(orders.c.stage == query.stage)
    if among is not None:
        found = found.where(orders.c.id.in_(among))
    for within in query.within:
        if (column := _COLUMNS.get(within.which)) is not None:
            found = found.where(column.is_not(None))
            found = found if within.start is None else found.where(column >= micros(within.start))
            found = found if within.end is None else found.where(column < micros(within.end))
    return found.where(orders.c.id > query.after) if query.after else found


def open_cases(conn: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Order -> its open case."""
    query = select(cases.c.order_id, cases.c.id).where(cases.c.order_id.in_(ids), cases.c.open.is_(True))
    return {order: case for order, case in conn.execute(query)}  # noqa: C416 - rows are not pairs to mypy


def case_rows(conn: Connection) -> Iterator[PoolRow]:
    """Every case that desks hold, open or lately closed, numbered or not yet."""
    rows = {row.key: (row.body, row.gone) for row in conn.execute(select(documents).where(documents.c.topic == "case"))}
    rows |= {row.key: (row.body, row.gone) for row in conn.execute(select(pending).where(pending.c.topic == "case"))}
    for body, gone in rows.values():
        if not gone:
            yield _row.decode(body)


def rows_of(conn: Connection, case_ids: Sequence[str]) -> dict[str, PoolRow]:
    """Case -> its newest row, numbered or not yet."""
    found: dict[str, PoolRow] = {}
    for table in (documents, pending):
        query = select(table.c.key, table.c.body).where(table.c.topic == "case", table.c.key.in_(case_ids), table.c.gone.is_(False))
        found |= {row.key: _row.decode(row.body) for row in conn.execute(query)}
    return found
