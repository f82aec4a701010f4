"""The status board as numbers: what the overview and the wall show. Counts are exact."""

from datetime import datetime

import msgspec


class Share(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a bar list: how many open, how many of them overdue."""

    key: str
    name: str
    open: int
    overdue: int


class StageShare(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the four segments. `light`: red | amber | green; dwell is the median wait there, promise what it should be."""

    key: str
    name: str
    open: int
    overdue: int
    light: str
    dwell_s: int = 0
    promise_s: int = 0


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one person carries and has closed today; `points` = closed x difficulty."""

    id: str
    name: str
    open: int
    overdue: int
    closed: int
    points: int
    limit: int
    presence: str = "on"


class Overdue(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the overdue list; no personal data of customers."""

    case: str
    order: str
    platform: str
    stage: str
    cause: str
    owner_name: str
    due_at: datetime
    loss_fen_per_hour: int


class HeatCell(msgspec.Struct, frozen=True, omit_defaults=True):
    region: str
    category: str
    open: int
    overdue: int


class Point(msgspec.Struct, frozen=True, array_like=True):
    """The open backlog at one moment."""

    at: datetime
    open: int


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that waits for a supervisor."""

    key: str
    title: str
    detail: str
    verb: str
    case: str = ""


class Board(msgspec.Struct, frozen=True, omit_defaults=True):
    """The floor at one moment. `cohort` is everything that has been in the pool since its peak began; `cleared` of it is done."""

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
    platforms: list[Share] = []
    regions: list[Share] = []
    causes: list[Share] = []
    provinces: list[Share] = []
    stages: list[StageShare] = []
    people: list[Person] = []
    overdue_list: list[Overdue] = []
    heat: list[HeatCell] = []
    trend: list[Point] = []
    decisions: list[Decision] = []
    surge: dict[str, int] = {}
