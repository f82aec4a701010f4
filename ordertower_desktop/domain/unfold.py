"""An order's history played again: what was known of it after each instant at which something happened."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from ordertower_desktop.domain.event import RECURRING, Event, sort_key
from ordertower_desktop.domain.moment import LAST
from ordertower_desktop.domain.order import Order, as_known


def chronicle(events: Iterable[Event]) -> tuple[Event, ...]:
    """The distinct events as an order keeps them; digests are taken only where two share an instant, for they cost most of the time."""
    told: list[Event] = []
    for _, same in groupby(sorted(events, key=attrgetter("at")), key=attrgetter("at")):
        run = list(same)
        told += run if len(run) == 1 else sorted({event.key: event for event in run}.values(), key=sort_key)
    return tuple(told)


def unfold(order: Order) -> Iterator[tuple[datetime, datetime, Order]]:
    """Every state of knowledge in turn: from when, until when (`LAST` for the present one), and the order then.

    The order equals `as_known(order, from)`; without snapshots it is made from the one before, at a tenth of the price.
    """
    instants = sorted({event.at for event in order.events} | {snapshot.at for snapshot in order.snapshots})
    known, told = Order(order.id, kinds=order.kinds), 0
    for at, until in zip(instants, (*instants[1:], LAST), strict=True):
        if order.snapshots:
            yield at, until, as_known(order, at)
            continue
        start = told
        while told < len(order.events) and order.events[told].at == at:
            told += 1
        known = _grown(known, order.events[:told], order.events[start:told])
        yield at, until, known


def _grown(known: Order, events: tuple[Event, ...], fresh: tuple[Event, ...]) -> Order:
    """The order with `fresh` on top; what they cannot have changed is carried over instead of being folded again.

    `cached_property` keeps its value in the instance's dictionary, so a value put there beforehand is never computed.
    """
    grown = Order(known.id, events, kinds=known.kinds)
    moments = dict(known.moments)
    for event in fresh:
        if event.name in RECURRING or event.name not in moments:
            moments[event.name] = event
    carried = vars(grown)
    carried["log"], carried["moments"] = events, moments
    if "fields" in vars(known) and not any(event.payload for event in fresh):
        carried["fields"] = known.fields
    return grown
