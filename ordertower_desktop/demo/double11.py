"""The 11月12日 of the pictures as records of every system: the open cases of the story, and the 1,400 that were cleared before."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from ordertower_desktop.demo import goods, story
from ordertower_desktop.demo.plan import LIMITS, Slot, slots
from ordertower_desktop.demo.world import Record, Told, Value

PAID = {"taobao": "买家已付款，等待卖家发货", "jd": "等待出库", "douyin": "备货中", "pdd": "待发货", "own": "已付款"}
SHIPPED = {"taobao": "卖家已发货，等待买家确认", "jd": "等待确认收货", "douyin": "已发货", "pdd": "已发货，待收货", "own": "已发货"}
NOTICED = timedelta(minutes=10)
"""The demo's rules take an order into the pool when it has rested this long in its stage."""
GOODS = {"空调": "变频空调 1.5 匹", "冰箱": "十字门冰箱", "洗护": "热泵洗烘套装", "厨电": "侧吸油烟机", "小家电": "空气炸锅"}
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cleared:
    """An order that was in the pool and has left it: when it entered, when it left, and whether a person closed it."""

    slot: Slot
    entered: datetime
    left: datetime
    by_person: bool


def records(seed: int) -> Iterator[Record]:
    """Everything that all systems tell of the day."""
    chance = random.Random(seed + 1)
    for slot in slots(seed):
        yield from _open(slot, chance)
    for one in cleared(seed):
        yield from _gone(one, chance)


def entered(slot: Slot) -> datetime:
    """When an open case's order came into its present stage."""
    return story.MOMENT + slot.left - _limit(slot)


def paid(slot: Slot, came: datetime) -> datetime:
    """When it was paid: the gap's orders have come no further, the others took their time; a VIP's was passed on quickly."""
    if slot.stage == "accept":
        return came
    most = 50 if slot.vip else 150
    return came - timedelta(minutes=random.Random(f"paid {slot.number}").randint(35, most))


def high(slot: Slot) -> bool:
    """Orders from 5,000 元 must be accepted within the hour; the late ones of the gap are all of that kind."""
    return slot.cause == "gap" and slot.left < timedelta()


def _limit(slot: Slot) -> timedelta:
    return HOUR if high(slot) else LIMITS[slot.stage]


@lru_cache(maxsize=1)
def cleared(seed: int) -> tuple[Cleared, ...]:
    """1,400 orders that left the pool since the peak began, as many in the last hour as make it shrink by 87."""
    chance = random.Random(seed + 2)
    moment = story.MOMENT
    late_comers = sum(paid(slot, entered(slot)) + NOTICED > moment - HOUR for slot in slots(seed))
    last_hour = late_comers + story.NET_PER_HOUR
    by_person = set(chance.sample(range(story.CLEARED), story.CLEARED - story.CLEARED_BY_RULE))
    patterns = [slot for slot in slots(seed + 7) if slot.stage == "ship"]
    made = []
    for i in range(story.CLEARED):
        if i < last_hour:
            # told before the step of 14:22 and after that of 13:32: a rule that clears keeps its case for two minutes more
            left = moment - timedelta(seconds=chance.randint(640, 3580))
        else:
            left = moment - timedelta(seconds=chance.randint(4300, int(timedelta(hours=10, minutes=30).total_seconds())))
        rested = timedelta(seconds=chance.randint(5400, int((LIMITS["ship"] - HOUR).total_seconds())))
        slot = patterns[i % len(patterns)]
        number = f"{slot.number[:-5]}{i:05}" if slot.platform != "pdd" else f"{slot.number[:-6]}9{i:05}"
        made.append(Cleared(_renamed(slot, f"X{number}"[-len(slot.number) :]), left - rested, left, i in by_person))
    return tuple(made)


def _renamed(slot: Slot, number: str) -> Slot:
    head = "7" if number[0] == "X" else number[0]
    return Slot(head + number[1:], slot.platform, slot.cause, slot.stage, slot.region, slot.category, slot.place, timedelta(), vip=False)


