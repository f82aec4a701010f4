"""An answer that was drafted from the log, and the lines it stands on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ordertower_desktop.domain.landmark import Landmark
from ordertower_desktop.domain.ledger import late_text
from ordertower_desktop.domain.link import Link
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.insight.postmortem.episode import Episode

MOST_ORDERS = 5
"""So many orders are named as evidence; the pool of the moment shows them all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line that an answer stands on; `order` leads to its order where it has one."""

    at: datetime
    text: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three questions and what the log says to it. People edit `text`; the evidence stays as it was found."""

    key: str
    question: str
    text: str
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LateNews:
    """What a source said only after the fact: how many events, how late the middle one, and the worst of them."""

    source: str
    name: str
    count: int
    median: timedelta
    worst: timedelta
    worst_at: datetime
    worst_order: str
    worst_event: str


@dataclass(frozen=True, slots=True)
class Unheard:
    """A notice that did not reach anybody: when, which step, about which order, and why not."""

    at: datetime
    step: str
    order: str
    why: str


@dataclass(frozen=True, slots=True)
class Day:
    """All that the three questions are asked of.

    `causes`: order -> what its row said of the cause, as known then. `fed`: source -> the link that stands still without it.
    """

    episodes: Sequence[Episode]
    landmarks: Sequence[Landmark] = ()
    late: Sequence[LateNews] = ()
    unheard: Sequence[Unheard] = ()
    unheard_count: int = 0
    causes: dict[str, str] = field(default_factory=dict)
    fed: dict[str, Link] = field(default_factory=dict)


def clock(at: datetime) -> str:
    """`09:42`, as people on the floor say it."""
    return f"{at.astimezone(SHANGHAI):%H:%M}"


def long(span: timedelta) -> str:
    return late_text(span)


def landmark(one: Landmark) -> Evidence:
    return Evidence(one.at, one.text)


def orders(lines: Iterable[tuple[datetime, str, Episode]]) -> list[Evidence]:
    """The first few, each leading to its order."""
    return [Evidence(at, f"…{e.order[-4:]} {text}", e.order) for at, text, e in list(lines)[:MOST_ORDERS]]
