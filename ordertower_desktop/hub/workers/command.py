"""Tells warehouses what to do with orders, as `telling` does; what became of it is an event of the order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.stage import RANK, Stage
from ordertower_desktop.domain.warehouse import Command, refused
from ordertower_desktop.domain.writeback import Answer, Move, Outcome
from ordertower_desktop.hub.connectors.warehouse import Warehouse, attempt
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import audits, commands, orders
from ordertower_desktop.hub.store.tables.commands import Telling
from ordertower_desktop.hub.store.tables.writebacks import State
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.telling import go_round

MOST_A_MINUTE = 2400
"""A warehouse is one of ours, and a wave of two thousand is to be out within the minute."""
SAID = {
    Command.RELEASE: "released", Command.INTERCEPT: "intercepted", Command.HOLD: "print_held", Command.RESUME: "print_resumed",
    Command.URGENT: "rushed",
}  # fmt: skip
"""Command -> the event that tells that the warehouse has taken it."""

Warehouses = Mapping[str, Warehouse]


@dataclass(frozen=True, slots=True)
class Commands:
    """One warehouse is told what to do with its orders."""

    tower: Tower
    warehouse: Warehouse

    @property
    def most_a_minute(self) -> int:
        return MOST_A_MINUTE

    def stopped(self, _conn: Connection) -> bool:
        return False

    def waiting(self, conn: Connection, source: str, now: datetime) -> bool:
        return commands.waiting(conn, source, now)

    def claim(self, conn: Connection, source: str, now: datetime, *, lease: timedelta) -> Telling | None:
        return commands.claim(conn, source, now, lease=lease)

    def settle(self, conn: Connection, held: Telling, state: State, *, now: datetime, why: str = "", until: datetime | None = None) -> bool:
        return commands.settle(conn, held, state, now=now, why=why, until=until)

    def arrived(self, conn: Connection, held: Telling, *, now: datetime, why: str) -> bool:
        return commands.arrived(conn, held, now=now, why=why)

    def known(self, conn: Connection, held: Telling) -> Answer | None:
        """What we have learnt of the order since somebody wanted this: one that was cancelled meanwhile is not released."""
        order = orders.load(conn, [held.order]).get(held.order)
        if order is None:
            return Answer(Outcome.REFUSED, "中心已没有这个订单")
        if held.command is Command.INTERCEPT or RANK[order.stage] >= RANK[Stage.TO_PACK]:
            return None  # what is being printed may well be what it was told: its own record decides
        why = refused(held.command, order)
        return Answer(Outcome.PERSON, f"{why}，不再发给仓库") if why else None

    def attempt(self, held: Telling, move: Move, *, now: datetime) -> Answer:
        with self.tower.calls.by(held.source, Work.COMMAND, now=now, order=held.order):
            return attempt(self.warehouse, held.command, held.order, key=held.id, move=move, now=now)

    def tell(self, conn: Connection, held: Telling, answer: Answer, at: datetime, *, number: int = 0) -> None:
        if answer.outcome is Outcome.DONE:
            event = Event(at, held.source, SAID[held.command], held.order, {"by": held.by, "job": held.job})
            if held.command is Command.RELEASE:
                audits.done(conn, held.order, by=held.by or audits.AUTO, at=at)
            elif held.command is Command.INTERCEPT:
                audits.reopened(conn, held.order)
        else:
            said: dict[str, Value] = {"command": str(held.command), "reason": answer.why, "try": number, "job": held.job}
            event = Event(at, held.source, "command_refused", held.order, said)
        take_in(conn, [event], now=self.tower.now(), floor=self.tower.floors.current(conn))


def begin(tower: Tower, warehouses: Warehouses) -> None:
    """Say which warehouses can be told."""
    with tower.db.write() as conn:
        commands.connect(conn, {key: one.about.name for key, one in warehouses.items()})


def tick(tower: Tower, now: datetime, warehouses: Warehouses) -> int:
    """One round over these warehouses; returns how many commands were moved on."""
    del now
    return sum(go_round(tower, key, Commands(tower, one)) for key, one in warehouses.items())
