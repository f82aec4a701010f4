"""A worker's life: a thread that goes round when it is woken or its time has come, and outlives its errors."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.hub.store.tower import Tower

log = logging.getLogger(__name__)
MOST_PAUSE = 30.0
LOOK = 0.25
"""Seconds between two looks whether there is still a reason to keep the distance."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a worker does and how often: at least every `every` seconds, when woken not more often than every `gap`.

    While a file comes in it keeps `calm` seconds between its rounds, so that the file is in sooner; `unheard` seconds
    while no desk listens either. One that is `aside` begins no round before the file is in: it counts for later, and all at once.
    """

    name: str
    tick: Callable[[Tower, datetime], int]
    every: float
    gap: float = 0.02
    woken: bool = False
    calm: float = 0.0
    unheard: float = 0.0
    aside: bool = False

    def distance(self, *, bulk: bool, listeners: int) -> float:
        """Seconds to keep between two rounds."""
        if not bulk:
            return self.gap
        return max(self.gap, self.calm, 0.0 if listeners else self.unheard)


class Worker:
    """One duty on one thread."""

    def __init__(self, tower: Tower, duty: Duty) -> None:
        self._tower, self._duty = tower, duty
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"hub-{duty.name}", daemon=True)

    @property
    def duty(self) -> Duty:
        return self._duty

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was written that may concern this worker."""
        self._wake.set()

    def stop(self) -> None:
        """Finish the round and end."""
        self._stopping.set()
        self._wake.set()

    def join(self, seconds: float) -> None:
        """Wait for the end of the round, but no longer than this: a source may hang."""
        self._thread.join(max(0.0, seconds))

    def _run(self) -> None:
        failed = 0
        while not self._stopping.is_set():
            self._wake.clear()
            self._stand_aside()
            try:
                self._duty.tick(self._tower, self._tower.now())
                failed = 0
                self._tower.lag[self._duty.name] = self._tower.now()
            except Exception:
                failed += 1
                log.exception("worker %s failed, round %d in a row", self._duty.name, failed)
            pause = min(MOST_PAUSE, 0.5 * 2**failed) if failed else self._duty.every
            self._keep_distance()
            self._wake.wait(pause)

    def _stand_aside(self) -> None:
        while self._duty.aside and self._tower.bulk.going and not self._stopping.is_set():
            self._stopping.wait(LOOK)

    def _keep_distance(self) -> None:
        """Until the next round may begin: the file may be in, or a desk may come, in the meantime."""
        begun = time.monotonic()
        while not self._stopping.is_set():
            distance = self._duty.distance(bulk=self._tower.bulk.going, listeners=self._tower.bell.listeners)
            left = begun + distance - time.monotonic()
            if left <= 0:
                return
            self._stopping.wait(min(left, LOOK))
