"""What people make of suggestions to merge: the warehouse is told to wait with these, somebody merges them, and then they go on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.consolidate import Merging, parcel, plans
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.warehouse import Command
from ordertower_desktop.hub.store.judging.commanding import lay, sort, undo
from ordertower_desktop.hub.store.judging.narrow import ordered_at
from ordertower_desktop.hub.store.tables import audit, commands, faces, merges, orders
from ordertower_desktop.hub.store.tables.commands import Job
from ordertower_desktop.hub.store.tables.merges import DONE, NEVER, OPEN, TAKEN, VETOED, Offer

UNDO = timedelta(seconds=60)
WORDS = {TAKEN: "merge_taken", DONE: "merge_done", VETOED: "merge_vetoed", NEVER: "merge_never", OPEN: "merge_undone"}


def take(conn: Connection, key: str, chosen: Sequence[str], merging: Merging, *, job: str, by: str, now: datetime) -> Offer:
    """A person takes it in hand: what is chosen must still be able to go together, and its warehouse waits with it."""
    offer = _open(conn, key)
    wanted = tuple(dict.fromkeys(chosen or offer.plan.able))
    if len(wanted) < 2 or not set(wanted) <= {row.order for row in offer.plan.rows}:
        raise Refusal("至少要勾选建议里的 2 单才能合")
    known = orders.load(conn, wanted)
    if trouble := _trouble(conn, known, wanted, merging, now):
        raise Refusal(f"情况变了，不能合：{trouble}。请刷新后再看")
    held = _pause(conn, wanted, job=job, by=by, now=now)
    saved = merging.fee_fen * (len(wanted) - 1)
    return _settle(conn, replace(offer, plan=replace(offer.plan, saved_fen=saved), chosen=wanted, job=held), TAKEN, by=by, now=now)


def _trouble(conn: Connection, known: dict[str, Order], wanted: Sequence[str], merging: Merging, now: datetime) -> str:
    """What has come between since it was suggested."""
    whose = faces.some(conn, [one.face for one in faces.orders(conn, wanted).values()])
    face_of = {key: whose[one.face].face for key, one in faces.orders(conn, wanted).items() if one.face in whose}
    parcels = [parcel(order, face_of[key], at=ordered_at(order) or now) for key, order in known.items() if key in face_of]
    made = plans(parcels, merging, now) if len(parcels) == len(wanted) else []
    if len(made) != 1:
        return "有订单已经不在这一组里"
    return "；".join(f"{row.order} {'、'.join(row.why)}" for row in made[0].rows if row.why)


def _pause(conn: Connection, wanted: Sequence[str], *, job: str, by: str, now: datetime) -> str:
    """Have them not printed one by one; empty where no warehouse can be told, then the list alone tells people."""
    if not commands.connected(conn):
        return ""
    able = sort(conn, Command.HOLD, wanted).able
    if not able:
        return ""
    lay(conn, Job(job, now, by, Command.HOLD, "等合单，合好再打"), able.items())
    return job


def finish(conn: Connection, key: str, *, by: str, now: datetime) -> Offer:
    """They are one parcel now: whatever waits for it goes on."""
    offer = _there(conn, key)
    if offer.state != TAKEN:
        raise Refusal("这一组没有在合，请刷新")
    if offer.job:
        waiting = [one.order for one in commands.of_job(conn, offer.job)]
        if able := sort(conn, Command.RESUME, waiting).able:
            lay(conn, Job(f"{offer.job}:done", now, by, Command.RESUME, "已合好，恢复打单"), able.items())
    return _settle(conn, offer, DONE, by=by, now=now)


def veto(conn: Connection, key: str, state: str, *, why: str, by: str, now: datetime) -> Offer:
    """Not these, or this customer's never."""
    if not why.strip():
        raise Refusal("否决要写原因，例如：客户要求分开寄")
    return _settle(conn, replace(_open(conn, key), why=why.strip()[:200]), state, by=by, now=now)


def take_back(conn: Connection, offer: Offer, *, by: str, now: datetime) -> None:
    """A merging within a minute, a veto at any time: it is a suggestion again."""
    if offer.state == TAKEN and now - (offer.decided_at or now) > UNDO:
        raise Refusal("已过 60 秒，撤不回；没合时点“合好了”恢复打单")
    if offer.state not in (TAKEN, VETOED, NEVER):
        raise Refusal("这一组已经合好或不在了，撤不回")
    if offer.state == TAKEN and offer.job and (held := commands.job(conn, offer.job)) is not None:
        undo(conn, held, by=by, now=now)
    fresh = replace(offer, chosen=(), why="", job="", by="", decided_at=None)
    merges.put(conn, [replace(fresh, state=OPEN)])
    faces.stir(conn, [one.face.id for one in faces.of_customers(conn, [offer.customer]).get(offer.customer, [])])
    audit.append(conn, audit.Record(now, by, WORDS[OPEN], offer.customer[:12], _ids(offer)))


def _settle(conn: Connection, offer: Offer, state: str, *, by: str, now: datetime) -> Offer:
    made = replace(offer, state=state, by=by, decided_at=now)
    merges.put(conn, [made])
    told = f"{_ids(made)}：{made.why}" if made.why else _ids(made)
    audit.append(conn, audit.Record(now, by, WORDS[state], offer.customer[:12], told))
    return made


def _ids(offer: Offer) -> str:
    return "、".join(offer.chosen or [row.order for row in offer.plan.rows])


def _open(conn: Connection, key: str) -> Offer:
    offer = _there(conn, key)
    if offer.state not in (OPEN, merges.BLOCKED):
        raise Refusal("这一组建议已有人处理，或已过时，请刷新")
    return offer


def _there(conn: Connection, key: str) -> Offer:
    offer = merges.one(conn, key)
    if offer is None:
        raise Refusal("没有这一组建议，请刷新")
    return offer
