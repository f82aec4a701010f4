"""The lines of customers' pages: faces and factors (masked, or the head of a hash), orders, and parcels that were stopped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ordertower_desktop.domain.identity import NAMES, Face, Factor, Likeness
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.domain.twin import goods
from ordertower_desktop.hub.store.judging.commandpages import STATES, WORDS
from ordertower_desktop.hub.store.judging.narrow import ordered_at
from ordertower_desktop.hub.store.tables import commands, orders, people
from ordertower_desktop.hub.store.tables.faces import Placed, Stood
from ordertower_desktop.hub.store.tables.stops import Stop
from ordertower_desktop.wire import customers as wire

HEAD = 4
HIDDEN = "未提供"
NEWEST = 3


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines are drawn from: orders, names of people, and what warehouses were told."""

    known: Mapping[str, Order]
    names: Mapping[str, str]
    told: Mapping[str, str]


def around(conn: Connection, ids: Iterable[str], jobs: Iterable[str] = ()) -> Around:
    """Read once for all lines of a page."""
    told = {one.order: WORDS[STATES[one.state]] for job in jobs if job for one in commands.of_job(conn, job)}
    return Around(orders.load(conn, ids), {person.id: person.name for person in people.everyone(conn)}, told)


def factors(one: Face, other: Face, likeness: Likeness) -> list[wire.FactorLine]:
    """What each factor gives."""
    return [
        wire.FactorLine(NAMES[reason.factor], _shown(reason.factor, one), _shown(reason.factor, other), reason.match, reason.points)
        for reason in likeness.reasons
    ]


def _shown(factor: Factor, face: Face) -> str:
    value = getattr(face, factor)
    match factor:
        case Factor.PHONE:
            return face.shown or ("已加密" if value else "平台遮住")
        case Factor.ADDRESS:
            return f"{face.place} ***".strip() if value else f"{face.place}（只到区县）" if face.place else HIDDEN
        case Factor.NAME:
            return value or HIDDEN
        case _:
            return f"{value[:HEAD]}…" if value else HIDDEN


def face_line(stood: Stood, of: Sequence[Placed] = ()) -> wire.FaceLine:
    """A face as it may be shown."""
    face = stood.face
    newest = [one.order for one in sorted(of, key=lambda o: (o.at, o.order), reverse=True)[:NEWEST]]
    oaid = face.oaid or face.buyer
    return wire.FaceLine(
        face.id, face.platform, face.name, face.shown, face.place, stood.last_at, newest, f"{oaid[:HEAD]}…" if oaid else ""
    )


def merge_row(key: str, why: Iterable[str], seen: Around) -> wire.MergeRow | None:
    """An order of a suggestion; None for one that is no more."""
    order = seen.known.get(key)
    if order is None or (at := ordered_at(order)) is None:
        return None
    count = order.value("items")
    title = order.text("title") or order.text("sku")
    shown = f"{title} ×{count}" if isinstance(count, int) and count > 1 and "等" not in title else title
    return wire.MergeRow(
        key, at, order.text("platform"), order.text("shop"), shown, order.text("warehouse"), STAGE_NAMES[order.stage], list(why),
        seen.told.get(key, ""),
    )  # fmt: skip


def stop_row(one: Stop, seen: Around) -> wire.StopRow:
    """A stop with both orders beside each other."""
    order, before = seen.known.get(one.order), seen.known.get(one.before)
    mine, was = ordered_at(order) if order else None, ordered_at(before) if before else None
    what = sorted(name.partition(":")[2] for name in (goods(order) & goods(before) if order and before else ()))
    title = order.text("title") if order else ""
    return wire.StopRow(
        id=one.id, at=one.at, order=one.order, before=one.before, before_at=was,
        before_stage=STAGE_NAMES[before.stage] if before else "", goods=title or "、".join(what), why=one.why, same=one.same.split("、"),
        days=(mine - was).days if mine and was else 0, state=one.state, took_ms=one.took_us / 1000, station=one.station, by=one.by,
        by_name=seen.names.get(one.by, one.by), said=one.said, settled_by=one.settled_by,
        settled_name=seen.names.get(one.settled_by, one.settled_by), settled_at=one.settled_at,
        platform=order.text("platform") if order else "", before_platform=before.text("platform") if before else "", at_ordered=mine,
    )  # fmt: skip
