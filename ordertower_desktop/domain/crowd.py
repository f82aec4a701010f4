"""What several orders share (a buyer, an address, an IP, a device): which rules count over it, and what of an order is counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.condition import All, AnyOf, Condition, Count, Not, bare, shareable
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule import Rule, RuleState


@dataclass(frozen=True, slots=True)
class Reach:
    """How far rules look over an event and a field: the most that one asks for, its widest window (None: without end), its narrowest."""

    most: int
    within: timedelta | None
    narrowest: timedelta | None


@dataclass(frozen=True, slots=True)
class Shared:
    """What an order has in common with others by one event and field: its value (personal: only ever kept as a keyed hash).

    `told` pairs the values under which the event was told with its times; mostly it is the one value that the order has now.
    """

    order: str
    event: str
    field: str
    value: str
    told: tuple[tuple[str, datetime], ...]


def counts(condition: Condition) -> Iterator[Count]:
    """Every count in a condition."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from counts(part)
        case Not(part):
            yield from counts(part)
        case Count():
            yield condition
        case _:
            pass


def reaches(rules: Iterable[Rule]) -> dict[tuple[str, str], Reach]:
    """(event, field) -> how far the rules that are judged live look over it."""
    found: dict[tuple[str, str], Reach] = {}
    for rule in rules:
        for one in counts(rule.effective) if rule.state is not RuleState.DRAFT else ():
            if one.group:
                found[one.event, one.group] = _wider(found.get((one.event, one.group)), one)
    return found


def _wider(known: Reach | None, one: Count) -> Reach:
    if known is None:
        return Reach(one.at_least, one.within, one.within)
    windows = [window for window in (known.narrowest, one.within) if window is not None]
    within = None if known.within is None or one.within is None else max(known.within, one.within)
    return Reach(max(known.most, one.at_least), within, min(windows, default=None))


def shared(order: Order, wanted: Mapping[tuple[str, str], Reach], now: datetime) -> Iterator[Shared]:
    """What an order shares, and its own events of it that a window may still hold.

    An event is counted under the value that it was told with; one that a reading implies, under the value of the order.
    """
    told_by = {id(event) for event in order.events}
    names = {name for name, _ in wanted}
    log = [event for event in order.log if event.name in names]
    for (name, field), reach in wanted.items():
        value = shareable(order.value(bare(field)))
        since = None if reach.within is None else now - reach.within
        own = [event for event in log if event.name == name and (since is None or event.at > since)]
        told = tuple(
            (of, event.at)
            for event in own
            if (of := shareable(event.payload.get(bare(field)) if id(event) in told_by else order.value(bare(field))))
        )
        if value or told:
            yield Shared(order.id, name, field, value, told)
