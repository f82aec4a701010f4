"""The order page: everything about one order, as `GET /v1/orders/{id}` answers."""

from datetime import datetime

import msgspec

from ordertower_desktop.wire.articles import ArticleLine
from ordertower_desktop.wire.chases import Chase
from ordertower_desktop.wire.customers import OrderCustomer
from ordertower_desktop.wire.preaudit import AuditLine
from ordertower_desktop.wire.risk import RiskRow
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


class Saying(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one system says in a conflict, since when it says so, and when it was last read."""

    source: str
    name: str
    text: str
    since: datetime
    seen: datetime


class ConflictLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A conflict of the order; `cleared_at` is None while it is open, `times` how often it came."""

    field: str
    name: str
    since: datetime
    said: list[Saying] = []
    cleared_at: datetime | None = None
    times: int = 1
    advice: str = ""


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


class OwnLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field that the floor has named, as this order has it. `problem`: why the value does not fit its kind, and what to do."""

    key: str
    name: str
    text: str
    source: str = ""
    problem: str = ""
    plain: bool = False


class LossTerm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of what one more hour of waiting costs, in fen, and how it comes about."""

    name: str
    detail: str
    fen: int


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
    loss: list[LossTerm] = []
    lanes: list[Lane] = []
    due_at: datetime | None = None
    due_label: str = ""
    columns: list[SnapshotColumn] = []
    snapshot: list[SnapshotLine] = []
    conflicts: list[ConflictLine] = []
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
    customer: OrderCustomer | None = None
    articles: list[ArticleLine] = []
    commands: list[str] = []
    risk: RiskRow | None = None
    own: list[OwnLine] = []
    tracked: bool = False
