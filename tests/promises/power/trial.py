"""One writer, and as many power cuts as are asked for anywhere in what it wrote."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.tables import deliveries, orders
from ordertower_desktop.sync.outbox import Outbox
from tests.promises.power.disk import Disk, read

HERE = Path(__file__).parent
MEMORY = Path("/dev/shm")
HALVES = "SELECT COUNT(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id)"


@dataclass
class Found:
    """What the cuts showed: how many there were, what had been acknowledged before them, and what was wrong."""

    cuts: int = 0
    acked: int = 0
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def compiled(into: Path) -> Path:
    """The shim; needs a C compiler."""
    made = into / "journal.so"
    words = ["cc", "-shared", "-fPIC", "-O2", "-Wno-unused-result", "-o", str(made), str(HERE / "journal.c"), "-ldl", "-lpthread"]
    subprocess.run(words, check=True, capture_output=True)
    return made


def written(kind: str, shim: Path, folder: Path, *, seed: int, count: int, bug: str = "") -> Path:
    """Let a writer write, and return its journal."""
    journal = folder.with_suffix(".journal")
    folder.mkdir()
    preload = {"LD_PRELOAD": str(shim), "POWER_JOURNAL": str(journal), "POWER_FOLDER": f"{folder}/"}
    words = [sys.executable, "-m", "tests.promises.power.writer", kind, str(folder), str(seed), str(count), bug]
    subprocess.run(words, check=True, env={**os.environ, **preload}, timeout=300)
    return journal


def cuts(kind: str, journal: Path, folder: Path, work: Path, *, seed: int, count: int) -> Found:
    """Cut the power at `count` moments, open what is left with the product, and look for everything that had been acknowledged."""
    ops, dice, found = list(read(journal, folder)), Random(seed), Found()
    moments = sorted(dice.choices(range(1, len(ops) + 1), k=count))
    disk, place = Disk(), 0
    for moment in moments:
        while place < moment:
            disk.play(ops[place])
            place += 1
        left = work / "left"
        shutil.rmtree(left, ignore_errors=True)
        left.mkdir()
        disk.cut(left, dice)
        found.cuts += 1
        found.acked += len(disk.acked)
        LOOKS[kind](left, disk.acked, found, f"{kind} seed {seed} cut {moment} of {len(ops)}")
    return found


def _outbox(left: Path, acked: list[str], found: Found, where: str) -> None:
    path = left / "outbox.db"
    if not path.exists():
        found.lost += [f"{where}: {name}" for name in acked]
        return
    with closing(Outbox(path, left / "quarantine")) as box:
        if box.salvaged is not None:
            found.damaged.append(where)
        there = {item.entry.id for item in box._items("1 = ?", 1)}  # type: ignore[arg-type]
    found.lost += [f"{where}: {name}" for name in acked if name not in there]


def _hub(left: Path, acked: list[str], found: Found, where: str) -> None:
    path = left / "hub.db"
    if not acked:
        return
    db = Database(f"sqlite:///{path}")
    try:
        with db.read() as conn:
            if conn.execute(text("PRAGMA quick_check")).scalar_one() != "ok":
                found.damaged.append(where)
            there = {key for key, order in orders.load(conn, acked).items() if order.events}
            if conn.execute(text(HALVES)).scalar_one():
                found.damaged.append(f"{where}: orders without what they are made of")
    except DatabaseError as error:
        found.damaged.append(f"{where}: {type(error).__name__} {error}"[:200])
        return
    finally:
        db.close()
    found.lost += [f"{where}: {name}" for name in acked if name not in there]


def _upgrade(left: Path, acked: list[str], found: Found, where: str) -> None:
    """What was there is there, and the upgrade is done, or begins again and is done then."""
    if not acked:
        return
    db = Database(f"sqlite:///{left / 'hub.db'}")
    try:
        if bring_up(db) and "up" in acked:
            found.lost.append(f"{where}: up")
        with db.read() as conn:
            if conn.execute(text("PRAGMA integrity_check")).scalar_one() != "ok" or not deliveries.of_case(conn, "c"):
                found.damaged.append(where)
    except DatabaseError as error:
        found.damaged.append(f"{where}: {type(error).__name__} {error}"[:200])
    finally:
        db.close()


LOOKS: dict[str, Callable[[Path, list[str], Found, str], None]] = {"outbox": _outbox, "hub": _hub, "upgrade": _upgrade}
