"""Warehouse commands as people see them: plans, jobs and receipts."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.domain.warehouse import BACK, NAMES, NO_WAY_BACK, UNDO, Command
from ordertower_desktop.domain.writeback import Outcome, Try
from ordertower_desktop.hub.store.judging.commanding import Sorted
from ordertower_desktop.hub.store.tables import commands, people, tries
from ordertower_desktop.hub.store.tables.commands import Job, Telling
from ordertower_desktop.hub.store.tables.writebacks import State
from ordertower_desktop.wire import warehouse as wire
from ordertower_desktop.wire.writebacks import WriteBackTry

TOWER = "自动"
WORDS = {
    "queued": "排队", "sending": "发送中", "accepted": "仓库已收", "refused": "仓库没收", "unknown": "待回读", "given_up": "6 次未成",
    "cancelled": "已撤回",
}  # fmt: skip
STATES = {
    State.PENDING: "queued", State.SENDING: "sending", State.DONE: "accepted", State.PERSON: "refused", State.GIVEN_UP: "given_up",
    State.CANCELLED: "cancelled", State.DRY: "cancelled",
}  # fmt: skip


def plan(command: Command, found: Sorted, *, total: int) -> wire.CommandPlan:
    """The preview."""
    return wire.CommandPlan(
        command, NAMES[command], total, list(found.able), found.fen, _parts(found.skips), _parts(found.consent),
        undo_s=int(UNDO.total_seconds()) if command in BACK else 0, no_way_back="" if command in BACK else NO_WAY_BACK,
    )  # fmt: skip


def job(conn: Connection, one: Job, now: datetime) -> wire.CommandJob:
    """A job with the receipt of each of its orders."""
    told = receipts(conn, commands.of_job(conn, one.id))
    names = {person.id: person.name for person in people.everyone(conn)}
    return _job(one, Counter(receipt.state for receipt in told), now, names, told)


def brief(conn: Connection, one: Job, now: datetime, *, left: Sorted | None = None) -> wire.CommandJob:
    """A job without its receipts, and what was not taken on."""
    (made,) = briefly(conn, [one], now)
    return replace(made, left=[*_parts(left.skips), *_parts(left.consent)]) if left else made


def jobs(conn: Connection, now: datetime, *, limit: int) -> list[wire.CommandJob]:
    """The newest of people's jobs, without their receipts."""
    return briefly(conn, commands.newest_jobs(conn, limit=limit), now)


def briefly(conn: Connection, found: Sequence[Job], now: datetime) -> list[wire.CommandJob]:
    counts = commands.counted(conn, [one.id for one in found])
    names = {person.id: person.name for person in people.everyone(conn)}
    made = []
    for one in found:
        states: Counter[str] = Counter()
        for state, count in counts[one.id].items():
            states[STATES[state]] += count
        made.append(_job(one, states, now, names, []))
    return made


def _job(one: Job, states: Counter[str], now: datetime, names: dict[str, str], told: list[wire.Receipt]) -> wire.CommandJob:
    until = one.at + UNDO
    can = one.undone_at is None and one.command in BACK and now <= until
    return wire.CommandJob(
        one.id, one.command, NAMES[one.command], one.at, one.by, names.get(one.by, one.by) or TOWER, one.why, states.total(),
        states["queued"] + states["sending"], states["accepted"], states["refused"] + states["given_up"], states["unknown"],
        states["cancelled"], until if can else None, one.undone_at, names.get(one.undone_by, one.undone_by), receipts=told,
    )  # fmt: skip


def receipts(conn: Connection, found: Sequence[Telling]) -> list[wire.Receipt]:
    """Each with its whole log."""
    houses, names = commands.connected(conn), {person.id: person.name for person in people.everyone(conn)}
    logs = tries.logs(conn, [one.id for one in found])
    return [_receipt(one, houses, names, logs.get(one.id, [])) for one in found]


def _receipt(one: Telling, houses: dict[str, str], names: dict[str, str], log: list[Try]) -> wire.Receipt:
    state = STATES[one.state]
    if state == "queued" and log and log[-1].outcome is Outcome.UNKNOWN:
        state = "unknown"
    back = BACK.get(one.command) if one.state is State.DONE and one.command in (Command.RELEASE, Command.HOLD) else None
    return wire.Receipt(
        one.id, one.job, one.order, one.command, NAMES[one.command], state, WORDS[state], one.at, one.begun, one.source,
        houses.get(one.source, one.source), one.by, names.get(one.by, one.by) or TOWER, one.why, one.done_at, back or "",
        [WriteBackTry(a.at, a.move, a.outcome, a.why, a.repeat) for a in log],
    )  # fmt: skip


def _parts(found: dict[str, list[str]]) -> list[wire.Part]:
    return [wire.Part(why, ids) for why, ids in sorted(found.items(), key=lambda item: -len(item[1]))]
