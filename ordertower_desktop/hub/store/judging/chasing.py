"""What an order's alarm chain did, as its page shows it; and that somebody who was told has looked."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.escalation import Channel, next_at
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.tables import deliveries, notices
from ordertower_desktop.hub.store.tables.deliveries import Delivery, State
from ordertower_desktop.wire.chases import Chase, Telling
from ordertower_desktop.wire.rows import NoticeRow, Receipt

WORDS = {
    State.QUEUED: "queued", State.PENDING: "queued", State.SENDING: "queued", State.REPEATING: "queued", State.DUE: "due",
    State.SENT: "accepted", State.DELIVERED: "delivered", State.FAILED: "failed", State.STALE: "stale", State.CANCELLED: "cancelled",
}  # fmt: skip
ENDED = (State.FAILED, State.STALE, State.CANCELLED)


def chase(conn: Connection, case: Case | None, *, floor: Floor) -> Chase | None:
    """The chain of the case and everything that it did in its present cycle; None where none was ever begun."""
    chain = case.handling.chain if case is not None else None
    if case is None or chain is None:
        return None
    names = {one.id: one.name for one in floor.people}
    coming = next_at(chain)
    return Chase(
        chain.policy.name,
        chain.started_at,
        tellings(conn, case, names),
        next=chain.policy.steps[chain.taken].name if coming else "",
        next_at=coming,
        stopped_at=chain.stopped_at,
        stopped_by=names.get(chain.stopped_by, chain.stopped_by if chain.stopped_by == "系统" else ""),
        cycle=chain.cycle,
    )


def tellings(conn: Connection, case: Case, names: Mapping[str, str]) -> list[Telling]:
    """Every step that the present cycle of the case's chain has taken, and whom it reached."""
    seen = {told.id: told.seen_at for told in notices.of_case(conn, case.id)}
    cycle = case.handling.chain.cycle if case.handling.chain is not None else 0
    told = [one for one in deliveries.of_case(conn, case.id) if one.cycle == cycle]
    return [_telling(one, names, seen) for one in sorted(told, key=lambda one: (one.number, one.id))]


def _telling(one: Delivery, names: Mapping[str, str], seen: Mapping[str, datetime | None]) -> Telling:
    people = [key for key in one.person.split(",") if key]
    looked = [at for key in people if (at := seen.get(f"{one.id}/{key}")) is not None]
    first = min(looked) if looked and one.channel == Channel.IN_APP else None
    return Telling(
        one.step,
        one.channel,
        "seen" if first and one.state is State.DELIVERED else WORDS[one.state],
        one.due_at,
        to="、".join(names.get(key, key) for key in people),
        queued_at=one.queued_at,
        accepted_at=one.sent_at,
        delivered_at=one.delivered_at,
        seen_at=first,
        ended_at=one.at if one.state in ENDED else None,
        why=one.why,
    )


def unseen(conn: Connection, case: str, person: str) -> Sequence[NoticeRow]:
    """What somebody was told of this case on their desk and has not looked at yet."""
    return [told for told in notices.live_of(conn, [case]) if told.person == person and told.seen_at is None]


def look(conn: Connection, told: Sequence[NoticeRow], *, now: datetime) -> None:
    """Whoever opens the order has seen what they were told of it."""
    seen = (msgspec.structs.replace(one, seen_at=now, receipts=[_seen(r, one.person, now) for r in one.receipts]) for one in told)
    put(conn, notices.put(conn, seen))


def _seen(receipt: Receipt, person: str, now: datetime) -> Receipt:
    mine = receipt.channel == Channel.IN_APP and receipt.to == person and receipt.state == "delivered"
    return msgspec.structs.replace(receipt, state="seen", at=now) if mine else receipt
