"""Everything of an order as a post may see it: one place for every way out of the hub."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace as copied
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.domain import veil
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.post import Field, May, eyes, rights
from ordertower_desktop.domain.veil import Eyes
from ordertower_desktop.domain.verb import ACTION_NAMES
from ordertower_desktop.hub.api.http import Call, Refused
from ordertower_desktop.hub.api.veilcrisis import crisis
from ordertower_desktop.hub.api.veilcustomers import order as customer
from ordertower_desktop.wire.articles import FormLine
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.conflicts import ConflictPage
from ordertower_desktop.wire.crisis import CrisisRow
from ordertower_desktop.wire.order import ConflictLine, Lane, LaneEvent, LogLine, OrderPage, OwnLine, SnapshotLine, Why
from ordertower_desktop.wire.pauses import PausePage
from ordertower_desktop.wire.rows import Change, PoolRow, Step

WRITTEN = frozenset({"note", "report", "snooze", "pause", "force", "finish_step", "skip_step", "reopen_step"})
"""Entries of the history whose text somebody wrote."""
_SPOKEN = frozenset({EVENT_NAMES[one] for one in ("urged", "complaint", "note")} | {ACTION_NAMES[one] for one in WRITTEN})


def eyes_of(call: Call, conn: Connection) -> Eyes:
    """What is kept from whoever calls."""
    return eyes(call.actor, call.tower.floors.posts(conn))


def life(epoch: str, seen: Eyes, warehouses: frozenset[str] = frozenset()) -> str:
    """The feed's epoch for these eyes: whose sight changes reads everything anew, so that no desk keeps what it may see no more."""
    if not seen and not warehouses:
        return epoch
    told = encode(sorted((str(of), str(sight)) for of, sight in seen.items()))
    told += encode(sorted(warehouses)) if warehouses else b""
    return f"{epoch}.{hashlib.blake2b(told, digest_size=4).hexdigest()}"


def refuse_blind(call: Call, conn: Connection, what: str) -> None:
    """What could be used to feel for a value that is not to be seen; who may put a rule in force is trusted with trying one."""
    posts = call.tower.floors.posts(conn)
    if eyes(call.actor, posts) and May.RULES not in rights(call.actor, posts):
        raise Refused(403, f"你的岗位有看不到的字段，不能{what}，请找主管", kind="post")


def words(seen: Eyes) -> dict[str, str]:
    """What the desk has to know of numbers: there is no number that says `not to be seen`."""
    return {str(of): str(sight) for of, sight in seen.items() if of in (Field.AMOUNT, Field.MONEY)}


def change(told: Change, seen: Eyes) -> Change:
    """The change as these eyes get it; its version stays, so the digest still proves it."""
    veils = _TOPICS.get(told.topic)
    if veils is None or told.gone or not seen:
        return told
    kind, by = veils
    return msgspec.structs.replace(told, body=msgspec.Raw(encode(by(decode(bytes(told.body), kind), seen))))


def row(one: PoolRow, seen: Eyes) -> PoolRow:
    """A case of the pool."""
    if not seen:
        return one
    province, city, district = veil.place((one.province, one.city, one.district), seen)
    return replace(
        one, buyer=veil.name(one.buyer, seen), phone=veil.phone(one.phone, seen), province=province, city=city, district=district,
        region=one.region if province == one.province else "", amount_fen=veil.amount(one.amount_fen, seen),
        loss_fen_per_hour=veil.amount(one.loss_fen_per_hour, seen), steps=[_step(step, seen) for step in one.steps], veiled=words(seen),
        stopgaps=[replace(gap, what=veil.note(gap.what, seen), why=veil.note(gap.why, seen)) for gap in one.stopgaps],
    )  # fmt: skip


def page(one: OrderPage, seen: Eyes) -> OrderPage:
    """One order, whole."""
    if not seen:
        return one
    return replace(
        one, row=row(one.row, seen) if one.row else None, buyer=veil.name(one.buyer, seen), phone=veil.phone(one.phone, seen),
        place=_place(one.place, seen), amount_fen=veil.amount(one.amount_fen, seen), same_cause_fen=veil.amount(one.same_cause_fen, seen),
        clocks=[_why(clock, seen) for clock in one.clocks],
        loss=[replace(term, fen=veil.amount(term.fen, seen)) for term in one.loss], lanes=[_lane(lane, seen) for lane in one.lanes],
        snapshot=[_cells(line, seen) for line in one.snapshot], log=[line_of(line, seen) for line in one.log],
        notes=[replace(line, text=veil.note(line.text, seen)) for line in one.notes], steps=[_step(step, seen) for step in one.steps],
        veiled=words(seen), customer=customer(one.customer, seen) if one.customer else None,
        conflicts=[_conflict(line, seen) for line in one.conflicts], own=[_own(line) for line in one.own],
    )  # fmt: skip


