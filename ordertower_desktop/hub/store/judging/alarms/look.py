"""A look at the groups of the floor's rates: which alarms begin, go on and end, reckoned from counts alone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain import alarm
from ordertower_desktop.domain.aggregate import Cell, Failing, Rate, failing, subject
from ordertower_desktop.domain.effect import Effect
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.rule import RuleState
from ordertower_desktop.hub.store.judging.rating import Rated, tallied, today
from ordertower_desktop.hub.store.tables import alarms
from ordertower_desktop.hub.store.tables.alarms import Alarm
from ordertower_desktop.wire.alarms import Day

LOW, FEW, OK = "low", "few", "ok"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the counts say of one rule: the groups that fail by it, and the days that decide."""

    rated: Rated
    failing: Mapping[str, Failing]
    cells: Counter[Cell]


@dataclass(frozen=True, slots=True)
class Looked:
    """An alarm after a look, which changed it, and what that asks of the world."""

    alarm: Alarm
    effects: tuple[Effect, ...]


def see(conn: Connection, one: Rated, *, now: datetime, floor: Floor) -> Seen:
    """Judge a rule by what is counted now."""
    cells = tallied(conn, one, now=now, floor=floor)
    return Seen(one, {found.group: found for found in failing(one.rate, cells, today(now, floor))}, cells)


def look(conn: Connection, seen: Sequence[Seen], left: frozenset[str], *, now: datetime, floor: Floor) -> Iterator[Looked]:
    """Every alarm that the look changes, one after the other: whoever takes a turn is at the end of the line for the next.

    Rules in `left` are just being counted anew: what stands about them stays as it is.
    """
    by_rule = {one.rated.rule.id: one for one in seen}
    wanted = {(rule, group): None for rule, one in by_rule.items() if one.rated.rule.state is RuleState.ON for group in one.failing}
    wanted |= {(one.rule, one.group): None for one in alarms.standing(conn)}
    known = alarms.latest(conn, [subject(*key) for key in wanted])
    for rule, group in wanted:
        if rule not in left and (found := _one(known.get(subject(rule, group)), rule, group, by_rule.get(rule), now=now, floor=floor)):
            yield found


def _one(old: Alarm | None, rule: str, group: str, seen: Seen | None, *, now: datetime, floor: Floor) -> Looked | None:
    on = seen is not None and seen.rated.rule.state is RuleState.ON
    found = seen.failing.get(group) if seen is not None and on else None
    case, effects = alarm.stand(alarm.Group(rule, group, found), old.case if old else None, now=now, floor=floor)
    if case is None:
        return None
    days = old.days if old is not None else []
    if seen is not None and found is not None and case.open:
        days = days_of(seen.rated.rate, group, seen.cells, last=today(now, floor) - timedelta(days=1), number=seen.rated.rate.days)
    made = Alarm(rule, group, case, days)
    return None if made == old else Looked(made, effects)


def days_of(rate: Rate, group: str, cells: Counter[Cell], *, last: date, number: int) -> list[Day]:
    """The last whole days of a group, oldest first; one without any order is left out."""
    found = []
    for back in range(number - 1, -1, -1):
        day = last - timedelta(days=back)
        good = cells[day, group, True]
        if total := good + cells[day, group, False]:
            found.append(Day(day, good, total, word(rate, good, total, day=day)))
    return found


def word(rate: Rate, good: int, total: int, *, day: date) -> str:
    """How one day by itself stands: `few` says nothing, `low` lies under the rate beyond doubt where the rule wants that, else `ok`."""
    if total < rate.minimum:
        return FEW
    alone = Counter({(day, "", True): good, (day, "", False): total - good})
    return LOW if failing(replace(rate, days=1), alone, day + timedelta(days=1)) else OK


def together(days: Sequence[Day], *, last: date, decides: int) -> str:
    """How a group stands by the days that decide, up to `last`: `low` only where each of them is, `few` where one says nothing."""
    words = {one.word for one in days if one.day > last - timedelta(days=decides)}
    spoken = sum(one.day > last - timedelta(days=decides) for one in days)
    if spoken < decides or FEW in words:
        return FEW
    return LOW if words == {LOW} else OK
