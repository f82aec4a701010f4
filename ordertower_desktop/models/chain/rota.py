"""A day of the roster as rows of bars: each post, its shifts, where nobody is meant to be, and who is really there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.roster import DAY, Roster, Turn, turns_on
from ordertower_desktop.wire.rows import PersonRow

HOUR = timedelta(hours=1)
NO_CALENDARS: Mapping[str, Calendar] = {}
FIRST, LAST = 8, 20
"""The hours that are shown at least."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A shift from `start` to `end`, in hours of the day shown; `shift` is its place in the roster. Nobody has it: no name."""

    start: float
    end: float
    name: str
    shift: int
    said: str


@dataclass(frozen=True, slots=True)
class RotaLine:
    """A post on a day; `words` and `hue` say how it stands now, empty on another day."""

    post: str
    name: str
    backups: str
    bars: tuple[Bar, ...]
    words: str = ""
    hue: str = "neutral"


@dataclass(frozen=True, slots=True)
class RotaDay:
    """`first` and `last` are the hours between which all shifts lie; `empty` counts shifts that nobody has."""

    lines: tuple[RotaLine, ...]
    first: int = FIRST
    last: int = LAST
    empty: int = 0
    without_backup: int = 0
    now: float | None = None
    resting: tuple[str, ...] = ()
    """Whose shifts of this weekday rest because it is a holiday of theirs."""


def rota_day(
    roster: Roster, day: date, people: Mapping[str, PersonRow], now: datetime,
    *, posts: Mapping[str, str] = POSTS, calendars: Mapping[str, Calendar] = NO_CALENDARS,
) -> RotaDay:  # fmt: skip
    """The posts that the roster knows, in the order of `posts` (post -> name), as they are on this day."""
    midnight = datetime.combine(day, time(), SHANGHAI)
    at = now.astimezone(SHANGHAI)
    held: dict[str, list[tuple[Turn, int]]] = {shift.post: [] for shift in roster.shifts}
    for begins in (day - DAY, day):
        for turn, place in _turns(roster, begins, calendars):
            if turn.end > midnight and turn.start < midnight + DAY:
                held[turn.post].append((turn, place))
    today = at.date() == day
    seen = at if today else None
    lines = tuple(_line((post, posts.get(post, post)), held[post], people, midnight, seen) for post in _ordered(held, posts))
    bars = [bar for line in lines for bar in line.bars]
    first = min([FIRST, *(int(bar.start) for bar in bars)])
    last = max([LAST, *(-int(-bar.end // 1) for bar in bars)])
    empty = sum(not bar.name for bar in bars)
    clock = (at - midnight) / HOUR if today else None
    resting = tuple(people[key].name if key in people else key for key in _resting(roster, day, calendars))
    return RotaDay(lines, first, last, empty, sum(not line.backups for line in lines), clock, resting)


def _ordered(held: Iterable[str], posts: Iterable[str]) -> Iterable[str]:
    """As the floor keeps its posts; one that it has not any more comes last."""
    held, posts = list(held), list(posts)
    return [*(post for post in posts if post in held), *(post for post in held if post not in posts)]


def _turns(roster: Roster, day: date, calendars: Mapping[str, Calendar]) -> Iterable[tuple[Turn, int]]:
    """Each shift of the day beside its place."""
    for place, shift in enumerate(roster.shifts):
        for turn in turns_on(Roster((shift,), roster.swaps), day, calendars):
            yield turn, place


def _resting(roster: Roster, day: date, calendars: Mapping[str, Calendar]) -> list[str]:
    """Who would be here by the weekday and is not by the calendar."""
    there = {place for _, place in _turns(roster, day, calendars)}
    return list(dict.fromkeys(turn.person for turn, place in _turns(roster, day, {}) if place not in there and turn.person))


def _line(
    post: tuple[str, str], turns: list[tuple[Turn, int]], people: Mapping[str, PersonRow], midnight: datetime, at: datetime | None
) -> RotaLine:
    """`post`: its key and its name."""
    names = {key: one.name for key, one in people.items()}
    bars = tuple(_bar(turn, place, names, midnight) for turn, place in sorted(turns, key=lambda one: (one[0].start, one[1])))
    backups = "、".join(dict.fromkeys(names.get(turn.backup, turn.backup) for turn, _ in turns if turn.backup))
    words, hue = ("", "neutral") if at is None else _now(turns, people, at)
    return RotaLine(*post, backups, bars, words, hue)


def _bar(turn: Turn, place: int, names: Mapping[str, str], midnight: datetime) -> Bar:
    start, end = ((edge - midnight) / HOUR for edge in (turn.start, turn.end))
    name = names.get(turn.person, turn.person)
    for_whom = names.get(turn.swapped, turn.swapped)
    said = f"{name}（代 {for_whom}）" if turn.swapped and name else name or f"空岗（{for_whom} 不来）"
    return Bar(max(0.0, start), min(24.0, end), name, place, said)


def _now(turns: list[tuple[Turn, int]], people: Mapping[str, PersonRow], at: datetime) -> tuple[str, str]:
    """(words, hue): who is really there of those who should be."""
    meant = [turn for turn, _ in turns if turn.start <= at < turn.end]
    if not meant:
        return "这时没有排班", "neutral"
    there = [people[turn.person].presence for turn in meant if turn.person in people]
    if "on" in there:
        return "在岗", "green"
    if "break" in there:
        return "休息", "amber"
    return "无人，转备岗", "red"
