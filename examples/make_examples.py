"""Makes the example files and `expected.json`, the counts that the product must read out of them.

It shares no code with the product: what it expects, it has counted itself. Run it with a folder to write into (default: its own).
"""

import json
import random
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from generator import floor, log, tables  # noqa: E402

SEED = 20251112
FACT_OF = {floor.CANCELLED: "cancelled", floor.REFUNDING: "refunding"}
STAGES = {
    floor.UNPAID: "UNPAID",
    floor.TO_SHIP: "TO_ACCEPT",
    floor.SHIPPED: "TO_COLLECT",
    floor.SIGNED: "SIGNED",
    floor.REFUNDING: "TO_ACCEPT",
}
ERP_STAGES = {floor.UNPAID: "UNPAID", floor.TO_SHIP: "TO_AUDIT", floor.SHIPPED: "TO_COLLECT", floor.SIGNED: "TO_COLLECT"}


def spoil(dice: random.Random, orders: list[floor.Order], faults: dict[str, int]) -> None:
    """Marks so many paid, waiting orders as rotten in their file, each in one way."""
    sound = [order for order in orders if order.state == floor.TO_SHIP]
    for fault, count in faults.items():
        for order in dice.sample([order for order in sound if not order.faults], count):
            order.faults.add(fault)


def expected(orders: list[floor.Order], *, preset: str, stages: dict[str, str], lines: str = "order") -> dict[str, object]:
    """What must come out of one file; `lines` says whether a row is an order or a goods line."""
    read = [order for order in orders if not order.faults & {tables.SCIENTIFIC, tables.TIME}]
    told = {order.id: None if tables.WORD in order.faults else stages.get(order.state) for order in read}
    rotten = [order for order in orders if order.faults & {tables.SCIENTIFIC, tables.TIME}]
    return {
        "preset": preset,
        "orders": len(read),
        "set_aside": sum(len(order.lines) if lines == "goods" else 1 for order in rotten),
        "gaps": {"拆单中": sum((len(order.lines) if lines == "goods" else 1) for order in read if tables.WORD in order.faults)},
        "stages": dict(sorted(Counter(str(stage) for stage in told.values()).items())),
        "amount_fen": sum(order.amount_fen for order in read),
        "items": sum(order.items for order in read),
        "paid_over_24h_not_shipped": sum(order.late for order in read),
    }


def make_tables(folder: Path) -> tuple[dict[str, object], list[floor.Order]]:
    dice = random.Random(SEED)
    taobao = floor.orders(dice, "taobao", "天猫旗舰店", 120)
    jd = floor.orders(dice, "jd", "京东自营", 70)
    pdd = floor.orders(dice, "pdd", "", 80)
    douyin = floor.orders(dice, "douyin", "抖音直播间", 60)
    for orders in (taobao, jd, pdd, douyin):
        spoil(dice, orders, {tables.SCIENTIFIC: 1, tables.WORD: 2, tables.TIME: 1})
    tables.write_csv(folder / "taobao_gbk.csv", tables.taobao(taobao), "gb18030")
    tables.write_csv(folder / "jd_lines.csv", tables.jd(jd), "gb18030")
    summary: tables.Sheet = [["店铺", "单数"], ["拼多多", len(pdd)]]
    tables.write_workbook(folder / "pdd.xlsx", {"说明": [["本文件为示例"]], "汇总": summary, "订单列表": tables.pdd(pdd)})
    tables.write_csv(folder / "douyin.csv", tables.douyin(douyin), "utf-8-sig")
    shared = [order for order in (*taobao, *jd) if not order.faults][::2]
    disagreeing = {order.id for order in [order for order in shared if order.late][:4]}
    tables.write_workbook(folder / "jushuitan.xlsx", {"订单": tables.jushuitan(shared, disagreeing)})
    counts: dict[str, object] = {
        "taobao_gbk.csv": expected(taobao, preset="taobao", stages=STAGES),
        "jd_lines.csv": expected(jd, preset="jd", stages={**STAGES, floor.CANCELLED: "TO_ACCEPT"}, lines="goods"),
        "pdd.xlsx": expected(pdd, preset="pdd", stages=STAGES),
        "douyin.csv": expected(douyin, preset="douyin", stages=STAGES, lines="goods"),
        "jushuitan.xlsx": of_erp(shared, disagreeing),
    }
    everything = [order for orders in (taobao, jd, pdd, douyin) for order in orders if not order.faults & {tables.SCIENTIFIC, tables.TIME}]
    counts["all"] = {"orders": len(everything), **late(everything, disagreeing)}
    return counts, everything


def of_erp(shared: list[floor.Order], disagreeing: set[str]) -> dict[str, object]:
    told = expected(shared, preset="jushuitan", stages=ERP_STAGES)
    stages = Counter("TO_COLLECT" if order.id in disagreeing else str(ERP_STAGES.get(order.state)) for order in shared)
    waiting = sum(order.waits_since_yesterday and order.id not in disagreeing for order in shared)
    return {
        **told,
        "gaps": {},
        "stages": dict(sorted(stages.items())),
        "paid_over_24h_not_shipped": waiting,
        "disagreeing": sorted(disagreeing),
    }


def late(orders: list[floor.Order], shipped_by_erp: set[str]) -> dict[str, object]:
    """What a supervisor asks first, of all files together: an order that the ERP has shipped is not late."""
    overdue = sorted(order.id for order in orders if order.late and order.id not in shipped_by_erp)
    return {"paid_over_24h_not_shipped": len(overdue), "oldest_first": sorted(overdue, key=lambda one: _paid(orders, one))[:5]}


def _paid(orders: list[floor.Order], order_id: str) -> str:
    return next(order.paid.isoformat() for order in orders if order.id == order_id and order.paid)


def make_log(folder: Path) -> dict[str, object]:
    dice = random.Random(SEED + 1)
    found = log.events(dice, 320)
    lines = log.doubled(dice, found)
    log.write(folder / "events.ndjson.gz", lines)
    midnight = floor.NOW.replace(hour=0, minute=0, second=0)
    ticks = [midnight - timedelta(days=2), midnight - timedelta(days=1), midnight, midnight + timedelta(hours=14)]
    return {
        "lines": len(lines),
        "events": len(found),
        "orders": len({event["order_id"] for event in found}),
        "names": dict(sorted(Counter(str(event["event"]) for event in found).items())),
        "R05": {tick.isoformat(): log.late_at(found, tick, 24) for tick in ticks},
    }


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    counts, _ = make_tables(folder)
    counts = {"now": floor.NOW.isoformat(), "files": counts, "events.ndjson.gz": make_log(folder)}
    (folder / "expected.json").write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
