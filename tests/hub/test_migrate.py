"""A new database is laid out at once, an old one is migrated: both come to the same tables."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.feed import epoch
from ordertower_desktop.hub.store.feed.changes import position
from ordertower_desktop.hub.store.founding import found
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import HEAD
from ordertower_desktop.hub.store.tables import boards, deliveries, sends
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.replay import Minute
from tests.hub.cluster import Cluster

LAY = """
import sys
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.migrate import bring_up
db = Database(sys.argv[1])
assert bring_up(db) and not bring_up(db)
assert "alembic" not in sys.modules
db.close()
"""


COLUMNS = """
SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default
FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY tablename, indexname"


def on_file(path: Path) -> dict[str, object]:
    """Table -> its columns and indexes; index -> its columns and its words."""
    with closing(sqlite3.connect(path)) as db:
        found: dict[str, object] = {}
        for name, kind, words in db.execute("SELECT name, type, sql FROM sqlite_schema").fetchall():
            if kind == "table":
                indexes = sorted(row[1:] for row in db.execute(f"PRAGMA index_list({name})"))
                found[name] = db.execute(f"PRAGMA table_info({name})").fetchall(), indexes
            else:
                found[name] = db.execute(f"PRAGMA index_xinfo({name})").fetchall(), " ".join((words or "").split())
        return found


def on_server(url: str) -> list[tuple[object, ...]]:
    """Every column with its type and order of texts, every index with its words; a primary key is an index."""
    engine = create_engine(url)
    with engine.connect() as conn:
        found = [tuple(row) for query in (COLUMNS, INDEXES) for row in conn.exec_driver_sql(query)]
    engine.dispose()
    return found


def lay(url: str) -> None:
    """In a process of its own: a module that nobody has imported yet would leave its tables out."""
    subprocess.run([sys.executable, "-c", LAY, url], check=True, timeout=60)


def migrate(url: str, to: str = "head") -> None:
    """Up to a revision, or with a minus before it down to it."""
    db = Database(url)
    with db.write() as conn:
        config = Config()
        config.set_main_option("script_location", "ordertower_desktop.hub.store:migrations")
        config.attributes["connection"] = conn
        command.downgrade(config, to[1:]) if to.startswith("-") else command.upgrade(config, to)
    db.close()


def test_a_new_database_has_the_tables_that_the_migrations_make(tmp_path: Path) -> None:
    lay(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(f"sqlite:///{tmp_path / 'migrated.db'}")
    assert on_file(tmp_path / "new.db") == on_file(tmp_path / "migrated.db")
    with closing(sqlite3.connect(tmp_path / "new.db")) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_on_postgresql_too_and_every_text_there_is_of_any_length_and_sorts_by_its_bytes(cluster: Cluster) -> None:
    new, migrated = cluster.empty(), cluster.empty()
    lay(new)
    migrate(migrated)
    found = on_server(new)
    assert found == on_server(migrated)
    texts = [
        row
        for row in found
        if len(row) == 6 and row[0] != "alembic_version" and row[2] not in ("bigint", "integer", "boolean", "bytea", "double precision")
    ]
    assert len(texts) > 50
    assert {(kind, order) for _, _, kind, order, _, _ in texts} == {("text", "C")}
    for url in (new, migrated):
        cluster.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hub.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    url = cluster.empty()
    yield url
    cluster.drop(url)


def test_the_first_schema_is_brought_up_with_what_is_in_it(empty: str) -> None:
    migrate(empty, "0001")
    db = Database(empty)
    with db.write() as conn:
        life = epoch.begin(conn, None)
        conn.exec_driver_sql("INSERT INTO deliveries VALUES ('c/1/0', 'c', 'o', 'wecom', '提醒', 'owner', '', 'due', 1, 1, '', NULL, 0)")
    assert bring_up(db)
    assert not bring_up(db)
    with db.read() as conn:
        assert position(conn) == (life, 0)
        assert [one.state for one in deliveries.of_case(conn, "c")] == ["due"]
        assert sends.rests_until(conn, "any") is None
    db.close()


def test_boards_of_minutes_can_be_asked_for_after_the_log_came_and_after_it_went(empty: str) -> None:
    """0007 keeps what there is, under the time that the board itself tells; going back keeps the board of the minute."""
    at = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
    given = encode(Board(at=at, open=7, overdue=3, due_2h=1, breached_today=60, level=2, level_name="二级"))
    minute = micros(at.replace(second=0))
    migrate(empty, "0004")
    db = Database(empty)
    with db.write() as conn:
        conn.execute(text("INSERT INTO boards VALUES (:minute, 7, :body)"), {"minute": minute, "body": given})
    assert bring_up(db)
    with db.read() as conn:
        assert boards.known_at(conn, at) == given
        assert boards.known_at(conn, at - timedelta(microseconds=1)) is None
        assert boards.minutes(conn, at - timedelta(hours=1), at) == [Minute(at.replace(second=0), 7, 3, 60, 2)]
    migrate(empty, "-0004")
    with db.read() as conn:
        assert [tuple(row) for row in conn.execute(text("SELECT * FROM boards"))] == [(minute, 7, given)]
    db.close()


def test_hubs_that_start_at_once_lay_one_schema_and_found_one_floor(empty: str) -> None:
    lives: list[str] = []
    start = threading.Barrier(4)

    def begin() -> None:
        db = Database(empty)
        start.wait()
        bring_up(db)
        with db.write() as conn:
            lives.append(found(conn, now=datetime(2025, 11, 12, tzinfo=UTC), marker=None))
        db.close()

    hubs = [threading.Thread(target=begin) for _ in range(4)]
    for hub in hubs:
        hub.start()
    for hub in hubs:
        hub.join()
    assert len(lives) == 4
    assert len(set(lives)) == 1


def test_many_who_come_to_a_new_file_at_once_all_get_in(tmp_path: Path) -> None:
    for attempt in range(20):
        start, modes = threading.Barrier(6), []

        def come(url: str, start: threading.Barrier, modes: list[str]) -> None:
            db = Database(url)
            start.wait()
            with db.read() as conn:
                modes.append(str(conn.exec_driver_sql("PRAGMA journal_mode").scalar()))
            db.close()

        comers = [threading.Thread(target=come, args=(f"sqlite:///{tmp_path / f'{attempt}.db'}", start, modes)) for _ in range(6)]
        for one in comers:
            one.start()
        for one in comers:
            one.join()
        assert modes == ["wal"] * 6
