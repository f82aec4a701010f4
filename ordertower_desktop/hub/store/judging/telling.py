"""Who is told what, when a step of a chain falls due, and how it is called off again."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.addressee import Addressed, addressed
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.effect import StepDue
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, Channel, To
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.people import Person
from ordertower_desktop.domain.post import names
from ordertower_desktop.domain.reporting import of_path
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.feed.write import Document
from ordertower_desktop.hub.store.tables import deliveries, notices
from ordertower_desktop.hub.store.tables.deliveries import Delivery, Outcome
from ordertower_desktop.hub.store.tables.deliveries import State as Delivered
from ordertower_desktop.wire.rows import NoticeRow, PoolRow, Receipt


def owed(effect: StepDue, state: State, now: datetime) -> Delivery:
    """The delivery of a step. Its id is case, cycle and step, so one step is owed once however often it is judged."""
    step = effect.due.step
    key = f"{effect.case}/{effect.cycle}/{effect.due.number}"
    return Delivery(key, effect.case, state.order.id, step.channel, step.name, step.to, "", effect.due.at, now, whom=step.whom)


def addressees(row: PoolRow, held: Delivery, *, floor: Floor) -> Addressed:
    """Whom a step speaks to now; of an order nobody who does not see its warehouse."""
    serving = floor.serving(row.warehouse) if row.order else floor
    return addressed(To(held.role), held.whom, owner=row.owner, post=row.post, floor=serving)


def notice(held: Delivery, person: Person, row: PoolRow, *, now: datetime) -> NoticeRow:
    """What the person reads: state, number, next step."""
    late = row.due_at is not None and row.due_at <= now
    return NoticeRow(
        id=f"{held.id}/{person.id}",
        person=person.id,
        case=row.case,
        order=row.order,
        kind=row.kind,
        severity=row.severity,
        title=headline(row, row.order[-4:])[:24],
        body=f"{clock_words(row, now)}，{row.cause_detail or row.cause_name or '原因未明'}" if late else row.cause_detail or row.kind_name,
        at=now,
        cause=row.cause,
        cause_name=row.cause_name,
        vip=row.vip,
        due_at=row.due_at,
        path=[*_why_told(row), held.step],
        receipts=[Receipt(held.channel, person.id, person.name, "delivered", now)],
    )


def _why_told(row: PoolRow) -> list[str]:
    if of_path(row.case):
        return [row.title.removesuffix("响应"), *row.verdicts]
    return [f"规则 {'、'.join(row.verdicts)}", f"责任人 {row.owner_name or '未分配'}"]


def headline(row: PoolRow, number: str) -> str:
    """What it is about: an order by its number, all else by its name."""
    return f"{'VIP ' if row.vip else ''}订单 {number} {row.kind_name}" if row.order else row.title


def clock_words(row: PoolRow, now: datetime) -> str:
    minutes = int((now - row.due_at).total_seconds() // 60) if row.due_at else 0
    hours, rest = divmod(minutes, 60)
    if hours >= 2 * 24:
        return f"已超 {hours // 24} 天"
    return f"已超 {hours} 时 {rest:02d} 分" if hours else f"已超 {rest} 分"


def nobody_here(conn: Connection, case: Case, *, floor: Floor, now: datetime) -> list[Document]:
    """Nobody of the post is on duty: its supervisors are told, once a case."""
    post = names(floor.posts).get(case.post, case.post)
    told = [
        NoticeRow(
            id=f"{case.id}/queue/{person.id}",
            person=person.id,
            case=case.id,
            order=case.order,
            kind="unowned",
            severity="warning",
            title=f"订单 {case.order[-4:]} 无人在岗",
            body=f"{post} 现在无人在岗，此单在岗位队列里，请指派",
            at=now,
            path=[kind_name(case.leading.kind), f"岗位 {post} 无人在岗"],
        )
        for person in floor.on_duty("supervisor")
    ]
    return notices.put(conn, told)


def with_receipts(
    conn: Connection, owed: Iterable[tuple[Delivery, Sequence[Person]]], *, now: datetime, connected: Collection[str]
) -> list[Document]:
    """Show on the cases' notices that a further channel is owed to these people, or waits to go out to them."""
    more: dict[str, list[Receipt]] = {}
    for held, people in owed:
        state, why = ("queued", "") if held.channel in connected else ("due", unconnected(held.channel))
        more.setdefault(held.case, []).extend(Receipt(held.channel, p.id, p.name, state, now, why) for p in people)
    live = notices.live_of(conn, list(more))
    return notices.put(conn, [msgspec.structs.replace(one, receipts=[*one.receipts, *more[one.case]]) for one in live])


_RECEIPT_OF = {Delivered.SENT: "accepted", Delivered.DELIVERED: "delivered", Delivered.CANCELLED: "cancelled"}


def receipts_after(conn: Connection, outcomes: Iterable[Outcome], *, now: datetime) -> list[Document]:
    """Show on the cases' notices what became of what waited; what came too late failed."""
    became = {(o.held.case, o.held.channel, o.held.person): (_RECEIPT_OF.get(o.state, "failed"), o.why) for o in outcomes}

    def after(case: str, receipt: Receipt) -> Receipt:
        state, why = became.get((case, receipt.channel, receipt.to), (receipt.state, receipt.why))
        return msgspec.structs.replace(receipt, state=state, why=why, at=now) if receipt.state == "queued" else receipt

    live = notices.live_of(conn, list({case for case, _, _ in became}))
    return notices.put(conn, [msgspec.structs.replace(one, receipts=[after(one.case, r) for r in one.receipts]) for one in live])


def call_off(conn: Connection, case_ids: list[str], *, now: datetime) -> list[Document]:
    """Somebody answered: what is owed is cancelled, what is on screens goes away."""
    deliveries.call_off(conn, case_ids, now=now)
    live = notices.live_of(conn, case_ids)
    withdrawn = [
        msgspec.structs.replace(one, withdrawn_at=now, acknowledged_at=now, receipts=[_ended(r, now) for r in one.receipts]) for one in live
    ]
    return notices.put(conn, withdrawn)


def _ended(receipt: Receipt, now: datetime) -> Receipt:
    return msgspec.structs.replace(receipt, state="cancelled", at=now) if receipt.state in ("due", "queued") else receipt


def unconnected(channel: str) -> str:
    """Why a step is only recorded."""
    return f"{CHANNEL_NAMES[Channel(channel)]}还没有接通，已记录为应发"
