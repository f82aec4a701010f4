"""What lies in the demo's warehouses and what of it is on sale: one code a category, and of each a batch that ran short."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from ordertower_desktop.demo.world import Value

CODES: Mapping[str, str] = MappingProxyType({
    "空调": "KT-35GW", "冰箱": "BX-501W", "洗护": "XH-10HB", "厨电": "YJ-21C", "小家电": "QF-5L",
})  # fmt: skip
HOUSES = ("华东仓", "广州仓", "成都仓")
EVERY = timedelta(minutes=5)
STORE, SHOP = "wms", "taobao"
COUNTED = timedelta(minutes=2)
"""So old a count is when it is told."""
LEFT, OFFERED = 24, 36
"""Of the batch that ran short so many lie in the first house, and so many are still on sale."""


def sku(category: str, cause: str) -> str:
    """The code of what was sold: orders that wait for goods wait for the batch that ran short."""
    return f"{CODES[category]}-B" if cause == "stock" else CODES[category]


def told(system: str, now: datetime) -> list[dict[str, Value]]:
    """What a system says of stock; most say nothing."""
    if system not in (STORE, SHOP):
        return []
    lines = [_line(code, house, place) for code in CODES.values() for place, house in enumerate(HOUSES)]
    lines += [_short(code, house) for code in CODES.values() for house in HOUSES]
    wanted = ("on_hand", "reserved") if system == STORE else ("on_sale",)
    at = (now - COUNTED).isoformat()
    return [{"sku": one["sku"], "warehouse": one["warehouse"], "at": at, **{key: one[key] for key in wanted}} for one in lines]


def _line(code: str, house: str, place: int) -> dict[str, Value]:
    """Enough of it, the most in the first house."""
    here = 4_000 - 900 * place + 7 * len(code)
    return {"sku": code, "warehouse": house, "on_hand": here, "reserved": here // 20, "on_sale": here // 3}


def _short(code: str, house: str) -> dict[str, Value]:
    near = house == HOUSES[0]
    return {"sku": f"{code}-B", "warehouse": house, "on_hand": LEFT if near else 0, "reserved": 0, "on_sale": OFFERED if near else 0}
