"""合单: which open orders of one customer could leave in one parcel, what stands in the way of the others, and what it saves (S82)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.identity import Face
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import RANK, Fact, Stage

OWN = frozenset({"own", "官网", "website", "shop"})
"""Shops of one's own: their orders may go along with those of any platform."""
GIFTS = frozenset({"gift", "赠品", "礼品", "赠品单"})


@dataclass(frozen=True, slots=True)
class Merging:
    """What a floor goes by. `fee_fen`: what a parcel costs; `twin_days`: how far back the same goods stop a parcel."""

    window: timedelta = timedelta(hours=24)
    fee_fen: int = 800
    twin_days: int = 7
    forget_months: int = 24


@dataclass(frozen=True, slots=True)
class Parcel:
    """An order that has not left, as far as merging goes. `trouble` is what of itself forbids it."""

    order: str
    at: datetime
    platform: str
    warehouse: str
    oaid: str
    address: str
    due: datetime | None = None
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One order of a suggestion, and why it cannot go along (empty: it can)."""

    order: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Orders of one customer within a window. Fewer than two that may go: nothing is suggested, and `rows` say why."""

    rows: tuple[Row, ...]
    until: datetime
    saved_fen: int

    @property
    def able(self) -> tuple[str, ...]:
        return tuple(row.order for row in self.rows if not row.why)


def parcel(order: Order, face: Face, *, at: datetime, due: datetime | None = None) -> Parcel:
    """What merging asks of an order."""
    return Parcel(order.id, at, order.text("platform"), order.text("warehouse"), face.oaid, face.address, due, tuple(_trouble(order, at)))


def may_merge(order: Order) -> bool:
    """False for an order that is over, not paid, or on its way: nobody thinks of merging it."""
    return RANK[Stage.TO_ACCEPT] <= RANK[order.stage] < RANK[Stage.TO_COLLECT] and not order.ended


def _trouble(order: Order, at: datetime) -> Iterable[str]:
    if RANK[order.stage] >= RANK[Stage.TO_PACK]:
        yield "已打单"
    if order.value("presale") is True:
        yield "预售"
    if (on := order.text("ship_on")) and on[:10] > at.date().isoformat():
        yield f"指定 {on[:10]} 发货"
    if order.tags & GIFTS or order.text("order_type") in GIFTS:
        yield "赠品单，单独走"
    if Fact.REFUNDING in order.facts:
        yield "退款中"
    if Fact.HELD in order.facts:
        yield "平台挂起"


def plans(parcels: Iterable[Parcel], merging: Merging, now: datetime) -> list[Plan]:
    """Each stretch of orders that began within the window of its first; a lone one is no stretch, a past one is over."""
    found, run = [], list[Parcel]()
    for one in (*sorted(parcels, key=lambda p: (p.at, p.order)), None):
        if run and (one is None or one.at > run[0].at + merging.window):
            made = _plan(run, merging, now)
            found += [made] if len(run) > 1 and made.until > now else []
            run = []
        if one is not None:
            run.append(one)
    return found


def _plan(run: Sequence[Parcel], merging: Merging, now: datetime) -> Plan:
    together = max((_together(lead, run) for lead in run if not lead.trouble), key=len, default=[])
    rows = tuple(Row(one.order, one.trouble or (() if one in together else _between(together, one))) for one in run)
    able = [one for one, row in zip(run, rows, strict=True) if not row.why]
    until = min([run[0].at + merging.window, *(one.due for one in able if one.due is not None and one.due > now)])
    return Plan(rows, until, merging.fee_fen * max(0, len(able) - 1))


def _together(lead: Parcel, run: Sequence[Parcel]) -> list[Parcel]:
    """Whoever may go with an order, and with everybody who goes along already."""
    found = [lead]
    for one in run:
        if one is not lead and not one.trouble and not _between(found, one):
            found.append(one)
    return found


def _between(together: Sequence[Parcel], one: Parcel) -> tuple[str, ...]:
    """What keeps an order from going along with these."""
    return tuple(dict.fromkeys(why for other in together for why in _against(other, one)))


def _against(lead: Parcel, one: Parcel) -> tuple[str, ...]:
    """What keeps an order from going along with another."""
    found = []
    if lead.platform != one.platform and not OWN & {lead.platform, one.platform}:
        found.append("平台规则：不可跨平台合包")
    if lead.warehouse and one.warehouse and lead.warehouse != one.warehouse:
        found.append(f"不同仓：{one.warehouse}")
    if why := _elsewhere(lead, one):
        found.append(why)
    return tuple(found)


def _elsewhere(lead: Parcel, one: Parcel) -> str:
    """Why they do not go to the same door; what cannot be compared is not taken for the same."""
    if lead.oaid and one.oaid and lead.platform == one.platform:
        return "" if lead.oaid == one.oaid else "收货地址不同"
    if lead.address and one.address:
        return "" if lead.address == one.address else "收货地址不同"
    return "收货地址被遮住，核对不了"
