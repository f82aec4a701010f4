"""What other stakes would make of the order in which open cases are worked through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.clock import Clock
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.priority import Stakes, loss_per_hour


@dataclass(frozen=True, slots=True)
class Restaking:
    """An order's loss in fen an hour and its place by it, from 1, before and after."""

    order: Order
    was_fen: int
    will_fen: int
    was_place: int
    will_place: int

    @property
    def way(self) -> int:
        """How far it would move."""
        return abs(self.will_place - self.was_place)


def restaked(known: Sequence[tuple[Order, Iterable[Clock]]], before: Stakes, after: Stakes, now: datetime) -> list[Restaking]:
    """Every order by both, those first that would move furthest. Law: the same stakes move nothing."""
    clocked = [(order, tuple(clocks)) for order, clocks in known]
    was, will = ([loss_per_hour(order, clocks, now, stakes) for order, clocks in clocked] for stakes in (before, after))
    ids = [order.id for order, _ in clocked]
    old, new = _places(ids, was), _places(ids, will)
    made = [Restaking(order, was[i], will[i], old[i], new[i]) for i, (order, _) in enumerate(clocked)]
    return sorted(made, key=lambda one: (-one.way, one.will_place))


def _places(ids: Sequence[str], fen: Sequence[int]) -> dict[int, int]:
    """Index -> place; the dearest is first, equals stand by their numbers."""
    ranked = sorted(range(len(ids)), key=lambda i: (-fen[i], ids[i]))
    return {i: place for place, i in enumerate(ranked, 1)}
