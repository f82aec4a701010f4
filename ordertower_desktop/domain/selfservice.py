"""自助查询: what the one who bought something is told of their order, in their words and without a word about anybody (S92)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Fact, Stage

STAGES = {
    Stage.UNPAID: "等待付款",
    Stage.TO_ACCEPT: "已付款，商家正在处理",
    Stage.TO_AUDIT: "已付款，商家正在处理",
    Stage.TO_PRINT: "商家正在备货",
    Stage.TO_PACK: "商家正在备货",
    Stage.TO_SHIP: "已打包，等待出库",
    Stage.TO_COLLECT: "已出库，等待快递揽收",
    Stage.IN_TRANSIT: "运输途中",
    Stage.SIGNED: "已签收",
}
LAST_WORDS = {Fact.CANCELLED: "订单已取消", Fact.REFUNDED: "已退款"}
BESIDE = {Fact.REFUNDING: "退款正在处理", Fact.PART_SHIPPED: "部分商品已先发出", Fact.HELD: "发货已暂缓，请联系商家"}
MILESTONES = {
    "order_created": "已下单",
    "payment_approved": "已付款",
    "packed": "已打包",
    "outbound": "已出库",
    "handed_to_carrier": "快递已揽收",
    "in_transit": "运输途中",
    "out_for_delivery": "正在派送",
    "delivered": "已签收",
    "rejected": "已拒收",
    "returned": "退回商家",
    "refund_done": "已退款",
    "cancelled": "订单已取消",
}
"""What is told of the log; who did it, where, and what the floor does among itself stays inside."""
WAYBILL_TAIL = 4


@dataclass(frozen=True, slots=True)
class Feed:
    """A system that tells of orders: how often it is read, and when it answered last. `every` is nothing where it comes by itself."""

    id: str
    kind: SourceKind
    every: timedelta | None
    seen: datetime | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old one part of the page is. `every` is nothing where nobody reads it by the clock, `seen` where nobody knows."""

    of: str
    every: timedelta | None
    seen: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """The page: where the order stands, who carries it, what has happened, newest first, and how old all that is."""

    stage: str
    beside: tuple[str, ...]
    carrier: str
    waybill_tail: str
    milestones: tuple[tuple[datetime, str], ...]
    freshness: tuple[Freshness, ...]


def told(order: Order, feeds: Iterable[Feed], now: datetime) -> Told:
    """What is shown of an order. What is dated later than now has not happened yet."""
    moments = ((event.at, said) for name, said in MILESTONES.items() if (event := order.moments.get(name)) and event.at <= now)
    over = next((said for fact, said in LAST_WORDS.items() if fact in order.facts), "")
    waybill = order.text("waybill")
    return Told(
        over or STAGES[order.stage],
        () if over else tuple(said for fact, said in BESIDE.items() if fact in order.facts),
        order.text("carrier") if waybill else "",
        waybill[-WAYBILL_TAIL:],
        tuple(sorted(moments, key=lambda one: one[0], reverse=True)),
        _fresh(order, tuple(feeds), parcel=waybill),
    )


def _fresh(order: Order, feeds: tuple[Feed, ...], *, parcel: str) -> tuple[Freshness, ...]:
    """The order, and the parcel once there is one and somebody is asked about it."""
    speak = {event.source for event in order.events} | {snapshot.source for snapshot in order.snapshots}
    carriers = [feed for feed in feeds if feed.kind is SourceKind.CARRIER]
    others = [feed for feed in feeds if feed.kind is not SourceKind.CARRIER and feed.id in speak]
    of_order = _newest("订单状态", others) or Freshness("订单状态", None, _arrived(order))
    of_parcel = _newest("物流信息", carriers) if parcel else None
    return (of_order, of_parcel) if of_parcel else (of_order,)


def _newest(of: str, feeds: list[Feed]) -> Freshness | None:
    """The order is as fresh as the system that told last; it comes as often as the quickest of them."""
    if not feeds:
        return None
    seen = max((feed.seen for feed in feeds if feed.seen), default=None)
    return Freshness(of, min((feed.every for feed in feeds if feed.every), default=None), seen)


def _arrived(order: Order) -> datetime | None:
    return max((at for at in (*(e.arrived for e in order.events), *(s.arrived for s in order.snapshots)) if at), default=None)
