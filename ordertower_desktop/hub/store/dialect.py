"""Everything that SQLite and PostgreSQL spell differently, in one place."""

import os
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, MetaData, String, Table, Text, create_engine, event, func, make_url, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.ext.compiler import compiles

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.store.glasses import views

Key = Text()
"""Text that is looked up: it is compared byte by byte, so that a prefix is a range of the index."""

_CHANNEL = "ordertower_feed"
_WRITERS = 7_420_001
"""The advisory lock on PostgreSQL that every write transaction takes first: what `BEGIN IMMEDIATE` is on SQLite."""

_PATIENCE_S = 15
"""How long one waits for another's write."""
_PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "wal_autocheckpoint=0",
    "temp_store=MEMORY",
    "cache_size=-16000",
)


_SESSION = (
    "SET lock_timeout = '30s'",
    "SET idle_in_transaction_session_timeout = '25s'",
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)
"""A hub that froze or whose cable was cut keeps the others waiting for less than half a minute: then the server takes its lock away."""
_LINK = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 20_000}
"""So that a hub, too, notices soon that the server is gone."""


@compiles(String, "postgresql")
@compiles(Text, "postgresql")
def _bytewise(_kind: String, _compiler: Any, *, type_expression: object = None, **_more: Any) -> str:
    """A column's texts are of any length and sort by their bytes, as SQLite has them. (A cast's type cannot carry an order.)"""
    return "TEXT" if type_expression is None else 'TEXT COLLATE "C"'


def lay_tables(conn: Connection, metadata: MetaData) -> None:
    """All tables. What an index leaves out is told for SQLite alone: telling PostgreSQL here would load its dialect beside every desk."""
    if shared(conn):
        for index in (index for table in metadata.tables.values() for index in table.indexes):
            index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]
    metadata.create_all(conn)


def open_engine(url: str) -> Engine:
    """An engine; its `reading` and `writing` sides are how transactions are begun on it."""
    if not url.startswith("sqlite:"):
        return _open_server(url)
    engine = create_engine(url, connect_args={"timeout": _PATIENCE_S, "check_same_thread": False}, pool_size=16, max_overflow=16)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    path = make_url(url).database
    if path and path != ":memory:":
        _private(path)
    return engine


def _open_server(url: str) -> Engine:
    if not url.startswith("postgresql+psycopg:"):
        raise Refusal("数据库地址要写成 sqlite:///文件 或 postgresql+psycopg://用户:口令@主机/库名")
    try:
        engine = create_engine(url, connect_args=_LINK, pool_pre_ping=True, pool_size=16, max_overflow=16)
    except (ImportError, NoSuchModuleError) as error:
        raise Refusal("这份安装里没有 PostgreSQL 驱动，请这样装中枢：pip install 'ordertower-desktop[floor]'") from error
    except (ArgumentError, ValueError) as error:
        raise Refusal("这个 PostgreSQL 地址读不懂，要写成 postgresql+psycopg://用户:口令@主机/库名") from error
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _queue_up)
    return engine


def reading(engine: Engine) -> Engine:
    """Transactions that see one snapshot of everything."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def writing(engine: Engine) -> Engine:
    """Transactions one after the other, each of which sees all that those before it did.

    On PostgreSQL that is READ COMMITTED behind the lock: a snapshot taken for the whole would be older than the wait for the lock.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(writes=True)
    return engine.execution_options(isolation_level="READ COMMITTED", writes=True)


def through(url: str, warehouses: frozenset[str]) -> Engine:
    """An engine of its own whose connections see these warehouses only; nothing can be written where a view stands.

    Views of a session shadow the tables of the same name in both databases, so no query has to know of it.
    """
    engine = open_engine(url)
    of: Any = type(engine.dialect)
    server, spelt = engine.dialect.name != "sqlite", of(paramstyle="named")

    def narrow(connection: Any, _record: object) -> None:
        whole = connection.execute("SELECT current_schema()").fetchone()[0] if server else "main"
        for name, seen in views(warehouses, whole=whole):
            connection.execute(f"CREATE TEMP VIEW {name} AS {seen.compile(dialect=spelt, compile_kwargs={'literal_binds': True})}")
        if server:
            connection.commit()

    event.listen(engine, "connect", narrow)
    return engine


def _private(path: str) -> None:
    """Only this account may read the floor's data."""
    if not os.path.exists(path):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE_S * 1000}")
    _keep_a_log(connection)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _keep_a_log(connection: Any) -> None:
    """Where two come to a new file at once, SQLite tells one of them that it is locked instead of letting it wait."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError:
        from stamina import retry_context  # seldom

        for attempt in retry_context(on=sqlite3.OperationalError, attempts=None, timeout=_PATIENCE_S, wait_initial=0.02, wait_max=0.5):
            with attempt:
                connection.execute("PRAGMA journal_mode=WAL")


def _begin(conn: Connection) -> None:
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("writes") else "BEGIN")


def _settle(connection: Any, _record: object) -> None:
    for setting in _SESSION:
        connection.execute(setting)
    connection.commit()


def _queue_up(conn: Connection) -> None:
    if conn.get_execution_options().get("writes"):
        conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")


def shared(where: Connection | Engine) -> bool:
    """True where several hubs may stand on one database."""
    return where.dialect.name == "postgresql"


def now_there(conn: Connection) -> datetime | None:
    """What time it is where all hubs of a floor can see the same clock; None where there is no clock but ours."""
    if not shared(conn):
        return None
    at: datetime = conn.execute(select(func.clock_timestamp())).scalar_one()
    return at


def tell(conn: Connection, head: int) -> None:
    """Wake the other hubs, once this is committed: the feed has come to `head`."""
    if shared(conn):
        conn.execute(select(func.pg_notify(_CHANNEL, str(head))))


class Ear:
    """Hears other hubs `tell`. No more than a wake: whoever was deaf for a moment finds everything by looking."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._conn: Connection | None = None
        self._line: Any = None

    def heard(self, seconds: float) -> int:
        """How far the feed has come, as told within so many seconds; 0 where nobody said a word."""
        if self._conn is None:
            self._open()
        try:
            return max((int(word.payload) for word in self._line.notifies(timeout=seconds, stop_after=1)), default=0)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._conn is not None:
            self._conn.invalidate()
            self._conn.close()
            self._conn = None

    def _open(self) -> None:
        self._conn = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._conn.exec_driver_sql(f"LISTEN {_CHANNEL}")
        self._line = self._conn.connection.driver_connection


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
    """Let the planner see the sizes of tables; without it the pool query took a sort of everything. PostgreSQL learns by itself."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as conn:
            for step in _LEARN:
                conn.connection.execute(step)
