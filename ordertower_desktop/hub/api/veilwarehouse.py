"""Pages of the whole floor as somebody gets them who sees some warehouses only: the matter stays, what names orders goes."""

from msgspec.structs import replace

from ordertower_desktop.wire.crisis import CrisisRow, DrillRow, ResponseRow
from ordertower_desktop.wire.customers import CustomersPage, MergeOffer, OrderCustomer, StopRow
from ordertower_desktop.wire.rows import SourceRow

ELSEWHERE = "别的仓的一单"


def crisis(one: CrisisRow) -> CrisisRow:
    """Level, tasks and phases; calls to customers and the log speak of orders."""
    response = _response(one.response) if one.response else None
    return replace(one, response=response, log=[], notices=[], drill=_drill(one.drill) if one.drill else None)


def source(one: SourceRow) -> SourceRow:
    """How fresh it is; what it lacks is told order by order."""
    return replace(one, gaps=[])


def customers(one: CustomersPage) -> CustomersPage:
    """Suggestions of which at least two orders are to be seen; an order of elsewhere is not named."""
    return replace(
        one, offers=[offer for offer in one.offers if _whole(offer)], decided=[offer for offer in one.decided if _whole(offer)],
        questions=[], stops=[stop(each) for each in one.stops], forgotten=[],
    )  # fmt: skip


def customer(one: OrderCustomer) -> OrderCustomer:
    """Of a customer what their orders here tell."""
    faces = [face for face in one.faces if face.orders]
    return replace(one, faces=faces, orders=sum(len(face.orders) for face in faces), stops=[stop(each) for each in one.stops])


def stop(one: StopRow) -> StopRow:
    """That a parcel is stopped, and why in words; the other parcel may be of elsewhere, which shows in nothing being known of it."""
    if one.before_platform or one.before_stage:
        return one
    return replace(one, id=one.id.removesuffix(one.before), before=ELSEWHERE, before_at=None)


def _whole(offer: MergeOffer) -> bool:
    return len(offer.rows) > 1


def _response(one: ResponseRow) -> ResponseRow:
    return replace(one, calls=[], checks={})


def _drill(one: DrillRow) -> DrillRow:
    return replace(one, response=_response(one.response), log=[])
