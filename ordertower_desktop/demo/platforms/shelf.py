"""What a fake platform knows of its orders, whatever words it says it in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where an order stands on the platform."""

    UNPAID = "unpaid"
    PAID = "paid"
    HELD = "held"
    PART = "part"
    SHIPPED = "shipped"
    SIGNED = "signed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Sale:
    """One order. `word` is said in place of the state's own, as a platform does that has invented a new one."""

    number: str
    changed: datetime
    state: State = State.PAID
    created: datetime | None = None
    paid: datetime | None = None
    shipped: datetime | None = None
    ship_by: datetime | None = None
    urged: datetime | None = None
    fen: int = 12_800
    title: str = "羊绒围巾 驼色"
    waybill: str = ""
    refunding: bool = False
    word: str = ""


class Shelf:
    """The orders of one shop by number; whoever holds it may change them at any time. `deaf`: it ignores the times that it is asked for."""

    def __init__(self, sales: Iterable[Sale] = ()) -> None:
        self._sales = {sale.number: sale for sale in sales}
        self.deaf = False

    def put(self, sale: Sale) -> None:
        self._sales[sale.number] = sale

    def one(self, number: str) -> Sale | None:
        return self._sales.get(number)

    def every(self) -> list[Sale]:
        return list(self._sales.values())

    def changed(self, since: datetime, until: datetime) -> list[Sale]:
        """Everything that changed between two moments, both included, oldest first."""
        found = [sale for sale in self._sales.values() if self.deaf or since <= sale.changed <= until]
        return sorted(found, key=lambda sale: (sale.changed, sale.number))


BEIJING = timedelta(hours=8)


def beijing(at: datetime | None) -> str:
    """`2025-11-12 12:00:00`, or nothing."""
    return "" if at is None else (at.astimezone(UTC) + BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def from_beijing(text: str) -> datetime:
    """ValueError for what is no such text."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) - BEIJING


def seconds(at: datetime | None) -> int:
    return 0 if at is None else int(at.timestamp())


def from_seconds(count: int) -> datetime:
    return datetime.fromtimestamp(count, UTC)
