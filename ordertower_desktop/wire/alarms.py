"""比率告警 on the wire: a group of orders below its rate, day by day, who answers for it, and the orders behind it."""

from datetime import date, datetime

import msgspec


class Day(msgspec.Struct, frozen=True):
    """How a group stood on a day: of `total` orders it had happened to `good` by the day's end. `word`: ok | low | few."""

    day: date
    good: int
    total: int
    word: str


class Line(msgspec.Struct, frozen=True):
    """A line of an alarm's history."""

    at: datetime
    who: str
    text: str


class AlarmRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An alarm as desks hold it. `state`: open | resolved | recovered | archived; `quiet_since`: its group does not fail any more."""

    id: str
    rule: str
    rule_name: str
    group: str
    by: str
    version: int
    state: str
    kind: str
    kind_name: str
    severity: str
    under: float
    said: str
    opened_at: datetime
    share: float = 1.0
    orders: int = 0
    days: list[Day] = []
    owner: str = ""
    owner_name: str = ""
    post: str = ""
    post_name: str = ""
    acknowledged_at: datetime | None = None
    snoozed_until: datetime | None = None
    quiet_since: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    step: str = ""
    next_step: str = ""
    next_step_at: datetime | None = None
    mark: bool | None = None
    log: list[Line] = []

    @property
    def title(self) -> str:
        """`广东 签收率偏低`."""
        return f"{self.group} {self.kind_name}"


class GroupLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A group that a rule watches. `word`: ok | low | few; `alarm`: the open alarm about it."""

    group: str
    word: str
    days: list[Day]
    alarm: str = ""


class RatePage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule over a rate and every group that it watches. `counting`: it was edited, and is still being counted anew."""

    rule: str
    name: str
    said: str
    by: str
    under: float
    minimum: int
    days: int
    groups: list[GroupLine] = []
    counting: bool = False
    state: str = "on"


class Behind(msgspec.Struct, frozen=True):
    """An order behind an alarm: it counted on this day, and the thing had not happened by its end."""

    order: str
    day: date
    stage: str
    platform: str
    case: str = ""


class BehindPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """The orders behind a group, the newest day first; `more`: there are others."""

    orders: list[Behind] = []
    more: bool = False


class Part(msgspec.Struct, frozen=True):
    """A rate in which an order counts: `word` of its group there now; `alarm` is open about it."""

    rule: str
    name: str
    group: str
    day: date
    good: bool
    alarm: str = ""
