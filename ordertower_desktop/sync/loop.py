"""One round with the hub: send the outbox and the cursor, take pages until the head; and how long to wait before the next."""

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ordertower_desktop.sync.clock import Clocks, HubClock
from ordertower_desktop.sync.memory import Memory, Taken
from ordertower_desktop.sync.outbox import NotSaved
from ordertower_desktop.sync.trouble import Refused, Unreachable
from ordertower_desktop.wire.sync import SyncAnswer, SyncRequest

Exchange = Callable[[SyncRequest], SyncAnswer]
"""The way to the hub; raises `Unreachable` or `Refused`."""
Turn = Callable[[Callable[[], Any]], Any]
"""Runs a piece of work on the memory's own thread and gives back what it returns or raises."""

UNREADABLE = (400, 413, 422)
MAX_ROUNDS = 20_000
BASE_S, CAP_S = 0.5, 10.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A page that was taken: what it did, and what the hub says beside the rows (None where the hub could not read us)."""

    taken: Taken
    answer: SyncAnswer | None


class Loop:
    """The exchange of one desk with its hub. `clock` is the hub's time as last measured."""

    def __init__(self, memory: Memory, exchange: Exchange, *, turn: Turn, clocks: Clocks, told: Callable[[Heard], None]) -> None:
        self._memory, self._exchange, self._turn, self._clocks, self._told = memory, exchange, turn, clocks, told
        self.clock = HubClock()

    def once(self) -> None:
        """Exchange until this desk holds all that the hub has and has sent all that it may; each page is told as it is taken.

        Raises `Unreachable` (try again later) or `Refused` (a login that is not known); whatever was taken before stays taken.
        """
        for _ in range(MAX_ROUNDS):
            try:
                more = self._page()
            except sqlite3.Error as error:
                with contextlib.suppress(sqlite3.Error, NotSaved):
                    self._turn(self._memory.mend)
                raise Unreachable(f"本机文件写不进去（{error}），请检查磁盘空间") from error
            if not more:
                return
        raise Unreachable("与中枢来回太多次仍未读完，稍后再试")

    def _page(self) -> bool:
        """One request and its answer; True if another should follow at once."""
        request: SyncRequest = self._turn(self._memory.request)
        sent = self._clocks.tick()
        try:
            answer = self._exchange(request)
        except Refused as refused:
            if refused.status not in UNREADABLE or not request.actions:
                raise
            return bool(self._turn(partial(self._not_read, request, refused.why)))
        got = self._clocks.tick()
        self.clock = self.clock.heard(answer.now, sent, got=got, pace=answer.pace)
        return bool(self._turn(partial(self._taken, request, answer)))

    def _taken(self, request: SyncRequest, answer: SyncAnswer) -> bool:
        return self._tell(self._memory.take(request, answer, now=self.clock.now(self._clocks.tick())), answer)

    def _not_read(self, request: SyncRequest, why: str) -> bool:
        return self._tell(self._memory.refused(request, why, now=self.clock.now(self._clocks.tick())), None)

    def _tell(self, taken: Taken, answer: SyncAnswer | None) -> bool:
        # On the memory's own thread, so that rows reach the glass in the order in which they came to be.
        self._told(Heard(taken, answer))
        self._memory.told(taken.outcomes)
        return taken.more


def pause(failures: int, *, chance: float) -> float:
    """Seconds to wait after so many failures in a row, with full jitter (`chance` in 0..1): fifty desks must not come back as one."""
    return chance * min(CAP_S, BASE_S * 2.0 ** min(failures, 10)) if failures else 0.0
