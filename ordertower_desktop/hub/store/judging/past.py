"""The pool as it was at a past moment, reckoned from what every system dates up to then; nothing is stored."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.hindsight import stood
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.judging.row import pool_row, surroundings
from ordertower_desktop.hub.store.tables import cases, orders
from ordertower_desktop.wire.rows import PoolRow

PART = 500
KEPT = timedelta(seconds=30)


class Past:
    """The last past pool that was asked for, kept while somebody pages through it: reckoning it takes seconds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: tuple[datetime, datetime, list[PoolRow]] | None = None

    def rows(self, conn: Connection, at: datetime, *, floor: Floor, now: datetime) -> list[PoolRow]:
        """The pool at `at`, reckoned at most `KEPT` before `now`. Whoever asks meanwhile waits for the one reckoning."""
        with self._guard:
            if self._kept is None or self._kept[0] != at or now - self._kept[1] > KEPT:
                self._kept = at, now, list(pool_at(conn, at, floor=floor))
            return self._kept[2]


def pool_at(conn: Connection, at: datetime, *, floor: Floor) -> Iterator[PoolRow]:
    """Every case that was open at `at`, with its clocks of then; who owns it is known of cases that the hub had by then."""
    around = surroundings(conn, floor, at)
    after = ""
    while ids := orders.page(conn, after, limit=PART):
        after = ids[-1]
        had = cases.latest(conn, ids)
        for key, order in orders.load(conn, ids).items():
            state = stood(order, at, floor=floor)
            if state.case is not None and not _over(had.get(key), at):
                yield pool_row(_owned(state, had.get(key), at), at, floor=floor, around=around)


def _over(case: Case | None, at: datetime) -> bool:
    """Somebody had closed it by then."""
    return case is not None and case.handling.closed_at is not None and case.handling.closed_at <= at


def _owned(state: State, known: Case | None, at: datetime) -> State:
    if state.case is None or known is None or known.opened_at > at:
        return state
    handling = replace(state.case.handling, owner=known.handling.owner)
    return replace(state, case=replace(state.case, id=known.id, handling=handling))
