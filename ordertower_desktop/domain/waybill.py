"""A waybill as somebody reads it from a parcel: what can be one at all, and what does not look like its carrier's (S7)."""

import re

SHORTEST, LONGEST = 5, 40
_SPACES = re.compile(r"[\s\-\u200b]+")
LOOKS = (
    (("顺丰", "SF"), re.compile(r"SF\d{12,15}|\d{12}"), "SF 加 12 到 15 位数字"),
    (("圆通", "YTO"), re.compile(r"YT\d{13}"), "YT 加 13 位数字"),
    (("极兔", "JTSD", "JT"), re.compile(r"JT\d{13}"), "JT 加 13 位数字"),
    (("京东", "JD"), re.compile(r"JD[A-Z0-9]{9,20}(\d+)?"), "JD 开头"),
)
"""Names of a carrier, what its numbers look like, and how that is said. Only carriers whose numbers say whose they are."""


def cleaned(text: str) -> str:
    """Without what people type and printers set between the digits."""
    return _SPACES.sub("", text).upper()


def faulty(waybill: str) -> str:
    """Why this can be no waybill, with what to do; empty where it can."""
    if not waybill:
        return "请写运单号"
    if not (waybill.isascii() and waybill.isalnum()):
        return f"运单号只有字母和数字，收到“{waybill[:30]}”，请照面单重写"
    if not SHORTEST <= len(waybill) <= LONGEST:
        return f"运单号有 {SHORTEST} 到 {LONGEST} 位，收到 {len(waybill)} 位，请照面单重写"
    return ""


def unlike(waybill: str, carrier: str) -> str:
    """A warning where the number does not look like this carrier's; never more than that, since carriers change their numbers."""
    for names, shape, told in LOOKS:
        if any(carrier.upper() == name or (not name.isascii() and name in carrier) for name in names):
            return "" if shape.fullmatch(waybill) else f"这个号不像{names[0]}的（{told}），请再对一遍面单"
    return ""
