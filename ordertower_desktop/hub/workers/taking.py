"""One page of a source: rows, judgement and cursor in one transaction, and the source is well."""

from dataclasses import replace
from datetime import datetime

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.hold import dead
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.connector import Page
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.judging.why import states
from ordertower_desktop.hub.store.tables import cases, orders, sources
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.store.tower import Tower

MOST_GAPS = 200


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
            gaps=tuple(dict.fromkeys((*source.gaps, *page.gaps)))[:MOST_GAPS],
        )
        sources.put(conn, [well])
        put(conn, [Document("source", well.id, source_row(well, now))])
        if not page.more and any(dead(state, now) for state in states([source])):
            orders.wake(conn, cases.open_orders(conn), now)  # whoever was not chased because of its silence is looked at anew
    return well


def _behind(source: Source, now: datetime) -> bool:
    """It was silent for long: it is back when all that it had to tell has been read."""
    return any(dead(state, now) for state in states([source]))
