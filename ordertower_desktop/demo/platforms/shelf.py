"""What a fake platform knows of its orders, whatever words it says it in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
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


class Hitch(StrEnum):
    """Why a platform does not take a shipment, in the words that they all use more or less."""

    ABSENT = "订单不存在"
    CLOSED = "订单已取消，不能发货"
    REFUNDING = "订单有进行中的退款，不能发货"
    HELD = "订单暂时不能发货"
    UNPAID = "订单未付款"
    SHIPPED = "订单已发货，请勿重复操作"
    CARRIER = "物流公司编码不正确"


HITCHES = {
    State.CLOSED: Hitch.CLOSED, State.HELD: Hitch.HELD, State.UNPAID: Hitch.UNPAID, State.SHIPPED: Hitch.SHIPPED,
    State.SIGNED: Hitch.SHIPPED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shipment:
    """One shipment that was taken."""

    number: str
    carrier: str
    waybill: str


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
    """The orders of one shop by number; whoever holds it may change them at any time. `deaf`: it ignores the times that it is asked for.

    `lost` are told by no increment and `unlisted` in no list, without a word: each may be asked for by its number all the same.
    """

    def __init__(self, sales: Iterable[Sale] = ()) -> None:
        self._sales = {sale.number: sale for sale in sales}
        self.deaf = False
        self.lost, self.unlisted = set[str](), set[str]()
        self.may_open, self.opened = 1000, list[str]()
        """How many receivers it opens a day, and those that it has."""
        self.shipments: list[Shipment] = []

    def put(self, sale: Sale) -> None:
        self._sales[sale.number] = sale

    def one(self, number: str) -> Sale | None:
        return self._sales.get(number)

    def every(self) -> list[Sale]:
        return list(self._sales.values())

    def opens(self, sale: Sale) -> bool:
        """Open one receiver, if the day's allowance still has one."""
        if len(self.opened) >= self.may_open:
            return False
        self.opened.append(sale.number)
        return True

    def ship(self, shipment: Shipment, now: datetime) -> Hitch | None:
        """Take a shipment, once, and remember it; or say why not."""
        sale = self._sales.get(shipment.number)
        if sale is None:
            return Hitch.ABSENT
        if (hitch := HITCHES.get(sale.state)) or (sale.refunding and (hitch := Hitch.REFUNDING)):
            return hitch
        self.shipments.append(shipment)
        at = now.replace(microsecond=0)
        self.put(replace(sale, state=State.SHIPPED, waybill=shipment.waybill, shipped=at, changed=at))
        return None

    def changed(self, since: datetime, until: datetime) -> list[Sale]:
        """Everything that changed between two moments, both included, oldest first."""
        told = (sale for sale in self._sales.values() if sale.number not in self.lost)
        found = [sale for sale in told if self.deaf or since <= sale.changed <= until]
        return sorted(found, key=lambda sale: (sale.changed, sale.number))

    def placed(self, since: datetime, until: datetime) -> list[Sale]:
        """Everything that was placed between two moments, both included, oldest first."""
        return self._begun(since, until, lambda sale: sale.created)

    def paid(self, since: datetime, until: datetime) -> list[Sale]:
        """The same by when it was paid; what is unpaid is not there."""
        return self._begun(since, until, lambda sale: sale.paid)

    def _begun(self, since: datetime, until: datetime, at: Callable[[Sale], datetime | None]) -> list[Sale]:
        told = ((begun, sale) for sale in self._sales.values() if sale.number not in self.unlisted and (begun := at(sale)) is not None)
        found = sorted((begun, sale.number, sale) for begun, sale in told if self.deaf or since <= begun <= until)
        return [sale for _, _, sale in found]


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
