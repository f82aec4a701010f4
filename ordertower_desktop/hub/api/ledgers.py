"""/v1/audit, /v1/deliveries: what was done and told, page by page."""

from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from ordertower_desktop.domain.veil import sums
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.http import Answer, Call, as_json
from ordertower_desktop.hub.store.tables import audit, deliveries
from ordertower_desktop.wire.audit import AuditLine, Verified

T = TypeVar("T")


class Lines(msgspec.Struct, Generic[T], frozen=True):
    """A page of a list; `after` asks for the next one, empty at the end."""

    items: list[T]
    after: str = ""


MOST_WORDS = 40


class DeliveryLine(msgspec.Struct, frozen=True):
    """One step of a chain and what became of it; `due` says that it is owed because its channel is not connected."""

    id: str
    case: str
    order: str
    channel: str
    step: str
    person: str
    state: str
    due_at: datetime
    at: datetime
    why: str


def audited(call: Call) -> Answer:
    """The audit log, oldest first, `about` naming one thing; with `before` (0: from the end) newest first, and narrowed by the rest."""
    limit, back = call.limit(), "before" in call.query
    with call.tower.db.read() as conn:
        if back:
            rows = audit.newest(conn, _wanted(call), before=call.number("before"), limit=limit)
        else:
            rows = audit.page(conn, after=call.number("after"), limit=limit, about=call.query.get("about", ""))
        seen = veil.eyes_of(call, conn)
    lines = [AuditLine(n, r.at, r.who, r.what, r.object, sums(r.detail, seen)) for n, r in rows]
    return as_json(Lines(lines, str(lines[-1].n) if len(lines) == limit else ""))


def _wanted(call: Call) -> audit.Wanted:
    acts = frozenset(filter(None, call.query.get("what", "").split(",")[:MOST_WORDS]))
    return audit.Wanted(call.query.get("about", ""), call.query.get("who", ""), acts, call.moment("since"), call.moment("until"))


def verified(call: Call) -> Answer:
    """Walk the chain of seals."""
    with call.tower.db.read() as conn:
        broken = audit.verify(conn)
        rows = audit.count(conn)
    return as_json(Verified(broken is None, rows, broken.n if broken else 0, broken.why if broken else ""))


def delivered(call: Call) -> Answer:
    limit = call.limit()
    with call.tower.db.read() as conn:
        found = deliveries.page(conn, after=call.query.get("after", ""), limit=limit, state=call.query.get("state", ""))
    lines = [DeliveryLine(d.id, d.case, d.order, d.channel, d.step, d.person, d.state, d.due_at, d.at, d.why) for d in found]
    return as_json(Lines(lines, lines[-1].id if len(lines) == limit else ""))
