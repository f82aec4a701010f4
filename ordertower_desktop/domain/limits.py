"""How long things may take on this floor: editable values, with others for whoever matches."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import Stage

HOUR = timedelta(hours=1)


class Limited(StrEnum):
    """What has a limit beside the stages."""

    WRITE_BACK = "write_back"
    PLATFORM = "platform"
    FIRST_RESPONSE = "first_response"
    COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class Other:
    """Orders that match in everything have another limit for one thing (S22, S25); an empty `calendar` keeps the usual one.

    `match` pairs a field with its value; the field `tag` asks for a tag, so `("tag", "vip")` is a tier and `("shop", "…")` a line.
    """

    match: tuple[tuple[str, str], ...]
    what: Stage | Limited
    limit: timedelta
    calendar: str = ""
    name: str = ""

    def holds(self, order: Order) -> bool:
        return all(value in order.tags if key == "tag" else order.text(key) == value for key, value in self.match)


@dataclass(frozen=True, slots=True)
class Target:
    """A limit for one order: whom it is meant for (`高价值订单`, empty: everybody) and which entry gave it."""

    limit: timedelta
    calendar: str
    whom: str = ""
    by: str = "默认时限"


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults of the house (S24, S26, S27, S51, D12). `calendars`: stage or `Limited` -> calendar id; unnamed ones run always."""

    stages: Mapping[Stage, timedelta] = field(
        default_factory=lambda: {
            Stage.TO_ACCEPT: 4 * HOUR,
            Stage.TO_AUDIT: 24 * HOUR,
            Stage.TO_PRINT: 2 * HOUR,
            Stage.TO_PACK: 2 * HOUR,
            Stage.TO_SHIP: 2 * HOUR,
            Stage.TO_COLLECT: 24 * HOUR,
        }
    )
    high_value_fen: int = 500_000
    high_value_accept: timedelta = HOUR
    write_back: timedelta = 2 * HOUR
    platform: timedelta = 48 * HOUR
    first_response: timedelta = 2 * HOUR
    completion: timedelta = 24 * HOUR
    calendars: Mapping[str, str] = field(default_factory=dict)
    others: tuple[Other, ...] = ()

    def target(self, what: Stage | Limited, order: Order) -> Target | None:
        """The limit of one thing for this order: the first entry of `others` that matches, else the house's own; None without one."""
        calendar = self.calendars.get(what, "always")
        for other in self.others:
            if other.what == what and other.holds(order):
                return Target(other.limit, other.calendar or calendar, by=f"例外时限 {other.name or _told(other)}")
        if what is Stage.TO_ACCEPT and self._high_value(order):
            return Target(self.high_value_accept, calendar, "高价值", f"默认时限，{self.high_value_fen // 100:,} 元起")
        usual = self.stages.get(what) if isinstance(what, Stage) else getattr(self, what.value)
        return None if usual is None else Target(usual, calendar)

    def of(self, stage: Stage, order: Order) -> timedelta | None:
        """The limit of a stage for this order, or None where none is set."""
        found = self.target(stage, order)
        return found.limit if found else None

    def with_stage(self, stage: Stage, limit: timedelta) -> "Limits":
        return replace(self, stages={**self.stages, stage: limit})

    def _high_value(self, order: Order) -> bool:
        amount = order.value("amount_fen")
        return isinstance(amount, int) and amount >= self.high_value_fen


def _told(other: Other) -> str:
    return "、".join(f"{key}={value}" for key, value in other.match)
