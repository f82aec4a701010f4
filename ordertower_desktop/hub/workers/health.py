"""How a source is doing when it does not answer."""

from dataclasses import replace

from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.store.judging.tracking import tell
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.store.tower import Tower


def ill(tower: Tower, source: Source, error: SourceRefused | Unreachable) -> None:
    """Its health changes and nothing else: the cursor stays, and the first refusal is when it began."""
    now = tower.now()
    refused = error.code if isinstance(error, SourceRefused) else ""
    since = (source.refused_since or now) if refused else None
    with tower.db.write() as conn:
        tell(
            conn,
            replace(source, tried_at=now, refused_since=since, reason_code=refused or "unreachable", reason=str(error)[:300]),
            now=now,
        )
