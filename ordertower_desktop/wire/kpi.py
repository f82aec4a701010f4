"""Weeks and months as the statistics page and its reports read them."""

from datetime import date, datetime

import msgspec

from ordertower_desktop.insight.kpi.compare import Line, Lines, Pair
from ordertower_desktop.insight.kpi.health import Anchors, Health, Part
from ordertower_desktop.insight.kpi.load import Hygiene, Interrupt, Noise, Person
from ordertower_desktop.insight.kpi.pushed import Blame
from ordertower_desktop.insight.kpi.pushed import Found as PushFound
from ordertower_desktop.insight.kpi.sorts import Sorted
from ordertower_desktop.insight.kpi.trend import Trend, Week
from ordertower_desktop.insight.kpi.tuning import Advice

__all__ = [
    "Anchors",
    "Blame",
    "Cell",
    "DrillPage",
    "Found",
    "FoundPage",
    "Health",
    "HealthPage",
    "Hygiene",
    "Interrupt",
    "KpiPage",
    "Line",
    "Lines",
    "LoadPage",
    "MonthBody",
    "Noise",
    "Pair",
    "Part",
    "Peers",
    "Person",
    "PushFound",
    "Revision",
    "Sorted",
    "Stretch",
    "Tally",
    "Trend",
    "TrendPage",
    "Week",
]  # fmt: skip


class Stretch(msgspec.Struct, frozen=True):
    """Days in Shanghai, the last one included."""

    first: date
    last: date


class Tally(msgspec.Struct, frozen=True):
    """Orders that are not void, those of them that left, and within 48 hours; late, noticed too late, complained about.

    `swift` left within eight hours, of the `ripe` that have left or whose eight hours are over.
    """

    orders: int = 0
    shipped: int = 0
    quick: int = 0
    late: int = 0
    missed: int = 0
    complained: int = 0
    swift: int = 0
    ripe: int = 0


class Cell(msgspec.Struct, frozen=True):
    """A line of the drill-down: a value for each column that it is grouped by."""

    keys: list[str]
    tally: Tally


class DrillPage(msgspec.Struct, frozen=True):
    """Orders by up to two columns; `where` holds the values that are already chosen. `whole` is all that they leave."""

    days: Stretch
    by: list[str]
    where: dict[str, str]
    whole: Tally
    cells: list[Cell]
    waiting: int = 0


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order behind a number. `marks`: late, missed, complained."""

    order: str
    at: datetime
    warehouse: str = ""
    carrier: str = ""
    category: str = ""
    shop: str = ""
    shipped_at: datetime | None = None
    void: bool = False
    marks: list[str] = []


class FoundPage(msgspec.Struct, frozen=True):
    """The orders behind a number, oldest first, no more than were asked for."""

    which: str
    items: list[Found]


class KpiPage(msgspec.Struct, frozen=True):
    """A stretch against an earlier one. `waiting` orders have moved and are not counted yet. Both `sorts` and `origins` hold every name."""

    days: Stretch
    against: Stretch
    now: datetime
    orders: Tally
    orders_before: Tally
    total: Pair
    links: list[Pair]
    people: list[Pair]
    waiting: int = 0
    sorts: list[Sorted] = []
    sorts_before: list[Sorted] = []
    origins: list[Sorted] = []
    origins_before: list[Sorted] = []


class TrendPage(msgspec.Struct, frozen=True):
    """Rules by week; `names`: rule -> how it is called now. `blame`: what departments pushed away, by week, `pushes` the newest of it.

    `advice`: what to change about which rule.
    """

    days: Stretch
    rules: list[Trend]
    names: dict[str, str]
    blame: list[Blame] = []
    pushes: list[PushFound] = []
    advice: list[Advice] = []


class LoadPage(msgspec.Struct, frozen=True):
    """What alarms did to people in a stretch of days; `names`: rule -> how it is called now."""

    days: Stretch
    hygiene: Hygiene
    names: dict[str, str]


class Peers(msgspec.Struct, frozen=True):
    """Units of one kind: `warehouse`, `carrier`, `platform`, `shop`, `hop` or `desk`."""

    kind: str
    name: str
    units: list[Health]


class Revision(msgspec.Struct, frozen=True):
    """Who froze a month, when and why."""

    revision: int
    at: datetime
    by: str
    why: str


class HealthPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A month's scores. `revision` 0 is reckoned now and still moves; `moved` says that a frozen month would come out differently now."""

    month: str
    anchors: Anchors
    formula: str
    groups: list[Peers]
    revision: int = 0
    revisions: list[Revision] = []
    moved: bool = False
    over: bool = False


class MonthBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Freeze a month as it stands; a month that was frozen before needs a reason."""

    why: str = ""
