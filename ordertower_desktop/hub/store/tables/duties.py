"""What the roster last said of each person: on or off, on which post, and who steps in. Said once, presence may be changed by hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Connection, String, Table, delete, select

from ordertower_desktop.hub.store.dialect import put_rows
from ordertower_desktop.hub.store.schema import metadata

duties = Table(
    "duties",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("on_shift", Boolean, nullable=False),
    Column("post", String(32), nullable=False),
    Column("backup", String(64), nullable=False),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's shift, or that they have none now (`post` empty)."""

    person: str
    on: bool
    post: str = ""
    backup: str = ""


def every(conn: Connection) -> dict[str, Duty]:
    return {row.person: Duty(row.person, row.on_shift, row.post, row.backup) for row in conn.execute(select(duties))}


def put(conn: Connection, changed: Iterable[Duty]) -> None:
    rows = [(one.person, one.on, one.post, one.backup) for one in changed]
    put_rows(conn, duties, rows, renew=("on_shift", "post", "backup"))


def forget(conn: Connection, people: Iterable[str]) -> None:
    """The roster says nothing of them any more."""
    conn.execute(delete(duties).where(duties.c.person.in_(list(people))))
