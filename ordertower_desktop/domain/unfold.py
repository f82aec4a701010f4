"""An order's history played again: what was known of it after each instant at which something happened."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby, pairwise
from operator import attrgetter

from ordertower_desktop.domain.event import RECURRING, Event, sort_key
from ordertower_desktop.domain.moment import LAST
from ordertower_desktop.domain.order import Order, as_known
from ordertower_desktop.domain.reading import Reading, Weighed, weighed
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import ENTERED_BY, RANK, Stage

AUDIT_FIELD = "audit_due"


def recorded(key: str, events: Iterable[Event]) -> Order:
    """The order that these events tell of; digests are taken only where two share an instant, for they cost most of the time."""
    told: list[Event] = []
    for _, same in groupby(sorted(events, key=attrgetter("at")), key=attrgetter("at")):
        run = list(same)
        told += run if len(run) == 1 else sorted({event.key: event for event in run}.values(), key=sort_key)
    return _with_log(Order(key, tuple(told)))


def _with_log(order: Order) -> Order:
    """An order without snapshots whose events are sorted: they are its log. `lazy` takes a value that is there already."""
    vars(order)["log"] = order.events
    return order


def unfold(order: Order) -> Iterator[tuple[datetime, datetime, Order]]:
    """Every state of knowledge in turn: from when, until when (`LAST` for the present one), and the order then.

    The order equals `as_known(order, from)`; without snapshots it is made from the one before, at a tenth of the price.
    """
    if order.snapshots:
        instants = {event.at for event in order.events} | {snapshot.at for snapshot in order.snapshots}
        yield from ((at, until, as_known(order, at)) for at, until in pairwise((*sorted(instants), LAST)))
        return
    fold, events, told = _Fold(order.kinds), order.events, 0
    for end in range(1, len(events) + 1):
        until = events[end].at if end < len(events) else LAST
        if until != events[told].at:
            fold.take(events[told:end])
            yield events[told].at, until, fold.order(order.id, events[:end])
            told = end


class _Fold:
    """What was folded so far, so that a further event costs no second fold of the earlier ones. What it gave away it never changes."""

    def __init__(self, kinds: Mapping[str, SourceKind]) -> None:
        self._kinds = kinds
        self._moments: dict[str, Event] = {}
        self._weighed: Weighed = {}
        self._fields: dict[str, Reading] = {}
        self._standing: tuple[Stage, datetime | None] = Stage.UNPAID, None

    def take(self, fresh: tuple[Event, ...]) -> None:
        """Fold these events, none of them earlier than any before."""
        self._moments = dict(self._moments)
        silent = True
        for event in fresh:
            silent = silent and not event.payload
            if event.name in RECURRING or event.name not in self._moments:
                self._moments[event.name] = event
            opened = ENTERED_BY.get(event.name)
            if opened is not None and (self._standing[1] is None or RANK[opened] > RANK[self._standing[0]]):
                self._standing = opened, event.at
        if not silent:
            self._weighed = weighed(self._weighed, fresh, kinds=self._kinds)
            self._fields = {name: reading for name, (_, reading) in self._weighed.items()}

    def order(self, key: str, events: tuple[Event, ...]) -> Order:
        """The order, with what it would compute for itself already there."""
        order = _with_log(Order(key, events, kinds=self._kinds))
        folded = vars(order)
        folded["moments"], folded["fields"] = self._moments, self._fields
        if AUDIT_FIELD not in self._fields:  # with it, what `accepted` opens depends on more than the next event
            folded["stage"], folded["entered"] = self._standing
        return order
