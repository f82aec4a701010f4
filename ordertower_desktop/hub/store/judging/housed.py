"""What a hub keeps for those who see some warehouses only (S105): their share of the feed, their board, their own past."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.board import Board
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.feed.share import Share
from ordertower_desktop.hub.store.judging.board import board, look
from ordertower_desktop.hub.store.judging.openorders import OpenOrders
from ordertower_desktop.hub.store.judging.past import Past
from ordertower_desktop.hub.store.judging.pool import Pool
from ordertower_desktop.hub.store.judging.swift import Swift
from ordertower_desktop.hub.store.tables import crises


class Kept:
    """For one set of warehouses. What is followed by feed number is read by one caller at a time, so that it never runs ahead of one."""

    def __init__(self, warehouses: frozenset[str]) -> None:
        self.warehouses = warehouses
        self.past, self.open_orders = Past(), OpenOrders()
        self._guard = threading.RLock()  # whoever reads the feed may come to a board in it
        self._share, self._pool, self._swift = Share(warehouses), Pool(warehouses), Swift()

    @contextmanager
    def share(self, whole: Database) -> Iterator[tuple[Connection, Share]]:
        """The whole feed in one snapshot, and the share as it is in it."""
        with self._guard, whole.read() as conn:
            self._share.follow(conn)
            yield conn, self._share

    def board(self, whole: Database, seen: Database, *, now: datetime, floor: Floor) -> Board:
        """The floor of these warehouses in numbers; the level is everybody's."""
        with self._guard:
            with whole.read() as conn:
                self._pool.follow(conn)
            self._pool.forget_closed()
            with seen.read() as conn:
                return board(self._pool, look(conn, now, self._swift), floor=floor, now=now, standing=crises.standing(conn))


class Housed:
    """Warehouses -> what is kept for them, as far as somebody has asked."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: dict[frozenset[str], Kept] = {}

    def of(self, warehouses: frozenset[str]) -> Kept:
        with self._guard:
            return self._kept.setdefault(warehouses, Kept(warehouses))
