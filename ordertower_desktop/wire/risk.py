"""What desks are told of orders that may be late, and how good such words have been."""

from datetime import date, datetime

import msgspec


class RiskRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order in danger of missing a promise. `aim`: ship | arrive; `band`: low | middle | high; `percent` in steps of five.

    `reasons`: at most three, the weightiest first, nothing personal in them. `half_at`, `late_at`: by when half and nine in ten of such
    orders are there. `learnt` is False while the fixed rule stands in for history.
    """

    order: str
    aim: str
    band: str
    due_at: datetime
    percent: int = 0
    reasons: list[str] = []
    half_at: datetime | None = None
    late_at: datetime | None = None
    stage: str = ""
    platform: str = ""
    shop: str = ""
    warehouse: str = ""
    carrier: str = ""
    learnt: bool = True


class GradeBin(msgspec.Struct, frozen=True):
    """Orders to which a like chance was given: how many, the mean of what was said, and the share that was late."""

    count: int
    said: float
    was: float


class GradeWeek(msgspec.Struct, frozen=True, omit_defaults=True):
    """Promises that ended in the week from `monday` on. `hit`: alarms that were right; both shares are None where nothing was counted."""

    monday: date
    count: int = 0
    late: int = 0
    alarmed: int = 0
    hit: int = 0
    precision: float | None = None
    recall: float | None = None


class GradeRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """How good the forecasts of a promise were. Nothing is said where nothing was counted.

    `brier` is ours, `base` that of whoever always says the average: lower is better. `precision`: alarms that were right; `recall`: late
    orders that were told of in time; `lead_h`: how long before, in the middle. `bins` are tenths of the chance that was given, `fifths`
    fifths; `weeks` the same figures week by week, the oldest first.
    """

    aim: str
    count: int = 0
    late: int = 0
    brier: float | None = None
    base: float | None = None
    alarmed: int = 0
    hit: int = 0
    precision: float | None = None
    recall: float | None = None
    lead_h: float | None = None
    bins: list[GradeBin] = []
    fifths: list[GradeBin] = []
    weeks: list[GradeWeek] = []


class RiskPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """`/v1/foresight`: the grades of the last `days`, and how many orders each hop has been learnt from (`needed` before it counts)."""

    now: datetime
    days: int
    needed: int
    grades: list[GradeRow] = []
    learnt: dict[str, int] = {}
    high: int = 0
    middle: int = 0
