"""New faces find their customers, customers their suggestions to merge, and whoever was silent for years is forgotten."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.consolidate import Merging, Parcel, Plan, may_merge, parcel, plans
from ordertower_desktop.domain.derived import ship_due
from ordertower_desktop.domain.identity import Known, place
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.store.judging.narrow import ordered_at
from ordertower_desktop.hub.store.tables import audit, faces, merges, orders
from ordertower_desktop.hub.store.tables.faces import APART, ASKED, JOINED, Link, Stood
from ordertower_desktop.hub.store.tables.merges import BLOCKED, DECIDED, GONE, NEVER, OPEN, Offer, Purge

MOST_OPEN = 40
"""More open orders of one customer are a drop-shipper's: nobody merges those by hand, and no list of them helps."""
_DAYS_A_MONTH = 30.44


def recognise(conn: Connection, now: datetime, *, limit: int) -> int:
    """Give customers to faces that have none; returns how many."""
    waiting = faces.unplaced(conn, limit=limit)
    for stood in waiting:
        _recognise(conn, stood, now)
    return len(waiting)


def _recognise(conn: Connection, stood: Stood, now: datetime) -> None:
    """One by one: the next may be like this one."""
    known = [Known(one.face, one.customer) for one in faces.alike(conn, stood.face)]
    split = faces.links_of(conn, [stood.face.id], APART)  # it may have been forgotten and come back
    barred = {one.a if one.b == stood.face.id else one.b for one in split}
    closed = {one.customer for one in faces.some(conn, barred).values()}
    found = place(stood.face, [one for one in known if one.customer not in closed], lambda one, other: apart(conn, one, other))
    faces.settle(conn, {stood.face.id: found.customer})
    links = [Link(stood.face.id, other, ASKED, likeness.score, now) for other, likeness in found.asked]
    if found.joined is not None:
        other, likeness = found.joined
        links.append(Link(stood.face.id, other, JOINED, likeness.score, now))
        faces.stir(conn, [stood.face.id, other])
    faces.say(conn, links)


def apart(conn: Connection, one: str, other: str) -> bool:
    """True where somebody has split any two faces of these customers: that is remembered for ever."""
    here = faces.of_customers(conn, [one, other])
    mine, yours = ({stood.face.id for stood in here.get(key, [])} for key in (one, other))
    split = faces.links_of(conn, mine, APART) if mine and yours else []
    return any({link.a, link.b} & mine and {link.a, link.b} & yours for link in split)


def suggest(conn: Connection, merging: Merging, now: datetime, *, limit: int) -> int:
    """Make the suggestions of customers anew whose orders moved; returns how many orders had."""
    moved = faces.moved(conn, limit=limit)
    customers = {one.customer for one in faces.some(conn, set(moved.values())).values() if one.customer}
    had: dict[str, list[Offer]] = defaultdict(list)
    for offer in merges.of_customers(conn, customers):
        had[offer.customer].append(offer)
    for customer, parcels in _open_parcels(conn, customers, now - merging.window).items():
        _offer(conn, customer, plans(parcels, merging, now), had[customer], now)
    faces.rest(conn, list(moved))
    return len(moved)


def _open_parcels(conn: Connection, customers: Iterable[str], since: datetime) -> Mapping[str, list[Parcel]]:
    """Customer -> what of theirs came since and has not left; all orders of all of them are read at once."""
    of = faces.of_customers(conn, customers)
    whose = {stood.face.id: stood for mine in of.values() for stood in mine}
    waiting: dict[str, list[str]] = {customer: [] for customer in of}
    held = faces.of_faces(conn, whose, since=since)
    for one in held:
        if one.open:
            waiting[whose[one.face].customer].append(one.order)
    wanted = [key for ids in waiting.values() if 1 < len(ids) <= MOST_OPEN for key in ids]
    known, found = orders.load(conn, wanted), {customer: list[Parcel]() for customer in of}
    for one in held:
        order = known.get(one.order)
        if order is not None and may_merge(order):
            mine, at = whose[one.face], ordered_at(order) or one.at
            found[mine.customer].append(parcel(order, mine.face, at=at, due=ship_due(order, SHANGHAI)))
    return found


def _offer(conn: Connection, customer: str, made: Sequence[Plan], had: Sequence[Offer], now: datetime) -> None:
    """What a person decided stays decided; what is suggested no more, because orders went on or others came, is gone."""
    decided = {one.id: one for one in had if one.state in DECIDED}
    busy = {order for one in decided.values() if one.state != NEVER for order in one.chosen}
    quiet = any(one.state == NEVER for one in had)
    found = {} if quiet else {offer_id(customer, plan): plan for plan in made if not busy & {row.order for row in plan.rows}}
    state = {key: OPEN if len(plan.able) > 1 else BLOCKED for key, plan in found.items()}
    since = {one.id: one.at for one in had}
    merges.put(conn, [Offer(key, customer, state[key], since.get(key, now), plan) for key, plan in found.items() if key not in decided])
    stale = [one for one in had if one.state in (OPEN, BLOCKED) and one.id not in found]
    merges.put(conn, [Offer(one.id, customer, GONE, one.at, one.plan) for one in stale])


def offer_id(customer: str, plan: Plan) -> str:
    """The same orders are the same suggestion."""
    return hashlib.sha256("\0".join((customer, *sorted(row.order for row in plan.rows))).encode()).hexdigest()


def purge(conn: Connection, merging: Merging, now: datetime, *, limit: int) -> int:
    """Forget whoever has ordered nothing for so many months; what was split stays split. Returns how many faces."""
    old = faces.old(conn, cutoff(merging, now), limit=limit)
    if not old:
        return 0
    gone = faces.forget(conn, [one.face.id for one in old])
    merges.purged(conn, Purge(now, len(old), gone, old[0].last_at, merging.forget_months))
    words = f"{len(old)} 个客户指纹、{gone} 单的归属，{merging.forget_months} 个月没有订单"
    audit.append(conn, audit.Record(now, "", "customers_forgotten", "customers", words))
    return len(old)


def cutoff(merging: Merging, now: datetime) -> datetime:
    """Whoever was silent since then is forgotten."""
    return now - timedelta(days=round(merging.forget_months * _DAYS_A_MONTH))
