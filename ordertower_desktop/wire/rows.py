"""What the desk shows, as the hub writes it into the feed: one struct a thing. Times are ISO 8601 UTC, money integer fen."""

from datetime import datetime
from typing import Any

import msgspec

FORESEEN = "foreseen"
"""The state of a row that a desk made of a forecast: no rule has found the order yet, so there is no case to act on."""


class Clock(msgspec.Struct, frozen=True, omit_defaults=True):
    """A running, paused or finished clock. `due_at` is None when none can be known; `left_s` counts only while paused."""

    kind: str
    label: str
    state: str
    started_at: datetime | None = None
    due_at: datetime | None = None
    left_s: int | None = None
    estimate: bool = False


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step of the playbook. `state`: done | auto | skipped | current | todo | overdue; with `due_at` the desk counts down itself.

    `post` is who does it, `expected_s` how long it should take, `check` the machine check in words, `evidence` what must be written
    down, `said` what was, `fills` the closing check that it makes. An empty `id` cannot be acted on: the playbook is only shown, and
    opens when somebody takes the case.
    """

    title: str
    detail: str
    state: str
    right: str = ""
    due_at: datetime | None = None
    id: str = ""
    post: str = ""
    expected_s: int = 0
    check: str = ""
    evidence: str = ""
    said: str = ""
    fills: str = ""


class StopgapRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A 临时操作 that is not filled in yet; after `due_at` it is late."""

    id: str
    what: str
    why: str
    by: str
    at: datetime
    due_at: datetime


class PoolRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One open (or just closed) case as the delay pool shows it. Personal values are masked before they get here.

    `held` names the silent sources that its alarms wait for. `veiled`: field -> how its number is kept from this desk's post, masked
    (its first digit alone) or hidden (0). `group`: A | B | C; `todo`: what it is listed for beside its clocks, stopgap | unreached;
    `effort_min`: the work that is left; `usual_min`: what a case of its cause takes on this floor. Only a desk fills in `pending`, the
    word of the newest action that the hub has not confirmed, and `risk`, the band of its forecast.
    """

    case: str
    order: str
    version: int
    state: str
    kind: str
    kind_name: str
    opened_at: datetime
    platform: str = ""
    shop: str = ""
    stage: str = ""
    segment: str = ""
    facts: list[str] = []
    cause: str = ""
    cause_name: str = ""
    cause_detail: str = ""
    confidence: int = 0
    owner: str = ""
    owner_name: str = ""
    post: str = ""
    acknowledged: bool = False
    acknowledged_at: datetime | None = None
    due_at: datetime | None = None
    started_at: datetime | None = None
    clock: str = ""
    clock_state: str = "running"
    left_s: int | None = None
    clocks: list[Clock] = []
    severity: str = "warning"
    triage: str = "ROUTINE"
    muted: bool = False
    held: str = ""
    verdicts: list[str] = []
    tags: list[str] = []
    vip: str = ""
    title: str = ""
    items: int = 0
    amount_fen: int = 0
    loss_fen_per_hour: int = 0
    buyer: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    region: str = ""
    category: str = ""
    warehouse: str = ""
    carrier: str = ""
    waybill: str = ""
    last_event: str = ""
    last_event_at: datetime | None = None
    seen_at: datetime | None = None
    created_at: datetime | None = None
    paid_at: datetime | None = None
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    mark: bool | None = None
    step: str = ""
    playbook: str = ""
    steps: list[Step] = []
    group: str = ""
    todo: str = ""
    effort_min: int = 0
    usual_min: int = 0
    attempts: int = 0
    stopgaps: list[StopgapRow] = []
    pending: str = ""
    risk: str = ""
    veiled: dict[str, str] = {}


class CensusRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One whole counting of a source. `scope`: open (what waits to be shipped) | all (everything of the last days).

    Of the orders listed `there`, `here` were known; `missing` were not, of `stale` a change was, `unread` could not be read.
    """

    scope: str
    at: datetime
    there: int = 0
    here: int = 0
    missing: int = 0
    stale: int = 0
    unread: int = 0


class SourceRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A source system and how fresh it is. `state`: fresh | late | refused | silent | unknown. `census_why`: what stops its counting.

    `authority_until`: how long its authorisation holds, as far as that is known; `authority_why`: what keeps it from being renewed.
    `push`: `on`, or why its pushes do not arrive.
    """

    id: str
    name: str
    kind: str
    state: str
    interval_s: int
    seen_at: datetime | None = None
    refused_since: datetime | None = None
    reason_code: str = ""
    reason: str = ""
    skew_s: float = 0.0
    orders: int = 0
    gaps: list[str] = []
    census: list[CensusRow] = []
    census_why: str = ""
    authority_until: datetime | None = None
    authority_why: str = ""
    push: str = ""


class PersonRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody on the floor. `presence`: on | break | off; `duty`: the post that the roster has them on now.

    `post_name` where the floor calls the post otherwise than the product. `warehouses`: whose orders alone they see.
    """

    id: str
    name: str
    role: str
    post: str
    presence: str = "on"
    backup: str = ""
    limit: int = 50
    disabled: bool = False
    duty: str = ""
    post_name: str = ""
    warehouses: list[str] = []


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """One send of a notice. `state`: due | queued | accepted | delivered | seen | acknowledged | failed | cancelled."""

    channel: str
    to: str
    to_name: str
    state: str
    at: datetime
    why: str = ""


class NoticeRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that a person is told. `person` is who; a withdrawn one carries `withdrawn_at`."""

    id: str
    person: str
    case: str
    order: str
    kind: str
    severity: str
    title: str
    body: str
    at: datetime
    cause: str = ""
    cause_name: str = ""
    vip: str = ""
    due_at: datetime | None = None
    path: list[str] = []
    receipts: list[Receipt] = []
    withdrawn_at: datetime | None = None
    seen_at: datetime | None = None
    acknowledged_at: datetime | None = None


class LevelRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """The response level of the day (D2): 1, 2 or 3, and why."""

    level: int
    name: str
    breached_today: int
    since: datetime
    why: str = ""
    declared_by: str = ""
    forecast: str = ""


class Change(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One line of the feed: the newest content of a thing under its feed number; `gone` says that it is no more.

    They come by thousands and hold nothing that could be part of a cycle, so the collector need not know them.
    """

    n: int
    topic: str
    key: str
    version: int
    body: msgspec.Raw = msgspec.field(default_factory=lambda: msgspec.Raw(b"null"))  # a plain default cannot be told in a JSON schema
    gone: bool = False


TOPICS: dict[str, Any] = {"case": PoolRow, "source": SourceRow, "person": PersonRow, "notice": NoticeRow, "level": LevelRow}
"""Feed topic -> what its body is. `board` is `wire.board.Board`."""
