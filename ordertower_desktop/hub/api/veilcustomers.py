"""Customers as a post may see them: what is not to be seen of an order is not to be seen of its customer either."""

from msgspec.structs import replace

from ordertower_desktop.domain import veil
from ordertower_desktop.domain.identity import NAMES, Factor
from ordertower_desktop.domain.post import Field
from ordertower_desktop.domain.veil import Eyes
from ordertower_desktop.wire.customers import (
    Checked,
    CustomersPage,
    FaceLine,
    FactorLine,
    MergeOffer,
    OrderCustomer,
    Question,
    StopRow,
)

_OF_FACTOR = {
    NAMES[Factor.OAID]: Field.BUYER, NAMES[Factor.BUYER]: Field.BUYER, NAMES[Factor.DEVICE]: Field.BUYER,
    NAMES[Factor.PHONE]: Field.PHONE, NAMES[Factor.ADDRESS]: Field.ADDRESS, NAMES[Factor.NAME]: Field.NAME,
}  # fmt: skip


def page(one: CustomersPage, seen: Eyes) -> CustomersPage:
    """The whole page."""
    if not seen:
        return one
    return replace(
        one, offers=[_offer(o, seen) for o in one.offers], decided=[_offer(o, seen) for o in one.decided],
        questions=[_question(q, seen) for q in one.questions], stops=[_stop(s, seen) for s in one.stops],
        effects=replace(one.effects, ended_fen=veil.amount(one.effects.ended_fen, seen)),
    )  # fmt: skip


def order(one: OrderCustomer, seen: Eyes) -> OrderCustomer:
    """The block of an order's page."""
    if not seen:
        return one
    return replace(one, faces=[_face(f, seen) for f in one.faces], stops=[_stop(s, seen) for s in one.stops])


def checked(one: Checked, seen: Eyes) -> Checked:
    """The answer at the printing desk."""
    return replace(one, row=_stop(one.row, seen)) if seen and one.row is not None else one


def _offer(one: MergeOffer, seen: Eyes) -> MergeOffer:
    return replace(
        one, name=veil.name(one.name, seen), place=_place(one.place, seen), faces=[_face(f, seen) for f in one.faces],
        factors=[_factor(f, seen) for f in one.factors], why=veil.note(one.why, seen),
    )  # fmt: skip


def _question(one: Question, seen: Eyes) -> Question:
    return replace(one, faces=[_face(f, seen) for f in one.faces], factors=[_factor(f, seen) for f in one.factors])


def _face(one: FaceLine, seen: Eyes) -> FaceLine:
    told = {"name": veil.name(one.name, seen), "phone": veil.phone(one.phone, seen), "place": _place(one.place, seen)}
    return replace(one, **told, oaid=veil.unseen(Field.BUYER) if one.oaid and Field.BUYER in seen else one.oaid)


def _factor(one: FactorLine, seen: Eyes) -> FactorLine:
    of = _OF_FACTOR[one.name]
    return replace(one, one=veil.unseen(of), other=veil.unseen(of)) if of in seen else one


def _stop(one: StopRow, seen: Eyes) -> StopRow:
    return replace(one, said=veil.note(one.said, seen)) if one.said else one


def _place(text: str, seen: Eyes) -> str:
    return veil.unseen(Field.ADDRESS) if text and Field.ADDRESS in seen else text
