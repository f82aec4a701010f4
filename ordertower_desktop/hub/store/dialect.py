"""Everything that SQLite and PostgreSQL spell differently, in one place."""

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import TEXT, Connection, Dialect, Engine, Table, Text, create_engine, event, make_url, text
from sqlalchemy.dialects import sqlite

Key = Text().with_variant(TEXT(collation="C"), "postgresql")
"""Text that is compared byte by byte, so that a prefix is a range of the index."""

LOCKS = {"sequencer": 7_420_001, "audit": 7_420_002, "deliver": 7_420_003}
"""Advisory lock numbers on PostgreSQL; on SQLite the write transaction itself is the lock."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=15000",
    "foreign_keys=ON",
    "wal_autocheckpoint=0",
    "temp_store=MEMORY",
    "cache_size=-16000",
)


def open_engine(url: str) -> Engine:
    """An engine whose write transactions lock at BEGIN and whose read transactions see one snapshot."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, isolation_level="REPEATABLE READ")
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False}, pool_size=16, max_overflow=16)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    path = make_url(url).database
    if path and path != ":memory:":
        _private(path)
    return engine


def _private(path: str) -> None:
    """Only this account may read the floor's data."""
    if not os.path.exists(path):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("writes") else "BEGIN")


def upsert(conn: Connection, table: Table) -> sqlite.Insert:
    """INSERT that can be told what to do `on_conflict_…`; both dialects spell that part alike."""
    return _insert(conn.dialect, table)


def _insert(dialect: Dialect, table: Table) -> sqlite.Insert:
    if dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # 0.2 s that a hub beside a desk does not need

    return postgresql.insert(table)  # type: ignore[return-value]


def put_rows(conn: Connection, table: Table, rows: Sequence[tuple[Any, ...]], *, renew: tuple[str, ...] = ()) -> None:
    """Insert rows, each with all columns in the table's order; one whose key is known has only its `renew` columns written anew.

    SQLite's driver takes the tuples as they are: naming and processing each value by itself cost a sixth of an import.
    """
    if not rows:
        return
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(_spelled(conn.dialect, table, renew), list(rows))
    else:
        names = [column.name for column in table.c]
        conn.execute(_put(conn.dialect, table, renew), [dict(zip(names, row, strict=True)) for row in rows])


def _put(dialect: Dialect, table: Table, renew: tuple[str, ...]) -> sqlite.Insert:
    insert = _insert(dialect, table)
    if not renew:
        return insert.on_conflict_do_nothing()
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_={name: insert.excluded[name] for name in renew})


@lru_cache(maxsize=64)
def _spelled(dialect: Dialect, table: Table, renew: tuple[str, ...]) -> str:
    return str(_put(dialect, table, renew).compile(dialect=dialect))


def lock(conn: Connection, name: str) -> None:
    """Alone under this name until the transaction ends."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": LOCKS[name]})


def checkpoint(engine: Engine) -> None:
    """Move the write-ahead log into the database; only the hub's watch worker does this (the WAL-reset bug of SQLite < 3.51.3)."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as conn:
            conn.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_LEARN = (
    "PRAGMA analysis_limit=1000",
    "BEGIN IMMEDIATE",
    "ANALYZE",
    "DELETE FROM sqlite_stat1 WHERE CAST(stat AS INTEGER) < 1000",
    "COMMIT",
    "ANALYZE sqlite_schema",
)
"""What is small today is not small after an import: told that a table has one row, SQLite read all of it for every row of a join."""


def learn_statistics(engine: Engine) -> None:
    """Let the planner see the sizes of tables; without it the pool query took a sort of everything."""
    with engine.connect() as conn:
        if engine.dialect.name == "sqlite":
            for step in _LEARN:
                conn.connection.execute(step)
        else:
            conn.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
