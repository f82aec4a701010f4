"""演练 on desks: what people read when a chain is rehearsed, and how it goes away by itself; no case, no delivery, nothing counted."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.chainwalk import Fate, Heard
from ordertower_desktop.domain.escalation import Channel, EscalationPolicy
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.tables import notices
from ordertower_desktop.wire.rows import NoticeRow, Receipt

ABOUT, MARK, KIND = "drill/", "【演练】", "drill"
LASTS = timedelta(minutes=15)


def tell(conn: Connection, policy: EscalationPolicy, heard: Iterable[Heard], *, by: str, now: datetime) -> int:
    """Put it on the desks of all whom a step in the app would reach; returns how many notices."""
    key = uuid.uuid4().hex[:12]
    told = [one for step in heard for one in _notices(key, policy, step, by=by, now=now)]
    put(conn, notices.put(conn, told))
    return len(told)


def words(policy: EscalationPolicy, step: Heard, now: datetime) -> str:
    """What a person reads, whatever it comes by."""
    at = (now + step.after).astimezone(SHANGHAI)
    which = f"“{policy.name}”第 {step.step + 1} 步（{policy.steps[step.step].name}）"
    return f"若此刻有一单超时，{which}会在 {at:%H:%M} 告诉您。这是演练，不用处理"


def lasts(conn: Connection) -> bool:
    """Whether any of it is still on a desk."""
    return any(one.withdrawn_at is None for one in notices.about(conn, ABOUT))


def over(conn: Connection, now: datetime) -> int:
    """Take back what has been read long enough; returns how many."""
    old = [one for one in notices.about(conn, ABOUT) if one.withdrawn_at is None and one.at + LASTS <= now]
    put(conn, notices.put(conn, [msgspec.structs.replace(one, withdrawn_at=now) for one in old]))
    return len(old)


def _notices(key: str, policy: EscalationPolicy, step: Heard, *, by: str, now: datetime) -> Iterator[NoticeRow]:
    if policy.steps[step.step].channel is not Channel.IN_APP or step.fate is not Fate.TOLD:
        return
    for person in step.people:
        yield NoticeRow(
            id=f"{ABOUT}{key}/{step.step}/{person.id}",
            person=person.id,
            case="",
            order="",
            kind=KIND,
            severity="warning",
            title=f"{MARK}{policy.name}"[:20],
            body=f"{words(policy, step, now)}\n{by} 发起",
            at=now,
            cause=KIND,
            cause_name=f"{MARK}{policy.name}",
            path=[f"{by} 发起的演练", policy.steps[step.step].name],
            receipts=[Receipt(Channel.IN_APP, person.id, person.name, "delivered", now)],
        )
