"""The board as it was known, minute by minute, and the level of the day."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, LargeBinary, Table, delete, select

from ordertower_desktop.hub.store.dialect import upsert
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.board import Board, Point
from ordertower_desktop.wire.codec import encode

boards = Table(
    "boards",
    metadata,
    Column("minute", BigInteger, primary_key=True, autoincrement=False),
    Column("open", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

_board = msgspec.json.Decoder(Board)


def keep(conn: Connection, board: Board) -> None:
    """Store the board of its minute; the last one of a minute stays."""
    minute = micros(board.at.replace(second=0, microsecond=0))
    insert = upsert(conn, boards)
    new = {"open": insert.excluded.open, "body": insert.excluded.body}
    conn.execute(
        insert.on_conflict_do_update(index_elements=["minute"], set_=new), {"minute": minute, "open": board.open, "body": encode(board)}
    )


def known_at(conn: Connection, at: datetime) -> Board | None:
    """The newest stored board not later than `at`."""
    query = select(boards.c.body).where(boards.c.minute <= micros(at)).order_by(boards.c.minute.desc()).limit(1)
    body = conn.execute(query).scalar()
    return _board.decode(body) if body else None


def trend(conn: Connection, since: datetime, *, step_minutes: int = 10) -> list[Point]:
    """The open backlog since then, one point every `step_minutes`."""
    grain = step_minutes * 60_000_000
    query = select(boards.c.minute, boards.c.open).where(boards.c.minute >= micros(since)).order_by(boards.c.minute)
    points = {minute // grain: Point(moment(minute), count) for minute, count in conn.execute(query)}
    return list(points.values())


def forget(conn: Connection, before: datetime) -> int:
    return conn.execute(delete(boards).where(boards.c.minute < micros(before))).rowcount
