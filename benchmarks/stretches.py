"""A month of figures on 100,000 orders and 20,000 cases: seconds that each page of the statistics takes on a hub's own database."""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from ordertower_desktop.domain.link import Link
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.judging import monthly, stretches
from ordertower_desktop.hub.store.judging.floors import Floors, seed
from ordertower_desktop.hub.store.judging.stretches import Days
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.tables import measures, tallies
from ordertower_desktop.insight.kpi.record import Measure, Raised, Record, bits
from ordertower_desktop.insight.postmortem.episode import Episode

SINCE, NOW = datetime(2025, 10, 31, 16, tzinfo=UTC), datetime(2025, 12, 1, 4, tzinfo=UTC)
NOVEMBER = Days(date(2025, 11, 1), date(2025, 11, 30))
PART = 5000
MOST_S = 3.0
"""A page that takes longer is not looked at."""


def fill(db: Database, count: int) -> None:
    """One order in five has a case, one in twelve is late."""
    dice = random.Random(7)
    for start in range(0, count, PART):
        numbers = range(start, min(count, start + PART))
        with db.write() as conn:
            made = [_measure(number, dice) for number in numbers]
            measures.keep(conn, made, [_record(one, dice) for number, one in zip(numbers, made, strict=True) if number % 5 == 0])


def _measure(number: int, dice: random.Random) -> Measure:
    at = SINCE + timedelta(days=dice.uniform(0, 30))
    late = bits(dice.choice(list(Link))) if dice.random() < 0.08 else 0
    return Measure(
        f"4418{number:015d}", at, (at.hour + 8) % 24, dice.choice(("taobao", "jd", "pdd")), f"店{dice.randint(1, 12)}",
        f"仓{dice.randint(1, 6)}", dice.choice(("顺丰", "中通", "圆通")), f"类{dice.randint(1, 30)}", f"区{dice.randint(1, 6)}",
        at + timedelta(hours=dice.uniform(1, 60)) if dice.random() < 0.98 else None, reached=63, late=late,
    )  # fmt: skip


def _record(one: Measure, dice: random.Random) -> Record:
    opened, who = one.at + timedelta(hours=3), f"人{dice.randint(1, 40)}"
    taken, closed = opened + timedelta(minutes=dice.randint(1, 90)), opened + timedelta(hours=dice.uniform(2, 20))
    episode = Episode(
        f"{one.order}#1", one.order, "ship_overdue", dice.choice(list(Link)), opened, ("R05",), None, "", taken, who, closed, who
    )
    return Record(episode, "warning", closed_at=closed, acts=(taken,), raised=(Raised(f"R{dice.randint(1, 30):02}", opened, closed),))


def timed(name: str, ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    took = time.perf_counter() - begun
    print(f"{name:<10} {took:6.2f} s")
    return took


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'hub.db'}")
        bring_up(db)
        with db.write() as conn:
            seed(conn, now=NOW)
        timed("kept", lambda: fill(db, count))
        db.learn_statistics()
        with db.read() as conn:
            took = max(timed(name, ask) for name, ask in _pages(conn).items())
        db.close()
    return 1 if took > MOST_S else 0


def _pages(conn: Connection) -> dict[str, Callable[[], object]]:
    window, floor = NOVEMBER.window, Floors().current(conn)
    asked = tallies.Asked(window.since, window.until, {"warehouse": "仓1"})
    return {
        "kpi": lambda: stretches.kpi(conn, NOVEMBER, Days(date(2025, 10, 1), date(2025, 10, 30)), now=NOW),
        "drill": lambda: tallies.cells(conn, asked, ["category", "hour"]),
        "trends": lambda: stretches.trends(conn, NOVEMBER, floor=floor),
        "alarms": lambda: stretches.hygiene(conn, NOVEMBER, floor=floor, now=NOW),
        "health": lambda: monthly.reckoned(conn, "2025-11"),
    }


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
