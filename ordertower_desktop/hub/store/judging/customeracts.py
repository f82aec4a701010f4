"""What people say of customers: these are one, this one is not, and the way back; each act once, under an id of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.consolidate import Merging
from ordertower_desktop.domain.identity import compare
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.hub.store.judging import mergeacts, stopping
from ordertower_desktop.hub.store.tables import audit, faces, merges
from ordertower_desktop.hub.store.tables.faces import APART, ASKED, JOINED, Link, Stood
from ordertower_desktop.hub.store.tables.merges import NEVER, VETOED, Done
from ordertower_desktop.hub.store.tables.stops import ENDED, PASSED
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.customers import CustomerAct


class Before(msgspec.Struct, frozen=True, omit_defaults=True):
    """What it takes to undo an act: whose faces were, whose they became, and what was thought of the pairs."""

    customers: dict[str, str] = {}
    became: dict[str, str] = {}
    links: list[Link] = []
    made: list[tuple[str, str]] = []
    offer: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act, whose it is, and when."""

    act: CustomerAct
    by: str
    now: datetime
    merging: Merging


def perform(conn: Connection, deed: Deed) -> None:
    """Do it; the same id again does nothing, with another body it is refused."""
    act, known = deed.act, merges.act(conn, deed.act.id)
    if known is not None:
        if (known.by, known.what, known.about) != (deed.by, act.do, _about(act)):
            raise Refusal("这个操作编号已用过，请刷新后再试")
        return
    before = _do(conn, deed)
    merges.did(conn, Done(act.id, deed.now, deed.by, act.do, _about(act), act.why.strip()[:200], encode(before)))


def _about(act: CustomerAct) -> str:
    return f"{act.about}/{act.other}"[:160]


def _do(conn: Connection, deed: Deed) -> Before:
    act, by, now = deed.act, deed.by, deed.now
    match act.do:
        case "join":
            return _join(conn, deed)
        case "refuse":
            return _refuse(conn, deed)
        case "split":
            return _split(conn, deed)
        case "merge":
            offer = mergeacts.take(conn, act.about, act.orders, deed.merging, job=f"merge-{act.id}", by=by, now=now)
            return Before(offer=offer.id)
        case "finish":
            mergeacts.finish(conn, act.about, by=by, now=now)
        case "veto" | "never":
            state = VETOED if act.do == "veto" else NEVER
            return Before(offer=mergeacts.veto(conn, act.about, state, why=act.why, by=by, now=now).id)
        case "pass" | "end":
            stopping.settle(conn, act.about, PASSED if act.do == "pass" else ENDED, why=act.why, by=by, now=now)
        case "undo":
            _undo(conn, deed)
        case _:
            raise Refusal(f"没有这种操作：{act.do[:20]}")
    return Before()


def _pair(conn: Connection, act: CustomerAct) -> tuple[list[Stood], list[Stood]]:
    """The two customers that two faces stand for, face by face."""
    here = faces.some(conn, [act.about, act.other])
    if len(here) != 2:
        raise Refusal("没有这两个客户，可能已清理，请刷新")
    one, other = here[act.about].customer, here[act.other].customer
    if one == other:
        raise Refusal("已经是同一个客户，请刷新")
    both = faces.of_customers(conn, [one, other])
    return both[one], both[other]


def _join(conn: Connection, deed: Deed) -> Before:
    """All of one become the other; what had kept them apart is taken back, and stands in `Before`."""
    mine, yours = _pair(conn, deed.act)
    between = _between(conn, mine, yours)
    home = mine[0].customer
    moved = {one.face.id: home for one in yours}
    score = compare(_face(mine, deed.act.about).face, _face(yours, deed.act.other).face).score
    faces.settle(conn, moved)
    faces.unsay(conn, [(link.a, link.b) for link in between])
    faces.say(conn, [Link(deed.act.about, deed.act.other, JOINED, score, deed.now, deed.by, deed.act.why.strip()[:200])])
    _told(conn, deed, "customers_joined", [*mine, *yours])
    return Before({one.face.id: one.customer for one in yours}, moved, between, [(deed.act.about, deed.act.other)])


