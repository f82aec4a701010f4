"""Why an order is late, as the domain finds it from the order and from how its sources are doing."""

from collections.abc import Iterable
from datetime import datetime

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.cause import Cause, CauseKey, SourceState, cause
from ordertower_desktop.domain.clock import Clock
from ordertower_desktop.domain.order import Order
from ordertower_desktop.hub.store.tables.sources import Source


def states(sources: Iterable[Source]) -> tuple[SourceState, ...]:
    """How the sources are doing: only those that a worker reads can be sick, an imported file has no health."""
    return tuple(_state(source) for source in sources if source.connected)


def why(order: Order, case: Case | None, sources: Iterable[SourceState], *, running: Iterable[Clock], now: datetime) -> Cause:
    """The first broken hand-over."""
    return cause(order, sources=sources, clocks=running, pauses=case.handling.pauses if case else (), now=now)


def key_of(found: Cause) -> str:
    """The cause as rows carry it: empty while it is not known."""
    return "" if found.key is CauseKey.UNKNOWN else str(found.key)


def _state(source: Source) -> SourceState:
    return SourceState(
        source.id, source.kind, source.seen_at, source.refused_since, source.reason_code, source.reason, source.interval, source.name
    )
