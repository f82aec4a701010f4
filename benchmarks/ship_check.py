"""The last look before printing (S83): how long it takes on a floor of many customers, worker idle; fails above 200 ms.

python -m benchmarks.ship_check [customers, 100000 unless told]
"""

import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.twin import goods
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.judging.facing import face_of
from ordertower_desktop.hub.store.judging.narrow import ordered_at
from ordertower_desktop.hub.store.judging.stopping import found, order_of, stopped
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.tables import bursts, faces, orders, stops
from ordertower_desktop.hub.store.tables.faces import Placed, Stood

NOW = datetime(2025, 11, 12, 6, 32, tzinfo=UTC)
PART, CHECKS, LIMIT_MS = 5_000, 1_000, 200.0


def order(who: int, number: int, hours_ago: float) -> Order:
    """One order of a customer: every tenth customer has bought the same twice."""
    at = NOW - timedelta(hours=hours_ago)
    key, sku = f"{who:07}-{number}", f"SKU-{who % 997}" if number == 0 or who % 10 == 0 else f"OTHER-{who}"
    fields = {"platform": "taobao", "phone": f"138{who:08}", "address": f"某路 {who} 号", "device": f"d{who}", "sku": sku, "buyer": "李*"}
    paid = Event(at, "taobao", "payment_approved", key, {"platform": "taobao"}, at)
    told = Snapshot(at, "taobao", SourceKind.PLATFORM, key, fields, Stage.TO_AUDIT, last_at=at, arrived=at)
    return Order(key, (paid,), (told,))


def fill(db: Database, customers: int) -> None:
    """Two orders of each, recognised already."""
    for start in range(0, customers, PART):
        with db.write() as conn:
            keyed = bursts.hasher(conn)
            made = [order(who, n, 72.0 - 71 * n) for who in range(start, min(customers, start + PART)) for n in (0, 1)]
            here = {one.id: face_of(one, keyed) for one in made}
            orders.add_events(conn, [orders.event_row(event) for one in made for event in one.events])
            orders.put_snapshots(conn, [orders.snapshot_row(told) for one in made for told in one.snapshots])
            faces.put(conn, [Stood(face, face.id, NOW, NOW) for face in here.values()])
            faces.put_orders(conn, [Placed(o.id, here[o.id].id, ordered_at(o) or NOW, True, True, goods(o)) for o in made], moved=0)
    db.learn_statistics()


def main() -> int:
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'hub.db'}")
        bring_up(db)
        fill(db, customers)
        chance, took, halted = random.Random(7), [], 0
        for _ in range(CHECKS):
            begun = time.perf_counter()
            with db.read() as conn:
                asked = order_of(conn, f"{chance.randrange(customers):07}-1")
                twin = found(conn, {asked.id: asked}, days=7).get(asked.id)
            if twin is not None:
                halted += 1
                with db.write() as conn:
                    stops.put(conn, [stopped(twin, station="1", by="zhao", took_us=1, now=NOW)])
            took.append((time.perf_counter() - begun) * 1000)
        db.close()
    took.sort()
    mid, late = took[CHECKS // 2], took[CHECKS * 95 // 100]
    print(f"{customers:,} customers, {CHECKS} checks, {halted} stopped")
    print(f"p50 {mid:.1f} ms, p95 {late:.1f} ms, slowest {took[-1]:.1f} ms (limit {LIMIT_MS:.0f} ms)")
    return 0 if late < LIMIT_MS and halted else 1


if __name__ == "__main__":
    sys.exit(main())
