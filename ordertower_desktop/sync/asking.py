"""Questions to the hub that a page waits for: asked on threads of their own, answered on the desk's thread, errors as values."""

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ordertower_desktop.sync.keeper import Keeper
from ordertower_desktop.sync.source import Source
from ordertower_desktop.sync.trouble import Refused, Unreachable

if TYPE_CHECKING:
    from ordertower_desktop.sync.question import Question

THREADS = 3


class Asking:
    """A few threads, started with the first question; a slow upload does not hold up an order page."""

    def __init__(self, source: Source, keeper: Keeper) -> None:
        self._source, self._keeper = source, keeper
        self._asked: queue.SimpleQueue[tuple[Question[Any], Callable[[Any], None]] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._over = threading.Event()

    def ask(self, question: "Question[Any]", then: Callable[[Any], None]) -> None:
        """`then` gets the answer, or the `Unreachable` or `Refused` that came instead."""
        with self._lock:
            if len(self._threads) < THREADS:
                thread = threading.Thread(target=self._run, name=f"desk-ask-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
        self._asked.put((question, then))

    def stop(self) -> None:
        """What has not been asked yet is not asked any more: whoever wanted to know is leaving."""
        self._over.set()
        for _ in self._threads:
            self._asked.put(None)

    def join(self, timeout: float) -> bool:
        """True if every thread has ended."""
        for thread in self._threads:
            thread.join(timeout)
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self) -> None:
        while (item := self._asked.get()) is not None and not self._over.is_set():
            question, then = item
            answer = self._answer(question)
            self._keeper.post(lambda then=then, answer=answer: then(answer))  # type: ignore[misc]

    def _answer(self, question: "Question[Any]") -> object:
        try:
            return question(self._source.client())
        except (Unreachable, Refused) as trouble:
            return trouble
        except RuntimeError as closed:  # the line was closed while we were about to speak
            if not self._over.is_set():
                raise
            return Unreachable(str(closed))
