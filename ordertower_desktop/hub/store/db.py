"""The hub's database: one way to read a snapshot, one way to write, and word of it when something was written."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.store import dialect


class Database:
    """Reads see one snapshot; writes stand in one queue and are durable when the block ends."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = dialect.open_engine(url)
        self._reader = dialect.reading(self.engine)
        self._writer = dialect.writing(self.engine)
        self._alone = threading.RLock()  # one writer anyway: a queue beats SQLite's polling, and many connections that wait for one lock
        self._heard: list[Callable[[], None]] = []
        self._narrow: dict[frozenset[str], Engine] = {}

    def reach(self) -> None:
        """Raises `Refusal` with what to look at where the database does not answer."""
        try:
            with self.read():
                pass
        except OperationalError as error:
            where = self.engine.url.render_as_string(hide_password=True)
            raise Refusal(f"连不上数据库 {where}，请检查地址、口令，以及它是否已启动。它说：{str(error.orig).strip()[:300]}") from error

    @property
    def shared(self) -> bool:
        """True where several hubs may stand on this database."""
        return dialect.shared(self.engine)

    def on_write(self, wake: Callable[[], None]) -> None:
        """Call `wake` after every committed write (from the writing thread)."""
        self._heard.append(wake)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot of everything, for as long as the block lasts."""
        with self._reader.begin() as conn:
            yield conn

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of the block or nothing of it."""
        with self._alone, self._writer.begin() as conn:
            yield conn
        for wake in self._heard:
            wake()

    def through(self, warehouses: frozenset[str]) -> "Database":
        """This database with reads that see these warehouses only. Writes are the same: whoever writes answers for what may be written."""
        with self._alone:
            engine = self._narrow.get(warehouses)
            if engine is None:
                engine = self._narrow[warehouses] = dialect.through(self.url, warehouses)
        return Seen(self, dialect.reading(engine))

    def checkpoint(self) -> None:
        """Fold the write-ahead log back while nobody writes."""
        with self._alone:
            dialect.checkpoint(self.engine)

    def learn_statistics(self) -> None:
        with self._alone:
            dialect.learn_statistics(self.engine)

    def close(self) -> None:
        for engine in (self.engine, *self._narrow.values()):
            engine.dispose()


class Seen(Database):
    """A database that is read through glasses and written as it is. It is closed with the one it belongs to."""

    def __init__(self, whole: Database, reader: Engine) -> None:
        self.__dict__.update(whole.__dict__)
        self._reader = reader
