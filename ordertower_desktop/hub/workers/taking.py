"""One page of a source: rows, judgement and cursor in one transaction, and the source is well."""

import re
from dataclasses import replace
from datetime import datetime

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.hold import LOOK_AGAIN, dead
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.connector import Page
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.judging.why import states
from ordertower_desktop.hub.store.tables import orders, sources
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.store.tower import Tower

MOST_GAPS = 200
UNREAD = re.compile("订单 (.+?)（")


def take(tower: Tower, source: Source, page: Page, *, keep: bytes) -> Source:
    """Store what the page says and how the source is after it; `keep` is the cursor from now on."""
    now = tower.now()
    with tower.db.write() as conn:
        arrivals: list[Snapshot | Event] = [*page.snapshots, *page.events]
        taken = take_in(conn, arrivals, now=now, floor=tower.floors.current(conn)) if arrivals else None
        well = replace(
            source,
            cursor=keep,
            tried_at=now,
            seen_at=source.seen_at if page.more and _behind(source, now) else now,
            refused_since=None,
            reason_code="",
            reason="",
            skew_s=source.skew_s if page.skew_s is None else page.skew_s,
            orders=source.orders + (taken.new if taken else 0),
            gaps=_gaps(source, page),
            news_at=_newest(source, page, now),
        )
        sources.read_at_last(conn, source.id, [one.order_id for one in page.snapshots])
        sources.set_aside(conn, source.id, page.unread, now)
        sources.put(conn, [well])
        put(conn, [Document("source", well.id, source_row(well, now))])
        if not page.more and any(dead(state, now) for state in states([source])):
            orders.wake_soon(conn, now, LOOK_AGAIN)  # who was not chased because of its silence is among them
    return well


def _gaps(source: Source, page: Page) -> tuple[str, ...]:
    """What nobody can map or read; an order that has been read at last is none of it any more."""
    read = {one.order_id for one in page.snapshots}
    left = [gap for gap in source.gaps if not (found := UNREAD.match(gap)) or found[1] not in read | page.unread.keys()]
    unread = [f"订单 {order}（{why[:80]}）" for order, why in page.unread.items()]
    return tuple(dict.fromkeys((*unread, *left, *page.gaps)))[:MOST_GAPS]


def _newest(source: Source, page: Page, now: datetime) -> datetime | None:
    """The newest change that it has told; a clock that runs ahead tells nothing of the future."""
    told = [one.at for one in page.snapshots if not one.absent] + [one.at for one in page.events]
    known = [source.news_at] if source.news_at else []
    return max([*known, *(at for at in told if at <= now)], default=None)


def _behind(source: Source, now: datetime) -> bool:
    """It was silent for long: it is back when all that it had to tell has been read."""
    return any(dead(state, now) for state in states([source]))
