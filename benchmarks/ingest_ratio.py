"""Pages of the feed into the desk's cache: bytes, decoded and checked, upserted and committed, beside bare sqlite3 in the same run.

    python benchmarks/ingest_ratio.py [--pages 50] [--rounds 5] [--json]

Ours is the desk's own code: the exchange's answer is decoded, and `Cache.absorb` takes rows, sums and cursor in one transaction a page.
The anchor is `executemany` of the same tuples into the same table, one transaction a page, with nothing decoded, hashed or checked.
Bar: at least 0.6 of the anchor's rows a second, the median of the rounds; then the same pages again, which must change nothing.
"""

import argparse
import contextlib
import json
import os
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import msgspec

from ordertower_desktop.sync.cache import Cache
from ordertower_desktop.sync.files import connect_cache
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.rows import Change, Clock, PoolRow
from ordertower_desktop.wire.sync import SyncAnswer

PAGE, RATIO = 1000, 0.6
NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
TAKE_ALL = "SELECT topic, key, n, version, life, due, body, crc FROM rows ORDER BY n"
PUT = """
INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (topic, key) DO UPDATE SET
    n = excluded.n, version = excluded.version, life = excluded.life, due = excluded.due, body = excluded.body, crc = excluded.crc
"""
Tuples = list[tuple[object, ...]]


def row(number: int, dice: random.Random) -> PoolRow:
    """A late order with some 35 fields filled in, as the hub sends it."""
    due = NOW + timedelta(seconds=dice.randrange(-86400, 86400))
    order = f"4418{10**14 + number}"
    clock = Clock("platform", "平台承诺 48 时", "running", due - timedelta(hours=48), due)
    return PoolRow(
        f"{order}#1", order, 3, "open", "ship_overdue", "发货超时", NOW, "taobao", "天猫旗舰店", "TO_SHIP", "ship", ["held"], "system_gap",
        "系统断层", "ERP 未收单 · 401", 90, "li", "李婷", "agent", True, NOW, due, due - timedelta(hours=48), "平台承诺 48 时", "running",
        clocks=[clock], verdicts=["R05", "R08"], tags=["vip"], vip="VIP2", title="热泵洗烘套装", items=1, amount_fen=dice.randrange(10**6),
        loss_fen_per_hour=dice.randrange(10**5), buyer="李*", phone="138****8000", province="浙江", city="杭州市", district="余杭区",
        region="华东", category="家电", warehouse="华东一号仓", carrier="顺丰", waybill=f"SF{number:012d}", last_event="付款",
        last_event_at=NOW, seen_at=NOW,
    )  # fmt: skip


def answers(pages: int) -> list[bytes]:
    """The hub's answers, as they come over the wire."""
    dice = random.Random(7)
    made = []
    for page in range(pages):
        first = page * PAGE
        changes = [_change(first + place, row(first + place, dice)) for place in range(PAGE)]
        made.append(encode(SyncAnswer(first + PAGE, pages * PAGE, "epoch", NOW, changes=changes)))
    return made


def _change(number: int, case: PoolRow) -> Change:
    return Change(number + 1, "case", case.case, 1, msgspec.Raw(encode(case)))


def ours(cache: Cache, bodies: list[bytes]) -> tuple[float, int]:
    """Seconds for all pages, and how many rows they changed."""
    decoder, changed = msgspec.json.Decoder(SyncAnswer), 0
    begun = perf_counter()
    for body in bodies:
        answer = decoder.decode(body)
        delta = cache.absorb(answer.changes, answer.cursor, epoch=answer.epoch, head=answer.head)
        changed += sum(map(len, delta.changed.values()))
    return perf_counter() - begun, changed


def bare(path: Path, pages: list[Tuples]) -> float:
    with contextlib.closing(connect_cache(path)) as db:
        begun = perf_counter()
        for page in pages:
            db.execute("BEGIN IMMEDIATE")
            db.executemany(PUT, page)
            db.execute("COMMIT")
        return perf_counter() - begun


def measured(folder: Path, bodies: list[bytes]) -> tuple[float, float, float]:
    """Seconds of our pages, of the same pages again, and of the anchor, each on a fresh file."""
    cache = Cache(folder / "ours.db", folder / "aside")
    first, came = ours(cache, bodies)
    again, changed = ours(cache, bodies)
    if (came, changed) != (len(bodies) * PAGE, 0):
        raise SystemExit(f"{came} rows came in, {changed} of them a second time")
    cache.close()
    with contextlib.closing(sqlite3.connect(folder / "ours.db")) as db:
        tuples: Tuples = db.execute(TAKE_ALL).fetchall()
    Cache(folder / "bare.db", folder / "aside").close()
    return first, again, bare(folder / "bare.db", [tuples[start : start + PAGE] for start in range(0, len(tuples), PAGE)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    bodies, rounds = answers(options.pages), []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as name:
            rounds.append(measured(Path(name), bodies))
    count = options.pages * PAGE
    ratio = statistics.median(anchor / first for first, _, anchor in rounds)
    first, again, anchor = (count / statistics.median(times) for times in zip(*rounds, strict=True))
    about = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, load {os.getloadavg()[0]:.1f}"
    if options.json:
        print(json.dumps({"ratio": ratio, "rows_per_s": first, "again_per_s": again, "anchor_per_s": anchor, "about": about}))
    else:
        print(f"cache {first:,.0f} rows/s, the same again {again:,.0f} rows/s, bare sqlite3 {anchor:,.0f} rows/s   ({about})")
        print(f"ratio {ratio:.2f}, bar {RATIO}: {'ok' if ratio >= RATIO else 'BELOW'}")
    return 0 if ratio >= RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
