"""How orders count in the floor's rates: in the transaction that stores an order, and anew where a rule was edited."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from ordertower_desktop.domain.aggregate import Cell, Rate, counted
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule import Rule, RuleState
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import orders, rates

Row = tuple[Any, ...]
SHOWN_DAYS = 14
"""So many whole days of a rule can be looked at, though fewer decide."""
MARGIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Rated:
    """A rule over a rate that is judged live, as a shadow too."""

    rule: Rule
    rate: Rate

    def first_day(self, now: datetime, floor: Floor) -> date:
        """The earliest day that still counts for anything."""
        return today(now, floor) - timedelta(days=max(self.rate.days, SHOWN_DAYS))

    @property
    def spec(self) -> str:
        """A digest of what is counted. Bound, days and least number are not in it: they only say what the counts mean."""
        told = [self.rate.event, self.rate.of, self.rate.group, _plain(self.rule.scope), _plain(self.rule.exempt)]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def live(floor: Floor) -> list[Rated]:
    """The rules over rates that are on, and the shadows."""
    return [Rated(rule, rule.rate) for rule in floor.bench.rules if rule.rate is not None and rule.state is not RuleState.DRAFT]


def rows(changed: Iterable[tuple[Order, Order]], *, now: datetime, floor: Floor) -> Iterator[Row]:
    """How orders count, each as it was and as it is. Old history that is new to us counts for nothing any more and is left out."""
    rated = live(floor)
    if not rated:
        return
    first = {one.rule.id: one.first_day(now, floor) for one in rated}
    for before, order in changed:
        fresh = not before.events and not before.snapshots
        for one in rated:
            row = _row(one, order, floor)
            if row is not None and not (fresh and row[2] < first[one.rule.id].toordinal()):
                yield row


def _row(one: Rated, order: Order, floor: Floor) -> Row | None:
    """None while the order has not come to what the rate is of; out of scope or without a group it counts in the empty one."""
    began = order.at(one.rate.of)
    if began is None:
        return None
    found = counted(order, one.rate, one.rule.subject, floor.bench.context)
    if found is None:
        return one.rule.id, order.id, began.astimezone(floor.bench.context.zone).date().toordinal(), "", False
    day, group, good = found
    return one.rule.id, order.id, day.toordinal(), group, good


def recount(conn: Connection, ids: Sequence[str], *, now: datetime, floor: Floor) -> None:
    """Count these orders as they stand, those that are no more in nothing."""
    rates.forget(conn, ids)
    rates.put(conn, list(rows(((order, order) for order in orders.load(conn, ids).values()), now=now, floor=floor)))


def count_on(conn: Connection, one: Rated, after: str, *, now: datetime, floor: Floor, limit: int) -> tuple[int, str, bool]:
    """Count the next orders of a rule from what is stored: (how many, the last of them, whether these were all)."""
    since = datetime.combine(one.first_day(now, floor), time(), floor.bench.context.zone) - MARGIN
    ids = rates.moved_since(conn, micros(since), after, limit=limit)
    made = (_row(one, order, floor) for order in orders.load(conn, ids).values())
    rates.put(conn, [row for row in made if row is not None])
    done = len(ids) < limit
    last = ids[-1] if ids else after
    rates.go_on(conn, one.rule.id, one.spec, last, done=done)
    return len(ids), last, done


def tallied(conn: Connection, one: Rated, *, now: datetime, floor: Floor, days: int = 0) -> Counter[Cell]:
    """The whole days that decide about a rule, or so many of them."""
    over = today(now, floor)
    return rates.tally(conn, one.rule.id, over - timedelta(days=days or one.rate.days), over - timedelta(days=1))


def today(now: datetime, floor: Floor) -> date:
    """The day that is not over yet."""
    return now.astimezone(floor.bench.context.zone).date()


def _plain(value: object) -> object:
    """A condition as nested lists with the names of its types: what `repr` gives of a set is different in every process."""
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, one.name)) for one in fields(value))]
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return {str(key): _plain(one) for key, one in value.items()} if isinstance(value, Mapping) else str(value)
