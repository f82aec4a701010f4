"""Reads the connected sources: rows, judgement and the source's cursor in one transaction; a refusal is news, not an error."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.hold import dead
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.hub.connectors.connector import Connector, Page, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.follower import Follower
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.judging.why import states
from ordertower_desktop.hub.store.tables import cases, orders, sources
from ordertower_desktop.hub.store.tables.sources import Request, Source
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.health import ill

REFUSED_AGAIN = timedelta(seconds=5)
"""A source that refuses is tried this often, so that its return shows as fast as its refusal did."""
MOST_PAGES = 50
MOST_GAPS = 200


def begin(tower: Tower, connectors: Mapping[str, Connector | Follower]) -> None:
    """Say which sources a worker reads; others that were are now only what they told us."""
    with tower.db.write() as conn:
        known = {source.id: source for source in sources.every(conn)}
        new = [_introduced(connector, known.get(key)) for key, connector in connectors.items()]
        sources.put(conn, new)
        sources.disconnect_others(conn, connectors)
        put(conn, [Document("source", source.id, source_row(source, tower.now())) for source in sources.every(conn)])


def tick(tower: Tower, now: datetime, connectors: Mapping[str, Connector]) -> int:
    """Read every source that is due or asked for; returns how many pages came."""
    done = 0
    for key, connector in connectors.items():
        with tower.db.read() as conn:
            source, asked = sources.one(conn, key), sources.asked(conn, key)
        if source is not None and (asked or _due(source, now)):
            done += _read(tower, source, connector, asked)
    return done


def _introduced(connector: Connector | Follower, known: Source | None) -> Source:
    about = connector.about
    if known is None:
        return Source(about.id, about.name, about.kind, connected=True, interval=about.interval)
    return replace(known, name=about.name, kind=about.kind, connected=True, interval=about.interval)


def _due(source: Source, now: datetime) -> bool:
    if source.tried_at is None:
        return True
    pause = min(source.interval, REFUSED_AGAIN) if source.refused_since is not None else source.interval
    return now - source.tried_at >= pause


def _read(tower: Tower, source: Source, connector: Connector, asked: list[Request]) -> int:
    """Page after page until the source has no more; what goes wrong changes its health and nothing else."""
    pages = 0
    try:
        for request in asked:
            if request.order:
                source = _store(tower, source, connector.read(request.order, now=tower.now()), keep=source.cursor)
        for _ in range(MOST_PAGES):
            page = connector.pull(source.cursor, now=tower.now())
            source = _store(tower, source, page, keep=page.cursor)
            pages += 1
            if not page.more:
                break
        _answered(tower, asked)
    except (SourceRefused, Unreachable) as error:
        ill(tower, source, error)
    return pages


def _store(tower: Tower, source: Source, page: Page, *, keep: bytes) -> Source:
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


def _answered(tower: Tower, asked: list[Request]) -> None:
    if asked:
        with tower.db.write() as conn:
            sources.answered(conn, [request.id for request in asked])
