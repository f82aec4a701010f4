"""A floor whose orders are drawn by lot: it knows nothing of how forecasts are made, only how warehouses and carriers behave."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ordertower_desktop.insight.foresight.passage import Passage

BEGIN = datetime(2025, 9, 30, 16, 0, tzinfo=UTC)
"""Midnight in Shanghai."""
OPENS_H, CLOSES_H, TWO_DAYS = 8, 22, timedelta(hours=48)
HOUSES = {"杭州仓": (0.8, 0.05), "广州仓": (1.0, 0.10), "武汉仓": (1.5, 0.22)}
"""Warehouse -> (how slow, how often an order gets stuck there)."""
CARRIERS = {"圆通": (1.0, 0.05), "中通": (1.1, 0.08), "某达": (1.4, 0.20)}
PROVINCES = {"浙江": 20, "广东": 30, "四川": 52, "新疆": 95}


def passages(days: int, *, a_day: int = 160, seed: int = 7) -> list[Passage]:
    """Every order of so many days, whole: nothing in it is hidden yet."""
    dice = random.Random(seed)
    return [_order(dice, f"{day:03}{place:05}", day) for day in range(days) for place in range(a_day)]


def _order(dice: random.Random, key: str, day: int) -> Passage:
    paid = BEGIN + timedelta(days=day, hours=dice.triangular(7, 24, 20))
    house, carrier, province = dice.choice(list(HOUSES)), dice.choice(list(CARRIERS)), dice.choice(list(PROVINCES))
    *ladder, out = _inside(dice, paid, house)
    deliver_by = (paid + timedelta(hours=8 + 60 + PROVINCES[province])).replace(hour=16, minute=0, second=0)
    collected = out + timedelta(hours=dice.uniform(1, 8))
    slow, trouble = CARRIERS[carrier]
    road = PROVINCES[province] * slow * dice.lognormvariate(0, 0.18) + (dice.uniform(36, 110) if dice.random() < trouble else 0)
    signed = None if dice.random() < 0.01 else _by_day(collected + timedelta(hours=road))
    over = paid + timedelta(hours=dice.uniform(1, 30)) if dice.random() < 0.02 else None
    ways = (*ladder, out, collected, signed)
    entered = tuple(None if at is None or (over is not None and at > over) else at for at in ways)
    if entered[-1] is not None:
        over = None
    return Passage(
        key, entered, ship_by=paid + TWO_DAYS, deliver_by=deliver_by, over_at=over, warehouse=house, carrier=carrier, province=province
    )


def _inside(dice: random.Random, paid: datetime, house: str) -> Iterator[datetime]:
    """Through the warehouse: each step takes working time, and some orders wait for goods."""
    slow, stuck = HOUSES[house]
    yield paid
    at = paid
    waits = dice.random() < stuck
    for place, hours in enumerate((0.3, 0.6, 1.2, 1.5, 2.0)):
        at = _work(at, dice.lognormvariate(0, 0.5) * hours * slow + (dice.uniform(10, 45) if waits and place == 3 else 0))
        yield at


def _work(at: datetime, hours: float) -> datetime:
    """So many hours of open doors later."""
    while True:
        here = at + timedelta(hours=8)
        opens = here.replace(hour=OPENS_H, minute=0, second=0, microsecond=0)
        closes = opens + timedelta(hours=CLOSES_H - OPENS_H)
        here = max(here, opens)
        if here + timedelta(hours=hours) <= closes:
            return here + timedelta(hours=hours - 8)
        hours -= max(0.0, (closes - here).total_seconds() / 3600)
        at = opens + timedelta(days=1, hours=-8)


def _by_day(at: datetime) -> datetime:
    """Nobody knocks at night."""
    here = at + timedelta(hours=8)
    return at if OPENS_H <= here.hour < CLOSES_H else at + timedelta(hours=10)
