"""Tells shops of shipments: claims what is owed, looks again, tries, then marks; what may have been heard is read before a repeat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.breaker import Switch, breaker
from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.writeback import Answer, Move, Next, Outcome, Standing, Try, known_here, next_try, rounds, standing
from ordertower_desktop.hub.connectors.attempt import attempt, rehearse
from ordertower_desktop.hub.connectors.connector import Parcel, Writer
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import halts, orders, questions, sources, tries, writebacks
from ordertower_desktop.hub.store.tables.writebacks import State, WriteBack
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.settings.source import Mode

BATCH = 20
LEASE = timedelta(minutes=2)
"""Longer than a try with all its looks may take."""
MOST_A_MINUTE = 120
"""Far below what any platform allows one shop."""
LOOK_EVERY, MOST_LOOKED_AT = timedelta(minutes=2), 100
"""How often it is seen whether somebody has shipped by hand what people have in hand."""
SHIPPED_BY_HAND = "有人在平台上发了货，运单号一致"
ENDS = {Standing.DONE: State.DONE, Standing.PERSON: State.PERSON, Standing.GIVEN_UP: State.GIVEN_UP, Standing.WAITING: State.PENDING}

Tellers = Mapping[str, tuple[Mode, Writer]]


@dataclass(frozen=True, slots=True)
class _Begun:
    """One try that may start now: who is told of what, and the open line of the log."""

    held: WriteBack
    coming: Next
    key: int
    agreed: tuple[str, ...] = ()

    @property
    def parcel(self) -> Parcel:
        return Parcel(self.held.order, self.held.carrier, self.held.waybill, self.agreed)


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
    return sum(_healed(tower, key) + _round(tower, key, mode, writer) for key, (mode, writer) in tellers.items())


def _healed(tower: Tower, source: str) -> int:
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
            _tell(conn, tower, one, Answer(Outcome.DONE), now)
        writebacks.look_later(conn, [one.id for one in found if one not in done], now + LOOK_EVERY)
    return len(done)


def _round(tower: Tower, source: str, mode: Mode, writer: Writer) -> int:
    done = 0
    while done < BATCH:
        with tower.db.read() as conn:
            if not _may(conn, source, tower.now()):
                break
        if mode is Mode.DRY:
            _rehearsed(tower, source, writer)
        elif (begun := _begin(tower, source)) is not None:
            answer = attempt(writer, begun.parcel, begun.coming.move, now=tower.now())
            _mark(tower, begun, answer)
        done += 1
    return done


def _may(conn: Connection, source: str, now: datetime) -> bool:
    """Something is owed, nobody has stopped us, the shop is not left alone, and it was not asked too often."""
    if not writebacks.waiting(conn, source, now) or halts.stopped(conn) is not None:
        return False
    if breaker(tries.calls(conn, source), now).switch is Switch.OPEN:
        return False
    return tries.count_since(conn, source, now - timedelta(minutes=1)) < MOST_A_MINUTE


def _begin(tower: Tower, source: str) -> _Begun | None:
    """Claim the next one and look again, in one transaction right before the try; None where there is nothing to be tried."""
    now = tower.now()
    with tower.db.write() as conn:
        if not _may(conn, source, now) or (held := writebacks.claim(conn, source, now, lease=LEASE)) is None:
            return None
        _abandoned(conn, tower, held)
        if (known := _known(conn, held)) is not None:
            _close(conn, tower, held, known, now)
            return None
        log = tries.log(conn, held.id)
        coming = next_try(log, begun=held.begun)
        if coming is None or coming.at > now:
            _put_off(conn, tower, held, log, coming)
            return None
        key = tries.begin(conn, held.id, source, coming, now)
        writebacks.settle(conn, held, State.SENDING, now=now, why=held.why, until=now + LEASE)
        agreed = questions.agreed(conn, held.id)
    return _Begun(held, coming, key, agreed)


def _put_off(conn: Connection, tower: Tower, held: WriteBack, log: list[Try], coming: Next | None) -> None:
    """Nothing is to be tried now: its time has not come, or what it came to was only heard when somebody else had it."""
    now, state = tower.now(), ENDS[standing(log, begun=held.begun)]
    why = next((one.why for one in log if one.outcome is Outcome.PERSON), held.why) if state is State.PERSON else held.why
    writebacks.settle(conn, held, state, now=now, why=why, until=coming.at if coming else now)
    if state is State.PERSON:
        _tell(conn, tower, held, Answer(Outcome.PERSON, why), now, number=rounds(log, begun=held.begun))


def _abandoned(conn: Connection, tower: Tower, held: WriteBack) -> None:
    """Somebody was killed in the midst of a try: it may have been heard, and the order is told of it as of any failed one."""
    for one in tries.abandon(conn, held.id):
        if one.move is Move.SEND:
            number = rounds(tries.log(conn, held.id), begun=held.begun)
            _tell(conn, tower, held, Answer(Outcome.UNKNOWN, one.why), one.at, number=number)


def _known(conn: Connection, held: WriteBack) -> Answer | None:
    """What we have learnt of the order since this was owed."""
    order = orders.load(conn, [held.order]).get(held.order)
    if order is None:
        return Answer(Outcome.REFUSED, "中心已没有这个订单")
    waybill = order.text("waybill")
    if waybill and waybill != held.waybill:
        return Answer(Outcome.REFUSED, f"运单号已改为 {waybill}")
    return known_here(order, held.source, held.waybill)


def _close(conn: Connection, tower: Tower, held: WriteBack, known: Answer, now: datetime) -> None:
    """Settled without asking anybody."""
    match known.outcome:
        case Outcome.DONE:
            writebacks.arrived(conn, held, now=now, why=known.why)
        case Outcome.PERSON:
            writebacks.settle(conn, held, State.PERSON, now=now, why=known.why, until=now)
            _tell(conn, tower, held, known, now, number=rounds(tries.log(conn, held.id), begun=held.begun))
        case Outcome.REFUSED | Outcome.UNKNOWN:
            writebacks.settle(conn, held, State.CANCELLED, now=now, why=known.why)


def _mark(tower: Tower, begun: _Begun, answer: Answer) -> None:
    """Note what the try came to, and tell the order."""
    now, held = tower.now(), begun.held
    with tower.db.write() as conn:
        tries.end(conn, begun.key, answer, now)
        if answer.outcome is Outcome.DONE:
            if writebacks.arrived(conn, held, now=now, why=answer.why):
                _tell(conn, tower, held, answer, now)
            return
        log = tries.log(conn, held.id)
        coming = next_try(log, begun=held.begun)
        state = ENDS[standing(log, begun=held.begun)]
        ours = writebacks.settle(conn, held, state, now=now, why=answer.why, until=coming.at if coming else now)
        if answer.ask:
            questions.ask(conn, held.id, answer.ask, answer.why, now)
        if ours and (begun.coming.move is Move.SEND or answer.outcome is Outcome.PERSON):
            _tell(conn, tower, held, answer, now, number=rounds(log, begun=held.begun))


def _tell(conn: Connection, tower: Tower, held: WriteBack, answer: Answer, at: datetime, *, number: int = 0) -> None:
    """What became of it is an event of the order: the rules, the clocks and the pages see it as they see any other (R22, R27, R31)."""
    if answer.outcome is Outcome.DONE:
        event = Event(at, held.source, "written_back", held.order, {"waybill": held.waybill, "write_back": "done"})
    else:
        said: dict[str, Value] = {"reason": answer.why, "try": number, "waybill": held.waybill, "write_back": str(answer.outcome)}
        event = Event(at, held.source, "write_back_failed", held.order, said)
    take_in(conn, [event], now=tower.now(), floor=tower.floors.current(conn))


def _rehearsed(tower: Tower, source: str, writer: Writer) -> None:
    """Say what would be told, once, and tell nobody."""
    now = tower.now()
    with tower.db.write() as conn:
        held = writebacks.claim(conn, source, now, lease=LEASE)
        known = _known(conn, held) if held is not None else None
        if held is not None and known is not None and known.outcome is not Outcome.PERSON:
            _close(conn, tower, held, known, now)
    if held is None or (known is not None and known.outcome is not Outcome.PERSON):
        return
    said = f"演练：不会发，{known.why}" if known else rehearse(writer, Parcel(held.order, held.carrier, held.waybill), now=tower.now())
    with tower.db.write() as conn:
        writebacks.settle(conn, held, State.DRY, now=tower.now(), why=said)
