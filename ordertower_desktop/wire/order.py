"""The order page: everything about one order, as `GET /v1/orders/{id}` answers."""

from datetime import datetime

import msgspec

from ordertower_desktop.wire.articles import ArticleLine
from ordertower_desktop.wire.chases import Chase
from ordertower_desktop.wire.preaudit import AuditLine
from ordertower_desktop.wire.rows import Clock, PoolRow, Step
from ordertower_desktop.wire.writebacks import WriteBackLine


class LedgerLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of why-this-deadline. `icon`: start | target | pause | calendar | due; `amount` is ready text."""

    icon: str
    title: str
    detail: str
    amount: str


class Why(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why one clock ends when it does."""

    clock: Clock
    lines: list[LedgerLine] = []


class LaneEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mark on a lane. `kind`: event | failed | chase | desk | ghost; several equal ones collapse with a count."""

    at: datetime
    name: str
    kind: str = "event"
    arrived: datetime | None = None
    count: int = 1
    detail: str = ""
    who: str = ""


class Band(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a lane. `kind`: gap | pause."""

    start: datetime
    end: datetime
    kind: str
    text: str


class Lane(msgspec.Struct, frozen=True, omit_defaults=True):
    """`key` is platform | erp | wms | carrier | desk."""

    key: str
    name: str
    events: list[LaneEvent] = []
    bands: list[Band] = []


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one source says of one field; `differs` marks the one that stands against the counted value, `absent` an unknown order."""

    source: str
    text: str = ""
    at: datetime | None = None
    differs: bool = False
    absent: bool = False


class SnapshotColumn(msgspec.Struct, frozen=True, omit_defaults=True):
    source: str
    name: str
    kind: str
    state: str
    seen_at: datetime | None = None


class SnapshotLine(msgspec.Struct, frozen=True, omit_defaults=True):
    field: str
    name: str
    cells: list[Cell] = []


class Ball(msgspec.Struct, frozen=True, omit_defaults=True):
    """How long each party has held the ball; the parts tile the life of the case."""

    party: str
    seconds: int


class LogLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of the history. `kind` is an action's word, or what the tower itself did."""

    at: datetime
    who: str
    kind: str
    text: str


class OrderPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One order, whole."""

    order: str
    now: datetime
    row: PoolRow | None = None
    platform: str = ""
    shop: str = ""
    title: str = ""
    items: int = 0
    amount_fen: int = 0
    buyer: str = ""
    phone: str = ""
    place: str = ""
    vip: str = ""
    stage: str = ""
    stage_name: str = ""
    facts: list[str] = []
    clocks: list[Why] = []
    lanes: list[Lane] = []
    due_at: datetime | None = None
    due_label: str = ""
    columns: list[SnapshotColumn] = []
    snapshot: list[SnapshotLine] = []
    cause_name: str = ""
    cause_detail: str = ""
    cause_text: str = ""
    confidence: int = 0
    same_cause: int = 0
    same_cause_fen: int = 0
    evidence: list[str] = []
    steps: list[Step] = []
    playbook: str = ""
    ball: list[Ball] = []
    log: list[LogLine] = []
    notes: list[LogLine] = []
    contact_by: datetime | None = None
    scripts: list[str] = []
    checks: list[str] = []
    raw: list[str] = []
    write_backs: list[WriteBackLine] = []
    chase: Chase | None = None
    veiled: dict[str, str] = {}
    pre_audit: AuditLine | None = None
    articles: list[ArticleLine] = []
    commands: list[str] = []
