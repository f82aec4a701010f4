"""Customers as people look at them: suggestions, questions, stops, and what it all came to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from sqlalchemy import Connection

from ordertower_desktop.domain.consolidate import Merging
from ordertower_desktop.domain.identity import Likeness, compare
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.store.judging.customerlines import Around, around, face_line, factors, merge_row, stop_row
from ordertower_desktop.hub.store.judging.mergeacts import UNDO
from ordertower_desktop.hub.store.judging.recognising import cutoff
from ordertower_desktop.hub.store.tables import faces, merges, stops
from ordertower_desktop.hub.store.tables.faces import Placed, Stood
from ordertower_desktop.hub.store.tables.merges import BLOCKED, DONE, NEVER, OPEN, TAKEN, VETOED, Done, Offer
from ordertower_desktop.wire import customers as wire

MOST, NEWEST = 100, 50
STATE_NAMES = {
    OPEN: "可合", BLOCKED: "挡住了", TAKEN: "待合", DONE: "已合", VETOED: "已否", NEVER: "今后不提", merges.GONE: "已过时",
}  # fmt: skip
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Whose:
    """Faces and their orders, of everybody on the page."""

    stood: Mapping[str, Stood]
    placed: Mapping[str, Placed]
    orders: Mapping[str, Sequence[Placed]]


def page(conn: Connection, merging: Merging, now: datetime) -> wire.CustomersPage:
    """Everything of the page; a few looks however much there is."""
    offers = merges.standing(conn, TAKEN, limit=MOST) + merges.standing(conn, OPEN, BLOCKED, limit=MOST)
    past = [one for one in merges.decided(conn, now - DAY, limit=NEWEST) if one.state != TAKEN]
    asked, stopped = faces.asked(conn, limit=MOST), stops.newest(conn, now - DAY, limit=NEWEST)
    ids = [row.order for one in (*offers, *past) for row in one.plan.rows]
    seen = around(conn, [*ids, *(key for one in stopped for key in (one.order, one.before))], [one.job for one in offers])
    whose = _whose(conn, ids, [key for link in asked for key in (link.a, link.b)])
    acts = {one.about.rpartition("/")[0]: one for one in reversed(merges.latest(conn, limit=200)) if one.undone_at is None}
    counted = merges.numbers(conn)
    linked = faces.numbers(conn)
    return wire.CustomersPage(
        offers=[_offer(one, whose, seen, acts, now) for one in offers],
        questions=[found for link in asked if (found := _question(link, whose)) is not None],
        decided=[_offer(one, whose, seen, acts, now) for one in past],
        stops=[stop_row(one, seen) for one in stopped],
        effects=_effects(conn, seen, now),
        forgotten=[wire.Forgotten(one.at, one.faces, one.orders, one.oldest, one.months) for one in merges.reports(conn, limit=5)],
        zombies=faces.old_number(conn, cutoff(merging, now)),
        months=merging.forget_months,
        twin_days=merging.twin_days,
        window_h=merging.window / timedelta(hours=1),
        counts={**{key: counted.get(key, 0) for key in STATE_NAMES}, "asked": linked.get(faces.ASKED, 0)},
    )


def _whose(conn: Connection, ids: Sequence[str], more: Iterable[str]) -> _Whose:
    placed = faces.orders(conn, ids)
    stood = faces.some(conn, {*(one.face for one in placed.values()), *more})
    of: dict[str, list[Placed]] = {key: [] for key in stood}
    for one in faces.of_faces(conn, stood):
        of[one.face].append(one)
    return _Whose(stood, placed, of)


def _offer(one: Offer, whose: _Whose, seen: Around, acts: Mapping[str, Done], now: datetime) -> wire.MergeOffer:
    told = [row for r in one.plan.rows if (row := merge_row(r.order, r.why, seen)) is not None]
    held = [whose.placed[row.order].face for row in one.plan.rows if row.order in whose.placed]
    mine = [whose.stood[face] for face in dict.fromkeys(held) if face in whose.stood]
    likeness, pair = _least(mine)
    act = acts.get(one.id)
    until = one.decided_at + UNDO if one.decided_at is not None and one.state == TAKEN else None
    return wire.MergeOffer(
        one.id, one.customer, one.state, STATE_NAMES[one.state], one.at, one.plan.until, mine[0].face.name if mine else "",
        mine[0].face.place if mine else "", likeness.score if likeness else 0, told, len(one.plan.able), one.plan.saved_fen,
        [face_line(stood, whose.orders[stood.face.id]) for stood in mine],
        factors(pair[0].face, pair[1].face, likeness) if likeness and pair else [], likeness.note if likeness else "", one.by,
        seen.names.get(one.by, one.by), one.decided_at, one.why, act.id if act else "", until if until and now <= until else None,
    )  # fmt: skip


def _least(mine: Sequence[Stood]) -> tuple[Likeness | None, tuple[Stood, Stood] | None]:
    """The pair that is least sure: an offer is as sure as that. The same face twice is as sure as its own factors."""
    pairs = list(combinations(mine, 2)) or [(one, one) for one in mine]
    if not pairs:
        return None, None
    return min(((compare(a.face, b.face), (a, b)) for a, b in pairs), key=lambda found: found[0].score)


def _question(link: faces.Link, whose: _Whose) -> wire.Question | None:
    here = [whose.stood[key] for key in (link.a, link.b) if key in whose.stood]
    if len(here) < 2:
        return None
    likeness = compare(here[0].face, here[1].face)
    lines = [face_line(one, whose.orders[one.face.id]) for one in here]
    told = factors(here[0].face, here[1].face, likeness)
    return wire.Question(link.a, link.b, likeness.score, link.at, lines, told, likeness.note)


def _effects(conn: Connection, seen: Around, now: datetime) -> wire.Effects:
    """Since the first of the month. What is still open has not been decided and counts for neither side."""
    first = now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    offered = merged = saved = vetoed = 0
    for state, count, fen in merges.since(conn, first):
        offered += count if state != OPEN else 0
        vetoed += count if state in (VETOED, NEVER) else 0
        if state in (TAKEN, DONE):
            merged, saved = merged + count, saved + fen
    fewer = sum(len(one.chosen) - 1 for one in merges.decided(conn, first, limit=1000) if one.chosen)
    stopped = stops.newest(conn, first, limit=1000)
    ended = [one for one in stopped if one.state == stops.ENDED]
    worth = [one.value("amount_fen") for key in ended if (one := seen.known.get(key.order)) is not None]
    lost = sum(fen for fen in worth if isinstance(fen, int))
    rate = 100 * merged / offered if offered else None
    return wire.Effects(offered, merged, rate, saved, fewer, vetoed, len(stopped), len(ended), lost)


def of_order(conn: Connection, order: str) -> wire.OrderCustomer:
    """Whose an order is, and what else of theirs is open."""
    placed = faces.orders(conn, [order]).get(order)
    stood = faces.some(conn, [placed.face]).get(placed.face) if placed else None
    if stood is None:
        return wire.OrderCustomer(order, why="号码、地址和平台买家号都被遮住或没给，认不出是哪位客户")
    family = faces.of_customers(conn, [stood.customer])[stood.customer] if stood.customer else [stood]
    of = faces.of_faces(conn, [one.face.id for one in family])
    others = [one.order for one in of if one.open and one.order != order][:MOST]
    stopped = stops.of_orders(conn, [order])
    seen = around(conn, [*others, *(key for one in stopped for key in (one.order, one.before))])
    offers = [one for one in merges.of_customers(conn, [stood.customer]) if one.state in (OPEN, BLOCKED, TAKEN)]
    mine = next((one for one in offers if order in [row.order for row in one.plan.rows]), None)
    why = {row.order: row.why for row in mine.plan.rows} if mine else {}
    by_face: dict[str, list[Placed]] = {one.face.id: [] for one in family}
    for one in of:
        by_face[one.face].append(one)
    likeness, _ = _least(family)
    return wire.OrderCustomer(
        order, stood.customer, "" if stood.customer else "刚到，正在认", likeness.note if likeness else "", len(of),
        [row for key in others if (row := merge_row(key, why.get(key, ()), seen)) is not None],
        [face_line(one, by_face[one.face.id]) for one in family], [stop_row(one, seen) for one in stopped], mine.id if mine else "",
    )  # fmt: skip
