"""推诿 by week: how many cases went between departments, how long they lay there, and how often they were only pushed away (S68)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ordertower_desktop.insight.kpi.record import Pushed, Record
from ordertower_desktop.insight.kpi.trend import monday_of, weeks
from ordertower_desktop.insight.postmortem.figures import Window


@dataclass(frozen=True, slots=True)
class Blame:
    """A week from its Monday on: `pushes` of `pushed` cases; of `cases` that were opened `lay` lay with another department.

    `lay_s` is how long each of those lay there in the mean.
    """

    monday: date
    cases: int = 0
    lay: int = 0
    lay_s: int = 0
    pushed: int = 0
    pushes: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One push with the order that it happened to."""

    order: str
    push: Pushed


def blame(records: Iterable[Record], window: Window) -> list[Blame]:
    """Every week of the window, oldest first. A case belongs to the week of its opening, a push to its own."""
    known = list(records)
    return [_week(known, window, monday) for monday in weeks(window)]


def found(records: Iterable[Record], window: Window) -> list[Found]:
    """Every push in the window, newest first."""
    made = [Found(one.episode.order, push) for one in records for push in one.pushes if window.holds(push.at)]
    return sorted(made, key=lambda one: (one.push.at, one.order), reverse=True)


def _week(records: Sequence[Record], window: Window, monday: date) -> Blame:
    opened = [one for one in records if window.holds(one.episode.opened_at) and monday_of(one.episode.opened_at) == monday]
    lay = [one.lay for one in opened if one.lay is not None]
    mean = sum(lay, timedelta()) / len(lay) if lay else timedelta()
    hit = [sum(window.holds(push.at) and monday_of(push.at) == monday for push in one.pushes) for one in records]
    return Blame(monday, len(opened), len(lay), round(mean.total_seconds()), sum(count > 0 for count in hit), sum(hit))
