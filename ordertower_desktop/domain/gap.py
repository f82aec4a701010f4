"""Where the way of an order broke between two systems: handed over by one, not arrived in the other, and a reason on record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.ledger import late_text
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import SOURCE_KIND_NAMES, SourceKind, spoken_kind
from ordertower_desktop.domain.stage import ENTERED_BY, RANK, Fact, Stage

GRACE = timedelta(minutes=10)
"""How long a hand-over may take before it is a break."""
LONGEST_REASON = 40


@dataclass(frozen=True, slots=True)
class Refusal:
    """A system would not talk to us, or would not take something: when, which one, and what it said (`401 白名单失效`).

    One that stands, or stood for a while, lasts from `at` to `until`. `kind` is what the source is; None: its name says so.
    """

    at: datetime
    source: str
    reason: str
    until: datetime | None = None
    kind: SourceKind | None = None

    def meets(self, start: datetime, end: datetime) -> bool:
        """True when it fell, or stood, between two moments."""
        return self.at <= end and (self.until or self.at) >= start


@dataclass(frozen=True, slots=True)
class Gap:
    """A hand-over that did not arrive: handed at `start`, arrived at `end` (for an open one: now), into a system of `kind`."""

    kind: SourceKind
    start: datetime
    end: datetime
    open: bool
    what: str
    reason: str = ""

    @property
    def text(self) -> str:
        """`断点 4 时 14 分 · ERP 未收单（401 白名单失效）`."""
        return f"断点 {late_text(self.end - self.start)} · {self.what}" + (f"（{self.reason}）" if self.reason else "")


@dataclass(frozen=True, slots=True)
class HandOver:
    """Something that one system passes on: when it did, when the other knew of it, and how a failure is called."""

    kind: SourceKind
    handed: datetime | None
    arrived: datetime | None
    what: str


def gaps(order: Order, refusals: Iterable[Refusal], now: datetime) -> tuple[Gap, ...]:
    """Every broken hand-over, in the order of the way. Slow alone is no break: somebody must have refused, or not known the order."""
    refusals = tuple(refusals)
    found = (_gap(order, one, refusals, now) for one in (_to_erp(order), _to_wms(order), _to_platform(order)))
    return tuple(gap for gap in found if gap is not None)


def kind_of(order: Order, source: str) -> SourceKind:
    """What sort of system a source of this order is."""
    read = order.current.get(source)
    return read.kind if read else order.kinds.get(source) or spoken_kind(source)


def _gap(order: Order, hand: HandOver, refusals: tuple[Refusal, ...], now: datetime) -> Gap | None:
    if hand.handed is None or (order.ended and hand.arrived is None):
        return None
    end = min(hand.arrived or now, now)
    if end - hand.handed < GRACE:
        return None
    refused = [r for r in refusals if (r.kind or kind_of(order, r.source)) is hand.kind and r.meets(hand.handed, end)]
    refused += _failed_write_backs(order, end) if hand.kind is SourceKind.PLATFORM else []
    unknown = any(s.absent and s.kind is hand.kind and s.latest >= hand.handed for s in order.snapshots)
    if not refused and not unknown:
        return None
    reason = max(refused, key=lambda r: r.at).reason[:LONGEST_REASON] if refused else ""
    return Gap(hand.kind, hand.handed, end, hand.arrived is None or hand.arrived > now, hand.what, reason)


def _failed_write_backs(order: Order, end: datetime) -> list[Refusal]:
    failed = (event for event in order.log if event.name == "write_back_failed" and event.at <= end)
    return [Refusal(event.at, event.source, str(event.payload.get("reason") or "平台未收")) for event in failed]


def _to_erp(order: Order) -> HandOver:
    return _passed_on(order, SourceKind.ERP, order.at("payment_approved"), beyond=Stage.TO_ACCEPT)


def _to_wms(order: Order) -> HandOver:
    return _passed_on(order, SourceKind.WMS, order.at("audited") or order.at("accepted"), beyond=Stage.TO_PRINT)


def _passed_on(order: Order, kind: SourceKind, handed: datetime | None, *, beyond: Stage) -> HandOver:
    """It has arrived when the system itself speaks of the order, or when anybody says that the order is past that rung."""
    known = [event.at for event in order.events if kind_of(order, event.source) is kind]
    known += [snapshot.at for snapshot in order.snapshots if snapshot.kind is kind and not snapshot.absent]
    known += [event.at for event in order.log if event.name in ENTERED_BY and RANK[ENTERED_BY[event.name]] > RANK[beyond]]
    return HandOver(kind, handed, min(known, default=None), f"{SOURCE_KIND_NAMES[kind]} 未收单")


def _to_platform(order: Order) -> HandOver:
    """The shipment's way back to the platform."""
    out = order.moments.get("outbound")
    handed = out.at if out is not None and kind_of(order, out.source) is not SourceKind.PLATFORM else None
    told = order.at("written_back")
    if told is None and Fact.WRITE_BACK_DUE not in order.facts:
        told = handed
    return HandOver(SourceKind.PLATFORM, handed, told, "平台未收到发货")
