"""The life of an order as its page draws it: lanes, what should have happened, breaks, and who held the ball."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from ordertower_desktop.domain.ball import ball, shares
from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.clock import Clock
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.gap import Refusal
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.timeline import LANE_OF, Desk, Lane, LaneKey, MarkKind, Timeline, timeline
from ordertower_desktop.hub.store.judging import deskwords
from ordertower_desktop.hub.store.judging.board import PLATFORM_NAMES
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire import order as wire

BATCH, LONGEST_NAME = 3, 6


def drawn(
    order: Order, case: Case | None, sources: Mapping[str, Source], *, running: Iterable[Clock], floor: Floor, now: datetime
) -> Timeline:
    """Everything that the lanes show as known at `now`."""
    desk, refusals = _desk(case, floor), _refusals(sources, now)
    return timeline(order, desk, refusals, clocks=running, terms=floor.terms, now=now)


def lanes(found: Timeline, order: Order) -> list[wire.Lane]:
    """The lanes with their marks; what is expected stands among them as ghosts."""
    batches = _batches(order)
    ghosts: dict[LaneKey, list[wire.LaneEvent]] = {}
    for ghost in found.ghosts:
        ghosts.setdefault(LANE_OF[ghost.kind], []).append(wire.LaneEvent(ghost.at, ghost.name, MarkKind.GHOST))
    return [_lane(lane, ghosts.get(lane.key, []), name=_name(lane, order), batches=batches) for lane in found.lanes]


def held(order: Order, case: Case | None, sources: Mapping[str, Source], *, floor: Floor, now: datetime) -> list[wire.Ball]:
    """How long each party had to act; the parts tile the life of the order."""
    desk = _desk(case, floor)
    holdings = ball(order, desk.entries, now, pauses=desk.pauses, refusals=_refusals(sources, now), posts=floor.post_names)
    return [wire.Ball(share.party, int(share.held.total_seconds())) for share in shares(holdings)]


def _lane(lane: Lane, ghosts: list[wire.LaneEvent], *, name: str, batches: frozenset[datetime]) -> wire.Lane:
    marks = [
        wire.LaneEvent(m.at, m.name, m.kind, None if m.arrived in batches else m.arrived, m.count, m.detail, m.who) for m in lane.marks
    ]
    bands = [wire.Band(band.start, band.end, band.kind, band.text) for band in lane.bands]
    return wire.Lane(lane.key, name, sorted([*marks, *ghosts], key=lambda mark: mark.at), bands)


def _batches(order: Order) -> frozenset[datetime]:
    """Moments at which several events arrived at once: a file was read, which is no news of how late any of them was."""
    arrivals = Counter(event.arrived for event in order.log)
    return frozenset(at for at, count in arrivals.items() if at is not None and count >= BATCH)


def _name(lane: Lane, order: Order) -> str:
    """平台 天猫, 物流 顺丰: which one it is, where that is known."""
    which = {LaneKey.PLATFORM: PLATFORM_NAMES.get(order.text("platform"), ""), LaneKey.CARRIER: order.text("carrier")[:LONGEST_NAME]}
    return f"{lane.name} {which.get(lane.key, '')}".strip()


def _desk(case: Case | None, floor: Floor) -> Desk:
    if case is None:
        return Desk()
    return Desk(deskwords.entries(case, floor), case.handling.pauses)


def _refusals(sources: Mapping[str, Source], now: datetime) -> list[Refusal]:
    """The refusals that still stand; a source that answers again has none."""
    return [
        Refusal(source.refused_since, source.id, " ".join(part for part in (source.reason_code, source.reason) if part), now, source.kind)
        for source in sources.values()
        if source.refused_since is not None
    ]
