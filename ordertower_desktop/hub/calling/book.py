"""The book of calls: whoever calls says for what, and whatever goes over the wire meanwhile is kept until a worker stores it."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.calllog import Answered, Made, Work, plain

MOST = 50_000
"""So many wait to be stored; of more, the oldest are let go: a database that is away must not fill the memory."""


class CallBook:
    """What was called and is not stored yet. Many threads write, one takes."""

    def __init__(self) -> None:
        self._kept: deque[Made] = deque(maxlen=MOST)
        self._guard = threading.Lock()

    def keep(self, made: Made) -> None:
        with self._guard:
            self._kept.append(made)

    def take(self, most: int) -> list[Made]:
        """The oldest, as many as this, and they are gone from here."""
        with self._guard:
            return [self._kept.popleft() for _ in range(min(most, len(self._kept)))]

    @contextmanager
    def by(self, source: str, work: Work, *, now: datetime, order: str = "") -> Iterator[None]:
        """Whatever this thread calls meanwhile is called for this."""
        ear = Ear(self, source, work, now, order)
        token = _ear.set(ear)
        try:
            yield
        finally:
            _ear.reset(token)
            ear.end()


class Ear:
    """Hears the calls of one thread, one after the other. The last one is kept back: whoever reads its answer may know better."""

    def __init__(self, book: CallBook, source: str, work: Work, now: datetime, order: str) -> None:
        self._book, self._source, self._work, self._now, self._order = book, source, work, now, order
        self._began = time.monotonic()
        self._last: Made | None = None

    def hear(self, interface: str, *, took: float, status: int, answered: Answered, sent: int, got: int) -> None:
        """A call has ended; one to the same interface after one that was no good is a further try."""
        at = self._now + timedelta(seconds=max(0.0, time.monotonic() - self._began - took))
        last = self._last
        again = last is not None and last.interface == interface and last.answered is not Answered.OK
        tries = last.tries + 1 if last is not None and again else 1
        self.end()
        ms = max(0, round(took * 1000))
        self._last = Made(at, self._source, self._work, interface, answered, ms, status, "", "", sent, got, tries, self._order)

    def meant(self, answered: Answered, code: str, request_id: str) -> None:
        if self._last is not None:
            kept = self._last
            self._last = replace(kept, answered=answered, code=code or kept.code, request_id=request_id or kept.request_id)

    def end(self) -> None:
        if self._last is not None:
            self._book.keep(self._last)
            self._last = None


_ear: ContextVar[Ear | None] = ContextVar("ear", default=None)


def ear() -> Ear | None:
    """Who listens on this thread."""
    return _ear.get()


def meant(answered: Answered, *, code: object = "", request_id: object = "") -> None:
    """What the last answer turned out to be once it was read."""
    if (listening := _ear.get()) is not None:
        listening.meant(answered, plain(code), plain(request_id))


REQUEST = ("request_id", "requestId", "RequestId", "log_id", "logId", "errid")


def request_id(body: object) -> str:
    """The system's own number of a call, where an answer or its envelope names one."""
    if not isinstance(body, dict):
        return ""
    inner = [one for one in body.values() if isinstance(one, dict)]
    return next((plain(one[key]) for one in (body, *inner[:4]) for key in REQUEST if key in one), "")
