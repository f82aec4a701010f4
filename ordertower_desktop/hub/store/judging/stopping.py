"""The last look before a parcel is printed or scanned: was this customer sent the same goods lately (S83)."""

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from ordertower_desktop.domain.identity import MAYBE, Face, Factor, Match, compare
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.stage import ENDED
from ordertower_desktop.domain.twin import Sold, goods, twins, words
from ordertower_desktop.hub.store.judging.facing import face_of
from ordertower_desktop.hub.store.judging.narrow import ordered_at
from ordertower_desktop.hub.store.tables import audit, bursts, faces, orders, stops
from ordertower_desktop.hub.store.tables.faces import APART, ASKED, Placed, Stood
from ordertower_desktop.hub.store.tables.stops import PASSED, WAITING, Stop

LONGEST = 200
SAME_NAMES = {Factor.ADDRESS: "地址", Factor.PHONE: "手机号", Factor.OAID: "收件人", Factor.BUYER: "买家号", Factor.DEVICE: "设备"}


@dataclass(frozen=True, slots=True)
class Twin:
    """An order and the one before it with the same goods for the same customer."""

    order: Order
    before: Sold
    why: str
    same: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.order.id}/{self.before.order}"


def found(conn: Connection, known: Mapping[str, Order], *, days: int) -> dict[str, Twin]:
    """Order -> its twin, of those that have one. A few looks for however many orders; each is compared as it is told now."""
    keyed = _keyed(conn)
    if keyed is None:
        return {}
    sold = {key: one for key, order in known.items() if (one := _sold(order)) is not None}
    mine = {key: face for key in sold if (face := face_of(known[key], keyed)).speaks}
    stood = {key: one for key, one in faces.some(conn, {face.id for face in mine.values()}).items() if one.customer}
    kin = _kin(conn, stood, since=min((sold[key].at for key in mine), default=None), days=days)
    made = {}
    for key, face in mine.items():
        near = kin[face.id] if face.id in stood else _strangers(conn, face, sold[key].at - timedelta(days=days))
        others = {one.order: (one, whose) for one, whose in near}
        same = twins(sold[key], [Sold(one.order, one.at, one.goods, one.stood) for one, _ in others.values()], days=days)
        if same:
            likeness = compare(face, others[same[0].order][1].face)
            alike = tuple(SAME_NAMES[r.factor] for r in likeness.reasons if r.match is Match.SAME and r.factor in SAME_NAMES)
            made[key] = Twin(known[key], same[0], words(sold[key], same[0]), (*(alike or ("客户",)), "商品"))
    return made


def _keyed(conn: Connection) -> "hmac.HMAC | None":
    """The floor's keyed hash, or None on a floor that has never kept a fingerprint."""
    known = conn.execute(select(bursts.secret.c.id)).first()
    return None if known is None else bursts.hasher(conn)


def _sold(order: Order) -> Sold | None:
    at, what = ordered_at(order), goods(order)
    return Sold(order.id, at, what, not order.facts & ENDED) if at is not None and what else None


Near = list[tuple[Placed, Stood]]


def _kin(conn: Connection, stood: Mapping[str, Stood], *, since: datetime | None, days: int) -> dict[str, Near]:
    """Face -> the orders of its customer, and of whoever waits to be known as the same, from `days` before `since` on."""
    if since is None:
        return {}
    families = faces.of_customers(conn, {one.customer for one in stood.values()})
    asked: dict[str, set[str]] = defaultdict(set)
    for link in faces.links_of(conn, stood, ASKED):
        asked[link.a].add(link.b)
        asked[link.b].add(link.a)
    likely = faces.some(conn, {other for others in asked.values() for other in others})
    whose = {one.face.id: one for family in families.values() for one in family} | likely
    of: dict[str, Near] = defaultdict(list)
    for one in faces.of_faces(conn, whose, since=since - timedelta(days=days)):
        of[one.face].append((one, whose[one.face]))
    near = {key: {other.face.id for other in families[one.customer]} | asked[key] for key, one in stood.items()}
    return {key: [pair for other in sorted(others) for pair in of[other]] for key, others in near.items()}


def _strangers(conn: Connection, face: Face, since: datetime) -> Near:
    """The orders of whoever is very much like a face that has not been looked at yet: the parcel is faster than the worker."""
    split = {id for link in faces.links_of(conn, [face.id], APART) for id in (link.a, link.b)} - {face.id}
    like = [one for one in faces.alike(conn, face) if compare(face, one.face).score >= MAYBE and one.face.id not in split]
    whose = {one.face.id: one for one in (*like, *faces.some(conn, [face.id]).values())}
    return [(one, whose[one.face]) for one in faces.of_faces(conn, whose, since=since)]


def order_of(conn: Connection, code: str) -> Order:
    """The order that a code at a printing desk means: its own number, or that of its waybill."""
    wanted = code.strip()[:128]
    if not wanted:
        raise Refusal("请扫订单号或运单号")
    known = orders.load(conn, [wanted]).get(wanted)
    if known is None:
        row = conn.execute(select(orders.orders.c.id).where(orders.orders.c.waybill == wanted.upper()).limit(1)).scalar()
        known = orders.load(conn, [row]).get(row) if row else None
    if known is None:
        raise Refusal(f"中心没有订单或运单 {wanted[:40]}，请核对后再扫；核对前先别发")
    return known


def stopped(twin: Twin, *, station: str, by: str, took_us: int, now: datetime) -> Stop:
    """The stop that a twin comes to."""
    return Stop(twin.id, now, twin.order.id, twin.before.order, station.strip()[:64], by, took_us, twin.why, "、".join(twin.same))


def passed(conn: Connection, key: str) -> Stop | None:
    """The stop of these two orders, if somebody has let the parcel go."""
    known = stops.one(conn, key)
    return known if known is not None and known.state == PASSED else None


def settle(conn: Connection, key: str, state: str, *, why: str, by: str, now: datetime) -> Stop:
    """Let a parcel go, or say that it is not sent; the reason stands at both orders."""
    one = stops.one(conn, key)
    if one is None:
        raise Refusal("没有这一次拦截，请刷新")
    if one.state != WAITING:
        raise Refusal("已有人处理过这一次拦截，请刷新")
    said = why.strip()[:LONGEST]
    if not said:
        raise Refusal("放行要写原因，例如：客户要 2 台" if state == PASSED else "请写怎么处理的，例如：客户取消本单")
    stops.settle(conn, key, state, said=said, by=by, now=now)
    what = "twin_passed" if state == PASSED else "twin_ended"
    audit.append(conn, *(audit.Record(now, by, what, order, said) for order in (one.order, one.before)))
    return one


def waiting(conn: Connection, ids: Sequence[str], known: Mapping[str, Order], *, days: int) -> dict[str, str]:
    """Order -> why a person has to agree before it goes to the warehouse; those that somebody let go are not here."""
    made = found(conn, {key: known[key] for key in ids if key in known}, days=days)
    let = _let_go(conn, made)
    return {key: f"{twin.why}：{twin.before.order}" for key, twin in made.items() if twin.id not in let}


def _let_go(conn: Connection, made: Mapping[str, Twin]) -> set[str]:
    """Stops of these that somebody has let go."""
    passed_by: Iterable[Stop] = stops.of_orders(conn, list(made))
    return {one.id for one in passed_by if one.state == PASSED}
