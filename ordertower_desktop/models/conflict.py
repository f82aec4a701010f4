"""Two people did something to one order: what I saw, what I did, what is true now, and what each way out would send. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.verb import ACTION_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.wire.rows import PoolRow

Choice = Literal["merge", "mine", "facts"]
STATES = {"open": "未结", "resolved": "已结单", "recovered": "自动恢复", "archived": "已归档"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on which the three may differ; `differs` marks a present fact that stands against what I did."""

    name: str
    before: str
    mine: str
    now: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """One order of the card."""

    action: do.CaseAction
    row: PoolRow
    winner: str
    before_at: datetime
    mine_at: datetime
    lines: tuple[Line, ...]


def clash(action: do.CaseAction, before: PoolRow, now_row: PoolRow, *, winner: str, me: str, at: datetime) -> Clash:
    """What stands against what; `before` is the row as I saw it, `at` when I acted."""
    lines = (_owner(action, before, now_row, me), _state(action, before, now_row), _clock(action, before, now_row))
    shown = tuple(line for line in lines if line.name == "责任人" or line.differs or line.mine != "—")
    return Clash(action, now_row, winner or now_row.owner_name, before.last_event_at or before.opened_at, at, (*shown, *_said(action)))


def says(found: Clash, choice: Choice) -> str:
    """What a choice means, for this order."""
    name = ACTION_NAMES[do.word(found.action)]  # type: ignore[arg-type]
    owner = found.winner or "对方"
    match choice:
        case "merge":
            return f"责任人留 {owner}；我的{name}记进时间轴，附我的时间"
        case "mine":
            return f"再做一次{name}，盖过 {owner} 的操作，写入留痕"
        case "facts":
            return f"放弃我的{name}，保持现状"


def settled(found: Clash, choice: Choice, id_: str) -> do.Action | None:
    """The action that a choice sends, or None when the facts stand."""
    match choice:
        case "facts":
            return None
        case "merge":
            name = ACTION_NAMES[do.word(found.action)]  # type: ignore[arg-type]
            return do.Note(id=id_, case=found.action.case, version=found.row.version, text=_merged(found, name))
        case "mine":
            return again(found.action, id_, found.row.version)


def _merged(found: Clash, name: str) -> str:
    said = "；".join(line.mine for line in found.lines if line.name in ("备注", "原因"))
    return f"{text.of_day(found.mine_at)} 曾{name}，与 {found.winner or '他人'} 的操作撞上，责任人不变" + (f"；{said}" if said else "")


def again(action: do.CaseAction, id_: str, version: int) -> do.Action:
    """The same act under a new id, on the order as it is now."""
    values = {name: getattr(action, name) for name in type(action).__dataclass_fields__} | {"id": id_, "version": version}
    made: do.Action = type(action)(**values)  # type: ignore[assignment]
    return made


def _owner(action: do.CaseAction, before: PoolRow, now: PoolRow, me: str) -> Line:
    to = getattr(action, "to", "")
    mine = {do.Acknowledge: f"{me} 接手", do.HandOver: f"转派 {to}", do.Reopen: f"{me} 重新打开"}.get(type(action), "—")
    since = f" {text.of_day(now.acknowledged_at)}" if now.acknowledged_at else ""
    differs = now.owner != before.owner
    return Line("责任人", before.owner_name or "待认领", mine, (now.owner_name or "待认领") + since, differs)


def _state(action: do.CaseAction, before: PoolRow, now: PoolRow) -> Line:
    mine = {do.Resolve: "结单", do.Archive: "归档", do.Reopen: "重新打开"}.get(type(action), "—")
    return Line("状态", STATES.get(before.state, before.state), mine, STATES.get(now.state, now.state), now.state != before.state)


def _clock(action: do.CaseAction, before: PoolRow, now: PoolRow) -> Line:
    words = {"running": "在走", "paused": "暂停", "done": "完成"}
    mine = {do.Pause: "暂停", do.Resume: "恢复"}.get(type(action), "—")
    return Line("时钟", words.get(before.clock_state, "—"), mine, words.get(now.clock_state, "—"), now.clock_state != before.clock_state)


def _said(action: do.CaseAction) -> tuple[Line, ...]:
    match action:
        case do.Note(text=words):
            return (Line("备注", "", f"+ {words}", "", False),)
        case do.Snooze(why=why) | do.Pause(why=why) | do.Force(why=why):
            return (Line("原因", "", why, "", False),)
        case _:
            return ()
