"""Why an order is late and what an hour of it costs, as far as its own log and its sources tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.clock import Clock
from ordertower_desktop.domain.order import Order
from ordertower_desktop.hub.store.tables.sources import Source


@dataclass(frozen=True, slots=True)
class Why:
    """A cause with its evidence; an empty key is honest: not known."""

    key: str = ""
    name: str = ""
    detail: str = ""
    confidence: int = 0


def why(order: Order, case: Case, sources: Mapping[str, Source], *, now: datetime) -> Why:
    return Why()


def loss_per_hour(order: Order, running: Iterable[Clock], now: datetime) -> int:
    return 0
