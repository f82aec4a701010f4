"""A PostgreSQL server of the tests' own: made for one run in a temporary folder, reached by a socket in it, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError

from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.schema import metadata

MUST = "ORDERTOWER_TESTS_MUST_HAVE"
"""Names what a machine has to have: there its absence is a failure, elsewhere it skips tests."""
START_SECONDS = 30.0
TEMPLATE = "founded"
_NO_CARE = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=200", "shared_buffers=32MB")


_GUARDED = '"$@" & read -r _; kill -INT $!; wait $!'
"""Ends the server when its input ends: on our word, and when we are no more, however that came."""


class Cluster:
    """A running server. `empty` makes databases and `drop` throws them away; `founded` ones are given back and used again."""

    def __init__(self, folder: Path, words: list[str], account: dict[str, Any]) -> None:
        self._folder = folder
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                ["sh", "-c", _GUARDED, "sh", *words], stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True, **account
            )
        self._number = count(1)
        self._free: list[str] = []
        self._engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://floor@/{name}?host={self._folder}"

    def wait(self) -> None:
        """Until it answers; raises with its log where it ends instead."""
        for _ in range(int(START_SECONDS / 0.1)):
            with contextlib.suppress(OperationalError), self._engine.connect():
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.1)
                break
        raise AssertionError((self._folder / "log").read_text("utf-8", "replace"))

    def empty(self) -> str:
        """The URL of a new database without tables."""
        return self._made("template1")

    def founded(self) -> str:
        """The URL of a database with the newest schema and nothing in it."""
        return self._free.pop() if self._free else self._made(TEMPLATE)

    def give_back(self, url: str) -> None:
        """Emptied it is as good as new, in a third of the time that a new one takes."""
        engine = create_engine(url)
        with engine.begin() as conn:
            conn.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
            conn.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")
        engine.dispose()
        self._free.append(url)

    def copy(self, url: str) -> str:
        """The URL of a copy of a database, dumped and restored as a backup is."""
        copy = self.empty()
        dump = subprocess.run([_program("pg_dump"), "--format=custom", _plain(url)], check=True, capture_output=True, timeout=60)
        subprocess.run([_program("pg_restore"), "--dbname", _plain(copy)], input=dump.stdout, check=True, timeout=60)
        return copy

    @contextlib.contextmanager
    def away(self, url: str) -> Iterator[None]:
        """A database that nobody reaches for a while; whoever was in it is thrown out."""
        name = _name(url)
        self.say(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        self.say("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name)
        yield
        self.say(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    def drop(self, url: str) -> None:
        self.say(f'DROP DATABASE "{_name(url)}" WITH (FORCE)')

    def say(self, words: str, *values: str) -> None:
        with self._engine.connect() as conn:
            conn.exec_driver_sql(words, values)

    def lay_template(self) -> None:
        self.say(f"CREATE DATABASE {TEMPLATE}")
        db = Database(self.url(TEMPLATE))
        bring_up(db)
        db.close()

    def end(self) -> None:
        self._engine.dispose()
        self.process.communicate(timeout=START_SECONDS)

    def _made(self, like: str) -> str:
        name = f"floor{next(self._number)}"
        self.say(f'CREATE DATABASE {name} TEMPLATE "{like}"')
        return self.url(name)


@contextlib.contextmanager
def running() -> Iterator[Cluster]:
    """A server of this run's own. Its order of texts is people's, not that of bytes: the store must not care."""
    folder = Path(tempfile.mkdtemp(prefix="ordertower-postgresql-"))
    account = _account(folder)
    try:
        order = ("--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=und")
        words = [_program("initdb"), "-D", f"{folder}/data", "-U", "floor", "-A", "trust", "--no-sync", "--no-instructions", *order]
        subprocess.run(words, check=True, capture_output=True, timeout=120, **account)
        settings = [word for setting in (*_NO_CARE, f"unix_socket_directories={folder}") for word in ("-c", setting)]
        cluster = Cluster(folder, [_program("postgres"), "-D", f"{folder}/data", *settings], account)
        try:
            cluster.wait()
            cluster.lay_template()
            yield cluster
        finally:
            cluster.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def missing() -> str:
    """What keeps PostgreSQL from running here; empty where nothing does."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed"
    return "" if _program("initdb") and _program("postgres") else "PostgreSQL is not installed"


def required() -> bool:
    return "postgresql" in os.environ.get(MUST, "").split()


def _program(name: str) -> str:
    """Debian keeps the server's programs out of the way, one folder a version."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*"), key=lambda folder: float(folder.name), reverse=True)
    return shutil.which(name, path=os.pathsep.join([*(f"{folder}/bin" for folder in versions), os.environ.get("PATH", "")])) or ""


def _account(folder: Path) -> dict[str, Any]:
    """The server refuses to run as root: there it runs as the account made for it, or as nobody."""
    if os.getuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    who = known.get("postgres") or known["nobody"]
    os.chown(folder, who.pw_uid, who.pw_gid)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": [], "cwd": folder}


def _plain(url: str) -> str:
    """As the server's own programs read it."""
    return url.replace("postgresql+psycopg:", "postgresql:")


def _name(url: str) -> str:
    return make_url(url).database or ""
