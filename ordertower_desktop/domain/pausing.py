"""What pauses were used for: who paused, whom they waited for, for how long, and which breaches there were none of only by a pause."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.calendar import NOTHING
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.clock import Pause, breached
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.passed import passed
from ordertower_desktop.domain.step import marks
from ordertower_desktop.domain.terms import Terms


@dataclass(frozen=True, slots=True)
class Paused:
    """One pause: who made it, whom it waited for, how long it lasted, and what it did to its order."""

    by: str
    party: str
    reason: str
    lasted: timedelta
    avoided: bool
    broke: bool


@dataclass(frozen=True, slots=True)
class Use:
    """The pauses of one person, or for one party. `share`: of the orders that were late without them, how many were not by them."""

    name: str
    count: int
    lasted: timedelta
    avoided: int
    broke: int

    @property
    def share(self) -> float:
        late = self.avoided + self.broke
        return self.avoided / late if late else 0.0


def pauses_of(order: Order, case: Case, *, terms: Terms, now: datetime) -> tuple[Paused, ...]:
    """The pauses of a case. One has avoided a breach where a clock that is kept would be broken without any pause of the case."""
    made = case.handling.pauses
    with_, without = _broken(order, case, made, terms, now), _broken(order, case, (), terms, now)
    return tuple(Paused(_who(case, one), one.who, one.reason, _lasted(one, now), bool(without - with_), bool(with_)) for one in made)


def by_person(pauses: Iterable[Paused]) -> tuple[Use, ...]:
    """Most minutes first."""
    return _gathered((one.by, one) for one in pauses)


def by_party(pauses: Iterable[Paused]) -> tuple[Use, ...]:
    return _gathered((one.party, one) for one in pauses)


def _gathered(named: Iterable[tuple[str, Paused]]) -> tuple[Use, ...]:
    found: dict[str, list[Paused]] = {}
    for name, one in named:
        found.setdefault(name, []).append(one)
    uses = (
        Use(name, len(some), sum((one.lasted for one in some), NOTHING), sum(one.avoided for one in some), sum(one.broke for one in some))
        for name, some in found.items()
    )
    return tuple(sorted(uses, key=lambda use: (-use.lasted, use.name)))


def _broken(order: Order, case: Case, pauses: tuple[Pause, ...], terms: Terms, now: datetime) -> frozenset[tuple[str, datetime | None]]:
    """The clocks of the order, gone and at work, that ran past their end with these pauses."""
    had = replace(marks(case), pauses=pauses)
    found = (*passed(order, pauses=pauses, terms=terms, now=now), *clocks(order, case_marks=had, terms=terms, now=now))
    return frozenset((str(clock.kind), clock.start) for clock in found if clock.limit is not None and breached(clock, now))


def _who(case: Case, pause: Pause) -> str:
    return next((entry.who for entry in case.log if entry.what == "pause" and entry.at == pause.start), "")


def _lasted(pause: Pause, now: datetime) -> timedelta:
    begun, ended = pause.stretch(now)
    return ended - begun
