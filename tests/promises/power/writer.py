"""Writes as the product does and says what it was told is safe: python -m tests.promises.power.writer KIND FOLDER SEED COUNT [BUG]."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.promises.power.disk import ACKS

NOON = datetime(2025, 11, 12, 4, tzinfo=UTC)


def outbox(folder: Path, dice: Random, count: int, bug: str) -> None:
    """A desk's outbox: actions put, answered, settled."""
    from ordertower_desktop.sync.files import connect_outbox
    from ordertower_desktop.sync.frame import Entry
    from ordertower_desktop.sync.outbox import Outbox
    from ordertower_desktop.wire.sync import Result

    def connect(path: Path):  # type: ignore[no-untyped-def]
        made = connect_outbox(path)
        if bug in ("normal", "off"):
            made.execute(f"PRAGMA synchronous={bug.upper()}")
        return made

    box, told = Outbox(folder / "outbox.db", folder / "quarantine", connect=connect), _told(folder)
    for number in range(count):
        names = [f"a{number}.{part}" for part in range(dice.randint(1, 3))]
        entries = [Entry(name, "zhao", "hub", NOON.isoformat(), os.urandom(dice.randint(20, 900))) for name in names]
        if bug == "ack_first":
            told(names)
        box.put(entries)
        if bug != "ack_first":
            told(names)
        if dice.random() < 0.3:
            mine = [item.entry.id for item in box.queued("zhao", "hub", limit=5)]
            box.answer({name: Result("done") for name in mine})
            if dice.random() < 0.5:
                box.settle(mine)


def hub(folder: Path, dice: Random, count: int, bug: str) -> None:
    """A hub: events taken in, judged, stored and answered."""
    from ordertower_desktop.domain.event import Event
    from ordertower_desktop.hub.app import Hub
    from ordertower_desktop.hub.store import dialect
    from ordertower_desktop.hub.store.judging.intake import take_in
    from ordertower_desktop.settings import HubSettings

    if bug in ("normal", "off"):
        dialect._PRAGMAS = (f"synchronous={bug.upper()}", *dialect._PRAGMAS[1:])
    made, told = Hub(HubSettings(), folder, now=lambda: NOON), _told(folder)
    made.open()
    tower = made.tower
    for number in range(count):
        names = [f"o{number}.{part}" for part in range(dice.randint(1, 3))]
        paid = NOON - timedelta(hours=dice.randint(1, 60))
        if bug == "ack_first":
            told(names)
        with tower.db.write() as conn:
            said = [Event(paid, "taobao", "payment_approved", name, {"platform": "taobao"}) for name in names]
            take_in(conn, said, now=NOON, floor=tower.floors.current(conn))
        if bug != "ack_first":
            told(names)
        if dice.random() < 0.1:
            tower.db.checkpoint()


def upgrade(folder: Path, _dice: Random, _count: int, bug: str) -> None:
    """A hub of the first schema with something in it, brought up to today's."""
    from ordertower_desktop.hub.store.db import Database
    from ordertower_desktop.hub.store.migrate import bring_up
    from tests.hub.test_migrate import migrate

    url, told = f"sqlite:///{folder / 'hub.db'}", _told(folder)
    migrate(url, "0001")
    db = Database(url)
    with db.write() as conn:
        conn.exec_driver_sql("INSERT INTO deliveries VALUES ('c/1/0', 'c', 'o', 'wecom', '提醒', 'owner', '', 'due', 1, 1, '', NULL, 0)")
    told(["row"])
    if bug == "ack_first":
        told(["up"])
    bring_up(db)
    told(["up"])


def _told(folder: Path):  # type: ignore[no-untyped-def]
    """Says that these are safe."""
    handle = os.open(folder / ACKS, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    return lambda names: os.write(handle, ("\n".join(names) + "\n").encode())


if __name__ == "__main__":
    kind, where, seed, many, *planted = sys.argv[1:]
    {"outbox": outbox, "hub": hub, "upgrade": upgrade}[kind](Path(where), Random(int(seed)), int(many), planted[0] if planted else "")
    os._exit(0)  # nothing is closed: the power goes
