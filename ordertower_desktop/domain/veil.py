"""What is put in the place of a value that a post may see in part only, or not at all: words, never an emptiness."""

import re
from collections.abc import Mapping

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.post import FIELD_NAMES, Field, Sight

Eyes = Mapping[Field, Sight]
"""What is kept from somebody; a field that is not in it is seen."""

OF_PAYLOAD: Mapping[str, Field] = {
    "receiver": Field.NAME, "receiver_name": Field.NAME, "phone": Field.PHONE, "mobile": Field.PHONE, "receiver_phone": Field.PHONE,
    "province": Field.ADDRESS, "city": Field.ADDRESS, "district": Field.ADDRESS, "region": Field.ADDRESS, "address": Field.ADDRESS,
    "address_version": Field.ADDRESS, "place": Field.ADDRESS, "buyer": Field.BUYER, "ip": Field.BUYER, "device": Field.BUYER,
    "oaid": Field.BUYER, "open_id": Field.BUYER,
    "phone_hash": Field.PHONE, "mobile_hash": Field.PHONE, "receiver_phone_hash": Field.PHONE, "receiver_address": Field.ADDRESS,
    "text": Field.NOTES, "amount_fen": Field.AMOUNT, "paid_fen": Field.AMOUNT, "freight_fen": Field.AMOUNT, "refund_fen": Field.AMOUNT,
}  # fmt: skip
PLAIN = frozenset({
    "platform", "platform_order_id", "shop", "customer_level", "category", "sku", "items", "title", "pay_method", "ship_by", "ship_agreed",
    "collect_by", "deliver_by", "estimate", "presale", "ship_on", "overseas", "split", "no_nudge", "urgent", "warehouse", "carrier",
    "waybill", "stock", "status", "audit_due", "address_issue", "waybill_status", "business_line", "order_type", "priority", "ship_due",
    "promise_moved", "mainland", "arrived", "tags", "reason", "action", "by",
})  # fmt: skip
"""Payload fields that tell nothing of a customer or of money. Whatever stands in neither table is kept from everybody who sees in part."""
UNCLASSED = "字段不可见"
_SUM = re.compile(r"¥\s?[\d,]+(\.\d+)?( 万)?|[\d,]+(\.\d+)? ?元")


def unseen(of: Field) -> str:
    """What stands where a value would."""
    return f"{FIELD_NAMES[of]}不可见"


def name(text: str, eyes: Eyes) -> str:
    """A customer's name; where it is unknown the platform's account stands in its place, so the stricter of both counts."""
    sights = (eyes.get(Field.NAME), eyes.get(Field.BUYER))
    if Sight.HIDDEN in sights:
        return unseen(Field.NAME)
    return "**" if text and Sight.MASKED in sights else text


def phone(text: str, eyes: Eyes) -> str:
    """`138****8000`, `尾号 **00`, or that it is not to be seen."""
    return _seen(Field.PHONE, text, f"尾号 **{text[-2:]}", eyes)


def place(parts: tuple[str, str, str], eyes: Eyes) -> tuple[str, str, str]:
    """Province, city, district; in part the province alone."""
    match eyes.get(Field.ADDRESS):
        case Sight.HIDDEN:
            return unseen(Field.ADDRESS), "", ""
        case Sight.MASKED:
            return parts[0], "**" if parts[1] else "", ""
        case _:
            return parts


def note(text: str, eyes: Eyes) -> str:
    """What somebody wrote; in part only that there is something, and how long."""
    return _seen(Field.NOTES, text, f"（{len(text)} 字，内容打码）", eyes)


def amount(fen: int, eyes: Eyes, of: Field = Field.AMOUNT) -> int:
    """Money; in part its first digit and how many follow. Nothing stands for what is hidden: `veiled` beside it says so."""
    match eyes.get(of):
        case Sight.HIDDEN:
            return 0
        case Sight.MASKED:
            size = int("1".ljust(len(str(abs(fen))), "0"))
            return fen // size * size
        case _:
            return fen


def sums(text: str, eyes: Eyes) -> str:
    """A sentence whose sums of compensation are not to be read."""
    return _SUM.sub("¥**", text) if Field.MONEY in eyes else text


def payload(told: Mapping[str, Value], eyes: Eyes) -> dict[str, Value]:
    """An event's fields; one that nobody has classed is kept, too."""
    return {key: _field(key, value, eyes) for key, value in told.items()}


def _field(key: str, value: Value, eyes: Eyes) -> Value:
    of = OF_PAYLOAD.get(key)
    if of is None:
        return value if key in PLAIN else UNCLASSED
    if of not in eyes or value is None:
        return value
    if of is Field.AMOUNT and isinstance(value, int) and eyes[of] is Sight.MASKED:
        return amount(value, eyes)
    return value if key in ("province", "region") and eyes[of] is Sight.MASKED else unseen(of)


def _seen(of: Field, text: str, part: str, eyes: Eyes) -> str:
    match eyes.get(of):
        case Sight.HIDDEN:
            return unseen(of)
        case Sight.MASKED:
            return part if text else ""
        case _:
            return text
