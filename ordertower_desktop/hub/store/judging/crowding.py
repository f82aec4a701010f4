"""Orders that have something in common are judged together: a new mark wakes the others as soon as it can matter to them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from ordertower_desktop.domain.crowd import Reach, Shared, shared
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import bursts, orders

MARGIN = timedelta(hours=1)
"""Kept longer than any window, so that a clock that is a little off loses nothing."""

LINKED = timedelta(days=7)
"""For so long an order that is over may still be found to have company."""


def shares(changed: Iterable[Order], *, now: datetime, floor: Floor) -> list[Shared]:
    """What these orders have in common with whatever others; pure, so that it can be found out anywhere."""
    wanted = floor.bench.reaches
    return [one for order in changed for one in shared(order, wanted, now)] if wanted else []


def note(conn: Connection, found: Sequence[Shared], *, now: datetime, floor: Floor) -> None:
    """Keep them as hashes, and wake whoever shares them.

    Where every rule is true of a value already, only those that are new to it are woken: the others look again by themselves when
    their window moves. So a burst of thousands costs each of them a few looks and not thousands.
    """
    if not found:
        return
    keyed, wanted = bursts.hasher(conn), floor.bench.reaches
    told = {(bursts.hashed(keyed, one.event, one.field, of), micros(at), one.order): one for one in found for of, at in one.told}
    links = {(one.order, one.event, one.field): bursts.hashed(keyed, one.event, one.field, one.value) for one in found if one.value}
    keys = {key for key, _, _ in told} | set(links.values())
    full = _full(conn, {key: wanted[one.event, one.field] for (key, _, _), one in told.items()}, now)
    before, old = bursts.numbers(conn, keys), bursts.links_of(conn, list({order for order, _, _ in links}))
    bursts.put(conn, list(told), [(*about, key, micros(now)) for about, key in links.items()])
    after = bursts.numbers(conn, keys)
    moved = [key for key, number in after.items() if number > max(1, before.get(key, 0)) and key not in full]
    mine = {about[0] for about, key in links.items() if after.get(key, 0) > 1 or old.get(about, key) != key}
    orders.wake(conn, sorted(mine | set(bursts.linked(conn, moved))), now)


def _full(conn: Connection, keys: Mapping[str, Reach], now: datetime) -> set[str]:
    """The values of which even the narrowest window holds as many as the most demanding rule asks for."""
    found = set()
    for reach in set(keys.values()):
        mine = [key for key, one in keys.items() if one == reach]
        here = bursts.numbers(conn, mine, None if reach.narrowest is None else now - reach.narrowest)
        found |= {key for key in mine if here.get(key, 0) >= reach.most}
    return found


def tidy(conn: Connection, *, now: datetime, floor: Floor) -> None:
    """Forget what no window can hold; a rule without a window holds everything."""
    windows = [one.within for one in floor.bench.reaches.values()]
    spans = [span for span in windows if span is not None]
    if len(spans) == len(windows):
        bursts.forget_marks(conn, now - max(spans, default=timedelta()) - MARGIN)
    bursts.forget_links(conn, select(orders.orders.c.id).where(orders.orders.c.ended.is_(True)), now - LINKED)
