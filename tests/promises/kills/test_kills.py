"""P1, P2, P4: hubs and desks killed at any moment lose nothing that they said was safe, and nothing happens twice."""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from ordertower_desktop.app import now
from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.tables import orders
from tests.promises.kills.lives import DeskLife, HubLife, Nursery

SHORT, LONG = {"hub": (1, 6), "desk": (1, 6)}, {"hub": (30, 50), "desk": (10, 30)}
"""How many folders, and how many lives in each."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


def paid(order: str) -> dict[str, Any]:
    at = now() - timedelta(hours=60)
    return {"at": at.isoformat(), "source": "taobao", "event": "payment_approved", "order_id": order, "payload": {"platform": "taobao"}}


class Told:
    """What a hub has answered, over all its lives."""

    def __init__(self) -> None:
        self.orders: set[str] = set()
        self.results: dict[str, tuple[dict[str, Any], Any]] = {}

    def work(self, hub: HubLife, life: int, seconds: float) -> None:
        """Tell it of orders and act on them for so long; what it did not answer is not counted."""
        end, number = time.monotonic() + seconds, 0
        with suppress(httpx.HTTPError):
            while time.monotonic() < end:
                names = [f"o{life}.{number}.{part}" for part in range(3)]
                hub.http.post("/v1/events", json=[paid(name) for name in names]).raise_for_status()
                self.orders |= set(names)
                note = {"id": f"n{life}.{number}", "do": "note", "case": f"{names[0]}#1", "text": f"{life}.{number}"}
                taken = {"id": f"t{life}.{number}", "do": "acknowledge", "case": f"{names[1]}#1"}
                for action in (note, taken):
                    self.results[str(action["id"])] = action, hub.sync(action)[str(action["id"])]
                number += 1


def hub_lives(nursery: Nursery, folder: Path, dice: Random, lives: int) -> Told:
    told = Told()
    for life in range(lives):
        hub = HubLife(nursery, folder)
        told.work(hub, life, dice.uniform(0.03, 0.25))
        hub.kill()
    return told


def assert_whole(nursery: Nursery, folder: Path, told: Told) -> None:
    hub = HubLife(nursery, folder)
    again = [(hub.sync(action)[key], result) for key, (action, result) in told.results.items()]
    assert [now for now, then in again if now != then] == [], "who asks again hears the same"
    assert hub.http.get("/v1/audit/verify").json()["ok"]
    hub.kill()
    db = Database(f"sqlite:///{folder / 'hub.db'}")
    with db.read() as conn:
        assert told.orders <= orders.load(conn, told.orders).keys()
        assert conn.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        twice = "SELECT {0}, COUNT(*) AS times FROM {1} GROUP BY {0} HAVING COUNT(*) > 1"
        assert conn.execute(text(twice.format("case_id, step, person, channel", "deliveries"))).all() == [], "no step was taken twice"
        taken = text("SELECT object, COUNT(*) AS times FROM audit WHERE what = 'acknowledge' GROUP BY object HAVING COUNT(*) > 1")
        assert conn.execute(taken).all() == [], "nobody took the same case twice"
    db.close()


def test_a_hub_that_is_killed_again_and_again_loses_nothing_that_it_answered(
    nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folders, lives = (LONG if request.config.getoption("--long") else SHORT)["hub"]
    answered = acted = 0
    for seed in range(folders):
        folder = tmp_path / str(seed)
        folder.mkdir()
        told = hub_lives(nursery, folder, Random(seed), lives)
        assert_whole(nursery, folder, told)
        answered, acted = answered + len(told.orders), acted + len(told.results)
        shutil.rmtree(folder)
    told_of = f"{answered} orders and {acted} actions answered"
    sys.stdout.write(f"\nhub: {folders * lives} kills, {told_of} before them, 0 lost, 0 twice\n")
    assert answered


def test_a_desk_that_is_killed_again_and_again_loses_nothing_that_it_saved(
    nursery: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folders, lives = (LONG if request.config.getoption("--long") else SHORT)["desk"]
    total = 0
    for seed in range(folders):
        total += desk_lives(tmp_path / f"desk-{seed}", Random(seed), lives)
    sys.stdout.write(f"\ndesk: {folders * lives} kills, {total} actions saved before them, 0 lost, 0 twice\n")
    assert total


def desk_lives(folder: Path, dice: Random, lives: int) -> int:
    """A hub that stays, and a desk beside it that does not; returns how many actions were saved."""
    at_hub, at_desk = Nursery(), Nursery()
    (folder / "hub").mkdir(parents=True)
    (folder / "desk").mkdir()
    hub = HubLife(at_hub, folder / "hub")
    hub.http.post("/v1/events", json=[paid("k")]).raise_for_status()
    saved: list[str] = []
    for life in range(lives):
        desk = DeskLife(at_desk, folder / "desk", hub)
        desk.until(lambda line: "state" in line)
        for number in range(dice.randint(1, 8)):
            name = f"{life}.{number}"
            desk.say(id=f"s{name}", do="note", case="k#1", text=name)
            desk.until(lambda line, name=name: line.get("saved") == f"s{name}")
            saved.append(name)
        time.sleep(dice.uniform(0, 0.15))
        desk.kill()
    desk = DeskLife(at_desk, folder / "desk", hub)
    desk.until(lambda line: line.get("state", {}).get("link") == "online" and line["state"].get("waiting") == 0)
    desk.kill()
    notes = Counter(line["text"] for line in hub.http.get("/v1/orders/k").json()["notes"])
    hub.kill()
    for one in (at_hub, at_desk):
        one.close()
    assert {name: notes[name] for name in saved} == dict.fromkeys(saved, 1)
    return len(saved)
