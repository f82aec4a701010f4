"""What was forecast of each promise, what desks were told of it, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Float, Index, LargeBinary, String, Table, delete, select

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.insight.foresight.band import RANK, Band
from ordertower_desktop.insight.foresight.passage import Aim
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.risk import RiskRow

_A_QUERY = 500
forecasts = Table(
    "forecasts",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("aim", String(8), primary_key=True),
    Column("due_at", BigInteger, nullable=False),
    Column("p", Float, nullable=False),
    Column("band", String(8), nullable=False),
    Column("warm", Boolean, nullable=False),
    Column("early_p", Float),
    Column("rose_at", BigInteger),
    Column("told_to", String(64), nullable=False),
    Column("live", Boolean, nullable=False),
    Column("late", Boolean),
    Column("body", LargeBinary, nullable=False),
)
"""`early_p`: what was said while there was still an hour; `rose_at`: when it first was 高; `late`: the truth, once it is known."""
Index("forecasts_live", forecasts.c.order_id, sqlite_where=forecasts.c.live)
Index("forecasts_due", forecasts.c.due_at)
_RENEWED = tuple(column.name for column in forecasts.c if column.name not in ("order_id", "aim"))


@dataclass(frozen=True, slots=True)
class Forecast:
    """A row; `row` is what desks see of it."""

    order: str
    aim: Aim
    due_at: datetime
    p: float
    band: Band
    warm: bool
    row: RiskRow
    early_p: float | None = None
    rose_at: datetime | None = None
    told_to: str = ""
    live: bool = True
    late: bool | None = None

    @property
    def key(self) -> str:
        """Under what desks know it."""
        return f"{self.order}/{self.aim}"

    def ended(self, *, late: bool | None) -> "Forecast":
        """No more a forecast; `late` None where nobody can say."""
        return replace(self, live=False, late=late)


def put(conn: Connection, made: Iterable[Forecast]) -> None:
    """Store these, each in the place of the one before."""
    put_rows(conn, forecasts, [_row(one) for one in made], renew=_RENEWED)


def live(conn: Connection) -> dict[tuple[str, Aim], Forecast]:
    """Everything that is forecast now."""
    found = (_forecast(row) for row in conn.execute(select(forecasts).where(forecasts.c.live)))
    return {(one.order, one.aim): one for one in found}


def of_orders(conn: Connection, orders: Sequence[str]) -> list[Forecast]:
    """What is and was forecast of these orders."""
    found: list[Forecast] = []
    for start in range(0, len(orders), _A_QUERY):
        part = forecasts.c.order_id.in_(orders[start : start + _A_QUERY])
        found += map(_forecast, conn.execute(select(forecasts).where(part)))
    return found


def of_order(conn: Connection, order: str) -> RiskRow | None:
    """What the order's page says: of the promise that is in the greater danger."""
    going = [one for one in of_orders(conn, [order]) if one.live]
    return max(going, key=lambda one: (RANK[one.band], one.p)).row if going else None


def bands(conn: Connection) -> dict[str, str]:
    """Order -> its band, of those in some danger; of two promises the graver one."""
    query = select(forecasts.c.order_id, forecasts.c.band).where(forecasts.c.live, forecasts.c.band != Band.LOW)
    return gravest((order, band) for order, band in conn.execute(query))


def gravest(told: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Order -> the graver of what is said of its promises."""
    found: dict[str, str] = {}
    for order, band in told:
        found[order] = max(found.get(order, ""), band, key=lambda one: RANK[Band(one)] if one else -1)
    return found


def judged(conn: Connection, since: datetime, until: datetime) -> list[Forecast]:
    """Forecasts of promises that ended then and of which the truth is known."""
    when = forecasts.c.due_at >= micros(since), forecasts.c.due_at < micros(until)
    return list(map(_forecast, conn.execute(select(forecasts).where(*when, forecasts.c.late.is_not(None)))))


def forget(conn: Connection, before: datetime) -> None:
    """Forecasts of long ago."""
    conn.execute(delete(forecasts).where(forecasts.c.due_at < micros(before), forecasts.c.live.is_(False)))


def take_out(conn: Connection, orders: Sequence[str]) -> None:
    """Orders that are no more."""
    for start in range(0, len(orders), _A_QUERY):
        conn.execute(delete(forecasts).where(forecasts.c.order_id.in_(orders[start : start + _A_QUERY])))


def _row(one: Forecast) -> tuple[Any, ...]:
    told = micros(one.rose_at), one.told_to, one.live, one.late, encode(one.row)
    return one.order, one.aim, micros(one.due_at), one.p, one.band, one.warm, one.early_p, *told


def _forecast(row: Any) -> Forecast:
    said = row.p, Band(row.band), row.warm, decode(bytes(row.body), RiskRow)
    return Forecast(
        row.order_id, Aim(row.aim), moment(row.due_at), *said, row.early_p, moment(row.rose_at), row.told_to, row.live, row.late
    )  # fmt: skip
