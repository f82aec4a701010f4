"""What a customer asks of one order, looked up so that whoever guesses learns nothing: not even whether there is such an order."""

import base64
import hmac
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from ordertower_desktop.domain.selfservice import Feed, Told, told
from ordertower_desktop.hub.store.tables import bursts, orders, sources

LIFE = timedelta(days=30)
"""So long a link opens the page."""
_HEADING, _LINK = "self-service", "link"
_NOBODY = "----"
"""What the last digits are compared with where there are none."""


def by_tail(conn: Connection, order: str, tail: str, now: datetime) -> Told | None:
    """The order whose receiver's phone ends so. An order that is not there and digits that are not right cost the same one look."""
    known = conn.execute(select(orders.orders.c.phone_tail).where(orders.orders.c.id == order)).scalar()
    right = hmac.compare_digest((known or _NOBODY).encode(), tail.encode("utf-8", "replace"))
    return _told(conn, order, now) if right else None


def ticket(conn: Connection, order: str, now: datetime) -> str:
    """What opens the page of one order for a while, under the floor's own key. Runs in a write transaction."""
    until = int((now + LIFE).timestamp())
    mac = bytes.fromhex(bursts.hashed(bursts.hasher(conn), _HEADING, _LINK, f"{until}:{order}"))
    return f"{until:x}.{_spell(mac)}.{_spell(order.encode())}"


def by_ticket(conn: Connection, said: str, now: datetime) -> Told | None:
    """The order that a ticket stands for; nothing where it is none of ours or is over."""
    keyed = bursts.known_hasher(conn)
    if keyed is None:
        return None
    until, mac, order = _parts(said)
    wanted = _spell(bytes.fromhex(bursts.hashed(keyed, _HEADING, _LINK, f"{until}:{order}")))
    good = hmac.compare_digest(wanted.encode(), mac.encode("utf-8", "replace"))
    return _told(conn, order, now) if good and now.timestamp() < until else None


def _told(conn: Connection, key: str, now: datetime) -> Told | None:
    order = orders.load(conn, [key]).get(key)
    feeds = (Feed(source.id, source.kind, source.interval if source.connected else None, source.seen_at) for source in sources.every(conn))
    return told(order, feeds, now) if order else None


def _parts(said: str) -> tuple[int, str, str]:
    """When it ends, by which proof, of which order; a text that is no ticket has none of them."""
    until, _, rest = said.partition(".")
    mac, _, order = rest.partition(".")
    try:
        end = int(until, 16) if len(until) <= 10 else 0
        return end, mac, base64.urlsafe_b64decode(order + "=" * (-len(order) % 4)).decode()
    except ValueError:
        return 0, "", ""


def _spell(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
