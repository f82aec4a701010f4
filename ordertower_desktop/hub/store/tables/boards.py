"""The board as it was known: every one that was ever given, byte for byte, and its headline minute by minute."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, Table, delete, func, select
from zstandard import DICT_TYPE_RAWCONTENT, ZstdCompressionDict, ZstdCompressor, ZstdDecompressor

from ordertower_desktop.hub.store.dialect import put_rows
from ordertower_desktop.hub.store.moment import EPOCH, MICROSECOND, micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.board import Board, Point
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.replay import Minute

boards = Table(
    "boards",
    metadata,
    Column("minute", BigInteger, primary_key=True, autoincrement=False),
    Column("open", Integer, nullable=False),
    Column("overdue", Integer, nullable=False),
    Column("breached", Integer, nullable=False),
    Column("level", Integer, nullable=False),
)
"""The headline of the last board of each minute: what a day's curve is drawn from without opening a thousand boards."""

log = Table(
    "board_log",
    metadata,
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("frame", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""Every board under its own time, packed. `frame` is the time of the board that it was packed against; a frame is packed by itself."""
Index("board_log_frame", log.c.frame)

_DAY, _SHANGHAI_AHEAD = timedelta(days=1) // MICROSECOND, timedelta(hours=8) // MICROSECOND
"""There the clock has not been changed since 1991, so a day is a plain division."""
_RENEWED = ("open", "overdue", "breached", "level")
FRAME_EVERY = timedelta(minutes=15)
"""Boards of one frame differ little: packed against it, one costs some hundred bytes instead of twenty thousand."""


@dataclass(frozen=True, slots=True)
class _Frame:
    at: int
    body: bytes


def keep(conn: Connection, board: Board) -> None:
    """Store a board as it is given out. The last one of an instant stays, but where the clock was set back nothing is written over."""
    at, body = micros(board.at), encode(board)
    newest, frame = conn.execute(select(func.max(log.c.at))).scalar(), _newest_frame(conn)
    if frame is None or not frame.at < at < frame.at + FRAME_EVERY // MICROSECOND:
        frame = _Frame(at, b"")
    put_rows(conn, log, [(at, frame.at, _pack(body, frame.body))], renew=("frame", "body") if newest is None or newest <= at else ())
    minute = micros(board.at.replace(second=0, microsecond=0))
    put_rows(conn, boards, [(minute, board.open, board.overdue, board.breached_today, board.level)], renew=_RENEWED)


def known_at(conn: Connection, at: datetime) -> bytes | None:
    """The newest board not later than `at`, as the bytes that were given out then."""
    row = conn.execute(select(log).where(log.c.at <= micros(at)).order_by(log.c.at.desc()).limit(1)).one_or_none()
    if row is None or row.frame == row.at:
        return _unpack(row.body, b"") if row else None
    frame = conn.execute(select(log.c.body).where(log.c.at == row.frame)).scalar_one()
    return _unpack(row.body, _unpack(frame, b""))


def minutes(conn: Connection, since: datetime, until: datetime) -> list[Minute]:
    """The headlines in `[since, until)`, oldest first."""
    query = select(boards).where(boards.c.minute >= micros(since), boards.c.minute < micros(until)).order_by(boards.c.minute)
    return [Minute(moment(row.minute), row.open, row.overdue, row.breached, row.level) for row in conn.execute(query)]


def days(conn: Connection) -> list[tuple[date, int, int, int]]:
    """Day in Shanghai, highest level, most breaches, highest backlog, newest first."""
    day = (boards.c.minute + _SHANGHAI_AHEAD) // _DAY
    query = select(day, func.max(boards.c.level), func.max(boards.c.breached), func.max(boards.c.open)).group_by(day).order_by(day.desc())
    return [(EPOCH.date() + timedelta(days=int(n)), level, breached, peak) for n, level, breached, peak in conn.execute(query)]


def trend(conn: Connection, since: datetime, *, step_minutes: int = 10) -> list[Point]:
    """The open backlog since then, one point every `step_minutes`."""
    grain = step_minutes * 60_000_000
    query = select(boards.c.minute, boards.c.open).where(boards.c.minute >= micros(since)).order_by(boards.c.minute)
    points = {minute // grain: Point(moment(minute), count) for minute, count in conn.execute(query)}
    return list(points.values())


def reach(conn: Connection) -> tuple[datetime, datetime] | None:
    """The first and the last moment that can be asked for, or None before the first board."""
    first, last = conn.execute(select(func.min(log.c.at), func.max(log.c.at))).one()
    return None if first is None else (moment(first), moment(last))


def forget(conn: Connection, before: datetime) -> int:
    """Leave out what is older, frame by frame: a board outlives the frame that it was packed against by no instant."""
    limit = micros(before)
    frame = conn.execute(select(func.max(log.c.frame)).where(log.c.frame < limit)).scalar()
    conn.execute(delete(boards).where(boards.c.minute < limit))
    return conn.execute(delete(log).where(log.c.frame < frame)).rowcount if frame is not None else 0


def _newest_frame(conn: Connection) -> _Frame | None:
    row = conn.execute(select(log.c.at, log.c.body).where(log.c.at == select(func.max(log.c.frame)).scalar_subquery())).one_or_none()
    return _Frame(row.at, _unpack(row.body, b"")) if row else None


def _pack(body: bytes, frame: bytes) -> bytes:
    return ZstdCompressor(level=3, dict_data=_against(frame)).compress(body)


def _unpack(packed: bytes, frame: bytes) -> bytes:
    return ZstdDecompressor(dict_data=_against(frame)).decompress(packed)


def _against(frame: bytes) -> ZstdCompressionDict | None:
    return ZstdCompressionDict(frame, dict_type=DICT_TYPE_RAWCONTENT) if frame else None
