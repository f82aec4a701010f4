"""Tells shops of shipments, as `telling` does; what people ship by hand on the platform's page is closed by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.writeback import Answer, Move, Outcome, known_here
from ordertower_desktop.hub.connectors.attempt import attempt, rehearse
from ordertower_desktop.hub.connectors.connector import Parcel, Writer
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import halts, orders, questions, sources, writebacks
from ordertower_desktop.hub.store.tables.writebacks import State, WriteBack
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.telling import BATCH, LEASE, close, go_round, may
from ordertower_desktop.settings.source import Mode

MOST_A_MINUTE = 120
"""Far below what any platform allows one shop."""
LOOK_EVERY, MOST_LOOKED_AT = timedelta(minutes=2), 100
"""How often it is seen whether somebody has shipped by hand what people have in hand."""
SHIPPED_BY_HAND = "有人在平台上发了货，运单号一致"

Tellers = Mapping[str, tuple[Mode, Writer]]


@dataclass(frozen=True, slots=True)
class Shipments:
    """One shop is told which waybill its orders left with."""

    tower: Tower
    writer: Writer

    @property
    def most_a_minute(self) -> int:
        return MOST_A_MINUTE

    def stopped(self, conn: Connection) -> bool:
        return halts.stopped(conn) is not None

    def waiting(self, conn: Connection, source: str, now: datetime) -> bool:
        return writebacks.waiting(conn, source, now)

    def claim(self, conn: Connection, source: str, now: datetime, *, lease: timedelta) -> WriteBack | None:
        return writebacks.claim(conn, source, now, lease=lease)

    def settle(
        self, conn: Connection, held: WriteBack, state: State, *, now: datetime, why: str = "", until: datetime | None = None
    ) -> bool:
        return writebacks.settle(conn, held, state, now=now, why=why, until=until)

    def arrived(self, conn: Connection, held: WriteBack, *, now: datetime, why: str) -> bool:
        return writebacks.arrived(conn, held, now=now, why=why)

    def known(self, conn: Connection, held: WriteBack) -> Answer | None:
        """What we have learnt of the order since this was owed."""
        order = orders.load(conn, [held.order]).get(held.order)
        if order is None:
            return Answer(Outcome.REFUSED, "中心已没有这个订单")
        waybill = order.text("waybill")
        if waybill and waybill != held.waybill:
            return Answer(Outcome.REFUSED, f"运单号已改为 {waybill}")
        return known_here(order, held.source, held.waybill)

    def attempt(self, held: WriteBack, move: Move, *, now: datetime) -> Answer:
        with self.tower.db.read() as conn:
            agreed = questions.agreed(conn, held.id)
        with self.tower.calls.by(held.source, Work.TELL, now=now, order=held.order):
            return attempt(self.writer, replace(parcel(held), agreed=agreed), move, now=now)

    def tell(self, conn: Connection, held: WriteBack, answer: Answer, at: datetime, *, number: int = 0) -> None:
        """What became of it is an event of the order: the rules, the clocks and the pages see it as they see any other (R22, R27, R31)."""
        if answer.outcome is Outcome.DONE:
            event = Event(at, held.source, "written_back", held.order, {"waybill": held.waybill, "write_back": "done"})
        else:
            said: dict[str, Value] = {"reason": answer.why, "try": number, "waybill": held.waybill, "write_back": str(answer.outcome)}
            event = Event(at, held.source, "write_back_failed", held.order, said)
        take_in(conn, [event], now=self.tower.now(), floor=self.tower.floors.current(conn))


def parcel(held: WriteBack) -> Parcel:
    return Parcel(held.order, held.carrier, held.waybill)


def begin(tower: Tower, tellers: Tellers) -> None:
    """Say which shops are told. Orders that have left are judged anew where that changed, so that what is owed to a new one is noted."""
    with tower.db.write() as conn:
        modes = {key: mode for key, (mode, _) in tellers.items()}
        changed = sources.tell(conn, modes)
        for key in changed:
            if modes.get(key) is Mode.ON:
                writebacks.really(conn, key, now=tower.now())
        if changed:
            orders.wake_shipped(conn, tower.now())


def tick(tower: Tower, now: datetime, tellers: Tellers) -> int:
    """One round over these shops; returns how many write-backs were moved on."""
    del now
    done = 0
    for key, (mode, writer) in tellers.items():
        shipments = Shipments(tower, writer)
        done += _healed(tower, key, shipments)
        done += _rehearsal(tower, key, shipments) if mode is Mode.DRY else go_round(tower, key, shipments)
    return done


def _healed(tower: Tower, source: str, shipments: Shipments) -> int:
    """Close what a person has shipped on the platform's own page, as far as that has been read; returns how many."""
    now = tower.now()
    with tower.db.read() as conn:
        if not writebacks.to_look_at(conn, source, now, limit=1):
            return 0
    with tower.db.write() as conn:
        found = writebacks.to_look_at(conn, source, now, limit=MOST_LOOKED_AT)
        known = orders.load(conn, [one.order for one in found])
        answers = {one: known_here(known[one.order], source, one.waybill) for one in found if one.order in known}
        done = [one for one, answer in answers.items() if answer is not None and answer.outcome is Outcome.DONE]
        for one in done:
            writebacks.arrived(conn, one, now=now, why=SHIPPED_BY_HAND)
            shipments.tell(conn, one, Answer(Outcome.DONE), now)
        writebacks.look_later(conn, [one.id for one in found if one not in done], now + LOOK_EVERY)
    return len(done)


def _rehearsal(tower: Tower, source: str, shipments: Shipments) -> int:
    """As many as a real round would take."""
    done = 0
    while done < BATCH:
        with tower.db.read() as conn:
            if not may(conn, source, tower.now(), shipments):
                break
        _rehearsed(tower, source, shipments)
        done += 1
    return done


def _rehearsed(tower: Tower, source: str, shipments: Shipments) -> None:
    """Say what would be told, once, and tell nobody."""
    now = tower.now()
    with tower.db.write() as conn:
        held = writebacks.claim(conn, source, now, lease=LEASE)
        known = shipments.known(conn, held) if held is not None else None
        if held is not None and known is not None and known.outcome is not Outcome.PERSON:
            close(conn, held, known, now, shipments)
    if held is None or (known is not None and known.outcome is not Outcome.PERSON):
        return
    with tower.calls.by(source, Work.TELL, now=now, order=held.order):
        said = f"演练：不会发，{known.why}" if known else rehearse(shipments.writer, parcel(held), now=tower.now())
    with tower.db.write() as conn:
        writebacks.settle(conn, held, State.DRY, now=tower.now(), why=said)
