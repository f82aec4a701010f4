"""The open pool as the board counts it: kept up from the feed, so that a board costs what changed, not what is open."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.clearing import Closed
from ordertower_desktop.domain.stage import SEGMENT_NAMES, STAGE_NAMES, Segment, Stage
from ordertower_desktop.domain.tally import Line
from ordertower_desktop.hub.store.feed.changes import page
from ordertower_desktop.wire.rows import Change, PoolRow

PAGE = 1000
_row = msgspec.json.Decoder(PoolRow)


@dataclass(frozen=True, slots=True)
class Open:
    """An open case: its line on the board, and what the board asks beside it."""

    line: Line
    kind: str
    opened_at: datetime
    cause_name: str


class Pool:
    """Every open case, or those of some warehouses, followed by feed number; `follow` says whether anything moved."""

    def __init__(self, warehouses: frozenset[str] = frozenset()) -> None:
        self._warehouses = warehouses
        self._cursor = 0
        self._epoch = ""
        self._open: dict[str, Open] = {}
        self.closed: dict[str, Closed] = {}
        """Case -> how it left, of those that `forget_closed` has not let go yet."""

    def follow(self, conn: Connection) -> bool:
        """Read what is new; starts over when the feed has begun another life."""
        moved = False
        while True:
            found = page(conn, self._cursor, epoch=self._epoch, scopes={"case": "case"}, limit=PAGE)
            if found.reset:
                self._open.clear()
                self._cursor, self._epoch, moved = 0, found.epoch, True
                continue
            for change in found.changes:
                self._take(change)
            moved = moved or bool(found.changes)
            self._cursor, self._epoch = found.cursor, found.epoch
            if found.cursor >= found.head:
                return moved

    def _take(self, change: Change) -> None:
        row = None if change.gone else _row.decode(bytes(change.body))
        if row is not None and self._warehouses and row.warehouse not in self._warehouses:
            row = None
        if row is None or row.state != "open":
            self._open.pop(change.key, None)
            if row is not None and row.closed_at is not None:
                self.closed[change.key] = Closed(row.cause, row.closed_at)
        else:
            self.closed.pop(change.key, None)
            self._open[change.key] = _opened(row)

    def forget_closed(self) -> None:
        """They have been written down, or nobody asks."""
        self.closed.clear()

    @property
    def open(self) -> Iterable[Open]:
        return self._open.values()

    @property
    def lines(self) -> list[Line]:
        return [one.line for one in self._open.values()]

    def names(self) -> dict[str, str]:
        """Cause -> its name on the screen."""
        return {one.line.cause: one.cause_name for one in self._open.values() if one.line.cause}

    def surge(self, now: datetime) -> dict[str, int]:
        """Cause -> how many cases with it were opened in the last hour."""
        hour = now - timedelta(hours=1)
        return dict(Counter(one.line.cause for one in self._open.values() if one.line.cause and one.opened_at > hour))

    def notices(self) -> int:
        """Open cases that a platform's notice raised."""
        return sum(1 for one in self._open.values() if one.kind == "platform_notice")


def _opened(row: PoolRow) -> Open:
    line = Line(
        case=row.case,
        order=row.order,
        platform=row.platform,
        region=row.region,
        province=row.province,
        category=row.category,
        stage=row.stage,
        segment=row.segment,
        cause=row.cause,
        owner=row.owner if row.acknowledged else "",
        owner_name=row.owner_name,
        due_at=row.due_at,
        entered_at=row.started_at,
        loss_fen_per_hour=row.loss_fen_per_hour,
        vip=bool(row.vip),
        stage_name=SEGMENT_NAMES[Segment(row.segment)] if row.segment else STAGE_NAMES[Stage(row.stage)] if row.stage else "",
        cause_text=row.cause_detail or row.cause_name,
    )
    return Open(line, row.kind, row.opened_at, row.cause_name)