def _open(slot: Slot, chance: random.Random) -> Iterator[Record]:
    came = entered(slot)
    bought = paid(slot, came)
    yield _platform(slot, bought, chance)
    if slot.stage == "print":
        asked = Told(came, "review_requested", {"reason": chance.choice(("财务未核款", "大额待复核"))})
        yield Record("erp", slot.number, came, "已付款待审核", {"accepted_at": _iso(came), "audit_due": True}, (asked,))
    elif slot.stage == "ship":
        yield _in_warehouse(slot, came)
    elif slot.stage == "write_back":
        yield from _unsaid(slot, came, chance)
    if slot.vip:
        yield Record("crm", slot.number, bought + timedelta(minutes=2), "", {"customer_level": "VIP 金卡"})


def _platform(slot: Slot, bought: datetime, chance: random.Random) -> Record:
    fen = 869900 if slot.number.endswith("3901") else chance.randint(501_000, 1_290_000) if high(slot) else chance.randint(9_900, 489_900)
    fields: dict[str, Value] = {
        "platform": slot.platform,
        "shop": story.SHOPS[slot.platform],
        "created_at": _iso(bought - timedelta(minutes=chance.randint(1, 9))),
        "paid_at": _iso(bought),
        "amount_fen": fen,
        "title": f"{GOODS[slot.category]} 等 {chance.randint(1, 3)} 件",
        "items": chance.randint(1, 3),
        "sku": goods.sku(slot.category, slot.cause),
        "category": slot.category,
        "region": slot.region,
        "province": slot.place[0],
        "city": slot.place[1],
        "district": slot.place[2],
        "buyer": f"{chance.choice('李王张刘陈杨赵黄周吴')}*",
        "phone": f"13{chance.randint(0, 9)}****{chance.randint(1000, 9999)}",
        **story.paid_with(slot.number),
    }
    log: tuple[Told, ...] = ()
    if slot.number.endswith("3901"):
        log = (Told(bought + timedelta(hours=2, minutes=49), "urged", {"text": "洗衣机到底发了没？"}),)
    return Record(slot.platform, slot.number, bought, PAID[slot.platform], fields, log)


def _in_warehouse(slot: Slot, came: datetime) -> Record:
    fields: dict[str, Value] = {
        "accepted_at": _iso(came - timedelta(minutes=25)),
        "printed_at": _iso(came if slot.cause == "stock" else came - timedelta(minutes=12)),
        "warehouse": {"华南": "广州仓", "西南": "成都仓"}.get(slot.region, "华东仓"),
    }
    if slot.cause == "stock":
        told = Told(came + timedelta(minutes=1), "stock_short", {"text": "华东仓缺货", "stock": 0})
        return Record("wms", slot.number, came + timedelta(minutes=1), "拣货缺货", fields, (told,))
    return Record("wms", slot.number, came, "待揽收装车", {**fields, "packed_at": _iso(came), "carrier": "中通", "carrier_short": True})


def _unsaid(slot: Slot, came: datetime, chance: random.Random) -> Iterator[Record]:
    """Out of the warehouse, but the platform has refused to hear it so far."""
    fields: dict[str, Value] = {
        "shipped_at": _iso(came),
        "carrier": "圆通",
        "waybill": f"YT{chance.randint(10**12, 10**13 - 1)}",
        "warehouse": "华东仓",
    }
    tries = tuple(
        Told(at, "write_back_failed", {"text": "平台限流", "try": n + 1})
        for n in range(chance.randint(1, 5))
        if (at := came + timedelta(minutes=1 + 15 * n)) < story.MOMENT - timedelta(minutes=25)
    )
    yield Record("wms", slot.number, came, "已出库", fields, tries[:1])
    if len(tries) > 1:
        yield Record("wms", slot.number, tries[-1].at, "已出库", fields, tries)


def _gone(one: Cleared, chance: random.Random) -> Iterator[Record]:
    slot = one.slot
    sold = _platform(slot, paid(slot, one.entered), chance)
    yield sold
    yield _in_warehouse(slot, one.entered)
    shipped: dict[str, Value] = {"shipped_at": _iso(one.left), "carrier": "中通", "waybill": f"ZT{chance.randint(10**12, 10**13 - 1)}"}
    yield Record("wms", slot.number, one.left, "已出库", shipped)
    yield Record(slot.platform, slot.number, one.left, SHIPPED[slot.platform], {**sold.fields, "shipped_at": _iso(one.left)})


def _iso(at: datetime) -> str:
    return at.isoformat()
