"""The status board as numbers: what the overview and the wall show. Counts are exact."""

from dataclasses import dataclass, field
from datetime import datetime

SWIFT_TARGET = 0.986
"""The share of orders that should be out within eight hours of their payment (S51)."""


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a bar list: how many open, how many of them overdue."""

    key: str
    name: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class StageShare:
    """One of the four segments. `light`: red | amber | green; dwell is the median wait there, promise what it should be."""

    key: str
    name: str
    open: int
    overdue: int
    light: str
    dwell_s: int = 0
    promise_s: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """What one person carries and has closed today; `points` = closed x difficulty."""

    id: str
    name: str
    open: int
    overdue: int
    closed: int
    points: int
    limit: int
    presence: str = "on"


@dataclass(frozen=True, slots=True)
class Overdue:
    """A line of the overdue list; no personal data of customers."""

    case: str
    order: str
    platform: str
    stage: str
    cause: str
    owner_name: str
    due_at: datetime
    loss_fen_per_hour: int


@dataclass(frozen=True, slots=True)
class HeatCell:
    region: str
    category: str
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Point:
    """The open backlog at one moment."""

    at: datetime
    open: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for a supervisor."""

    key: str
    title: str
    detail: str
    verb: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """A system that is left alone (`switch` open) or being tried once (half): since when, why, what suffers, when it is tried again."""

    source: str
    name: str
    what: str
    switch: str
    since: datetime
    why: str
    degraded: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """The floor at one moment. `cohort` is everything that has been in the pool since its peak began; `cleared` of it is done.

    Of the `ripe` orders whose first eight hours ended within the last day, `swift` left within them (S51).
    """

    at: datetime
    open: int
    overdue: int
    due_2h: int
    breached_today: int
    level: int
    level_name: str
    vip_open: int = 0
    unowned: int = 0
    oldest_due_at: datetime | None = None
    next_due_at: datetime | None = None
    forecast_level: int = 0
    forecast_at: datetime | None = None
    breach_rate_per_h: int = 0
    to_next_level: int = 0
    net_per_h: int = 0
    cohort: int = 0
    cleared: int = 0
    cleared_auto: int = 0
    closed_today: int = 0
    clear_at: datetime | None = None
    clear_band_s: int = 0
    clear_more_people: int = 0
    clear_at_more: datetime | None = None
    platforms: list[Share] = field(default_factory=list)
    regions: list[Share] = field(default_factory=list)
    causes: list[Share] = field(default_factory=list)
    provinces: list[Share] = field(default_factory=list)
    stages: list[StageShare] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    overdue_list: list[Overdue] = field(default_factory=list)
    heat: list[HeatCell] = field(default_factory=list)
    trend: list[Point] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    surge: dict[str, int] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    swift: int = 0
    ripe: int = 0
