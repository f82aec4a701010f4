"""Where an order stands: the ladder of stages, the facts beside it, and the four segments of the board."""

from enum import StrEnum


class Stage(StrEnum):
    """A rung of the ladder; the order of the members is the order of an order's life."""

    UNPAID = "UNPAID"
    TO_ACCEPT = "TO_ACCEPT"
    TO_AUDIT = "TO_AUDIT"
    TO_PRINT = "TO_PRINT"
    TO_PACK = "TO_PACK"
    TO_SHIP = "TO_SHIP"
    TO_COLLECT = "TO_COLLECT"
    IN_TRANSIT = "IN_TRANSIT"
    SIGNED = "SIGNED"


class Fact(StrEnum):
    """What is true of an order beside its stage."""

    PART_SHIPPED = "part_shipped"
    HELD = "held"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    WRITE_BACK_DUE = "write_back_due"


class Segment(StrEnum):
    """One of the four columns that the board watches (S26)."""

    ACCEPT = "accept"
    PRINT = "print"
    SHIP = "ship"
    WRITE_BACK = "write_back"


STAGE_NAMES = {
    Stage.UNPAID: "待付款",
    Stage.TO_ACCEPT: "待接单",
    Stage.TO_AUDIT: "待审核",
    Stage.TO_PRINT: "待打单",
    Stage.TO_PACK: "待打包",
    Stage.TO_SHIP: "待出库",
    Stage.TO_COLLECT: "待揽收",
    Stage.IN_TRANSIT: "在途",
    Stage.SIGNED: "已签收",
}
FACT_NAMES = {
    Fact.PART_SHIPPED: "部分发货",
    Fact.HELD: "挂起",
    Fact.REFUNDING: "退款中",
    Fact.REFUNDED: "已退款",
    Fact.CANCELLED: "已取消",
    Fact.WRITE_BACK_DUE: "待回传",
}
SEGMENT_NAMES = {Segment.ACCEPT: "待接单", Segment.PRINT: "待打单", Segment.SHIP: "待出库", Segment.WRITE_BACK: "待回传"}

RANK = {stage: rank for rank, stage in enumerate(Stage)}
TO_BE_SHIPPED = frozenset(stage for stage in Stage if RANK[Stage.TO_ACCEPT] <= RANK[stage] <= RANK[Stage.TO_SHIP])  # 待发货
SHIPPED = frozenset(stage for stage in Stage if RANK[stage] >= RANK[Stage.TO_COLLECT])  # 已发货
ENDED = frozenset({Fact.CANCELLED, Fact.REFUNDED})

ENTERED_BY = {
    "order_created": Stage.UNPAID,
    "payment_approved": Stage.TO_ACCEPT,
    "accepted": Stage.TO_PRINT,
    "audited": Stage.TO_PRINT,
    "printed": Stage.TO_PACK,
    "picked": Stage.TO_PACK,
    "packed": Stage.TO_SHIP,
    "outbound": Stage.TO_COLLECT,
    "handed_to_carrier": Stage.IN_TRANSIT,
    "in_transit": Stage.IN_TRANSIT,
    "out_for_delivery": Stage.IN_TRANSIT,
    "delivered": Stage.SIGNED,
}
"""Event name -> the stage that it opens; `accepted` opens TO_AUDIT instead while an audit is due."""

SEGMENT_OF = {
    Stage.TO_ACCEPT: Segment.ACCEPT,
    Stage.TO_AUDIT: Segment.PRINT,
    Stage.TO_PRINT: Segment.PRINT,
    Stage.TO_PACK: Segment.SHIP,
    Stage.TO_SHIP: Segment.SHIP,
}


def segment(stage: Stage, facts: frozenset[Fact]) -> Segment | None:
    """The board column of an order, or None when none of the four watches it."""
    if Fact.WRITE_BACK_DUE in facts:
        return Segment.WRITE_BACK
    return SEGMENT_OF.get(stage)
