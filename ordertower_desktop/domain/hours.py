"""The hours that a clock is counted in: one calendar, or one until a moment and another from then on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from ordertower_desktop.domain import calendar as plain
from ordertower_desktop.domain.calendar import NOTHING, Calendar

Part = tuple[datetime, Calendar]
"""From when on a calendar counts."""


@dataclass(frozen=True, slots=True)
class Spliced:
    """Several calendars, each up to the moment from which the next one counts: what was worked by then stays worked."""

    parts: tuple[Part, ...]

    @property
    def id(self) -> str:
        return self.parts[-1][1].id


Hours = Calendar | Spliced


def spliced(parts: list[Part]) -> Hours:
    """The parts as one; equal neighbours are no change, and one part alone is its calendar."""
    kept = [part for i, part in enumerate(parts) if i == 0 or part[1] != parts[i - 1][1]]
    return kept[0][1] if len(kept) == 1 else Spliced(tuple(kept))


def spans(hours: Hours, start: datetime, end: datetime) -> list[tuple[datetime, datetime, Calendar]]:
    """Which calendar counts from when to when between two instants; the first one also counts before its own moment."""
    if isinstance(hours, Calendar):
        return [(start, end, hours)] if start < end else []
    edges = [start, *(at for at, _ in hours.parts[1:]), end]
    cut = [(max(begin, start), min(until, end)) for begin, until in pairwise(edges)]
    return [(begin, until, calendar) for (begin, until), (_, calendar) in zip(cut, hours.parts, strict=True) if begin < until]


def elapsed(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """Working time from `start` to `end`; nothing when `end` is not later."""
    if isinstance(hours, Calendar):
        return plain.elapsed(hours, start, end)
    return sum((plain.elapsed(calendar, begin, until) for begin, until, calendar in spans(hours, start, end)), NOTHING)


def add(hours: Hours, start: datetime, worked: timedelta) -> datetime:
    """The first instant at which `worked` has elapsed since `start`. Raises ValueError beyond 30 years."""
    if isinstance(hours, Calendar):
        return plain.add(hours, start, worked)
    last_from, last = hours.parts[-1]
    left = worked
    for begin, until, calendar in spans(hours, start, last_from):
        done = plain.elapsed(calendar, begin, until)
        if done >= left:
            return plain.add(calendar, begin, left)
        left -= done
    return plain.add(last, max(start, last_from), left)


def is_guessed(hours: Hours, at: datetime) -> bool:
    """True when the holidays of that year are not published, so a due time in it is only a guess."""
    return plain.is_guessed(hours if isinstance(hours, Calendar) else hours.parts[-1][1], at)
