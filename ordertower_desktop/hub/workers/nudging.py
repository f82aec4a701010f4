"""推送: a push is a hint that wakes a reading; where there is none, the source is read by the clock as ever, and that is said."""

from dataclasses import replace

from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.hub.connectors.connector import Connector, Hints, Nudged, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.onebyone import told_of
from ordertower_desktop.hub.store.judging import tracking
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.taking import take

ON = "on"
AT_ONCE = 20
"""So many orders are read one by one; of more, the next window tells in one go, seconds later."""


def nudge(tower: Tower, source: Source, connector: Connector) -> Source:
    """Read what is hinted at and confirm it; the source as it is after that. What is not stored is told again."""
    if not isinstance(connector, Nudged) or not connector.nudged:
        return _say(tower, source, "")
    try:
        hints = connector.hints(now=tower.now())
        if hints is None:
            return source
        source = _read(tower, source if source.push == ON else _say(tower, source, ON), connector, hints)
        if hints.marks:
            connector.heed(hints.marks, now=tower.now())
    except (SourceRefused, Unreachable) as error:
        return _say(tower, source, f"{str(error)[:200]}；照常每 {in_chinese(source.interval)}取一次")
    return source


def _read(tower: Tower, source: Source, connector: Connector, hints: Hints) -> Source:
    """When it was read by the clock stays as it was: however much is pushed, the next window comes in its time."""
    if not hints.orders or len(hints.orders) > AT_ONCE:
        return source
    read = source
    for order in hints.orders:
        read = take(tower, read, told_of(connector, order, now=tower.now()), keep=read.cursor)
    read = replace(read, tried_at=source.tried_at, seen_at=source.seen_at, reason_code=source.reason_code, reason=source.reason)
    with tower.db.write() as conn:
        tracking.tell(conn, replace(read, refused_since=source.refused_since), now=tower.now())
    return replace(read, refused_since=source.refused_since)


def _say(tower: Tower, source: Source, push: str) -> Source:
    if source.push == push:
        return source
    said = replace(source, push=push)
    with tower.db.write() as conn:
        tracking.tell(conn, said, now=tower.now())
    return said
