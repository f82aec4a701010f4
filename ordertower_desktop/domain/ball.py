"""Who has to act: the life of an order cut into stretches, each held by one party, without gap or overlap (S68)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from ordertower_desktop.domain.clock import Pause
from ordertower_desktop.domain.gap import Gap, Refusal, gaps
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.passed import rungs
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.timeline import DeskEntry

IT, DESK, CUSTOMER = "IT", "客服", "客户"
HOLDS = {
    Stage.UNPAID: CUSTOMER,
    Stage.TO_ACCEPT: "订单组",
    Stage.TO_AUDIT: "审核",
    Stage.TO_PRINT: "仓库",
    Stage.TO_PACK: "仓库",
    Stage.TO_SHIP: "仓库",
    Stage.TO_COLLECT: "物流",
    Stage.IN_TRANSIT: "物流",
    Stage.SIGNED: CUSTOMER,
}
"""Stage -> whose turn it is while nothing else is known."""
DESK_TAKES = frozenset({"opened", "assigned", "queued", "acknowledge", "reopen"})
DESK_LEAVES = frozenset({"resolve", "archive", "recovered"})
ENDS = ("delivered", "cancelled", "refund_done")


@dataclass(frozen=True, slots=True)
class Holding:
    """One stretch in which `party` had to act."""

    party: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """How long one party held the ball altogether."""

    party: str
    held: timedelta


def ball(
    order: Order,
    entries: Iterable[DeskEntry],
    now: datetime,
    *,
    pauses: Iterable[Pause] = (),
    refusals: Iterable[Refusal] = (),
    posts: Mapping[str, str] = POSTS,
) -> tuple[Holding, ...]:
    """The stretches from the payment (or the first news) to the end, or to now. A pause is held by who is waited for; before it counts
    what the desk has said, then an interface that is down (IT), then the stage. `posts` are those of the floor by their names."""
    start, end = _life(order, now)
    if start is None or end <= start:
        return ()
    entries, pauses = tuple(sorted(entries, key=lambda entry: entry.at)), tuple(pauses)
    broken = gaps(order, refusals, now)
    steps = rungs(order)
    edges = {start, end, *(at for at, _ in steps), *(entry.at for entry in entries)}
    edges |= {edge for gap in broken for edge in (gap.start, gap.end)} | {edge for pause in pauses for edge in pause.stretch(now)}
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    made = [Holding(_holder(a, steps, entries, pauses, broken, posts), a, b) for a, b in pairwise(cuts)]
    return _joined(made)


def shares(holdings: Iterable[Holding]) -> tuple[Share, ...]:
    """The sum of each party, longest first."""
    total: dict[str, timedelta] = {}
    for one in holdings:
        total[one.party] = total.get(one.party, timedelta()) + (one.end - one.start)
    return tuple(Share(party, held) for party, held in sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def _life(order: Order, now: datetime) -> tuple[datetime | None, datetime]:
    known = [event.at for event in order.log] + [snapshot.at for snapshot in order.snapshots]
    start = order.at("payment_approved") or min(known, default=None)
    ended = [at for name in ENDS if (at := order.at(name)) is not None]
    return start, min([*ended, now])


def _holder(
    at: datetime,
    steps: tuple[tuple[datetime, Stage], ...],
    entries: tuple[DeskEntry, ...],
    pauses: tuple[Pause, ...],
    broken: tuple[Gap, ...],
    posts: Mapping[str, str],
) -> str:
    pause = next((p for p in pauses if p.holds(at)), None)
    if pause is not None:
        return CUSTOMER if _speaks_of_customer(pause.reason) else _party(pause.who, posts)
    moved_at, stage = max((step for step in steps if step[0] <= at), default=(at, Stage.UNPAID), key=lambda step: step[0])
    said = _said(entries, since=moved_at, at=at, posts=posts)
    if said:
        return said
    if any(gap.start <= at < gap.end and gap.kind is not SourceKind.CARRIER for gap in broken):
        return IT
    return HOLDS[stage]


def _said(entries: Iterable[DeskEntry], *, since: datetime, at: datetime, posts: Mapping[str, str]) -> str:
    """Whom the desk's last word names; the order's own next step makes it void."""
    party = ""
    for entry in entries:
        if since <= entry.at <= at:
            if entry.party:
                party = _party(entry.party, posts)
            elif entry.kind in DESK_TAKES:
                party = DESK
            elif entry.kind in DESK_LEAVES:
                party = ""
    return party


def _party(who: str, posts: Mapping[str, str]) -> str:
    """A post by its key or its name; whoever is called a customer is the customer, whatever else is said."""
    name = posts.get(who, who)
    if name in posts.values() or name in POSTS.values() or not _speaks_of_customer(name):
        return name or DESK
    return CUSTOMER


def _speaks_of_customer(text: str) -> bool:
    return "客户" in text or "买家" in text


def _joined(made: Iterable[Holding]) -> tuple[Holding, ...]:
    found: list[Holding] = []
    for one in made:
        if found and found[-1].party == one.party:
            found[-1] = Holding(one.party, found[-1].start, one.end)
        else:
            found.append(one)
    return tuple(found)
