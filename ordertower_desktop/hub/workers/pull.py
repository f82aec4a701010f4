"""Reads the connected sources, page after page, and counts what they list; a refusal is news, not an error."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.census import Census
from ordertower_desktop.hub.connectors.caller import Outsider
from ordertower_desktop.hub.connectors.connector import Connector, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.onebyone import told_of
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.hub.store.tables.sources import Request, Source
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers import renewing
from ordertower_desktop.hub.workers.counting import count
from ordertower_desktop.hub.workers.health import ill
from ordertower_desktop.hub.workers.nudging import nudge
from ordertower_desktop.hub.workers.taking import take

REFUSED_AGAIN = timedelta(seconds=5)
"""A source that refuses is tried this often, so that its return shows as fast as its refusal did."""
MOST_PAGES = 50
MOST_AGAIN = 20
"""So many orders that could not be read are tried again each time; those that waited longest first."""


def begin(tower: Tower, connectors: Mapping[str, Connector | Outsider]) -> None:
    """Say which sources a worker reads; others that were are now only what they told us."""
    with tower.db.write() as conn:
        known = {source.id: source for source in sources.every(conn)}
        new = [_introduced(connector, known.get(key), tower.now()) for key, connector in connectors.items()]
        sources.put(conn, new)
        sources.disconnect_others(conn, connectors)
        put(conn, [Document("source", source.id, source_row(source, tower.now())) for source in sources.every(conn)])


def tick(tower: Tower, now: datetime, connectors: Mapping[str, Connector]) -> int:
    """Read every source that is due or asked for; returns how many pages came."""
    done = 0
    for key, connector in connectors.items():
        with tower.db.read() as conn:
            source, asked = sources.one(conn, key), sources.asked(conn, key)
        if source is None:
            continue
        with tower.calls.by(key, Work.PULL, now=tower.now()):
            source = nudge(tower, source, connector)
            if any(request.by for request in asked) or _due(source, now):
                done += _read(tower, source, connector, asked)
    return done


def _introduced(connector: Connector | Outsider, known: Source | None, now: datetime) -> Source:
    about = connector.about
    if known is None:
        known = Source(about.id, about.name, about.kind)
    census = known.census if known.census.since is not None else Census(since=now)
    return replace(known, name=about.name, kind=about.kind, connected=True, interval=about.interval, census=census)


def _due(source: Source, now: datetime) -> bool:
    if source.tried_at is None:
        return True
    pause = min(source.interval, REFUSED_AGAIN) if source.refused_since is not None else source.interval
    return now - source.tried_at >= pause


def _read(tower: Tower, source: Source, connector: Connector, asked: list[Request]) -> int:
    """Page after page until the source has no more; what goes wrong changes its health and nothing else."""
    pages, source = 0, renewing.in_time(tower, source, connector)
    try:
        source = _again(tower, source, connector, asked)
        for _ in range(MOST_PAGES):
            page = connector.pull(source.cursor, now=tower.now())
            source = take(tower, source, page, keep=page.cursor)
            pages += 1
            if not page.more:
                count(tower, source, connector)
                break
        _answered(tower, asked)
    except (SourceRefused, Unreachable) as error:
        if (fresh := renewing.at_once(tower, source, connector, error)) is not None:
            return pages + _read(tower, fresh, connector, asked)
        ill(tower, source, error)
    return pages


def _again(tower: Tower, source: Source, connector: Connector, asked: list[Request]) -> Source:
    """Read by number what was asked for, people's wishes first; what cannot be read even so is set aside and stops nobody."""
    waiting = [request.order for request in asked if request.order and not request.by][:MOST_AGAIN]
    for order in dict.fromkeys([*(request.order for request in asked if request.order and request.by), *waiting]):
        source = take(tower, source, told_of(connector, order, now=tower.now()), keep=source.cursor)
    return source


def _answered(tower: Tower, asked: list[Request]) -> None:
    if people := [request.id for request in asked if request.by]:
        with tower.db.write() as conn:
            sources.answered(conn, people)