def board(one: Board, seen: Eyes) -> Board:
    """The floor in numbers; what an order loses an hour follows from its amount."""
    if Field.AMOUNT not in seen:
        return one
    return copied(one, overdue_list=[copied(o, loss_fen_per_hour=veil.amount(o.loss_fen_per_hour, seen)) for o in one.overdue_list])


def line_of(line: LogLine, seen: Eyes) -> LogLine:
    """A line of the history; what the tower itself did has nothing to hide."""
    return replace(line, text=veil.note(line.text, seen)) if line.kind in WRITTEN else line


def event(told: Mapping[str, Any], seen: Eyes) -> Mapping[str, Any]:
    """A line of the event file."""
    return {**told, "payload": veil.payload(decode(bytes(told["payload"]), dict[str, Any]), seen)} if seen else told


def found(told: Mapping[str, Any], seen: Eyes) -> Mapping[str, Any]:
    """An order as it is exported."""
    return {**told, "buyer": veil.name(told["buyer"], seen)}


def case(one: object, seen: Eyes) -> object:
    """A case as it is exported, whole."""
    if Field.NOTES not in seen:
        return one
    told = msgspec.to_builtins(one)
    told["log"] = [{**e, "text": veil.note(e["text"], seen)} if e["what"] in WRITTEN and e.get("text") else e for e in told["log"]]
    for mark in (told.get("run") or {}).get("marks", ()):
        mark.update({"text": veil.note(mark["text"], seen)} if mark.get("text") else {})
    for pause in (told.get("handling") or {}).get("pauses", ()):
        pause.update({"reason": veil.note(pause["reason"], seen)} if pause.get("reason") else {})
    for gap in told.get("stopgaps") or ():
        gap.update({name: veil.note(gap[name], seen) for name in ("what", "why", "text") if gap.get(name)})
    return told


def pauses(one: PausePage, seen: Eyes) -> PausePage:
    """Reasons are counted by their words, so where those are not to be seen only their number is left."""
    return replace(one, reasons={veil.note("原因", seen): sum(one.reasons.values())}) if Field.NOTES in seen and one.reasons else one


def form(one: FormLine, seen: Eyes) -> FormLine:
    """A line of the forms of a quarter."""
    return replace(one, measures=veil.note(one.measures, seen), improvement=veil.note(one.improvement, seen))


def _step(step: Step, seen: Eyes) -> Step:
    return replace(step, said=veil.note(step.said, seen)) if step.said else step


def _place(text: str, seen: Eyes) -> str:
    first, _, rest = text.partition(" ")
    return " ".join(part for part in veil.place((first, rest, ""), seen) if part)


def _why(one: Why, seen: Eyes) -> Why:
    lines = [replace(line, title=veil.note(line.title, seen)) if line.icon == "pause" else line for line in one.lines]
    return replace(one, lines=lines)


def _lane(one: Lane, seen: Eyes) -> Lane:
    bands = [replace(b, text=_reasoned(b.text, seen)) if b.kind == "pause" else b for b in one.bands]
    return replace(one, events=[_mark(mark, one.key, seen) for mark in one.events], bands=bands)


def _mark(mark: LaneEvent, lane: str, seen: Eyes) -> LaneEvent:
    """A parcel's whereabouts tell where it goes."""
    if not mark.detail:
        return mark
    if lane == "carrier" and Field.ADDRESS in seen:
        return replace(mark, detail=veil.unseen(Field.ADDRESS))
    return replace(mark, detail=veil.note(mark.detail, seen)) if mark.name in _SPOKEN else mark


def _reasoned(text: str, seen: Eyes) -> str:
    head, comma, reason = text.partition("，")
    return f"{head}{comma}{veil.note(reason, seen)}"


def _cells(line: SnapshotLine, seen: Eyes) -> SnapshotLine:
    of = veil.OF_PAYLOAD.get(line.field)
    if of is None or of not in seen:
        return line
    return replace(line, cells=[replace(cell, text=veil.unseen(of)) if cell.text and not cell.absent else cell for cell in line.cells])


def _own(line: OwnLine) -> OwnLine:
    """What nobody has said tells nothing of a customer is kept from everybody who sees in part."""
    return line if line.plain else replace(line, text=veil.UNCLASSED, problem="")


def conflicts(one: ConflictPage, seen: Eyes) -> ConflictPage:
    """The list of what is open, each line like on its order's page."""
    return replace(one, items=[replace(row, line=_conflict(row.line, seen)) for row in one.items])


def _conflict(line: ConflictLine, seen: Eyes) -> ConflictLine:
    of = veil.OF_PAYLOAD.get(line.field)
    return line if of is None or of not in seen else replace(line, said=[replace(one, text=veil.unseen(of)) for one in line.said])


_TOPICS: Mapping[str, tuple[Any, Callable[[Any, Eyes], object]]] = {
    "case": (PoolRow, row), "board": (Board, board), "crisis": (CrisisRow, crisis),
}  # fmt: skip
