"""How a row looks with this desk's unconfirmed actions on top: a preview, the hub has the last word."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from ordertower_desktop.domain import actions as do
from ordertower_desktop.sync import steps
from ordertower_desktop.wire.rows import PersonRow, PoolRow


def overlay(row: PoolRow, actions: Iterable[do.Action], *, me: PersonRow, now: datetime) -> PoolRow:
    """`row` as it will be if the hub agrees to these actions, oldest first; actions of other cases change nothing."""
    mine = [a for a in actions if isinstance(a, do.CaseAction) and a.case == row.case]
    undone = {a.action for a in mine if isinstance(a, do.Undo)}
    for action in mine:
        if action.id not in undone:
            row = _with(row, action, me=me, now=now)
        row = replace(row, pending=do.word(action))
    return row


def _with(row: PoolRow, action: do.CaseAction, *, me: PersonRow, now: datetime) -> PoolRow:
    """The row after one action. What only the hub can know (a forced step, a source asked again) leaves it as it is."""
    match action:
        case do.Acknowledge():
            return replace(row, owner=me.id, owner_name=me.name, acknowledged=True, acknowledged_at=now, snoozed_until=None)
        case do.HandOver(to=to):
            return replace(row, owner=to, owner_name=to, acknowledged=False, acknowledged_at=None)
        case do.Snooze(until=until):
            return replace(row, snoozed_until=until)
        case do.Pause():
            return replace(row, clock_state="paused", left_s=_left(row, now))
        case do.Resume():
            return replace(row, clock_state="running", left_s=None)
        case do.Resolve() | do.Archive():
            state = "archived" if isinstance(action, do.Archive) else "resolved"
            return replace(row, state=state, closed_at=now, owner=row.owner or me.id, owner_name=row.owner_name or me.name)
        case do.Reopen():
            return replace(row, state="open", closed_at=None, owner=me.id, owner_name=me.name, acknowledged=True, acknowledged_at=now)
        case do.MarkVerdict(true=true):
            return replace(row, mark=true)
        case do.StepAction():
            return replace(row, steps=steps.after(row.steps, action, name=me.name, now=now))
        case _:
            return row


def _left(row: PoolRow, now: datetime) -> int | None:
    """Seconds left on the governing clock; below 0 when it has passed. The hub reckons with calendars, this is 约."""
    return None if row.due_at is None else int((row.due_at - now).total_seconds())
