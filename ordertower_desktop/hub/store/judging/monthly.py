"""A month of health: reckoned from what was counted, frozen with its rule, and compared with what it would be now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.domain.link import LINK_NAMES, Link
from ordertower_desktop.hub.store.judging.books import anchors_of
from ordertower_desktop.hub.store.judging.stretches import Days
from ordertower_desktop.hub.store.tables import healths, measures, people, tallies, versions
from ordertower_desktop.hub.store.tables.healths import Frozen
from ordertower_desktop.insight.kpi import health
from ordertower_desktop.insight.kpi.health import Anchors, Count, Unit
from ordertower_desktop.insight.kpi.record import Record
from ordertower_desktop.insight.postmortem import figures
from ordertower_desktop.insight.postmortem.figures import Window
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.kpi import HealthPage, Peers, Revision

NAMES = {"warehouse": "仓库", "carrier": "承运商", "platform": "平台", "shop": "店铺", "hop": "环节", "desk": "人员"}
SETTLES = timedelta(days=3)
"""So long after its end a month is frozen: what is told late is mostly there by then."""


def days_of(month: str) -> Days:
    """`2025-11` as days; raises ValueError where it is none."""
    first = date.fromisoformat(f"{month}-01")
    return Days(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def month_before(now: date) -> str:
    return f"{now.replace(day=1) - timedelta(days=1):%Y-%m}"


def page(conn: Connection, month: str, *, now: datetime) -> HealthPage:
    """The month as it was frozen last, else as it stands."""
    kept, over = healths.revisions(conn, month), days_of(month).window.until <= now
    told = [Revision(one.revision, one.at, _name(conn, one.by), one.why) for one in kept]
    fresh = reckoned(conn, month)
    if not kept:
        return replace(fresh, over=over)
    frozen = decode(kept[0].body, HealthPage)
    moved = frozen.groups != fresh.groups
    return replace(frozen, revision=kept[0].revision, revisions=told, moved=moved, over=over)


def freeze(conn: Connection, month: str, *, by: str, why: str, now: datetime) -> Frozen:
    """Keep the month as it stands, as its next revision."""
    kept = healths.revisions(conn, month)
    made = Frozen(month, len(kept) + 1, now, by, why, encode(reckoned(conn, month)))
    healths.add(conn, made)
    return made


def reckoned(conn: Connection, month: str) -> HealthPage:
    """The month by the anchors that were in force when it ended."""
    window = days_of(month).window
    rule = _anchors(conn, window.until)
    groups = [Peers(kind, NAMES[kind], health.scored(units, rule)) for kind, units in _units(conn, window)]
    return HealthPage(month, rule, health.formula(rule), [one for one in groups if one.units])


def _units(conn: Connection, window: Window) -> Iterable[tuple[str, Sequence[Unit]]]:
    since, until = window.since, window.until
    for kind in tallies.UNITS:
        yield kind, tallies.units(conn, since, until, kind)
    yield "hop", tallies.hops(conn, since, until, {link: name for link, name in LINK_NAMES.items() if link is not Link.NONE})
    yield "desk", desks(measures.standing_in(conn, since, until), window)


def desks(records: Iterable[Record], window: Window) -> list[Unit]:
    """People: of the orders that went through their hands, those that passed their time there, were taken up again, or complained of."""
    held: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        for name in figures.hands(record.episode):
            held[name][record.episode.order].append(record)
    found = []
    for name, of in sorted(held.items()):
        late = sum(any(window.holds(r.episode.breached_at) and r.episode.breached_by == name for r in cases) for cases in of.values())
        again = sum(any(r.reopened for r in cases) for cases in of.values())
        complained = sum(any(r.complained for r in cases) for cases in of.values())
        found.append(Unit(name, {"": Count(len(of), (late, again, complained))}))
    return found


def _anchors(conn: Connection, until: datetime) -> Anchors:
    known = versions.history(conn, "health", limit=1000)
    then = next((one for one in known if one.at < until), known[-1] if known else None)
    return anchors_of(then.body.decode("utf-8"), version=then.version) if then else Anchors()


def _name(conn: Connection, person: str) -> str:
    known = people.one(conn, person)
    return known.name if known else person or "系统"
