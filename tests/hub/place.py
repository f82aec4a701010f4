"""Where the database of a test lies: a file of its own, or a database of its own on the tests' PostgreSQL server."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import select

from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.schema import metadata
from tests.hub.cluster import Cluster

only_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
"""For what is about SQLite's files or its planner."""
only_postgresql = pytest.mark.parametrize("place", ["postgresql"], indirect=True)


class Place(Protocol):
    """A database with the newest schema and nothing in it."""

    url: str

    def copy(self, db: Database) -> str:
        """The URL of a copy as it is now, as a backup that is brought back would be."""
        ...

    def content(self, db: Database) -> bytes:
        """Everything that is stored, as somebody who took the disk could read it."""
        ...


class OnFile:
    """SQLite, as beside a desk."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "hub.db"
        shutil.copy(_founded(), self._path)
        self.url = f"sqlite:///{self._path}"

    def copy(self, db: Database) -> str:
        db.checkpoint()
        return f"sqlite:///{shutil.copy(self._path, self._path.with_name('backup.db'))}"

    def content(self, db: Database) -> bytes:
        db.checkpoint()
        return self._path.read_bytes()


class OnServer:
    """PostgreSQL, as on a floor."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._copies: list[str] = []
        self.url = cluster.founded()

    def copy(self, db: Database) -> str:
        del db
        self._copies.append(self._cluster.copy(self.url))
        return self._copies[-1]

    def content(self, db: Database) -> bytes:
        with db.read() as conn:
            rows = [tuple(row) for table in metadata.sorted_tables for row in conn.execute(select(table))]
        return repr(rows).encode()

    def end(self) -> None:
        self._cluster.give_back(self.url)
        for url in self._copies:
            self._cluster.drop(url)


@cache
def _founded() -> Path:
    """A file with the newest schema, migrated once a test run."""
    folder = Path(tempfile.mkdtemp(prefix="ordertower-floor-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    db = Database(f"sqlite:///{folder / 'hub.db'}")
    bring_up(db)
    db.checkpoint()
    db.close()
    return folder / "hub.db"
