"""A stretch of days against an earlier one: the floor, each link and each person (S97, S99), and what was noticed too late (S107, S108)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ordertower_desktop.insight.kpi.record import Record
from ordertower_desktop.insight.postmortem import figures
from ordertower_desktop.insight.postmortem.figures import Figures, Window


@dataclass(frozen=True, slots=True)
class Line:
    """Figures with what customers said: `orders` in hand, those of them with a complaint, and those that nobody saw in time."""

    figures: Figures
    orders: int
    complained: int
    missed: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Somebody or something now and in the earlier stretch; None where there was nothing."""

    key: str
    name: str
    now: Line | None = None
    earlier: Line | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """A stretch: the whole floor, each link, each person."""

    total: Line
    links: list[Line]
    people: list[Line]


def lines(records: Sequence[Record], window: Window) -> Lines:
    """What a stretch comes to. `records` are those that stood open at some moment of it."""
    episodes = [one.episode for one in records]
    by_link: dict[str, list[Record]] = defaultdict(list)
    by_person: dict[str, list[Record]] = defaultdict(list)
    for one in records:
        by_link[one.episode.link].append(one)
        for name in figures.hands(one.episode):
            by_person[name].append(one)
    return Lines(
        _line(figures.total(episodes, window), records, window),
        [_line(one, by_link[one.key], window) for one in figures.by_link(episodes, window)],
        [_line(one, by_person[one.key], window) for one in figures.by_person(episodes, window)],
    )


def paired(now: Sequence[Line], earlier: Sequence[Line]) -> list[Pair]:
    """Side by side, in the order of now; who is no longer there comes last."""
    before = {one.figures.key: one for one in earlier}
    here = {one.figures.key for one in now}
    pairs = [Pair(one.figures.key, one.figures.name, one, before.get(one.figures.key)) for one in now]
    return [*pairs, *(Pair(key, one.figures.name, None, one) for key, one in before.items() if key not in here)]


def _line(of: Figures, records: Sequence[Record], window: Window) -> Line:
    return Line(
        of,
        len({one.episode.order for one in records}),
        len({one.episode.order for one in records if one.complained}),
        len({one.episode.order for one in records if one.missed and window.holds(one.episode.breached_at)}),
    )
