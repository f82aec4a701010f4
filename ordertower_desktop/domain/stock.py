"""库存: what systems say of goods in warehouses, what of them orders hold, and when more is on sale than there is (S20, S84, D6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.contradiction import AGAIN, LASTS, QUIET
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import ENDED, FACT_NAMES, SHIPPED, Stage

PAY_WITHIN = timedelta(minutes=30)
"""D6: so long after its order was made an unpaid line holds goods."""
STALE = timedelta(hours=1)
"""A figure that its system has not told anew for so long says so."""
TELLS = ":库存"
"""Ends the name under which a source's figures stand among the readings of an order: no reading of the order itself."""
BELIEVED = (SourceKind.WMS, SourceKind.ERP, SourceKind.PLATFORM, SourceKind.CRM, SourceKind.CARRIER)
"""Whose count of what lies there goes before whose."""


class Standing(StrEnum):
    """What became of an order's line. SHORT: there was not enough to hold."""

    HELD = "held"
    SHORT = "short"
    FREED = "freed"
    USED = "used"


STANDING_NAMES = {Standing.HELD: "占用", Standing.SHORT: "缺货", Standing.FREED: "已释放", Standing.USED: "已出库"}
HOLDING = (Standing.HELD, Standing.SHORT)
"""Lines that wait to be sent."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What `source` says of goods in a warehouse; empty where it speaks of all. None is what it does not tell. `at` is its own time."""

    source: str
    kind: SourceKind
    sku: str
    warehouse: str
    at: datetime
    on_hand: int | None = None
    reserved: int | None = None
    on_sale: int | None = None

    def stale(self, now: datetime) -> bool:
        return now - self.at > STALE


@dataclass(frozen=True, slots=True)
class Claim:
    """What an order asks of the stock now. `until` is when it is let go of unless paid, `at` since when it stands like that."""

    standing: Standing
    why: str = ""
    until: datetime | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Oversold:
    """More was on sale than there was, since when; `cleared_at` is None while it is so. `told` names who says which of the two."""

    sku: str
    warehouse: str
    on_sale: int
    free: int
    told: tuple[str, str]
    since: datetime
    cleared_at: datetime | None = None
    times: int = 1

    def counts(self, now: datetime) -> bool:
        """It has lasted, and is not yet over for long enough to be trusted."""
        lasted = (self.cleared_at or now) - self.since >= LASTS
        return lasted and (self.cleared_at is None or now - self.cleared_at < QUIET)

    def past(self, now: datetime) -> bool:
        """Whatever comes now is another one."""
        return self.cleared_at is not None and now - self.cleared_at > AGAIN


@dataclass(frozen=True, slots=True)
class Offered:
    """What a shop has on sale, what of it is free, and who says so."""

    on_sale: int
    free: int
    told: tuple[str, str]

    @property
    def too_much(self) -> bool:
        return self.on_sale > self.free


def code(text: object) -> str:
    """The code of goods as every system is understood: spaces and case tell nothing."""
    return " ".join(str(text).split()).upper()[:128]


def lines(order: Order) -> Mapping[str, int]:
    """Code -> how many the order needs. `lines` tells both; else one code stands for all pieces, and of several each for one."""
    told = order.value("lines")
    found: dict[str, int] = {}
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and one.get("sku"):
            number = one.get("quantity", 1)
            found[code(one["sku"])] = found.get(code(one["sku"]), 0) + _pieces(number)
    if found:
        return found
    sku, items = order.value("sku"), order.value("items")
    codes = list(dict.fromkeys(code(one) for one in (sku if isinstance(sku, list) else [sku]) if one))
    return {codes[0]: _pieces(items)} if len(codes) == 1 else dict.fromkeys(codes, 1)


def _pieces(value: object) -> int:
    return max(int(value), 1) if isinstance(value, int | float) and not isinstance(value, bool) and value < 1_000_000 else 1


def claim(order: Order, now: datetime) -> Claim:
    """What the order asks of the stock: it holds from its making until it is shipped, cancelled, or 30 minutes unpaid."""
    if gone := order.facts & ENDED:
        return Claim(Standing.FREED, "、".join(sorted(FACT_NAMES[fact] for fact in gone)), at=now)
    if order.stage in SHIPPED:
        return Claim(Standing.USED, "已出库", at=order.at("outbound") or order.entered or now)
    made = order.at("order_created") or order.at("payment_approved") or now
    if order.stage is not Stage.UNPAID or order.at("payment_approved") is not None:
        return Claim(Standing.HELD, at=made)
    until = made + PAY_WITHIN
    return Claim(Standing.HELD, until=until, at=made) if now < until else Claim(Standing.FREED, "30 分钟未付款", at=now)


def counted(figures: list[Figure]) -> Figure | None:
    """Of several systems' counts of the same goods in the same place the one that counts."""
    told = [one for one in figures if one.on_hand is not None]
    return min(told, key=lambda one: (BELIEVED.index(one.kind), -one.at.timestamp(), one.source), default=None)


def compared(old: Oversold | None, sku: str, warehouse: str, *, offered: Offered | None, now: datetime) -> Oversold | None:
    """The record after a look: it opens, goes on, clears and comes back with the same patience as a conflict of an order."""
    if offered is None or not offered.too_much:
        if old is None or old.past(now):
            return None
        cleared = old.cleared_at or now
        return replace(old, cleared_at=cleared, on_sale=offered.on_sale, free=offered.free) if offered else replace(old, cleared_at=cleared)
    if old is None or old.past(now) or (old.cleared_at is not None and old.cleared_at - old.since < LASTS):
        return Oversold(sku, warehouse, offered.on_sale, offered.free, offered.told, now)
    times = old.times + (old.cleared_at is not None)
    return replace(old, on_sale=offered.on_sale, free=offered.free, told=offered.told, cleared_at=None, times=times)


def speaker(source: str) -> str:
    """The source whose figures stand under this name."""
    return source.removesuffix(TELLS)
