"""What a rule would say of the open orders if it were in force now, beside what it says as it stands; nothing happens by it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from ordertower_desktop.domain.condition import All, AnyOf, Condition, Not
from ordertower_desktop.domain.judge import Bench, Context
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule import Rule, RuleState
from ordertower_desktop.domain.specialise import limited
from ordertower_desktop.domain.truth import Check, check


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Counts of orders. `lines`: place in the tree -> how many of those that came so far it lets through.

    `spared`: for each exemption of the rule, how many more it would hit without it. The lists hold the first few orders only.
    """

    judged: int = 0
    about: int = 0
    kept: int = 0
    added: int = 0
    removed: int = 0
    first_added: tuple[Order, ...] = ()
    first_removed: tuple[Order, ...] = ()
    lines: dict[str, int] | None = None
    spared: tuple[int, ...] = ()

    @property
    def hits(self) -> int:
        """How many open orders the rule hits as it would be."""
        return self.kept + self.added

    @property
    def hit_before(self) -> int:
        return self.kept + self.removed


class Trial:
    """One rule made ready to say yes or no to many orders, whatever its state: the floor's own bench judges."""

    def __init__(self, rule: Rule | None, context: Context) -> None:
        self._bench = Bench(() if rule is None else (replace(rule, state=RuleState.ON),), context)

    def hits(self, order: Order, now: datetime) -> bool:
        return any(one.holds(order, now).value for one in self._bench.ready(order).candidates)


def rehearse(orders: Iterable[Order], before: Rule | None, after: Rule, *, now: datetime, context: Context, most: int = 20) -> Rehearsal:
    """Judge every order by both; at most `most` of those that come and of those that go are kept by name."""
    old, new, funnel = Trial(before, context), Trial(after, context), Funnel(after, context)
    spares = [Trial(_without(after, place), context) for place in range(len(after.exempt))]
    counts: Counter[tuple[bool, bool]] = Counter()
    spared: Counter[int] = Counter()
    added: list[Order] = []
    removed: list[Order] = []
    for order in orders:
        was, will = old.hits(order, now), new.hits(order, now)
        counts[was, will] += 1
        if was != will and len(into := added if will else removed) < most:
            into.append(order)
        if not will:
            spared.update(place for place, one in enumerate(spares) if one.hits(order, now))
        funnel.pour(order, now)
    return Rehearsal(
        judged=counts.total(), about=funnel.about, kept=counts[True, True], added=counts[False, True], removed=counts[True, False],
        first_added=tuple(added), first_removed=tuple(removed), lines=dict(funnel.through),
        spared=tuple(spared[place] for place in range(len(spares))),
    )  # fmt: skip


def _without(rule: Rule, place: int) -> Rule:
    return replace(rule, exempt=(*rule.exempt[:place], *rule.exempt[place + 1 :]))


@dataclass(frozen=True, slots=True)
class _Sieve:
    """A node of the tree: its own truth, and its parts with theirs. `serial`: what one part keeps back does not reach the next."""

    place: str
    holds: Check
    parts: tuple["_Sieve", ...] = ()
    serial: bool = False


class Funnel:
    """Counts at every place of a rule's tree how many orders get through it; places are those that a fault in a file would name."""

    def __init__(self, rule: Rule, context: Context) -> None:
        self.about = 0
        self.through: Counter[str] = Counter()
        self._subject = check(rule.subject, context)
        variants = [(one.match, limited(rule.when, over=one.over, ahead=one.ahead)) for one in rule.overrides]
        self._special = [(check(match, context), _sieve(when, "when", context)) for match, when in variants]
        self._usual = _sieve(rule.when, "when", context)
        self.through.update(dict.fromkeys(_places(self._usual), 0))

    def pour(self, order: Order, now: datetime) -> None:
        """One order from the top."""
        if self._subject(order, now).value:
            self.about += 1
            sieve = next((sieve for match, sieve in self._special if match(order, now).value), self._usual)
            self._into(sieve, order, now)

    def _into(self, sieve: _Sieve, order: Order, now: datetime) -> bool:
        for part in sieve.parts:
            if not self._into(part, order, now) and sieve.serial:
                break
        if through := sieve.holds(order, now).value:
            self.through[sieve.place] += 1
        return through


def _sieve(condition: Condition, place: str, context: Context) -> _Sieve:
    holds = check(condition, context)
    match condition:
        case All(parts):
            return _Sieve(place, holds, tuple(_sieve(one, f"{place}.all[{i}]", context) for i, one in enumerate(parts)), serial=True)
        case AnyOf(parts):
            return _Sieve(place, holds, tuple(_sieve(one, f"{place}.any[{i}]", context) for i, one in enumerate(parts)))
        case Not(part):
            return _Sieve(place, holds, (_sieve(part, f"{place}.not", context),))
        case _:
            return _Sieve(place, holds)


def _places(sieve: _Sieve) -> Iterator[str]:
    yield sieve.place
    for part in sieve.parts:
        yield from _places(part)
