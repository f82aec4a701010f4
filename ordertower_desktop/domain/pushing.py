"""推诿: what went from one department to another, how long it lay there, and when it was only pushed away (S68, B11)."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from ordertower_desktop.domain.ball import ball
from ordertower_desktop.domain.clock import Pause
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.passed import rungs
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.timeline import DeskEntry

WORK = frozenset({
    "finish_step", "resolve", "archive", "recovered", "force", "resync", "repull", "improvise", "fill_in", "unreached",
    "file_article",
})  # fmt: skip
"""What moves a case on. To take it in hand or to note something is no work by itself; what a machine ticks shows in the order."""
LONGEST_RUN = 2
"""So many departments in a row may pass it on untouched; the next one that does pushes it away."""


class Way(StrEnum):
    """How something is pushed away: given back to who gave it, or passed on once more by a row of departments that did nothing."""

    BACK = "back"
    ON = "on"


WAY_NAMES = {Way.BACK: "退回", Way.ON: "转手"}


@dataclass(frozen=True, slots=True)
class Pass:
    """The ball went from one department to another. `lay`: until somebody worked on it or passed it on; None while it still lies."""

    at: datetime
    giver: str
    taker: str
    by: str
    worked: str
    lay: timedelta | None


@dataclass(frozen=True, slots=True)
class Push:
    """A disputed stretch, `since` to `at`: `giver` had it then, did nothing and gave it to `taker`. Its evidence is the two hand-overs."""

    at: datetime
    since: datetime
    way: Way
    giver: str
    taker: str
    by: str
    given_by: str


def passes(
    order: Order, entries: Iterable[DeskEntry], now: datetime, *, pauses: Iterable[Pause] = (), posts: Mapping[str, str] = POSTS
) -> tuple[Pass, ...]:
    """Every hand-over between two departments, read off the stretches in which each of them had to act."""
    kept = _kept(entries)
    hands = {entry.at: entry for entry in kept if entry.kind == "hand_over"}
    if not hands:
        return ()
    works = sorted([*(entry.at for entry in kept if entry.kind in WORK), *(at for at, _ in rungs(order))])
    held = ball(order, kept, now, pauses=pauses, posts=posts)
    edges = [(a.party, b.party, hands[b.start]) for a, b in pairwise(held) if b.start in hands]
    found: list[Pass] = []
    for place, (giver, taker, entry) in enumerate(edges):
        since = edges[place - 1][2].at if place else None
        until = edges[place + 1][2].at if place + 1 < len(edges) else None
        worked = "yes" if since is None or _between(works, since, entry.at) else ""
        found.append(Pass(entry.at, giver, taker, entry.who, worked, _lay(works, entry.at, until)))
    return tuple(found)


def pushes(found: Sequence[Pass]) -> Iterator[Push]:
    """Those of them by which something was pushed away."""
    run = 1
    for before, one in pairwise(found):
        run = 1 if one.worked else run + 1
        if one.worked:
            continue
        if one.taker == before.giver:
            yield Push(one.at, before.at, Way.BACK, one.giver, one.taker, one.by, before.by)
        elif run > LONGEST_RUN:
            yield Push(one.at, before.at, Way.ON, one.giver, one.taker, one.by, before.by)


def _kept(entries: Iterable[DeskEntry]) -> tuple[DeskEntry, ...]:
    """Without hand-overs that whoever made them took back."""
    kept: list[DeskEntry] = []
    for entry in sorted(entries, key=lambda entry: entry.at):
        last = next((place for place in range(len(kept) - 1, -1, -1) if kept[place].who == entry.who), None)
        if entry.kind == "undo" and last is not None and kept[last].kind == "hand_over":
            kept.pop(last)
        else:
            kept.append(entry)
    return tuple(kept)


def _between(works: Sequence[datetime], since: datetime, at: datetime) -> bool:
    return bisect_right(works, at) > bisect_right(works, since)


def _lay(works: Sequence[datetime], at: datetime, until: datetime | None) -> timedelta | None:
    place = bisect_right(works, at)
    ends = [*works[place : place + 1], *([until] if until is not None else [])]
    return min(ends) - at if ends else None
