"""A walk by the last row's stamp, which no change in the middle can disturb."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ordertower_desktop.hub.connectors.connector import Unreachable
from ordertower_desktop.hub.connectors.mapped.spec.walk import Keyset
from ordertower_desktop.hub.connectors.mapped.walks.sheet import Sheet, Turner
from ordertower_desktop.hub.connectors.sheets.cells.text import Bad

Place = tuple[datetime, str]


def keyset(walk: Keyset, turner: Turner, *, start: datetime | None, by_id: bool) -> Iterator[Sheet]:
    """Pages from `start` on. `by_id`: the call names the last number too, so equal stamps need no second look; without it a page
    that is full of one single stamp proves nothing and is refused."""
    known: set[Place] = set()
    blanks: dict[str, object] = {"keyset.at": start or "", "keyset.id": ""}
    while True:
        sheet = turner.at(blanks)
        yield sheet
        places = [_place(walk, row) for row in sheet.rows]
        if not set(places) - known:
            if not by_id and len(places) >= walk.size:
                raise Unreachable(f"同一时刻有 {len(places)} 单以上，超过一页，读不过去；请把 size 调大，或在查询里用上 {{keyset.id}}")
            return
        if places != sorted(places, key=lambda place: place[0]):
            raise Unreachable("来源没有按更新时间从早到晚给，keyset 走不下去；请在查询里写上排序")
        known |= set(places)
        stamp, number = places[-1]
        blanks = {"keyset.at": stamp, "keyset.id": number}


def _place(walk: Keyset, row: Any) -> Place:
    try:
        stamp, number = walk.at.find(row), walk.id.find(row)
    except Bad as bad:
        raise Unreachable(bad.reason) from None
    if not isinstance(stamp, str) or number is None:
        raise Unreachable("有一行没有更新时间或单号，keyset 走不下去；请核对 keyset 的 at 和 id")
    return datetime.fromisoformat(stamp), str(number)
