"""What people do about things done past the systems: write one down, fill it in; and attempts to reach a customer (S42, S65)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.case import Case, Entry
from ordertower_desktop.domain.escalation import stop
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.domain.stopgap import Stopgap
from ordertower_desktop.domain.watch import TOWER

LONGEST_SAID = 300
ATTEMPTS, UNREACHED_FOR = 3, timedelta(days=7)
"""So many attempts, the first so long ago: nobody can be reached, and the case may be archived."""


def improvised(case: Case, action: do.Improvise, actor: Actor, now: datetime) -> Case | Refused:
    """Written down at once; whoever does it answers for the case, so that it does not go away by itself before it is filled in."""
    for name, said in (("做了什么", action.what), ("为什么", action.why)):
        if not said.strip():
            return Refused(f"临时操作要写明{name}")
        if len(said) > LONGEST_SAID:
            return Refused(f"临时操作的{name}最多 {LONGEST_SAID} 字，现有 {len(said)} 字")
    made = Stopgap(action.id, now, actor.name, action.what.strip(), action.why.strip())
    return _answered(replace(case, stopgaps=(*case.stopgaps, made)), actor, now)


def filled(case: Case, action: do.FillIn, actor: Actor, now: datetime) -> Case | Refused | Conflict:
    """What was done is in the systems, or on paper, as it should have been."""
    found = next((one for one in case.stopgaps if one.id == action.stopgap), None)
    if found is None:
        return Refused("找不到这个临时操作，请刷新")
    if not found.open:
        return Conflict(f"“{found.what}”已由 {found.filled_by} 补录", found.filled_by)
    if not action.text.strip():
        return Refused(f"补录“{found.what}”要写明补了什么，例如单号或系统里的记录")
    made = replace(found, filled_at=now, filled_by=actor.name, text=action.text.strip()[:LONGEST_SAID])
    return replace(case, stopgaps=tuple(made if one is found else one for one in case.stopgaps))


def unreached(case: Case, _action: do.Unreached, actor: Actor, now: datetime) -> Case:
    """One attempt more; it is the history that counts them."""
    return _answered(case, actor, now)


def held_open(case: Case) -> str:
    """Why the case cannot be closed yet; empty when it can."""
    left = [one.what for one in case.stopgaps if one.open]
    return f"还有 {len(left)} 个临时操作没有补录：{'、'.join(left)[:80]}。先补录再结" if left else ""


def attempts(case: Case) -> tuple[datetime, ...]:
    """When somebody tried to reach the customer and could not."""
    return tuple(entry.at for entry in case.log if entry.what == "unreached")


def unreachable_at(case: Case) -> datetime | None:
    """From when on the case counts as one whose customer cannot be reached; None while too few have tried."""
    tried = attempts(case)
    return max(tried[0] + UNREACHED_FOR, tried[ATTEMPTS - 1]) if len(tried) >= ATTEMPTS else None


def todo(case: Case, now: datetime) -> str:
    """What the case is listed for beside its clocks: stopgap | unreached, or nothing."""
    if any(one.open for one in case.stopgaps):
        return "stopgap"
    at = unreachable_at(case)
    return "unreached" if at is not None and at <= now else ""


def remind(case: Case, now: datetime) -> Case:
    """The case after the tower looked at what is still open: each is reminded of once, in the history."""
    known = {entry.text for entry in case.log if entry.what == "stopgap_late"}
    late = [one for one in case.stopgaps if one.open and one.due_at <= now and one.what not in known]
    if not late:
        return case
    log = (*case.log, *(Entry(one.due_at, TOWER, "stopgap_late", one.what) for one in late))
    return replace(case, log=log, version=case.version + 1)


def moments(case: Case) -> Iterator[datetime]:
    """When time alone changes what the case is listed for."""
    yield from (one.due_at for one in case.stopgaps if one.open)
    if (at := unreachable_at(case)) is not None:
        yield at


def _answered(case: Case, actor: Actor, now: datetime) -> Case:
    handling = case.handling
    if handling.acknowledged_at is not None or not case.open:
        return case
    chain = stop(handling.chain, now=now, by=actor.id)
    made = replace(handling, owner=handling.owner or actor.id, acknowledged_at=now, snoozed_until=None, chain=chain)
    return replace(case, handling=made, first_response_at=case.first_response_at or now)
