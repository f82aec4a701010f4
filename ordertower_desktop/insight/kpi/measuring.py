"""One order and its cases brought down to what is counted of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.derived import ship_due
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.link import Link, link_at
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.pushing import passes, pushes
from ordertower_desktop.domain.stage import ENDED, RANK, SHIPPED, Stage
from ordertower_desktop.domain.timeline import DeskEntry
from ordertower_desktop.insight.kpi.record import Measure, Pushed, Raised, Record, bits
from ordertower_desktop.insight.postmortem.episode import episode

FAULTS = frozenset({"write_back_failed", "stock_short", "carrier_trouble"})
"""What says that something was wrong, short, doubled or not matched (准确)."""
CALLS = frozenset({"urged", "complaint"})
"""A customer who had to ask (客户反馈)."""
BY_PEOPLE = frozenset({"acknowledge", "hand_over", "resolve", "note", "pause", "snooze", "force", "finish_step", "skip_step"})
ENTERED = {
    Link.TO_ERP: Stage.TO_ACCEPT,
    Link.TO_WMS: Stage.TO_AUDIT,
    Link.TO_CARRIER: Stage.TO_PACK,
    Link.TO_DOOR: Stage.TO_COLLECT,
}
"""A link is reached when the order has come so far."""


def measured(order: Order, cases: Sequence[Case], *, region: str) -> Measure | None:
    """The order as it is counted; None while nobody has said when it was made."""
    at = order.at("payment_approved") or order.at("order_created") or (order.log[0].at if order.log else None)
    if at is None:
        return None
    breaches = [one.breached_at for one in cases if one.breached_at is not None]
    late = _at(order, breaches)
    faulty = _at(order, (e.at for e in order.log if e.name in FAULTS)) | _at(order, (one.opened_at for one in cases if reopened(one)))
    unhappy = _at(order, (e.at for e in order.log if _calls(e, breaches)))
    shipped = _shipped(order)
    return Measure(
        order=order.id, at=at, hour=at.astimezone(SHANGHAI).hour,
        platform=order.text("platform"), shop=order.text("shop"), warehouse=order.text("warehouse"), carrier=order.text("carrier"),
        category=order.text("category"), region=order.text("region") or region,
        shipped_at=shipped, void=shipped is None and bool(order.facts & ENDED),
        missed=any(missed(one) for one in cases) or (not cases and _slipped(order, shipped)),
        complained="complaint" in order.moments,
        reached=_reached(order) | late | faulty | unhappy, late=late, faulty=faulty, unhappy=unhappy,
    )  # fmt: skip


def recorded(
    order: Order | None, case: Case, *, names: Mapping[str, str], desk: Sequence[DeskEntry], now: datetime, posts: Mapping[str, str] = POSTS
) -> Record:
    """The case as it is counted; `names`: person -> name, `posts`: post -> name; `desk` is its history with the departments it names."""
    end, held = case.handling.closed_at or now, case.handling.pauses
    handed = passes(order, desk, end, pauses=held, posts=posts) if order is not None else ()
    lay = [one.lay for one in handed if one.lay is not None]
    link = link_at(order, case.breached_at or case.opened_at) if order is not None else Link.NONE
    return Record(
        episode=episode(case, link, names),
        severity=case.leading.severity,
        complained=order is not None and "complaint" in order.moments,
        missed=missed(case),
        reopened=reopened(case),
        mark=case.handling.mark,
        closed_at=case.handling.closed_at,
        acts=tuple(entry.at for entry in case.log if entry.what in BY_PEOPLE),
        raised=tuple(_raised(case)),
        pushes=tuple(Pushed(one.at, one.since, one.way, one.giver, one.taker, one.by, one.given_by) for one in pushes(handed)),
        lay=sum(lay, timedelta()) if lay else None,
    )


def _raised(case: Case) -> Iterator[Raised]:
    """What stands on the case, and what came and went while it was open."""
    standing = {(one.rule, one.since) for one in case.standings}
    for gone in case.left:
        if gone.since is not None and gone.since >= case.opened_at and (gone.rule, gone.since) not in standing:
            yield Raised(gone.rule, gone.since, gone.until or gone.at)
    yield from (Raised(one.rule, one.since, one.cleared_at, one.muted) for one in case.standings)


def missed(case: Case) -> bool:
    """Its time had passed when it came to be: nobody could have done anything."""
    return case.breached_at is not None and case.breached_at <= case.opened_at


def reopened(case: Case) -> bool:
    """It was closed and had to be taken up again."""
    return any(entry.what == "reopen" for entry in case.log)


def _at(order: Order, moments: Iterable[datetime]) -> int:
    return bits(*(link_at(order, at) for at in moments))


def _calls(event: Event, breaches: Sequence[datetime]) -> bool:
    """A refund counts only of an order that had kept its customer waiting: minds are changed for other reasons, too."""
    return event.name in CALLS or (event.name == "refund_requested" and any(at <= event.at for at in breaches))


def _shipped(order: Order) -> datetime | None:
    told = (order.at(name) for name in ("outbound", "handed_to_carrier", "in_transit", "delivered"))
    first = min((at for at in told if at is not None), default=None)
    return first or (order.entered if order.stage in SHIPPED else None)


def _slipped(order: Order, shipped: datetime | None) -> bool:
    """It left after its promise, and there never was a case."""
    due = ship_due(order, SHANGHAI)
    return due is not None and shipped is not None and shipped > due


def _reached(order: Order) -> int:
    far = bits(*(link for link, stage in ENTERED.items() if RANK[order.stage] >= RANK[stage]))
    told = order.moments.keys() & {"written_back", "write_back_failed"}
    return far | (bits(Link.TO_PLATFORM) if told else 0)
