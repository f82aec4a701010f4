"""Every hot query of the hub, after ANALYZE on 300,000 orders, uses its index and sorts nothing: pass or fail, no timing."""

import random
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, select

from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.feed import epoch
from ordertower_desktop.hub.store.feed.tables import documents
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.tables.cases import cases
from ordertower_desktop.hub.store.tables.deliveries import deliveries
from ordertower_desktop.hub.store.tables.orders import Found, events, orders, put, snapshots

NOW = datetime(2025, 11, 12, 6, 32, tzinfo=UTC)
PART = 5000


@dataclass(frozen=True, slots=True)
class Hot:
    """A query and what its plan must name."""

    query: Select[Any]
    index: str


HOT: Mapping[str, Hot] = {
    "what is due": Hot(select(orders.c.id).where(orders.c.next_at <= 10**15).order_by(orders.c.next_at).limit(500), "orders_next"),
    "order by tail": Hot(select(orders).where(orders.c.tail.between("1093", "1093\U0010ffff")).limit(100), "orders_tail"),
    "order by waybill": Hot(select(orders).where(orders.c.waybill.between("SF0", "SF0\U0010ffff")).limit(100), "orders_waybill"),
    "orders paid within": Hot(select(orders.c.id).where(orders.c.paid >= 10**15, orders.c.paid < 10**15 + 10**6), "orders_paid"),
    "order by phone tail": Hot(select(orders).where(orders.c.phone_tail == "8000").limit(100), "orders_phone"),
    "events of orders": Hot(select(events).where(events.c.order_id.in_(["1", "2"])), "PRIMARY KEY|sqlite_autoindex_order_events"),
    "readings of orders": Hot(select(snapshots).where(snapshots.c.order_id.in_(["1", "2"])), "sqlite_autoindex_order_snapshots"),
    "case of an order": Hot(select(cases.c.body).where(cases.c.order_id.in_(["1", "2"])), "cases_order"),
    "breached today": Hot(
        select(func.count()).select_from(cases).where(cases.c.breached_at >= 10**9 - 1000, cases.c.breached_at < 10**9), "cases_breached"
    ),
    "closed since": Hot(select(cases.c.id).where(cases.c.closed_at >= 10**9 - 1000).order_by(cases.c.closed_at), "cases_closed"),
    "the feed above a number": Hot(select(documents).where(documents.c.n > 5).order_by(documents.c.n).limit(1000), "feed_documents_n"),
    "steps to tell": Hot(select(deliveries.c.id).where(deliveries.c.state == "queued").limit(1), "deliveries_state"),
    "steps of a case": Hot(select(deliveries).where(deliveries.c.case_id == "1#1"), "deliveries_case"),
}


def plan(conn: Connection, hot: Hot) -> list[str]:
    """What SQLite will do."""
    told = hot.query.compile(conn, compile_kwargs={"literal_binds": True})
    return [str(row[3]) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}")]


def wrong(told: list[str], hot: Hot) -> str:
    """What is bad about a plan; empty when it uses its index and sorts nothing."""
    if any("TEMP B-TREE" in step for step in told):
        return "sorts"
    if not any(name in step for step in told for name in hot.index.split("|")):
        return f"does not use {hot.index}"
    return ""


def fill(db: Database, count: int) -> None:
    """Orders of which one in ten is watched, one in fifty has an open case, and a feed over the cases."""
    dice = random.Random(7)
    for start in range(0, count, PART):
        numbers = range(start, min(count, start + PART))
        with db.write() as conn:
            put(conn, [_order(number, dice) for number in numbers])
            conn.execute(cases.insert(), [_case(number, dice) for number in numbers if number % 10 == 0])
            conn.execute(deliveries.insert(), [_delivery(number) for number in numbers if number % 50 == 0])


def _order(number: int, dice: random.Random) -> Found:
    due = NOW + timedelta(minutes=dice.randint(-60, 5000)) if number % 10 == 0 else None
    created = NOW - timedelta(minutes=dice.randint(0, 50000))
    phone, waybill = f"{dice.randint(0, 9999):04d}", f"SF{number:012d}"
    return Found(
        f"4418{number:015d}", "taobao", "旗舰店", dice.choice(list(Stage)), number % 10 != 0, "李*", phone, waybill, created, due, created
    )


def _case(number: int, dice: random.Random) -> dict[str, object]:
    closed = number % 50 != 0
    at = dice.randint(1, 10**9)
    return {
        "id": f"4418{number:015d}#1", "order_id": f"4418{number:015d}", "open": not closed, "state": "resolved" if closed else "open",
        "owner": "zhao", "version": 1, "vip": False, "triage": "ROUTINE", "opened_at": at, "breached_at": at,
        "closed_at": at if closed else None, "body": b"{}",
    }  # fmt: skip


def _delivery(number: int) -> dict[str, object]:
    state = "queued" if number % 1000 == 0 else "delivered"
    return {
        "id": f"{number}/1/0", "case_id": f"{number}#1", "order_id": str(number), "channel": "in_app", "step": "", "role": "owner",
        "person": "", "state": state, "due_at": number, "at": number, "why": "", "lease_until": None, "epoch": 0,
    }  # fmt: skip


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'hub.db'}")
        bring_up(db)
        with db.write() as conn:
            epoch.begin(conn, None)
        fill(db, count)
        db.learn_statistics()
        failed = 0
        with db.read() as conn:
            for name, query in HOT.items():
                told = plan(conn, query)
                bad = wrong(told, query)
                failed += bool(bad)
                print(f"{'FAIL' if bad else 'ok  '} {name}: {' | '.join(told)}{'   <- ' + bad if bad else ''}")
        db.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000))
