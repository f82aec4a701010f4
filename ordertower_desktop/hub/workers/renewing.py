"""授权续期: renews a shop's authorisation before it runs out, once, whichever hub reads the shop."""

from dataclasses import replace
from datetime import datetime

from ordertower_desktop.domain import authority
from ordertower_desktop.domain.authority import left
from ordertower_desktop.hub.connectors.connector import Connector, Renewable, SourceRefused, Unreachable
from ordertower_desktop.hub.store.judging import errands, tracking
from ordertower_desktop.hub.store.judging.errands import Errand
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.store.tower import Tower

KIND = "authority"


def in_time(tower: Tower, source: Source, connector: Connector) -> Source:
    """Renew where it is time; the old one still holds, so what goes wrong is only said."""
    if not isinstance(connector, Renewable) or not connector.renewable or not authority.due(source.authority, tower.now()):
        return source
    return _renewed(tower, source, connector)


def at_once(tower: Tower, source: Source, connector: Connector, error: SourceRefused | Unreachable) -> Source | None:
    """The source with a new authorisation, where it was refused for the old one; None where that is not what it needs."""
    expired = isinstance(error, SourceRefused) and error.code == "auth"
    if not expired or not isinstance(connector, Renewable) or not connector.renewable or authority.resting(source.authority, tower.now()):
        return None
    before = source.authority.renewed_at
    after = _renewed(tower, source, connector)
    return after if after.authority.renewed_at != before else None


def _renewed(tower: Tower, source: Source, connector: Renewable) -> Source:
    claimed = _claimed(tower, source)
    if claimed is None:
        return source
    now = tower.now()
    try:
        made = authority.renewed(connector.renew(now=now), now)
    except SourceRefused as error:
        made = authority.refused(source.authority, str(error)[:300], now)
    except Unreachable:
        made = authority.unheard(source.authority, now)
    after = replace(source, authority=made)
    with tower.db.write() as conn:
        tracking.tell(conn, after, now=now)
        if made.refused_since is None:
            errands.mended(conn, KIND, source.id, now=now)
        elif made.why:
            errands.tell(conn, _errand(after, now), floor=tower.floors.current(conn), now=now)
    return after


def _errand(source: Source, now: datetime) -> Errand:
    held = source.authority
    time = f"现在的授权{left(held.until, now)}" if held.until else "现在的授权不知道哪天到期"
    body = f"{held.why}\n{time}；请在平台重新授权，把新的授权和换新凭据存进钥匙串，半小时内自动接上"
    return Errand(KIND, source.id, held.refused_since or now, f"{source.name[:12]} 授权换不了新", body, "授权续期")


def _claimed(tower: Tower, source: Source) -> Source | None:
    """The source while nobody else renews it: whoever comes second finds it claimed, or renewed."""
    now = tower.now()
    with tower.db.write() as conn:
        known = sources.one(conn, source.id)
        if known is None or known.authority != source.authority:
            return None
        made = replace(known, authority=authority.claimed(known.authority, now))
        sources.put(conn, [made])
    return made
