"""Looks after the whole: the board and the level, the ages of sources, what has been closed long enough, and the database's files."""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, select

from ordertower_desktop.domain.landmark import Turning
from ordertower_desktop.domain.levelling import step
from ordertower_desktop.hub.store.feed import past
from ordertower_desktop.hub.store.feed.changes import clear_tombstones
from ordertower_desktop.hub.store.feed.tables import documents
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging import drill, levelreports, silence
from ordertower_desktop.hub.store.judging.board import board, counted, level_row, look
from ordertower_desktop.hub.store.judging.crisisacts import count
from ordertower_desktop.hub.store.judging.noticed import level_turned, sources_turned
from ordertower_desktop.hub.store.judging.pool import Pool
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.judging.swift import Swift
from ordertower_desktop.hub.store.tables import boards, cases, crises, landmarks, reports, sends, sources, tries
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.crisiswatch import CrisisWatch
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.rows import LevelRow

TOMBSTONES_KEPT = 200_000
HEARTBEAT = timedelta(seconds=15)
"""A board that says nothing new is still told this often: its time proves that somebody is looking."""
TIDY_EVERY = timedelta(minutes=1)
STATISTICS_EVERY = timedelta(hours=1)
CHECKPOINT_EVERY = timedelta(seconds=5)
SENDS_KEPT = timedelta(days=14)
"""Longer than any channel's limit looks back."""
TRIES_KEPT = timedelta(days=30)
"""Of what has arrived: how it went is asked for while the parcel is on its way, hardly later."""
GONE_A_ROUND = 5000
_level = msgspec.json.Decoder(LevelRow)


class Watch:
    """Keeps the pool's lines between rounds; everything else is read anew."""

    def __init__(self) -> None:
        self._pool, self._swift = Pool(), Swift()
        self._shown: Board | None = None
        self._last: dict[str, datetime] = {}
        self._cleared_to: datetime | None = None
        self._crisis = CrisisWatch()

    def tick(self, tower: Tower, now: datetime) -> int:
        """One round; returns 1 when a new board was made."""
        made = self._board(tower, now) if self._due("board", now, tower.settings.board) else 0
        if self._due("silence", now, tower.settings.board):
            _silence(tower, now)
        if self._due("tidy", now, TIDY_EVERY):
            self._tidy(tower, now)
        if self._due("checkpoint", now, CHECKPOINT_EVERY):
            tower.db.checkpoint()
        if self._due("statistics", now, STATISTICS_EVERY):
            tower.db.learn_statistics()
        return made

    def _due(self, what: str, now: datetime, every: timedelta) -> bool:
        if what in self._last and now - self._last[what] < every:
            return False
        self._last[what] = now
        return True

    def _board(self, tower: Tower, now: datetime) -> int:
        with tower.db.read() as conn:
            self._pool.follow(conn)
            floor, day = tower.floors.current(conn), look(conn, now, self._swift)
            asked = counted(self._pool, day)
            standing, _ = step(crises.standing(conn), asked, now)
            made = board(self._pool, day, floor=floor, now=now, standing=standing)
            known = [source_row(source, now) for source in sources.every(conn)]
            told = _level_told(conn)
            level = level_row(made, told, standing)
            seen = [*sources_turned(landmarks.newest(conn, Turning.SOURCE), known, now=now), *level_turned(told, level, now=now)]
        if self._shown is not None and not self._due("heartbeat", now, HEARTBEAT) and _same(made, self._shown):
            return 0
        self._shown = made
        with tower.db.write() as conn:
            boards.keep(conn, made)
            put(conn, [Document("board", "board", made), Document("level", "level", level)])
            put(conn, [Document("source", row.id, row) for row in known])
            landmarks.add(conn, seen)
            count(conn, asked, now, floor=floor)
            self._crisis.round(conn, self._pool, floor=floor, now=now)
        self._pool.forget_closed()
        return 1

    def _tidy(self, tower: Tower, now: datetime) -> None:
        with tower.db.read() as conn:
            frame = past.frame(conn)
        with tower.db.write() as conn:
            self._clear_closed(conn, now - tower.settings.kept_closed)
            clear_tombstones(conn, keep=TOMBSTONES_KEPT)
            boards.forget(conn, now - tower.settings.kept_boards)
            landmarks.forget(conn, now - tower.settings.kept_boards)
            past.forget(conn, now - tower.settings.kept_boards)
            past.keep(conn, frame)
            sends.forget(conn, now - SENDS_KEPT)
            tries.forget(conn, now - TRIES_KEPT)

    def _clear_closed(self, conn: Connection, before: datetime) -> None:
        """Cases closed long enough leave the desks; the hub keeps them."""
        after = self._cleared_to or before - timedelta(days=2)
        gone = cases.closed_before(conn, before, after=after, limit=GONE_A_ROUND)
        put(conn, [Document("case", case, gone=True) for case, _ in gone])
        self._cleared_to = before if len(gone) < GONE_A_ROUND else gone[-1][1]


def _silence(tower: Tower, now: datetime) -> None:
    """Sources that fell silent or spoke again, drills that are over, and who has not answered that the level rose."""
    with tower.db.read() as conn:
        wanted = silence.wanted(conn, floor=tower.floors.current(conn), now=now)
        if not wanted and not drill.lasts(conn) and not reports.due(conn, now):
            return
    with tower.db.write() as conn:
        levelreports.advance(conn, now=now, floor=tower.floors.current(conn))
        silence.watch(conn, floor=tower.floors.current(conn), now=now)
        drill.over(conn, now)


def _level_told(conn: Connection) -> LevelRow | None:
    """The level as desks know it, whichever hub told it: since when it holds must not change with who keeps the watch."""
    body = conn.execute(select(documents.c.body).where(documents.c.topic == "level", documents.c.key == "level")).scalar()
    return _level.decode(body) if body else None


def _same(one: Board, other: Board) -> bool:
    return replace(one, at=other.at, trend=other.trend) == other
