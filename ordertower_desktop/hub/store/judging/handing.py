"""What a hand-over to the backup says of the one who did not answer: fairly, what had reached them by then and what had not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case, Entry, noted
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, Channel, To
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Presence
from ordertower_desktop.domain.step import State, pass_time
from ordertower_desktop.domain.watch import TOWER
from ordertower_desktop.hub.store.judging.passing import Turns
from ordertower_desktop.hub.store.judging.row import surroundings
from ordertower_desktop.hub.store.judging.settle import Judged, settle
from ordertower_desktop.hub.store.tables import cases, deliveries, notices, orders
from ordertower_desktop.hub.store.tables.deliveries import Delivery, Outcome
from ordertower_desktop.hub.store.tables.deliveries import State as Told

SAID = {
    Told.DELIVERED: "已送达，未读", Told.SENT: "已发出，是否送达不明", Told.DUE: "没有接通，没有发", Told.FAILED: "没送到",
    Told.STALE: "没能发出", Told.CANCELLED: "没有发", Told.PENDING: "还在排队", Told.QUEUED: "还在排队",
    Told.SENDING: "正在发", Told.REPEATING: "正在发",
}  # fmt: skip
HERE = {Presence.ON: "在岗", Presence.BREAK: "在休息", Presence.OFF: "不在岗"}


def record(conn: Connection, outcomes: Iterable[Outcome], *, now: datetime, floor: Floor) -> int:
    """Write it into the history of the cases that were handed over just now; returns how many."""
    handed = [one.held for one in outcomes if one.held.role == To.BACKUP]
    if not handed:
        return 0
    ids = list(dict.fromkeys(one.order for one in handed))
    known, had, turns, judged = orders.load(conn, ids), cases.latest(conn, ids), Turns(floor), []
    for held in handed:
        case = had.get(held.order)
        if case is None or case.id != held.case or not _hands_over(case, held):
            continue
        told = [one for one in deliveries.of_case(conn, case.id) if one.cycle == held.cycle and one.number < held.number]
        seen = {one.id for one in notices.of_case(conn, case.id) if one.seen_at is not None}
        words = _words(case, told, seen, floor=floor)
        made = noted(replace(case, version=case.version + 1), Entry(now, TOWER, "handed_over", words))
        before = State(known[held.order], case)
        after, effects = pass_time(replace(before, case=made), now, floor=turns.floor)
        turns.note(effects)
        judged.append(Judged(before, after, effects))
    settle(conn, judged, now=now, floor=turns.floor, around=surroundings(conn, turns.floor, now))
    return len(judged)


def _hands_over(case: Case, held: Delivery) -> bool:
    chain = case.handling.chain
    place = held.number - chain.behind if chain is not None else -1
    return chain is not None and chain.cycle == held.cycle and 0 <= place < len(chain.policy.steps) and chain.policy.steps[place].hands_over


def _words(case: Case, told: Sequence[Delivery], seen: set[str], *, floor: Floor) -> str:
    """转给 林晓。此前 赵一鸣（在岗）：站内已送达，未读；短信没送到（签名待审核）."""
    taker = floor.person(case.handling.owner)
    parts: dict[str, list[str]] = {}
    for one in told:
        for key in [key for key in one.person.split(",") if key] or [""]:
            parts.setdefault(key, []).append(_one(one, "yes" if f"{one.id}/{key}" in seen else ""))
    said = "。".join(_of(key, lines, floor) for key, lines in parts.items())
    reached = any(one.state in (Told.DELIVERED, Told.SENT) for one in told)
    fair = "" if reached else "。没有一条送到，不计责"
    return f"转给 {taker.name if taker else '岗位'}。此前 {said or '没有提醒过'}{fair}"


def _of(key: str, lines: Sequence[str], floor: Floor) -> str:
    person = floor.person(key)
    return f"{person.name}（{HERE[person.presence]}）：{'，'.join(lines)}" if person else "，".join(lines)


def _one(one: Delivery, seen: str) -> str:
    said: Mapping[Told, str] = SAID
    words = "已读，未接手" if seen and one.state is Told.DELIVERED else said[one.state]
    return f"{CHANNEL_NAMES[Channel(one.channel)]}{words}{f'（{one.why}）' if one.why and one.state is Told.FAILED else ''}"
