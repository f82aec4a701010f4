"""A back-test as desks and scripts ask for it, watch it and read what it found."""

from datetime import date, datetime
from typing import Any

import msgspec

USUAL_DAYS, MOST_DAYS, MOST_LABELS = 14, 92, 2_000
LISTS = ("added", "removed", "kept", "missed")


class BacktestAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Play a draft over the last `days`: one `rule` beside the one in force under its id, or a whole book (`rules`, its text).

    `labels`: orders that people marked as abnormal by hand. Without any, those that agents found real stand in for them.
    """

    rule: dict[str, Any] | None = None
    rules: str = ""
    days: int = USUAL_DAYS
    labels: list[str] = []


class DayBar(msgspec.Struct, frozen=True):
    """A day in Shanghai: orders that would have come into the pool, as it is and as it would be, and labelled ones missed."""

    day: date
    hits: int
    before: int
    missed: int = 0


class RightRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """By agents' verdicts: orders hit rightly, hit wrongly, real ones not hit; the shares are None while too few are marked."""

    right: int
    wrong: int
    missed: int
    precision: float | None = None
    recall: float | None = None


class RuleFound(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one rule did: orders hit, as it was and as it would be, and how right that is."""

    rule: str
    name: str
    hits: int
    before: int
    added: int
    removed: int
    now: RightRow | None = None
    was: RightRow | None = None


class LabelsFound(msgspec.Struct, frozen=True):
    """`source`: given | verdicts. More than five missed means that the rules are inadequate (S31)."""

    source: str
    marked: int
    missed: int
    missed_before: int
    adequate: bool


class PersonNotices(msgspec.Struct, frozen=True, omit_defaults=True):
    """How often somebody would be interrupted in the whole stretch, and in the worst hour; hours over 6 and over 12, floods."""

    person: str
    name: str
    post: str
    notices: int
    before: int
    worst: int
    worst_before: int = 0
    worst_at: datetime | None = None
    over_budget: int = 0
    over_limit: int = 0
    floods: int = 0


class NoticesFound(msgspec.Struct, frozen=True, omit_defaults=True):
    """`hours`: for each hour of the day the most that one person hears in it. `answered_s`: how soon people answer (None: not foreseen)."""

    total: int
    before: int
    people: list[PersonNotices]
    hours: list[int]
    hours_before: list[int]
    answered_s: float | None = None
    answers: int = 0
    nobody: int = 0


class BacktestFound(msgspec.Struct, frozen=True):
    """The outcome. `added` and the others are counts of orders; their names are paged."""

    start: datetime
    end: datetime
    orders: int
    version: int
    hits: int
    before: int
    kept: int
    added: int
    removed: int
    days: list[DayBar]
    rules: list[RuleFound]
    notices: NoticesFound
    labels: LabelsFound | None = None


class BacktestView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A back-test. `state`: waiting | running | done | failed | cancelled; `done` of `total` orders are played.

    `rule` is the id of the rule on trial, empty for a whole book; `digest` tells which draft it was.
    """

    id: str
    state: str
    at: datetime
    by: str
    by_name: str
    days: int
    rule: str = ""
    name: str = ""
    digest: str = ""
    done: int = 0
    total: int = 0
    took_s: float = 0.0
    error: str = ""
    found: BacktestFound | None = None


class BacktestOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order in one of the lists: since when a rule stood on it, until when; of a missed one, why."""

    order: str
    platform: str = ""
    platform_name: str = ""
    stage: str = ""
    shop: str = ""
    paid_at: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    rules: list[str] = []
    why: str = ""


class BacktestOrders(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of a list; `after` asks for the next one, empty at the end."""

    total: int
    orders: list[BacktestOrder]
    after: str = ""


class ChatterRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule that came and went on an order too often: how often since when, and the least seconds that it stood."""

    rule: str
    order: str
    times: int
    first: datetime
    last: datetime
    shortest_s: int | None = None


class DriftRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """How often agents found a rule right in the last week and in the four before it."""

    rule: str
    right: int
    wrong: int
    right_before: int
    wrong_before: int
    fallen: bool = False
