"""The life of an order on one axis: a lane per system and one for the desk, what happened, what should have, and where it broke."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.clock import Clock, Pause, governing
from ordertower_desktop.domain.contradiction import contradictions
from ordertower_desktop.domain.event import EVENT_NAMES, Event
from ordertower_desktop.domain.expected import Ghost, expected
from ordertower_desktop.domain.fieldname import FIELD_NAMES
from ordertower_desktop.domain.gap import Gap, Refusal, gaps, kind_of
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.ledger import late_text
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.terms import Terms
from ordertower_desktop.domain.verb import ACTION_NAMES

HOUR = timedelta(hours=1)
LATE_ARRIVAL = timedelta(minutes=10)
CHASES = frozenset({"urged", "complaint"})
DESK_CHASES = frozenset({"breached", "step"})
DESK_WORDS = {
    **ACTION_NAMES, "opened": "入池", "assigned": "分派", "queued": "待分派", "breached": "超时", "recovered": "自动恢复",
    "playbook": "打开步骤", "ticked": "自动打勾", "step_late": "步骤超时", "chatters": "抖动",
}  # fmt: skip
"""A word of the desk's history -> 中文; a step of the chain has its own name."""
LONGEST_DETAIL = 80


class LaneKey(StrEnum):
    PLATFORM = "platform"
    ERP = "erp"
    WMS = "wms"
    CARRIER = "carrier"
    DESK = "desk"


LANE_NAMES = {LaneKey.PLATFORM: "平台", LaneKey.ERP: "ERP", LaneKey.WMS: "WMS", LaneKey.CARRIER: "物流", LaneKey.DESK: "客服"}
LANE_OF = {
    SourceKind.PLATFORM: LaneKey.PLATFORM,
    SourceKind.ERP: LaneKey.ERP,
    SourceKind.WMS: LaneKey.WMS,
    SourceKind.CARRIER: LaneKey.CARRIER,
    SourceKind.CRM: LaneKey.DESK,
}


