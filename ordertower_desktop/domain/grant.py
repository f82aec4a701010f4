"""临时授权: a person holds a role until a time and not a moment longer, whatever runs or has been restarted (S106)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.people import Actor, Person, Role

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=72)
GIVEN = {Role.SUPERVISOR: "主管"}
"""The roles that can be lent; an administrator's cannot."""


@dataclass(frozen=True, slots=True)
class Grant:
    """`ended_at` is set where somebody took it back early; otherwise it ends by itself at `until`."""

    id: str
    person: str
    role: Role
    by: str
    at: datetime
    until: datetime
    why: str
    ended_at: datetime | None = None

    def over_at(self) -> datetime:
        return min(self.until, self.ended_at) if self.ended_at is not None else self.until


def running(grant: Grant, now: datetime) -> bool:
    """Whether it holds at this moment: a function of the time alone."""
    return grant.at <= now < grant.over_at()


def acting(actor: Actor, grants: Iterable[Grant], now: datetime) -> Actor:
    """The actor as the grants make them; only line staff are raised, never a display and never somebody who may more already."""
    if actor.role is not Role.AGENT:
        return actor
    held = [grant.role for grant in grants if grant.person == actor.id and running(grant, now)]
    return replace(actor, role=held[0]) if held else actor


def refused(grant: Grant, person: Person | None, now: datetime) -> str:
    """Why a grant cannot be, as a sentence; empty when it can."""
    if person is None or person.disabled:
        return "没有这个成员，或已停用"
    if person.role is not Role.AGENT:
        return f"{person.name} 不是一线客服，不用临时授权"
    if grant.person == grant.by:
        return "不能给自己授权"
    if grant.role not in GIVEN:
        return "只能临时授予主管权限"
    if not SHORTEST <= grant.until - now <= LONGEST:
        return "授权时长要在 5 分钟到 72 小时之间"
    return "" if grant.why.strip() else "授权要写明原因"