def _refuse(conn: Connection, deed: Deed) -> Before:
    """They were asked about and are not one."""
    mine, yours = _pair(conn, deed.act)
    between = _between(conn, mine, yours)
    faces.unsay(conn, [(link.a, link.b) for link in between if link.state == ASKED])
    made = _keep_apart(conn, deed, [(deed.act.about, deed.act.other)])
    _told(conn, deed, "customers_refused", [*mine, *yours])
    return Before(links=between, made=made)


def _split(conn: Connection, deed: Deed) -> Before:
    """One face leaves its customer and is kept apart from all that stay."""
    here = faces.some(conn, [deed.act.about]).get(deed.act.about)
    if here is None:
        raise Refusal("没有这个客户，可能已清理，请刷新")
    rest = [one for one in faces.of_customers(conn, [here.customer])[here.customer] if one.face.id != here.face.id]
    if not rest:
        raise Refusal("这个客户只有这一个身份，没有可拆的")
    between = _between(conn, [here], rest)
    home = here.face.id
    moved = {home: home}
    if here.customer == home:  # the customer is named after the one that leaves: the others get a name of their own
        home = rest[0].face.id
        moved = {one.face.id: home for one in rest}
    faces.settle(conn, moved)
    faces.unsay(conn, [(link.a, link.b) for link in between])
    made = _keep_apart(conn, deed, [(here.face.id, one.face.id) for one in rest])
    _told(conn, deed, "customers_split", [here, *rest])
    return Before(dict.fromkeys(moved, here.customer), moved, between, made)


def _keep_apart(conn: Connection, deed: Deed, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    why = deed.act.why.strip()[:200]
    faces.say(conn, [Link(a, b, APART, 0, deed.now, deed.by, why) for a, b in pairs])
    return pairs


def _undo(conn: Connection, deed: Deed) -> None:
    """Put everything back where it was, unless somebody has done something about it since."""
    known = merges.act(conn, deed.act.about)
    if known is None or known.undone_at is not None:
        raise Refusal("这一步已经撤销，或不存在，请刷新")
    before = decode(known.before, Before)
    if before.offer:
        offer = merges.one(conn, before.offer)
        if offer is None or offer.decided_at != known.at:
            raise Refusal("这一组之后又有人处理过，撤不回")
        mergeacts.take_back(conn, offer, by=deed.by, now=deed.now)
    elif before.made:
        here = faces.some(conn, before.became)
        if {key: one.customer for key, one in here.items()} != before.became:
            raise Refusal("这些客户之后又有人动过，撤不回；可以再认一次或再拆一次")
        faces.settle(conn, before.customers)
        faces.unsay(conn, before.made)
        faces.say(conn, before.links)
        merges.drop(conn, [*before.customers.values(), *before.became.values()])
        faces.stir(conn, [*before.became, *(key for pair in before.made for key in pair)])
        audit.append(conn, audit.Record(deed.now, deed.by, "customers_undone", known.about[:12]))
    else:
        raise Refusal("这一步没有回头路，请写新的处理")
    merges.undone(conn, known.id, by=deed.by, now=deed.now)


def _between(conn: Connection, one: Iterable[Stood], other: Iterable[Stood]) -> list[Link]:
    """Everything that is thought of pairs across the two."""
    mine, yours = ({stood.face.id for stood in side} for side in (one, other))
    return [link for link in faces.links_of(conn, mine) if {link.a, link.b} & mine and {link.a, link.b} & yours]


def _face(side: Iterable[Stood], key: str) -> Stood:
    return next(one for one in side if one.face.id == key)


def _told(conn: Connection, deed: Deed, what: str, moved: Iterable[Stood]) -> None:
    """The log, and their suggestions anew."""
    here = list(moved)
    merges.drop(conn, [one.customer for one in here])
    faces.stir(conn, [one.face.id for one in here])
    audit.append(conn, audit.Record(deed.now, deed.by, what, deed.act.about[:12], deed.act.why.strip()[:200]))
