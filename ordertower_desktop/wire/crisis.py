"""The crisis page on the wire: the level and its log, the response with its pack and money, the clearing plan, and what people do there."""

from datetime import datetime

import msgspec

from ordertower_desktop.wire.chases import Telling


class TaskRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A task or phase. `state`: done | current | todo; `late`: it was still open when it was due; the desk counts down itself."""

    id: str
    title: str
    state: str
    began_at: datetime
    due_at: datetime
    phase: str = ""
    post: str = ""
    detail: str = ""
    evidence: str = ""
    owner: str = ""
    owner_name: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    said: str = ""
    late: bool = False


class ScriptRow(msgspec.Struct, frozen=True):
    """话术 to be copied."""

    id: str
    name: str
    text: str


class RungRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step of the reporting path: who, within how many seconds of the declaration, how, and who told them when.

    `tellings` is what the rise of the level has sent them (as `case`), `answered_*` who of them said that
    they know, `next_*` the step to come.
    """

    post: str
    within_s: int
    how: str = ""
    names: list[str] = []
    key: str = ""
    told_at: datetime | None = None
    told_by: str = ""
    case: str = ""
    tellings: list[Telling] = []
    answered_at: datetime | None = None
    answered_by: str = ""
    next: str = ""
    next_at: datetime | None = None


class RemedyRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """补偿方案. `audience`: late | vip."""

    id: str
    name: str
    fen: int
    audience: str = "late"
    detail: str = ""


class PackRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a level brings; shown before a response is declared too."""

    level: int
    tasks: list[TaskRow] = []
    scripts: list[ScriptRow] = []
    path: list[RungRow] = []
    remedies: list[RemedyRow] = []
    total_fen: int = 0
    each_fen: int = 0
    alone_fen: int = 0


class OfferRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A compensation. `state`: waiting | approved | refused; `twice` counts the orders that were kept out, `again` those let in by name."""

    id: str
    name: str
    fen: int
    orders: int
    state: str
    by: str
    by_name: str
    at: datetime
    twice: int = 0
    again: int = 0
    why: str = ""
    decided_by_name: str = ""
    decided_at: datetime | None = None
    decided_why: str = ""


class OfferPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """An offer with its orders, for those who pay: each of `orders` gets `fen`, `again` of them for the second time."""

    id: str
    name: str
    fen: int
    state: str
    by_name: str
    at: datetime
    orders: list[str]
    again: list[str] = []
    why: str = ""
    decided_by_name: str = ""
    decided_at: datetime | None = None
    decided_why: str = ""


class LogRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the log. `did` is a word of the response's or the level's log; the text says it all."""

    at: datetime
    did: str
    text: str
    by_name: str = ""


class CallRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last call to the customer of an order."""

    order: str
    at: datetime
    by_name: str
    text: str


class ResponseRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """The response that is under way."""

    id: str
    level: int
    opened_at: datetime
    by_name: str
    phases: list[TaskRow]
    tasks: list[TaskRow]
    offers: list[OfferRow] = []
    calls: list[CallRow] = []
    checks: dict[str, LogRow] = {}
    used_fen: int = 0
    waiting_fen: int = 0
    alone_fen: int = 0
    stopped: int = 0


class HoldRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody keeps the level; `until` None: until it is released."""

    by_name: str
    at: datetime
    why: str
    until: datetime | None = None


class PlatformNoticeRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A platform's warning or loss of points that is not settled yet."""

    id: str
    where: str
    text: str
    at: datetime
    by_name: str
    points: int = 0


class DrillRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """危机演练: a response in rehearsal, at a level that is not in force. Everything that is done in it names its `id`."""

    id: str
    level: int
    name: str
    pack: PackRow
    response: ResponseRow
    log: list[LogRow] = []


class CrisisRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """The level in force (`level`), what the counts ask for (`asked`), and what is being done. `log` is newest first.

    `veiled`: how sums are kept from this desk's post, masked (the first digit alone) or hidden (0).
    """

    level: int
    name: str
    asked: int
    asked_name: str
    pack: PackRow
    since: datetime | None = None
    why: str = ""
    unconfirmed: bool = False
    confirmed_by_name: str = ""
    confirmed_at: datetime | None = None
    hold: HoldRow | None = None
    response: ResponseRow | None = None
    log: list[LogRow] = []
    veiled: str = ""
    notices: list[PlatformNoticeRow] = []
    drill: DrillRow | None = None


class GroupRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A group of the clearing plan: what is open, what was cleared since the declaration, and orders an hour needed and done."""

    id: str
    name: str
    post: str
    open: int
    cleared: int
    per_hour: int
    needed_per_hour: int = 0
    planned: int = 0
    names: list[str] = []


class PlanRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """The day's curve of breached orders, and while a response runs how its 72 hours go."""

    curve: list[tuple[datetime, int]]
    groups: list[GroupRow] = []
    due_at: datetime | None = None


class Act(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something done on the crisis page, with an id of its own: the same id again changes nothing.

    `do`: confirm, keep (`level`, `until`), release, declare, finish | reopen | take (`about` a task; `text` evidence, or whose it is),
    phase (`about`), note, called (`about` an order), told (`about` a post of the path), check (`about`),
    offer (`about` a remedy, `orders`, `again`, `fen`), approve | refuse (`about` an offer), end,
    notice (`about` platform and shop, `text`, `points`), settle (`about` a notice, `text` what came of it),
    rehearse (`level`). `drill` names the drill that something is done in: finish .. end as above, or stop.
    """

    id: str
    do: str
    about: str = ""
    text: str = ""
    level: int = 0
    until: datetime | None = None
    orders: list[str] = []
    again: list[str] = []
    fen: int = 0
    points: int = 0
    drill: str = ""


class GrantRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """临时授权: a person has a role until a time. `state`: running | over | withdrawn."""

    id: str
    person: str
    name: str
    role: str
    why: str
    by_name: str
    at: datetime
    until: datetime
    state: str
    ended_at: datetime | None = None


class GrantBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Give a person a role until a time, for a reason."""

    id: str
    person: str
    until: datetime
    why: str
    role: str = "supervisor"
