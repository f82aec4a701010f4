"""A million order-events through the shipped rules, beside a bare reading of the same file in the same run.

    python benchmarks/backtest_million.py [--events 1000000] [--rounds 1] [--json]

Ours is `ordertower backtest` without its printing: the file is read on every core, each order's history is played through all rules with
what was known at each instant, and the counts of every hour are drawn from it. The anchor reads the same lines on one core, as bare
Python does it: JSON out of each line, a list for each order, sorted by time, nothing judged.
Bar: under 60 s on 2 cores; the printed ratio (ours in core-seconds by the anchor's) tells one engine from another on any machine.
"""

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.truth import Context
from ordertower_desktop.hub.store.holidays_cn import shipped
from ordertower_desktop.hub.store.rulefile import read_rules, resource
from ordertower_desktop.hub.workers.playing import Play, played, whole
from ordertower_desktop.insight.backtest import counted, looked_at

MOST_SECONDS = 60
FIRST = datetime(2025, 11, 1, tzinfo=UTC)
LADDER = (
    "order_created", "payment_approved", "accepted", "printed", "packed", "outbound", "handed_to_carrier", "in_transit", "in_transit",
    "out_for_delivery", "delivered",
)  # fmt: skip
SOURCES = ("taobao", "taobao", "erp", "erp", "wms", "wms", "sf", "sf", "sf", "sf", "sf")


def written(path: Path, events: int) -> None:
    """Orders of two weeks, some late, some urged, some changed; lines by time, as an export has them."""
    dice, lines, number = random.Random(11), [], 0
    while len(lines) < events:
        number += 1
        at = FIRST + timedelta(seconds=dice.randrange(14 * 86400))
        key = f"44182960{10**10 + number}"
        first = {
            "platform": "taobao", "shop": dice.choice(["旗舰店", "专卖店", "直播间"]), "amount_fen": dice.randrange(10**6),
            "presale": dice.random() < 0.1, "province": dice.choice(["浙江", "广东", "新疆"]), "buyer": f"李{dice.randrange(9999)}",
        }  # fmt: skip
        for place, name in enumerate(LADDER):
            payload = first if place == 0 else {"no_nudge": True} if dice.random() < 0.01 else {}
            lines.append((at, SOURCES[place], name, key, payload))
            if dice.random() < 0.03:
                lines.append((at + timedelta(minutes=5), "taobao", dice.choice(["urged", "address_changed", "order_modified"]), key, {}))
            at += timedelta(minutes=dice.expovariate(1 / 400))
            if dice.random() < 0.05:
                break
    lines.sort(key=lambda line: line[0])
    with path.open("w", encoding="utf-8") as file:
        for at, source, name, key, payload in lines[:events]:
            told = {"at": at.isoformat(), "source": source, "event": name, "order_id": key, "payload": payload}
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


def anchor(path: Path) -> float:
    """Core-seconds of reading and gathering alone."""
    begun = process_time()
    orders: defaultdict[str, list[tuple[datetime, str, object]]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for line in file:
            told = json.loads(line)
            orders[told["order_id"]].append((datetime.fromisoformat(told["at"]), told["event"], told["payload"]))
    for log in orders.values():
        log.sort(key=lambda event: event[0])
    return process_time() - begun


def ours(path: Path) -> tuple[float, int, int]:
    """Seconds on the wall, events played, and counts drawn."""
    begun = perf_counter()
    calendars = {one.id: one for one in shipped()}
    rules = read_rules(Path(str(resource("rules/default.toml"))), calendars=calendars).rules
    replay = whole([part for _, _, part in played(Play(path, rules, Context(calendars=calendars)))]).replay
    at = looked_at(replay, start=None, end=None, every=timedelta(hours=1), zone=SHANGHAI)
    drawn = sum(count for _, _, count in counted(replay, rules, at, zone=SHANGHAI))
    return perf_counter() - begun, replay.events, drawn


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.ndjson"
        written(path, options.events)
        rounds = [(ours(path), anchor(path)) for _ in range(options.rounds)]
    seconds = statistics.median(one for (one, _, _), _ in rounds)
    bare = statistics.median(one for _, one in rounds)
    (_, events, drawn), _ = rounds[0]
    told = {
        "events": events, "counts": drawn, "seconds": round(seconds, 1), "anchor_core_seconds": round(bare, 1),
        "ratio": round(seconds * min(cores, 2) / bare, 1), "events_a_second": round(events / seconds), "cores": cores,
        "python": platform.python_version(), "bar_seconds": MOST_SECONDS,
    }  # fmt: skip
    words = f"{events:,} events in {seconds:.1f} s on {cores} cores, {told['ratio']} times a bare reading; bar {MOST_SECONDS} s\n"
    sys.stdout.write(json.dumps(told) + "\n" if options.json else words)
    return 0 if seconds * 1_000_000 <= MOST_SECONDS * events else 1


if __name__ == "__main__":
    sys.exit(main())
