"""Writes an event file: the lives of a few hundred orders, out of order, some lines twice."""

import gzip
import json
import random
from datetime import datetime, timedelta
from pathlib import Path

from generator.floor import CARRIERS, GOODS, NOW, PLACES, order_id

_STEPS = [  # event, who says it, the longest time after the step before in minutes, the share of orders that stop before it
    ("order_created", "platform", 0, 0.0),
    ("payment_approved", "platform", 12, 0.05),
    ("accepted", "erp-main", 90, 0.12),
    ("audited", "erp-main", 240, 0.05),
    ("printed", "erp-main", 500, 0.06),
    ("packed", "wms-hz", 300, 0.05),
    ("outbound", "wms-hz", 420, 0.04),
    ("handed_to_carrier", "carrier", 700, 0.03),
    ("in_transit", "carrier", 900, 0.03),
    ("delivered", "carrier", 2400, 0.1),
]


def events(dice: random.Random, count: int) -> list[dict[str, object]]:
    """Every event that had happened by NOW, in no order."""
    found = [event for number in range(count) for event in _life(dice, number)]
    dice.shuffle(found)
    return found


def _life(dice: random.Random, number: int) -> list[dict[str, object]]:
    at = NOW - timedelta(seconds=dice.randrange(1800, 5 * 86400))
    platform = dice.choice(["taobao", "jd", "pdd", "douyin"])
    order = f"{order_id(dice, platform, at)[:-3]}{number:03d}"
    title, sku, price = dice.choice(GOODS)
    province, city, district = dice.choice(PLACES)
    first: dict[str, object] = {
        "platform": platform,
        "shop": f"{platform}旗舰店",
        "amount_fen": price,
        "sku": sku,
        "title": title,
        "items": 1,
        "province": province,
        "city": city,
        "district": district,
        "presale": False,
        "customer_level": dice.choice(["普通", "普通", "普通", "VIP"]),
    }
    life: list[dict[str, object]] = []
    for name, source, longest, stops in _STEPS:
        if dice.random() < stops:
            break
        at += timedelta(seconds=dice.randrange(30, 60 * longest)) if longest else timedelta()
        payload = first if name == "order_created" else _payload(dice, name)
        life.append(_event(at, platform if source == "platform" else source, name, order, payload))
    life += _asides(dice, life, order, platform)
    return [event for event in life if event["at"] <= NOW.isoformat()]


def _payload(dice: random.Random, name: str) -> dict[str, object]:
    if name != "outbound":
        return {}
    carrier, mark = dice.choice(CARRIERS)
    return {"carrier": carrier, "waybill": f"{mark}{dice.randrange(10**11, 10**12)}", "warehouse": "杭州仓"}


def _asides(dice: random.Random, life: list[dict[str, object]], order: str, platform: str) -> list[dict[str, object]]:
    last = datetime.fromisoformat(str(life[-1]["at"]))
    found = []
    if dice.random() < 0.15:
        found += [_event(last + timedelta(hours=dice.randrange(1, 30)), platform, "urged", order, {"text": "什么时候发货"})]
    if life[-1]["event"] in ("payment_approved", "accepted", "audited") and dice.random() < 0.2:
        asked = last + timedelta(minutes=dice.randrange(30, 900))
        found += [
            _event(asked, platform, "refund_requested", order, {}),
            _event(asked + timedelta(hours=3), platform, "refund_done", order, {}),
        ]
    if life[-1]["event"] == "order_created" and dice.random() < 0.5:
        found += [_event(last + timedelta(hours=2), platform, "cancelled", order, {})]
    return found


def _event(at: datetime, source: str, name: str, order: str, payload: dict[str, object]) -> dict[str, object]:
    return {"at": at.isoformat(), "source": source, "event": name, "order_id": order, "payload": payload}


def doubled(dice: random.Random, found: list[dict[str, object]]) -> list[dict[str, object]]:
    """The events with 3 % of them twice, shuffled again."""
    lines = [*found, *dice.sample(found, round(0.03 * len(found)))]
    dice.shuffle(lines)
    return lines


def write(path: Path, lines: list[dict[str, object]]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def late_at(found: list[dict[str, object]], tick: datetime, hours: int) -> int:
    """Orders paid at least `hours` before `tick`, not outbound, not ended, by the lines up to `tick`: the arithmetic of rule R05."""
    told: dict[str, dict[str, datetime]] = {}
    for event in found:
        at = datetime.fromisoformat(str(event["at"]))
        if at <= tick:
            told.setdefault(str(event["order_id"]), {}).setdefault(str(event["event"]), at)
    over = ("outbound", "cancelled", "refund_done", "delivered")
    return sum(
        "payment_approved" in names
        and names["payment_approved"] <= tick - timedelta(hours=hours)
        and not any(name in names for name in over)
        for names in told.values()
    )
