"""An evening show of 12,000 orders, and a quiet afternoon: orders come, warehouses ship what they can, some fall behind."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.demo import goods, story
from ordertower_desktop.demo.double11 import GOODS, PAID
from ordertower_desktop.demo.world import Record, Value

BEGIN = datetime(2025, 11, 12, 20, 0, tzinfo=story.ZONE)


@dataclass(frozen=True, slots=True)
class Pace:
    """How many orders in which time, and how many an hour the warehouse can ship."""

    orders: int
    within: timedelta
    shipped_per_hour: int


SHOW = Pace(12_000, timedelta(hours=2), 2_600)
QUIET = Pace(300, timedelta(hours=4), 200)


def records(seed: int, pace: Pace) -> Iterator[Record]:
    """Every order from payment to shipment, as its platform and the warehouse tell it; of the shipment the platform hears from us."""
    chance = random.Random(seed)
    free_at = BEGIN
    gap = timedelta(hours=1) / pace.shipped_per_hour
    for number in range(pace.orders):
        paid = BEGIN + pace.within * (number / pace.orders) ** 0.8
        accepted = paid + timedelta(seconds=chance.expovariate(1 / 240))
        printed = accepted + timedelta(seconds=chance.expovariate(1 / 600))
        free_at = max(free_at, printed) + gap
        yield from _order(f"6938274{seed % 1000:03}{number:09}", paid, accepted, printed=printed, shipped=free_at, chance=chance)


def _order(
    number: str, paid: datetime, accepted: datetime, *, printed: datetime, shipped: datetime, chance: random.Random
) -> Iterator[Record]:
    region = chance.choice(tuple(story.PLACES))
    place = chance.choice(story.PLACES[region])
    category = chance.choice(tuple(GOODS))
    fields: dict[str, Value] = {
        "platform": "douyin",
        "shop": story.SHOPS["douyin"],
        "created_at": (paid - timedelta(seconds=40)).isoformat(),
        "paid_at": paid.isoformat(),
        "amount_fen": chance.randint(9_900, 489_900),
        "title": GOODS[category],
        "items": 1,
        "sku": goods.CODES[category],
        "category": category,
        "region": region,
        "province": place[0],
        "city": place[1],
        "district": place[2],
        "buyer": f"{chance.choice('李王张刘陈杨赵黄周吴')}*",
        **story.paid_with(number),
    }
    yield Record("douyin", number, paid, PAID["douyin"], fields)
    yield Record(
        "wms", number, printed, "待打包", {"accepted_at": accepted.isoformat(), "printed_at": printed.isoformat(), "warehouse": "华东仓"}
    )
    yield Record("wms", number, shipped, "已出库", {"shipped_at": shipped.isoformat(), "carrier": "中通", "waybill": f"ZT{number[-12:]}"})
