"""What other limits or calendars would make of an order's clocks: which of them would end when, who turns late and who no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.clock import Clock, ClockState, breached
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.step import marks
from ordertower_desktop.domain.terms import Terms


class Turn(StrEnum):
    """What a clock with another end does: it is newly overdue, or no longer, or neither."""

    LATE = "late"
    SAVED = "saved"
    NEITHER = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """One clock, before and after."""

    before: Clock
    after: Clock
    turn: Turn


@dataclass(frozen=True, slots=True)
class Redating:
    """An order with a clock that would end at another time, the one that people look at first in front."""

    order: Order
    moved: tuple[Moved, ...]

    @property
    def leading(self) -> Moved:
        return self.moved[0]

    @property
    def sooner(self) -> bool:
        """The leading clock would end earlier."""
        before, after = self.leading.before.due_at, self.leading.after.due_at
        return before is not None and after is not None and after < before


@dataclass(frozen=True, slots=True)
class Tally:
    """Orders by what would become of them; everybody was looked at."""

    judged: int
    earlier: int
    later: int
    late: int
    saved: int
    orders: tuple[Redating, ...]

    @property
    def same(self) -> int:
        return self.judged - self.earlier - self.later


def redated(order: Order, case: Case | None, before: Terms, after: Terms, now: datetime) -> Redating | None:
    """The clocks at work that would end at another time; None where none would."""
    had = marks(case) if case is not None and case.open else None
    one, other = (clocks(order, case_marks=had, terms=terms, now=now) for terms in (before, after))
    pairs = [
        Moved(was, will, _turn(was, will, now))
        for was, will in zip(one, other, strict=True)
        if was.due_at != will.due_at and was.state is not ClockState.DONE
    ]
    if not pairs:
        return None
    return Redating(order, tuple(sorted(pairs, key=lambda pair: (pair.turn is Turn.NEITHER, str(pair.after.due_at)))))


def tally(orders: Sequence[tuple[Order, Case | None]], before: Terms, after: Terms, *, now: datetime) -> Tally:
    """Every order by both; those that turn come first, then whoever ends first."""
    found = [one for one in (redated(order, case, before, after, now) for order, case in orders) if one is not None]
    return Tally(
        judged=len(orders),
        earlier=sum(one.sooner for one in found),
        later=sum(not one.sooner for one in found),
        late=_turned(found, Turn.LATE),
        saved=_turned(found, Turn.SAVED),
        orders=tuple(sorted(found, key=_first)),
    )


def _turn(was: Clock, will: Clock, now: datetime) -> Turn:
    late = breached(was, now), breached(will, now)
    return {(False, True): Turn.LATE, (True, False): Turn.SAVED}.get(late, Turn.NEITHER)


def _turned(found: Iterable[Redating], turn: Turn) -> int:
    return sum(any(pair.turn is turn for pair in one.moved) for one in found)


def _first(one: Redating) -> tuple[int, str, str]:
    return [Turn.LATE, Turn.SAVED, Turn.NEITHER].index(one.leading.turn), str(one.leading.after.due_at), one.order.id
