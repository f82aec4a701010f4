"""How quick a floor was on a day: response and handling times, breaches and hand-overs, in all, per link and per person (S97, S99)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from ordertower_desktop.domain.link import LINK_NAMES, Link
from ordertower_desktop.insight.postmortem.episode import Episode


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took: how often it did, the median, and what nine in ten did not exceed. Seconds, by nearest rank."""

    count: int = 0
    median_s: int = 0
    p90_s: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """A line of the table. `cases`: in the pool at some time; `passed_on`: handed on by themselves; `taken_away`: by the chain."""

    key: str
    name: str
    cases: int
    breached: int
    response: Spread
    handling: Spread
    passed_on: int = 0
    taken_away: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, its end not included."""

    since: datetime
    until: datetime

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.since <= at < self.until


def spread(spans: Iterable[timedelta]) -> Spread:
    """Median and ninetieth percentile by nearest rank: each is a time that really was."""
    ordered = sorted(spans)
    if not ordered:
        return Spread()
    return Spread(len(ordered), _seconds(ordered, 0.5), _seconds(ordered, 0.9))


def _seconds(ordered: Sequence[timedelta], share: float) -> int:
    return int(ordered[ceil(len(ordered) * share) - 1].total_seconds())


def total(episodes: Sequence[Episode], window: Window) -> Figures:
    """The whole floor."""
    return _line("", "全部", episodes, window, mine=None)


def by_link(episodes: Sequence[Episode], window: Window) -> list[Figures]:
    """One line a link, in the order of an order's way; links without a case are left out."""
    found = ((link, [one for one in episodes if one.link is link]) for link in Link)
    return [_line(link, LINK_NAMES[link], held, window, mine=None) for link, held in found if held]


def by_person(episodes: Sequence[Episode], window: Window) -> list[Figures]:
    """One line a person, most breaches first: what happened while it was theirs, whoever closed it in the end."""
    held: dict[str, list[Episode]] = defaultdict(list)
    for one in episodes:
        for name in hands(one):
            held[name].append(one)
    lines = [_line(name, name, theirs, window, mine=name) for name, theirs in held.items()]
    return sorted(lines, key=lambda line: (-line.breached, -line.cases, line.name))


def hands(one: Episode) -> set[str]:
    """Everybody through whose hands it went."""
    return {one.breached_by, one.responded_by, one.closed_by, *(gone.person for gone in one.hand_overs)} - {""}


def _line(key: str, name: str, episodes: Sequence[Episode], window: Window, *, mine: str | None) -> Figures:
    gone = [one for e in episodes for one in e.hand_overs if window.holds(one.at) and mine in (None, one.person)]
    answered = ((e.responded_at, e) for e in episodes if window.holds(e.responded_at) and mine in (None, e.responded_by))
    closed = ((e.closed_at, e) for e in episodes if window.holds(e.closed_at) and mine in (None, e.closed_by))
    return Figures(
        key=key,
        name=name,
        cases=len(episodes),
        breached=len({e.order for e in episodes if window.holds(e.breached_at) and mine in (None, e.breached_by)}),
        response=spread(at - e.opened_at for at, e in answered if at is not None),
        handling=spread(at - e.opened_at for at, e in closed if at is not None),
        passed_on=sum(one.asked for one in gone),
        taken_away=sum(not one.asked for one in gone),
    )
