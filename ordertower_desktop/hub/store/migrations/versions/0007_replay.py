"""Every board as it was given, what desks were told and when, the landmarks of days, and the archive of incidents."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op
from zstandard import ZstdCompressor, ZstdDecompressor

revision = "0007"
down_revision = "0005"

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OLD = sa.table("boards", sa.column("minute"), sa.column("open"), sa.column("body"))
NEW = sa.table("boards", sa.column("minute"), sa.column("open"), sa.column("overdue"), sa.column("breached"), sa.column("level"))
LOG = sa.table("board_log", sa.column("at"), sa.column("frame"), sa.column("body"))


def upgrade() -> None:
    """The boards of minutes go into the log, each under its own time and by itself; the curve keeps their headlines."""
    conn = op.get_bind()
    kept = conn.execute(sa.select(OLD)).all()
    op.drop_table("boards")
    _make_boards()
    _make_memory()
    headlines, whole = [], []
    for minute, open_, body in kept:
        board = json.loads(body)
        at = _micros(board["at"])
        headlines.append((minute, open_, board["overdue"], board["breached_today"], board["level"]))
        whole.append((at, at, ZstdCompressor(level=3).compress(body)))
    _fill(conn, NEW, headlines)
    _fill(conn, LOG, whole)


def downgrade() -> None:
    """Of each minute the last board that stands by itself goes back; the others had no place before."""
    conn = op.get_bind()
    alone = conn.execute(sa.select(LOG).where(LOG.c.at == LOG.c.frame).order_by(LOG.c.at)).all()
    for name in ("boards", "board_log", "feed_log", "landmarks", "incidents"):
        op.drop_table(name)
    op.create_table(
        "boards",
        sa.Column("minute", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("minute"),
    )
    bodies = {at - at % 60_000_000: ZstdDecompressor().decompress(body) for at, _, body in alone}
    _fill(conn, OLD, [(minute, json.loads(body)["open"], body) for minute, body in bodies.items()])


def _make_boards() -> None:
    op.create_table(
        "boards",
        sa.Column("minute", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("breached", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("minute"),
    )
    op.create_table(
        "board_log",
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("frame", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("at"),
    )
    op.create_index("board_log_frame", "board_log", ["frame"], unique=False)


def _make_memory() -> None:
    op.create_table(
        "feed_log",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("things", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", "part"),
    )
    op.create_index("feed_log_at", "feed_log", ["at"], unique=False)
    op.create_table(
        "landmarks",
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("grave", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("at", "kind", "key"),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _fill(conn: Any, table: Any, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        conn.execute(sa.insert(table), [dict(zip((column.name for column in table.c), row, strict=True)) for row in rows])


def _micros(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)
