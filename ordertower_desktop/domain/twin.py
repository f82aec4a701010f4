"""重复发货: whether somebody was sent the same goods lately (S83)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.order import Order

_MANY = re.compile(r"\s*等\s*\d+\s*件$")
_SPLIT = re.compile(r"[、,，;；|]\s*")


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold with an order, to somebody who is known."""

    order: str
    at: datetime
    goods: frozenset[str]
    stood: bool = True
    """False for one that was cancelled or paid back: it counts for nothing."""


def goods(order: Order) -> frozenset[str]:
    """The codes of what was sold; where nobody tells codes, the titles."""
    return _named("sku", order.value("sku")) or _named("title", order.value("title"))


def _named(kind: str, value: object) -> frozenset[str]:
    told = value if isinstance(value, list) else _SPLIT.split(_MANY.sub("", str(value or "")))
    return frozenset(f"{kind}:{' '.join(one.split()).casefold()}" for one in map(str, told) if one.strip())


def twins(one: Sold, others: Iterable[Sold], *, days: int) -> list[Sold]:
    """The orders before this one that held some of the same goods, the latest first."""
    since = one.at - timedelta(days=days)
    same = [o for o in others if o.order != one.order and o.stood and since <= o.at and (o.at, o.order) <= (one.at, one.order)]
    return sorted((o for o in same if o.goods & one.goods), key=lambda o: (o.at, o.order), reverse=True)


def words(one: Sold, before: Sold) -> str:
    """Why it is stopped, in the words of the printing desk."""
    days = (one.at - before.at).days
    return f"{f'{days} 天前' if days else '24 小时内'}买过同款"
