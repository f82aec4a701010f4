"""Between which two systems an order is: the link that has to move it on."""

from datetime import datetime
from enum import StrEnum

from ordertower_desktop.domain.order import Order, as_known
from ordertower_desktop.domain.stage import ENDED, SEGMENT_OF, Fact, Segment, Stage


class Link(StrEnum):
    """A hand-over of the way from the platform to the customer's door, and of the word back."""

    TO_ERP = "to_erp"
    TO_WMS = "to_wms"
    TO_CARRIER = "to_carrier"
    TO_PLATFORM = "to_platform"
    TO_DOOR = "to_door"
    NONE = "none"


LINK_NAMES = {
    Link.TO_ERP: "平台 → ERP",
    Link.TO_WMS: "ERP → WMS",
    Link.TO_CARRIER: "WMS → 物流",
    Link.TO_PLATFORM: "回传 → 平台",
    Link.TO_DOOR: "物流 → 客户",
    Link.NONE: "不在链路上",
}
_OF_SEGMENT = {Segment.ACCEPT: Link.TO_ERP, Segment.PRINT: Link.TO_WMS, Segment.SHIP: Link.TO_CARRIER}
_ON_THE_ROAD = (Stage.TO_COLLECT, Stage.IN_TRANSIT)


def link_at(order: Order, at: datetime) -> Link:
    """The link that held the order at `at`, by what had happened up to then."""
    then = as_known(order, at)
    if Fact.WRITE_BACK_DUE in then.facts:
        return Link.TO_PLATFORM
    if then.facts & ENDED:
        return Link.NONE
    segment = SEGMENT_OF.get(then.stage)
    if segment is not None:
        return _OF_SEGMENT[segment]
    return Link.TO_DOOR if then.stage in _ON_THE_ROAD else Link.NONE
