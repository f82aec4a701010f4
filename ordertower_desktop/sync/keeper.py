"""The desk's own thread: everything that touches its files, and every word to its listeners, happens here, one thing at a time."""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from ordertower_desktop.sync.outbox import NotSaved
from ordertower_desktop.sync.trouble import Refused, Unreachable

T = TypeVar("T")
EXPECTED = (Unreachable, Refused, NotSaved, sqlite3.Error)
log = logging.getLogger(__name__)


class Closed(RuntimeError):
    """The desk has been stopped; the work was not done."""


class Later(Generic[T]):
    """What a piece of work will give back. `result` waits and raises what the work raised."""

    def __init__(self) -> None:
        self._done = threading.Event()
        self._value: T | None = None
        self._error: BaseException | None = None

    def finish(self, value: T) -> None:
        self._value = value
        self._done.set()

    def fail(self, error: BaseException) -> None:
        self._error = error
        self._done.set()

    def result(self, timeout: float | None = None) -> T:
        if not self._done.wait(timeout):
            raise TimeoutError("the desk has not come to it yet")
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]


class Keeper:
    """A thread with a list of work. `turn` may be called on it too: then the work is done at once."""

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[tuple[Callable[[], Any], Later[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._gate = threading.Lock()
        self._closed = False

    def start(self) -> None:
        self._thread.start()

    def post(self, work: Callable[[], T]) -> Later[T]:
        """Have `work` done soon. A failure is kept for whoever waits; one of our own making is logged too."""
        later: Later[T] = Later()
        with self._gate:
            if self._closed:
                later.fail(Closed("the desk is closed"))
            else:
                self._work.put((work, later))
        return later

    def turn(self, work: Callable[[], T]) -> T:
        """Have `work` done and wait for what it gives back."""
        return work() if threading.current_thread() is self._thread else self.post(work).result()

    def close(self, last: Callable[[], Any]) -> None:
        """Finish what is on the list, then `last`, then end."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._work.put((last, Later()))
                self._work.put(None)

    def join(self, timeout: float) -> bool:
        """True if the thread has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            work, later = item
            try:
                later.finish(work())
            except Exception as error:
                if not isinstance(error, EXPECTED):
                    log.exception("work on the desk's thread failed")
                later.fail(error)
