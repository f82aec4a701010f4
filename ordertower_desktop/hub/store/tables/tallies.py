"""Orders counted by where and when (S98): sums that the database makes over the narrow rows of `measures`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from ordertower_desktop.domain.link import Link
from ordertower_desktop.hub.store.moment import MICROSECOND, micros, moment
from ordertower_desktop.hub.store.tables.measures import measures
from ordertower_desktop.insight.kpi.health import Count, Unit
from ordertower_desktop.insight.kpi.record import BITS
from ordertower_desktop.wire.kpi import Cell, Found, Tally

DIMENSIONS = ("warehouse", "hour", "category", "carrier", "platform", "shop", "region", "day")
UNITS = ("warehouse", "carrier", "platform", "shop")
QUICK, SWIFT = timedelta(hours=48), timedelta(hours=8)
"""What live shows promise, and how soon nearly all orders should be out (S51)."""
_DAY, _SHANGHAI = timedelta(days=1) // MICROSECOND, timedelta(hours=8) // MICROSECOND
MOST_CELLS = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Orders paid in `[since, until)` whose columns are as `where` says, as they stand at `now`."""

    since: datetime
    until: datetime
    where: Mapping[str, str]
    now: datetime


def tally(conn: Connection, asked: Asked) -> Tally:
    """All of them."""
    return Tally(*(int(value or 0) for value in conn.execute(select(*_sums(asked.now)).where(*_in(asked))).one()))


def cells(conn: Connection, asked: Asked, by: Sequence[str]) -> list[Cell]:
    """Grouped by up to two columns, those with the most unshipped first."""
    columns = [_column(name) for name in by]
    waits = _count(and_(measures.c.void.is_(False), measures.c.shipped_at.is_(None)))
    query = select(*columns, *_sums(asked.now)).where(*_in(asked)).group_by(*columns).order_by(waits.desc(), func.count().desc(), *columns)
    rows = conn.execute(query.limit(MOST_CELLS)).all()
    return [Cell([_key(*one) for one in zip(by, row, strict=False)], Tally(*map(int, row[len(by) :]))) for row in rows]


def behind(conn: Connection, asked: Asked, *, which: str, limit: int) -> list[Found]:
    """The orders themselves: `open` (not shipped), `slow` (not out in eight hours), `late`, `missed` or `all`, oldest first."""
    chosen: dict[str, ColumnElement[bool]] = {
        "open": and_(measures.c.void.is_(False), measures.c.shipped_at.is_(None)),
        "slow": and_(*_ripe(asked.now), ~_out_within(SWIFT)),
        "late": measures.c.late != 0,
        "missed": measures.c.missed.is_(True),
    }
    query = select(measures).where(*_in(asked)).order_by(measures.c.at, measures.c.order_id).limit(limit)
    rows = conn.execute(query.where(chosen[which]) if which in chosen else query)
    return [_found(row) for row in rows]


def units(conn: Connection, since: datetime, until: datetime, column: str) -> list[Unit]:
    """The units of a column with what was counted of them, region by region."""
    of, lane, counted = measures.c[column], measures.c.region, measures.c.void.is_(False)
    bad = [_count(and_(counted, measures.c[name] != 0)) for name in ("late", "faulty", "unhappy")]
    query = select(of, lane, _count(counted), *bad).where(*_within(since, until), of != "").group_by(of, lane).order_by(of, lane)
    found: dict[str, dict[str, Count]] = {}
    for name, region, orders, *wrong in conn.execute(query):
        found.setdefault(name, {})[region] = Count(int(orders), (int(wrong[0]), int(wrong[1]), int(wrong[2])))
    return [Unit(name, lanes) for name, lanes in found.items()]


def hops(conn: Connection, since: datetime, until: datetime, names: Mapping[Link, str]) -> list[Unit]:
    """The links of an order's way: of the orders that came so far, how many went wrong there."""
    parts = (measures.c.reached, measures.c.late, measures.c.faulty, measures.c.unhappy)
    found: dict[Link, list[int]] = {link: [0, 0, 0, 0] for link in names}
    for *told, orders in conn.execute(select(*parts, func.count()).where(*_within(since, until)).group_by(*parts)):
        for link, sums in found.items():
            for place, bits in enumerate(told):
                sums[place] += orders if bits & BITS[link] and told[0] & BITS[link] else 0
    return [Unit(names[link], {"": Count(n, (late, faulty, unhappy))}) for link, (n, late, faulty, unhappy) in found.items() if n]


def _sums(now: datetime) -> list[ColumnElement[Any]]:
    """In the order of `Tally`."""
    counted, left = measures.c.void.is_(False), measures.c.shipped_at.is_not(None)
    late, missed, complained = measures.c.late != 0, measures.c.missed.is_(True), measures.c.complained.is_(True)
    first = [counted, and_(counted, left), and_(counted, _out_within(QUICK)), late, missed, complained]
    return [_count(what) for what in (*first, and_(counted, _out_within(SWIFT)), and_(*_ripe(now)))]


def _out_within(span: timedelta) -> ColumnElement[bool]:
    """It left, and so soon after it was paid."""
    return func.coalesce(measures.c.shipped_at - measures.c.at, span // MICROSECOND + 1) <= span // MICROSECOND


def _ripe(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What counts in the share of eight hours: orders that have left, or whose eight hours are over."""
    over = measures.c.at <= micros(now) - SWIFT // MICROSECOND
    return measures.c.void.is_(False), or_(measures.c.shipped_at.is_not(None), over)


def _column(name: str) -> ColumnElement[Any]:
    """A column to group by; the day is that of Shanghai, counted from 1970."""
    return (measures.c.at + _SHANGHAI) // _DAY if name == "day" else measures.c[name]


def _key(name: str, value: Any) -> str:
    return (date(1970, 1, 1) + timedelta(days=int(value))).isoformat() if name == "day" else str(value)


def _count(what: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((what, 1), else_=0)), 0)


def _in(asked: Asked) -> list[ColumnElement[bool]]:
    same = [_column(name) == _wanted(name, value) for name, value in asked.where.items()]
    return [*_within(asked.since, asked.until), *same]


def _wanted(name: str, value: str) -> int | str:
    match name:
        case "hour":
            return int(value)
        case "day":
            return (date.fromisoformat(value) - date(1970, 1, 1)).days
        case _:
            return value


def _within(since: datetime, until: datetime) -> list[ColumnElement[bool]]:
    return [measures.c.at >= micros(since), measures.c.at < micros(until)]


def _found(row: Any) -> Found:
    late = [name for name, told in (("late", row.late), ("missed", row.missed), ("complained", row.complained)) if told]
    return Found(row.order_id, moment(row.at), row.warehouse, row.carrier, row.category, row.shop, moment(row.shipped_at), row.void, late)
