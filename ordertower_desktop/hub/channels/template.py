"""短信模板: an approved sentence takes a few short words, so an alarm must be sayable in them."""

import re

from ordertower_desktop.hub.channels.channel import AddressRefused, Message, Recipient
from ordertower_desktop.hub.channels.text import clean

VARIABLES = ("n", "order", "owner")
"""How many orders, the tail of the most urgent one, and whose it is; a template may use any of them."""
MOST_LETTERS = 20
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")


def words(message: Message, wanted: tuple[str, ...]) -> dict[str, str]:
    """What stands in for the template's variables. A repeat says so where the order's tail is."""
    tail = f"{message.tail}(重发)" if message.repeat else message.tail
    values = {"n": str(len(message.lines)), "order": tail, "owner": message.owner or "未分配"}
    return {name: clean(values[name])[:MOST_LETTERS] for name in wanted}


def mobile(to: Recipient) -> str:
    """The number as eleven digits."""
    found = _MOBILE.fullmatch(re.sub(r"[\s-]", "", to.address))
    if found is None:
        raise AddressRefused(f"{to.name} 没有登记手机号，或手机号不是 11 位，请在成员的联系方式里填写")
    return found[1]
