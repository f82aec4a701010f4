"""A new database is laid out at once, an old one is migrated: both come to the same tables."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.schema import HEAD
from ordertower_desktop.hub.store.tables import deliveries, sends

LAY = """
import sys
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.migrate import bring_up
db = Database(f"sqlite:///{sys.argv[1]}")
assert bring_up(db) and not bring_up(db)
assert "alembic" not in sys.modules
db.close()
"""


def layout(path: Path) -> dict[str, object]:
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


def test_a_new_database_has_the_tables_that_the_migrations_make(tmp_path: Path) -> None:
    """In a process of its own: a module that nobody has imported yet would leave its tables out."""
    subprocess.run([sys.executable, "-c", LAY, str(tmp_path / "new.db")], check=True, timeout=60)
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with engine.begin() as conn:
        config = Config()
        config.set_main_option("script_location", "ordertower_desktop.hub.store:migrations")
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
    engine.dispose()
    assert layout(tmp_path / "new.db") == layout(tmp_path / "migrated.db")
    with closing(sqlite3.connect(tmp_path / "new.db")) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_a_database_of_the_first_schema_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as conn:
        config = Config()
        config.set_main_option("script_location", "ordertower_desktop.hub.store:migrations")
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as old:
        old.execute("INSERT INTO deliveries VALUES ('c/1/0', 'c', 'o', 'wecom', '提醒', 'owner', '', 'due', 1, 1, '', NULL, 0)")
        old.commit()
    db = Database(f"sqlite:///{path}")
    assert bring_up(db)
    assert not bring_up(db)
    with db.read() as conn:
        assert [one.state for one in deliveries.of_case(conn, "c")] == ["due"]
        assert sends.rests_until(conn, "any") is None
    db.close()
