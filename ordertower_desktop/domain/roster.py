"""排班: who has which post when, week by week, with swaps for a day; and from it, who is meant to be here at a moment."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.quiet import Quiet

DAY = timedelta(days=1)
LONGEST = timedelta(hours=16)


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody on a post on these weekdays (0 is Monday), from `start` after midnight for so `long`: it may end the next day.

    With a `calendar` the shift rests on its holidays and goes on its make-up days as on the weekday they stand for.
    """

    post: str
    person: str
    days: frozenset[int]
    start: timedelta
    long: timedelta
    backup: str = ""
    calendar: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """On this day somebody else takes the shifts that a person has on a post; `instead` empty: nobody does."""

    day: date
    post: str
    person: str
    instead: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is here when, and when they are not to be rung."""

    shifts: tuple[Shift, ...] = ()
    swaps: tuple[Swap, ...] = ()
    quiet: tuple[Quiet, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose being here the roster decides; who only stands in for a day is not."""
        return frozenset(shift.person for shift in self.shifts)

    @property
    def calendars(self) -> frozenset[str]:
        """The calendars by whose holidays somebody rests."""
        return frozenset(shift.calendar for shift in self.shifts if shift.calendar)


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift of one day, as it really is; `person` is empty where nobody has it."""

    post: str
    person: str
    start: datetime
    end: datetime
    backup: str = ""
    swapped: str = ""
    """Whose shift it was."""


def turns_on(roster: Roster, day: date, calendars: Mapping[str, Calendar]) -> Iterator[Turn]:
    """The shifts that begin on a day."""
    swapped = {(one.post, one.person): one for one in roster.swaps if one.day == day}
    for shift in roster.shifts:
        if not _goes(shift, day, calendars.get(shift.calendar)):
            continue
        start = datetime.combine(day, time(), SHANGHAI) + shift.start
        swap = swapped.get((shift.post, shift.person))
        person = shift.person if swap is None else swap.instead
        was = shift.person if swap else ""
        yield Turn(shift.post, person, start.astimezone(UTC), (start + shift.long).astimezone(UTC), shift.backup, was)


def at_work(roster: Roster, now: datetime, calendars: Mapping[str, Calendar]) -> dict[str, Turn]:
    """Person -> the shift that they are on; of two at once the one that began later."""
    today = now.astimezone(SHANGHAI).date()
    both = (turn for day in (today - DAY, today) for turn in turns_on(roster, day, calendars) if turn.person)
    return {turn.person: turn for turn in sorted(both, key=lambda one: one.start) if turn.start <= now < turn.end}


def gaps(turns: Iterable[Turn], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches between `start` and `end` in which none of these shifts goes."""
    found, reached = [], start
    for turn in sorted((one for one in turns if one.person), key=lambda one: one.start):
        if turn.start > reached:
            found.append((reached, min(turn.start, end)))
        reached = max(reached, turn.end)
        if reached >= end:
            return found
    return [*found, (reached, end)]


def _goes(shift: Shift, day: date, calendar: Calendar | None) -> bool:
    if (shift.since is not None and day < shift.since) or (shift.until is not None and day > shift.until):
        return False
    if calendar is None:
        return day.weekday() in shift.days
    if day in calendar.workdays:
        return calendar.workday_pattern in shift.days
    return day not in calendar.holidays and day.weekday() in shift.days
