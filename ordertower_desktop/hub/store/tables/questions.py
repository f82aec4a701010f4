"""What a system wants a person to agree to before it takes a write-back, and who agreed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, String, Table, Text, select, update

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata

LONGEST = 200

questions = Table(
    "write_back_questions",
    metadata,
    Column("write_back", Key, primary_key=True),
    Column("key", String(LONGEST), primary_key=True),
    Column("words", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("agreed_by", String(64)),
    Column("agreed_at", BigInteger),
)
"""The key is the system's own name of the question: who agreed to one has not agreed to the next."""


def ask(conn: Connection, write_back: str, key: str, words: str, now: datetime) -> None:
    """It is asked, or asked again."""
    put_rows(conn, questions, [(write_back, key[:LONGEST], words, micros(now), None, None)])


def open_of(conn: Connection, write_backs: Sequence[str]) -> dict[str, str]:
    """Write-back -> what it waits to hear a yes to; those that nobody is asked about are not here."""
    waiting = (questions.c.write_back.in_(write_backs), questions.c.agreed_at.is_(None))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in conn.execute(select(questions.c.write_back, questions.c.words).where(*waiting).order_by(questions.c.at)):
        found[row.write_back].append(row.words)
    return {key: "；".join(words) for key, words in found.items()}


def agree(conn: Connection, write_backs: Sequence[str], *, by: str, now: datetime) -> list[str]:
    """A person says yes to what is asked of these; returns those of which something was."""
    asked = sorted(open_of(conn, write_backs))
    waiting = (questions.c.write_back.in_(asked), questions.c.agreed_at.is_(None))
    conn.execute(update(questions).where(*waiting).values(agreed_by=by, agreed_at=micros(now)))
    return asked


def agreed(conn: Connection, write_back: str) -> tuple[str, ...]:
    """The questions that somebody has said yes to."""
    said = (questions.c.write_back == write_back, questions.c.agreed_at.is_not(None))
    return tuple(conn.execute(select(questions.c.key).where(*said).order_by(questions.c.key)).scalars())
