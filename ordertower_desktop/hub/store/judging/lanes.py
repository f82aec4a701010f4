"""The life of an order as its page draws it: lanes, what should have happened, breaks, and who held the ball."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ordertower_desktop.domain.ball import ball, shares
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.clock import Clock
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.gap import Refusal
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.timeline import LANE_OF, Desk, DeskEntry, Lane, LaneKey, MarkKind, Timeline, timeline
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire import order as wire


def drawn(
    order: Order, case: Case | None, sources: Mapping[str, Source], *, running: Iterable[Clock], floor: Floor, now: datetime
) -> Timeline:
    """Everything that the lanes show as known at `now`."""
    desk, refusals = _desk(case), _refusals(sources, now)
    return timeline(order, desk, refusals, clocks=running, limits=floor.limits, calendars=floor.calendars, now=now)


def lanes(found: Timeline) -> list[wire.Lane]:
    """The lanes with their marks; what is expected stands among them as ghosts."""
    ghosts: dict[LaneKey, list[wire.LaneEvent]] = {}
    for ghost in found.ghosts:
        ghosts.setdefault(LANE_OF[ghost.kind], []).append(wire.LaneEvent(ghost.at, ghost.name, MarkKind.GHOST))
    return [_lane(lane, ghosts.get(lane.key, [])) for lane in found.lanes]


def held(order: Order, case: Case | None, sources: Mapping[str, Source], *, now: datetime) -> list[wire.Ball]:
    """How long each party had to act; the parts tile the life of the order."""
    desk = _desk(case)
    holdings = ball(order, desk.entries, now, pauses=desk.pauses, refusals=_refusals(sources, now))
    return [wire.Ball(share.party, int(share.held.total_seconds())) for share in shares(holdings)]


def _lane(lane: Lane, ghosts: list[wire.LaneEvent]) -> wire.Lane:
    marks = [wire.LaneEvent(m.at, m.name, m.kind, m.arrived, m.count, m.detail, m.who) for m in lane.marks]
    bands = [wire.Band(band.start, band.end, band.kind, band.text) for band in lane.bands]
    return wire.Lane(lane.key, lane.name, sorted([*marks, *ghosts], key=lambda mark: mark.at), bands)


def _desk(case: Case | None) -> Desk:
    if case is None:
        return Desk()
    entries = tuple(DeskEntry(entry.at, entry.who, entry.text, entry.what) for entry in case.log)
    return Desk(entries, case.handling.pauses)


def _refusals(sources: Mapping[str, Source], now: datetime) -> list[Refusal]:
    """The refusals that still stand; a source that answers again has none."""
    return [
        Refusal(source.refused_since, source.id, " ".join(part for part in (source.reason_code, source.reason) if part), now, source.kind)
        for source in sources.values()
        if source.refused_since is not None
    ]
