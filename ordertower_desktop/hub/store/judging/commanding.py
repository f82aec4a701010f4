"""What people and the pre-audit want warehouses to do: the plan, the job that is laid down, and the way back within a minute."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.warehouse import BACK, MOST_ORDERS, NAMES, UNDO, Command, consent, refused
from ordertower_desktop.hub.store.judging.stopping import waiting
from ordertower_desktop.hub.store.tables import audit, cases, commands, orders, tries
from ordertower_desktop.hub.store.tables.commands import Job, Telling
from ordertower_desktop.hub.store.tables.writebacks import OPEN, State

NO_WAREHOUSE = "还没有接上能收指令的仓库系统，请在设置文件里写 [[source]] system = 'warehouse'，见“放行”说明"
UNDONE = "已撤回，没有发给仓库"
ON_ITS_WAY = "已撤回；可能已发给仓库，正在拦截"


@dataclass(frozen=True, slots=True)
class Sorted:
    """Every order of a wish stands in exactly one part. `able`: order -> the warehouse that is told."""

    able: dict[str, str] = field(default_factory=dict)
    fen: int = 0
    skips: dict[str, list[str]] = field(default_factory=dict)
    consent: dict[str, list[str]] = field(default_factory=dict)


def sort(conn: Connection, command: Command, wanted: Sequence[str], *, agreed: str = "", twin_days: int = 0) -> Sorted:
    """What would be done with each, judged by what is known now; `agreed` by a supervisor, nothing needs consent.

    Nothing goes out by itself to somebody who had the same goods within `twin_days`.
    """
    ids = list(dict.fromkeys(wanted))
    if len(ids) > MOST_ORDERS:
        raise Refusal(f"一次最多 {MOST_ORDERS:,} 单，收到 {len(ids):,} 单，请分几次")
    houses = commands.connected(conn)
    if not houses:
        raise Refusal(NO_WAREHOUSE)
    known, had, told = orders.load(conn, ids), cases.latest(conn, ids), commands.of_orders(conn, ids)
    doubled = waiting(conn, ids, known, days=twin_days) if command is Command.RELEASE and twin_days and not agreed else {}
    able: dict[str, str] = {}
    skips, asks = defaultdict(list), defaultdict(list)
    fen = 0
    for key in ids:
        order = known.get(key)
        why = "中心没有这个订单" if order is None else refused(command, order) or _standing(command, told[key])
        if why or order is None:
            skips[why].append(key)
        elif not agreed and (agree := consent(command, order, had.get(key)) or doubled.get(key, "")):
            asks[agree].append(key)
        elif (house := _house(order, houses)) is None:
            skips["分不清是哪个仓库，订单上的仓库与接上的都对不上"].append(key)
        else:
            able[key] = house
            amount = order.value("amount_fen")
            fen += amount if isinstance(amount, int) else 0
    return Sorted(able, fen, dict(skips), dict(asks))


def possible(conn: Connection, order: Order) -> list[Command]:
    """What its warehouse may be told of an order now."""
    if not commands.connected(conn):
        return []
    told = commands.of_orders(conn, [order.id])[order.id]
    return [one for one in Command if not refused(one, order) and not _standing(one, told)]


def _standing(command: Command, told: Sequence[Telling]) -> str:
    """What an earlier command makes of it: done already, or still on its way."""
    live = [one for one in told if one.state is not State.CANCELLED]
    on_its_way = next((one for one in reversed(live) if one.state in OPEN), None)
    if on_its_way is not None:
        return f"上一条指令还没有回执：{NAMES[on_its_way.command]}"
    accepted = [one for one in live if one.state is State.DONE and one.command in (command, BACK.get(command))]
    if accepted and accepted[-1].command is command:
        return f"已经{NAMES[command]}过"
    stopped = [one.command for one in live if one.state is State.DONE and one.command in (Command.HOLD, Command.RESUME)]
    if command in (Command.RELEASE, Command.URGENT) and stopped and stopped[-1] is Command.HOLD:
        return "已暂停打单，先恢复"
    if command is Command.INTERCEPT and not any(one.command is Command.RELEASE for one in accepted):
        return "没有放行过"
    return "没有暂停过" if command is Command.RESUME and not any(one.command is Command.HOLD for one in accepted) else ""


def _house(order: Order, houses: dict[str, str]) -> str | None:
    """The warehouse of an order: the one it names, the one that knows it, or the only one."""
    if len(houses) == 1:
        return next(iter(houses))
    named = order.text("warehouse")
    return next((key for key, name in houses.items() if named and named in (key, name)), None) or next(
        (key for key in houses if key in order.current), None
    )


def lay(conn: Connection, job: Job, able: Iterable[tuple[str, str]]) -> None:
    """Lay a job down, once; the log has one entry for it, its orders are its children."""
    told = [Telling(job.id, house, order, job.command, job.by, job.at, job.at) for order, house in able]
    commands.begin(conn, job, told)
    words = f"{NAMES[job.command]} {len(told)} 单" + (f"：{job.why}" if job.why else "")
    audit.append(conn, audit.Record(job.at, job.by, f"warehouse_{job.command}", job.id, words))


def undo(conn: Connection, job: Job, *, by: str, now: datetime) -> None:
    """Take back what has not been said; what has, or may have, been said is told the other way round."""
    if job.undone_at is not None:
        return
    if now - job.at > UNDO:
        raise Refusal("已过 60 秒，不能整批撤回；请在指令记录里逐单撤回")
    if job.command not in BACK:
        raise Refusal("急单已排到最前，撤不回；要停下请发“暂停打单”")
    every = commands.of_job(conn, job.id)
    logs = tries.logs(conn, [one.id for one in every])
    unsaid = [one for one in every if one.state in OPEN and not logs.get(one.id)]
    said = [one for one in every if one not in unsaid and one.state in (*OPEN, State.DONE)]
    commands.cancel(conn, [one.id for one in unsaid], now=now, why=UNDONE)
    commands.cancel(conn, [one.id for one in said if one.state in OPEN], now=now, why=ON_ITS_WAY)
    back = BACK[job.command]
    takes_back = [
        Telling(f"{job.id}:back", one.source, one.order, back, by, max(now, one.until or now) if one.state in OPEN else now, now)
        for one in said
    ]
    if takes_back:
        commands.begin(conn, Job(f"{job.id}:back", now, by, back, f"撤回{NAMES[job.command]}"), takes_back)
    commands.undone(conn, job.id, by=by, now=now)
    words = f"{len(unsaid)} 单没有发出，{len(said)} 单另发{NAMES[back]}"
    audit.append(conn, audit.Record(now, by, "warehouse_undone", job.id, words))
