"""How long things may take on this floor: editable values, with others for whoever matches."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import Stage

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Other:
    """Orders whose field has this value have another limit for one stage (S22, S25)."""

    field: str
    value: str
    stage: Stage
    limit: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults of the house (S24, S26, S27, S51, D12). `calendars`: stage or triage -> calendar id; unnamed ones run always."""

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

    def of(self, stage: Stage, order: Order) -> timedelta | None:
        """The limit of a stage for this order, or None where none is set."""
        for other in self.others:
            if other.stage is stage and order.text(other.field) == other.value:
                return other.limit
        amount = order.value("amount_fen")
        if stage is Stage.TO_ACCEPT and isinstance(amount, int) and amount >= self.high_value_fen:
            return self.high_value_accept
        return self.stages.get(stage)

    def with_stage(self, stage: Stage, limit: timedelta) -> "Limits":
        return replace(self, stages={**self.stages, stage: limit})
