"""What a platform's numbers mean for us: no, not this address, slower, or nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NoReturn

from ordertower_desktop.domain.calllog import Answered
from ordertower_desktop.hub.calling.book import meant
from ordertower_desktop.hub.channels.channel import BUSY, AddressRefused, ChannelRefused, SlowDown, Unsure
from ordertower_desktop.hub.channels.text import clean, cut

MOST_WORDS = 160


class Means(StrEnum):
    REFUSED = "refused"
    ADDRESS = "address"
    SLOW = "slow"
    UNSURE = "unsure"


ANSWERED: Mapping[Means, Answered] = {
    Means.REFUSED: Answered.REFUSED, Means.ADDRESS: Answered.REFUSED, Means.SLOW: Answered.THROTTLED, Means.UNSURE: Answered.ERROR,
}  # fmt: skip
"""What such a no is in the book of calls."""


@dataclass(frozen=True, slots=True)
class Code:
    """`says` is what to do about it, in the words of whoever runs the floor."""

    means: Means
    says: str
    wait: timedelta = BUSY


def refuse(name: str, code: object, told: object, table: Mapping[str, Code], *, hidden: str = "") -> NoReturn:
    """Raise what this code means; one that nobody has written down is a no, in the platform's own words without our secret."""
    known = table.get(str(code), Code(Means.REFUSED, ""))
    meant(ANSWERED[known.means], code=code)
    words = clean(str(told))
    if hidden:
        words = words.replace(hidden, "***")
    detail = f"（{clean(str(code))[:48]} {cut(words, MOST_WORDS)}）"
    text = f"{name}：{known.says or '平台拒绝'}{detail}"
    match known.means:
        case Means.REFUSED:
            raise ChannelRefused(text)
        case Means.ADDRESS:
            raise AddressRefused(text)
        case Means.SLOW:
            raise SlowDown(text, known.wait)
        case Means.UNSURE:
            raise Unsure(text)
