"""How a system is told of an order: claim what is owed, look again, try, then mark; what may have been heard is read before a repeat."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from sqlalchemy import Connection

from ordertower_desktop.domain.breaker import Switch, breaker
from ordertower_desktop.domain.writeback import Answer, Move, Next, Outcome, Standing, Try, next_try, rounds, standing
from ordertower_desktop.hub.store.tables import questions, tries
from ordertower_desktop.hub.store.tables.writebacks import State
from ordertower_desktop.hub.store.tower import Tower

BATCH = 20
LEASE = timedelta(minutes=2)
"""Longer than a try with all its looks may take."""
ENDS = {Standing.DONE: State.DONE, Standing.PERSON: State.PERSON, Standing.GIVEN_UP: State.GIVEN_UP, Standing.WAITING: State.PENDING}


class Owed(Protocol):
    """Something that one system has to be told; `begun` is when its present round of tries began."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def begun(self) -> datetime: ...
    @property
    def why(self) -> str: ...


H = TypeVar("H", bound=Owed)


class Matter(Protocol[H]):
    """What is told: where it is kept, what settles it, how it is said, and who hears what became of it."""

    @property
    def most_a_minute(self) -> int: ...

    def stopped(self, conn: Connection) -> bool:
        """Somebody wants silence."""
        ...

    def waiting(self, conn: Connection, source: str, now: datetime) -> bool: ...

    def claim(self, conn: Connection, source: str, now: datetime, *, lease: timedelta) -> H | None: ...

    def settle(self, conn: Connection, held: H, state: State, *, now: datetime, why: str = "", until: datetime | None = None) -> bool: ...

    def arrived(self, conn: Connection, held: H, *, now: datetime, why: str) -> bool: ...

    def known(self, conn: Connection, held: H) -> Answer | None:
        """What we have learnt since this was owed; None where the system has to be asked."""
        ...

    def attempt(self, held: H, move: Move, *, now: datetime) -> Answer: ...

    def tell(self, conn: Connection, held: H, answer: Answer, at: datetime, *, number: int = 0) -> None:
        """What became of it, to whom it concerns."""
        ...


@dataclass(frozen=True, slots=True)
class Begun(Generic[H]):
    """One try that may start now: what is told, and the open line of the log."""

    held: H
    coming: Next
    key: int


def go_round(tower: Tower, source: str, matter: Matter[H]) -> int:
    """Tell one system as much as it may hear in a round; returns how many were moved on."""
    done = 0
    while done < BATCH:
        with tower.db.read() as conn:
            if not may(conn, source, tower.now(), matter):
                break
        if (begun := _begin(tower, source, matter)) is not None:
            answer = matter.attempt(begun.held, begun.coming.move, now=tower.now())
            _mark(tower, begun, answer, matter)
        done += 1
    return done


def may(conn: Connection, source: str, now: datetime, matter: Matter[H]) -> bool:
    """Something is owed, nobody has stopped us, the system is not left alone, and it was not asked too often."""
    if not matter.waiting(conn, source, now) or matter.stopped(conn):
        return False
    if breaker(tries.calls(conn, source), now).switch is Switch.OPEN:
        return False
    return tries.count_since(conn, source, now - timedelta(minutes=1)) < matter.most_a_minute


def _begin(tower: Tower, source: str, matter: Matter[H]) -> Begun[H] | None:
    """Claim the next one and look again, in one transaction right before the try; None where there is nothing to be tried."""
    now = tower.now()
    with tower.db.write() as conn:
        if not may(conn, source, now, matter) or (held := matter.claim(conn, source, now, lease=LEASE)) is None:
            return None
        _abandoned(conn, held, matter)
        if (known := matter.known(conn, held)) is not None:
            close(conn, held, known, now, matter)
            return None
        log = tries.log(conn, held.id)
        coming = next_try(log, begun=held.begun)
        if coming is None or coming.at > now:
            _put_off(conn, held, log, coming, now=now, matter=matter)
            return None
        key = tries.begin(conn, held.id, source, coming, now)
        matter.settle(conn, held, State.SENDING, now=now, why=held.why, until=now + LEASE)
    return Begun(held, coming, key)


def _put_off(conn: Connection, held: H, log: list[Try], coming: Next | None, *, now: datetime, matter: Matter[H]) -> None:
    """Nothing is to be tried now: its time has not come, or what it came to was only heard when somebody else had it."""
    state = ENDS[standing(log, begun=held.begun)]
    why = next((one.why for one in log if one.outcome is Outcome.PERSON), held.why) if state is State.PERSON else held.why
    matter.settle(conn, held, state, now=now, why=why, until=coming.at if coming else now)
    if state is State.PERSON:
        matter.tell(conn, held, Answer(Outcome.PERSON, why), now, number=rounds(log, begun=held.begun))


def _abandoned(conn: Connection, held: H, matter: Matter[H]) -> None:
    """Somebody was killed in the midst of a try: it may have been heard, and whom it concerns is told as of any failed one."""
    for one in tries.abandon(conn, held.id):
        if one.move is Move.SEND:
            number = rounds(tries.log(conn, held.id), begun=held.begun)
            matter.tell(conn, held, Answer(Outcome.UNKNOWN, one.why), one.at, number=number)


def close(conn: Connection, held: H, known: Answer, now: datetime, matter: Matter[H]) -> None:
    """Settled without asking anybody."""
    match known.outcome:
        case Outcome.DONE:
            matter.arrived(conn, held, now=now, why=known.why)
        case Outcome.PERSON:
            matter.settle(conn, held, State.PERSON, now=now, why=known.why, until=now)
            matter.tell(conn, held, known, now, number=rounds(tries.log(conn, held.id), begun=held.begun))
        case Outcome.REFUSED | Outcome.UNKNOWN:
            matter.settle(conn, held, State.CANCELLED, now=now, why=known.why)


def _mark(tower: Tower, begun: Begun[H], answer: Answer, matter: Matter[H]) -> None:
    """Note what the try came to, and tell whom it concerns."""
    now, held = tower.now(), begun.held
    with tower.db.write() as conn:
        tries.end(conn, begun.key, answer, now)
        if answer.outcome is Outcome.DONE:
            if matter.arrived(conn, held, now=now, why=answer.why):
                matter.tell(conn, held, answer, now)
            return
        log = tries.log(conn, held.id)
        coming = next_try(log, begun=held.begun)
        state = ENDS[standing(log, begun=held.begun)]
        ours = matter.settle(conn, held, state, now=now, why=answer.why, until=coming.at if coming else now)
        if answer.ask:
            questions.ask(conn, held.id, answer.ask, answer.why, now)
        if ours and (begun.coming.move is Move.SEND or answer.outcome is Outcome.PERSON):
            matter.tell(conn, held, answer, now, number=rounds(log, begun=held.begun))