class MarkKind(StrEnum):
    EVENT = "event"
    FAILED = "failed"
    CHASE = "chase"
    DESK = "desk"
    GHOST = "ghost"


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """A line of the desk's history: `kind` is its word (an action's, or `opened, assigned, breached, step, …`), `what` its text.

    `party` names who has to act from then on (IT, 仓库); empty: the desk's own word does not say.
    """

    at: datetime
    who: str
    what: str
    kind: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on a lane: when it happened, when we learned of it, and how many equal ones it stands for, up to `last`."""

    at: datetime
    name: str
    kind: MarkKind = MarkKind.EVENT
    arrived: datetime | None = None
    count: int = 1
    detail: str = ""
    who: str = ""
    last: datetime | None = None

    @property
    def late(self) -> str:
        """`晚 15 分` for news that took its time, else nothing."""
        if self.arrived is None or self.arrived - self.at < LATE_ARRIVAL:
            return ""
        return f"晚 {late_text(self.arrived - self.at)}"

    def like(self, other: "Mark") -> bool:
        return (self.name, self.kind, self.detail, self.who) == (other.name, other.kind, other.detail, other.who)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of a lane. `kind`: gap | pause."""

    start: datetime
    end: datetime
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    key: LaneKey
    marks: tuple[Mark, ...] = ()
    bands: tuple[Band, ...] = ()

    @property
    def name(self) -> str:
        return LANE_NAMES[self.key]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the order page draws. `gap` is the break that is open, else the longest; `span` what the axis should show."""

    lanes: tuple[Lane, ...]
    ghosts: tuple[Ghost, ...]
    gap: Gap | None
    due: datetime | None
    due_label: str
    span: tuple[datetime, datetime]

    @property
    def hidden(self) -> int:
        """How many marks are folded away (折叠相同 N 条)."""
        return sum(mark.count - 1 for lane in self.lanes for mark in lane.marks)


@dataclass(frozen=True, slots=True)
class Desk:
    """What people and their tower did with the order."""

    entries: tuple[DeskEntry, ...] = ()
    pauses: tuple[Pause, ...] = ()


def timeline(
    order: Order,
    desk: Desk,
    refusals: Iterable[Refusal] = (),
    *,
    clocks: Iterable[Clock],
    terms: Terms,
    now: datetime,
    fold: timedelta = HOUR,
) -> Timeline:
    """The whole of it as known at `now`. Equal marks that follow each other within `fold` are one; a zero `fold` shows every one."""
    clocks, refusals = tuple(clocks), tuple(r for r in refusals if r.at <= now)
    broken = gaps(order, refusals, now)
    ghosts = expected(order, clocks, terms=terms)
    marks = _marks(order, desk, refusals, now)
    bands = _bands(desk, broken, now)
    lanes = tuple(Lane(key, folded(sorted(marks[key], key=_order), fold), tuple(bands[key])) for key in LaneKey)
    leading = governing(clocks, now)
    due = leading.due_at if leading else None
    gap = max(broken, key=lambda one: (one.open, one.end - one.start), default=None)
    return Timeline(lanes, ghosts, gap, due, leading.label if leading else "", _span(lanes, ghosts, due, now))


def folded(marks: Iterable[Mark], fold: timedelta) -> tuple[Mark, ...]:
    """Equal neighbours as one mark with a count; it stands where the first one did."""
    found: list[Mark] = []
    for mark in marks:
        if found and found[-1].like(mark) and mark.at - found[-1].at < fold:
            found[-1] = replace(found[-1], count=found[-1].count + mark.count, last=mark.last or mark.at)
        else:
            found.append(mark)
    return tuple(found)


def _order(mark: Mark) -> tuple[datetime, str, str, str]:
    return mark.at, mark.name, mark.detail, mark.who


def _marks(order: Order, desk: Desk, refusals: Iterable[Refusal], now: datetime) -> dict[LaneKey, list[Mark]]:
    found: dict[LaneKey, list[Mark]] = {key: [] for key in LaneKey}
    known = [event for event in order.log if event.at <= now]
    for event in known:
        found[LANE_OF[kind_of(order, event.source)]].append(_told(event))
    for refusal in refusals:
        if not known or refusal.at >= known[0].at:  # what stood before the order was is told by its band, and must not stretch the axis
            lane = LANE_OF[refusal.kind or kind_of(order, refusal.source)]
            found[lane].append(Mark(refusal.at, "拒绝访问", MarkKind.FAILED, detail=_cut(refusal.reason)))
    for snapshot in order.snapshots:
        if snapshot.absent and snapshot.at <= now:
            found[LANE_OF[snapshot.kind]].append(_absent(snapshot))
    for lane, mark in _conflicts(order, now):
        found[lane].append(mark)
    found[LaneKey.DESK] += [_done(entry) for entry in desk.entries if entry.at <= now]
    return found


def _conflicts(order: Order, now: datetime) -> Iterable[tuple[LaneKey, Mark]]:
    """Each conflict stands on the lane of the system that spoke last, for that is where it came to be; values are told elsewhere."""
    for one in contradictions(order, now):
        lane = LANE_OF[kind_of(order, max(one.said, key=lambda said: said.since).source)]
        detail = FIELD_NAMES.get(one.field, one.field)
        yield lane, Mark(one.since, "数据冲突", MarkKind.FAILED, detail=detail)
        if one.cleared_at is not None:
            yield lane, Mark(one.cleared_at, "冲突消除", detail=detail)


def _done(entry: DeskEntry) -> Mark:
    name = DESK_WORDS.get(entry.kind) or entry.what or entry.kind
    detail = kind_name(entry.what) if entry.kind == "opened" else entry.what
    kind = MarkKind.CHASE if entry.kind in DESK_CHASES else MarkKind.DESK
    return Mark(entry.at, _cut(name), kind, detail="" if detail == name else _cut(detail), who=entry.who)


def _told(event: Event) -> Mark:
    kind = MarkKind.CHASE if event.name in CHASES else MarkKind.FAILED if event.name == "write_back_failed" else MarkKind.EVENT
    detail = next((str(event.payload[key]) for key in ("reason", "text", "place") if event.payload.get(key)), "")
    return Mark(event.at, EVENT_NAMES.get(event.name, event.name), kind, event.arrived, detail=_cut(detail))


def _absent(snapshot: Snapshot) -> Mark:
    return Mark(snapshot.at, "无此单", MarkKind.FAILED, detail=snapshot.source, last=snapshot.last_at)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


def _bands(desk: Desk, broken: Iterable[Gap], now: datetime) -> dict[LaneKey, list[Band]]:
    found: dict[LaneKey, list[Band]] = {key: [] for key in LaneKey}
    for gap in broken:
        found[LANE_OF[gap.kind]].append(Band(gap.start, gap.end, "gap", gap.text))
    for pause in desk.pauses:
        opened, closed = pause.stretch(now)
        if opened <= now:
            found[LaneKey.DESK].append(Band(opened, closed, "pause", f"暂停 {late_text(closed - opened)}，{_cut(pause.reason)}"))
    return found


def _span(lanes: Iterable[Lane], ghosts: Iterable[Ghost], due: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """From the first mark to as far ahead as is worth drawing, in whole hours; a far future does not squeeze the past."""
    first = min((mark.at for lane in lanes for mark in lane.marks), default=now)
    first = min([first, *(band.start for lane in lanes for band in lane.bands), now])
    horizon = now + max(2 * HOUR, (now - first) / 2)
    ahead = [at for at in (due, *(ghost.at for ghost in ghosts)) if at is not None and at <= horizon]
    last = max([now, *ahead])
    return _hour(first), _hour(last) + HOUR


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
