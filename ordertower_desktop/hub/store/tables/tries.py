"""Every try at telling a shop: the log that the next one, the breaker and the rate are reckoned from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from ordertower_desktop.domain.breaker import FAILURES, Call
from ordertower_desktop.domain.writeback import Answer, Move, Next, Outcome, Try
from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.hub.store.tables.commands import commands
from ordertower_desktop.hub.store.tables.writebacks import HANDED, State, write_backs
from ordertower_desktop.hub.store.tables.writebacks import OPEN as UNDER_WAY

OPEN = "open"
_A_QUERY = 500
UNHEARD = "没有等到答复（程序中断），可能已收到，先查再发"

tries = Table(
    "write_back_tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("write_back", Key, nullable=False),
    Column("source", String(96), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("move", String(8), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("repeat", Boolean, nullable=False),
    Column("ill", Boolean, nullable=False),
    Column("rest_until", BigInteger),
    Column("why", Text, nullable=False),
)
"""Written before the try and completed after it: one that is still `open` when somebody else comes may have been heard."""
Index("write_back_tries_of", tries.c.write_back, tries.c.id)
Index("write_back_tries_source", tries.c.source, tries.c.id)


def begin(conn: Connection, write_back: str, source: str, coming: Next, now: datetime) -> int:
    """A try is about to be made."""
    values = {"write_back": write_back, "source": source, "at": micros(now), "move": coming.move, "repeat": coming.repeat}
    made = conn.execute(insert(tries).values(**values, outcome=OPEN, ill=False, why="")).inserted_primary_key
    return int(made[0]) if made else 0


def end(conn: Connection, key: int, answer: Answer, now: datetime) -> None:
    """What it came to."""
    rest = micros(now + answer.wait) if answer.wait else None
    done = {"outcome": answer.outcome, "why": answer.why[:300], "ill": answer.ill, "rest_until": rest}
    conn.execute(update(tries).where(tries.c.id == key).values(done))


def abandon(conn: Connection, write_back: str) -> list[Try]:
    """The tries that nobody came back from; from now on they count as ones without an answer."""
    left = (tries.c.write_back == write_back, tries.c.outcome == OPEN)
    found = [_try(row) for row in conn.execute(select(tries).where(*left).order_by(tries.c.id))]
    if found:
        conn.execute(update(tries).where(*left).values(outcome=Outcome.UNKNOWN, why=UNHEARD))
    return [Try(one.at, one.move, Outcome.UNKNOWN, UNHEARD, one.repeat) for one in found]


def log(conn: Connection, write_back: str) -> list[Try]:
    """All tries, oldest first; one that is under way counts as one without an answer."""
    return logs(conn, [write_back])[write_back]


def logs(conn: Connection, write_backs: Sequence[str]) -> dict[str, list[Try]]:
    """The same of many."""
    found: dict[str, list[Try]] = defaultdict(list)
    for row in conn.execute(select(tries).where(tries.c.write_back.in_(write_backs)).order_by(tries.c.id)):
        found[row.write_back].append(_try(row))
    return found


def calls(conn: Connection, source: str) -> list[Call]:
    """The newest that came to an end, newest first: as many as the breaker looks at."""
    ended = select(tries.c.at, tries.c.ill, tries.c.rest_until).where(tries.c.source == source, tries.c.outcome != OPEN)
    newest = ended.order_by(tries.c.id.desc()).limit(FAILURES)
    return [Call(moment(row.at), row.ill, moment(row.rest_until)) for row in conn.execute(newest)]


def ill_since(conn: Connection, source: str) -> datetime | None:
    """When the first of the calls was made that have failed without a break since."""
    ended = (tries.c.source == source, tries.c.outcome != OPEN)
    good = select(func.max(tries.c.id)).where(*ended, tries.c.ill.is_(False)).scalar_subquery()
    return moment(conn.execute(select(func.min(tries.c.at)).where(*ended, tries.c.id > func.coalesce(good, 0))).scalar())


def forget(conn: Connection, before: datetime, *, limit: int = 5000) -> int:
    """Old tries of what has arrived, some at a time; what the breaker and its people look at stays, and the whole log of all else."""
    arrived = or_(*(exists().where(owed.c.id == tries.c.write_back, owed.c.state == State.DONE) for owed in (write_backs, commands)))
    old = select(tries.c.id, tries.c.source).where(tries.c.at < micros(before), tries.c.outcome != OPEN, arrived)
    found = conn.execute(old.order_by(tries.c.id).limit(limit)).all()
    kept = {key for source in {row.source for row in found} for key in _looked_at(conn, source)}
    gone = [row.id for row in found if row.id not in kept]
    for start in range(0, len(gone), _A_QUERY):
        conn.execute(delete(tries).where(tries.c.id.in_(gone[start : start + _A_QUERY])))
    return len(gone)


def _looked_at(conn: Connection, source: str) -> set[int]:
    """The newest that the breaker goes by, the last good one, and the first failure after it: since then the system is ill."""
    ended = (tries.c.source == source, tries.c.outcome != OPEN)
    newest = conn.execute(select(tries.c.id).where(*ended).order_by(tries.c.id.desc()).limit(FAILURES)).scalars()
    good = conn.execute(select(func.max(tries.c.id)).where(*ended, tries.c.ill.is_(False))).scalar() or 0
    first = conn.execute(select(func.min(tries.c.id)).where(*ended, tries.c.id > good)).scalar() or 0
    return {*newest, good, first}


def count_since(conn: Connection, source: str, since: datetime) -> int:
    """How many tries this shop has seen since then."""
    query = select(func.count()).select_from(tries).where(tries.c.source == source, tries.c.at > micros(since))
    return int(conn.execute(query).scalar() or 0)


@dataclass(frozen=True, slots=True)
class Queue:
    """Write-backs of one shop that stand alike and have been tried as often in their present round; `next_at`: when the first is due."""

    source: str
    state: State
    sends: int
    count: int
    next_at: datetime | None


def queues(conn: Connection) -> dict[str, list[Queue]]:
    """Shop -> everything that is under way or in people's hands, counted."""
    w = write_backs.c
    ours = (tries.c.write_back == w.id, tries.c.move == Move.SEND, tries.c.at >= w.begun)
    sends = select(func.count()).select_from(tries).where(*ours).scalar_subquery()
    every = select(w.source, w.state, w.lease_until, sends.label("sends")).where(w.state.in_((*UNDER_WAY, *HANDED))).subquery()
    alike = (every.c.source, every.c.state, every.c.sends)
    query = select(*alike, func.count().label("n"), func.min(every.c.lease_until).label("next")).group_by(*alike)
    found: dict[str, list[Queue]] = defaultdict(list)
    for row in conn.execute(query):
        found[row.source].append(Queue(row.source, State(row.state), row.sends, row.n, moment(row.next)))
    return found


def _try(row: Any) -> Try:
    outcome = Outcome.UNKNOWN if row.outcome == OPEN else Outcome(row.outcome)
    return Try(moment(row.at), Move(row.move), outcome, row.why, row.repeat)
