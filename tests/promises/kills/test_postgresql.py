"""P2, P5, P7 on a floor: the database server is killed at any moment, and nothing that was answered is lost or done twice."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.hub.store.tables import orders
from tests.hub.cluster import _account, _program, missing, required
from tests.hub.floor import NOON, Floor, open_floor
from tests.promises.kills.lives import until

SHORT, LONG = 3, 200
SETTINGS = ("listen_addresses=", "max_connections=60", "shared_buffers=32MB", "fsync=off")
"""A killed process loses nothing that the system has been given: what is not synced matters to a power cut only."""


class Server:
    """PostgreSQL as a child of ours in a group of its own, so that all of it can be killed at once and is reaped."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._account = folder, _account(folder)
        made = [_program("initdb"), "-D", f"{folder}/data", "-U", "floor", "-A", "trust", "--no-sync", "--no-instructions"]
        subprocess.run(made, check=True, capture_output=True, **self._account)
        settings = [word for setting in (*SETTINGS, f"unix_socket_directories={folder}") for word in ("-c", setting)]
        self._words = [_program("postgres"), "-D", f"{folder}/data", *settings]
        self.url = f"postgresql+psycopg://floor@/floor?host={folder}"
        self.start()

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._words, stdout=log, stderr=log, start_new_session=True, **self._account)
        until(self._answers, "PostgreSQL")

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(30)

    def _answers(self) -> bool:
        engine = create_engine(self.url.replace("/floor?", "/postgres?"), isolation_level="AUTOCOMMIT")
        with contextlib.suppress(OperationalError), engine.connect() as conn:
            if not conn.execute(text("SELECT 1 FROM pg_database WHERE datname = 'floor'")).first():
                conn.execute(text("CREATE DATABASE floor"))
            engine.dispose()
            return True
        engine.dispose()
        return False


@pytest.fixture
def server() -> Iterator[Server]:
    if why := missing():
        assert not required(), why
        pytest.skip(why)
    folder = Path(tempfile.mkdtemp(prefix="ordertower-killed-"))
    made = Server(folder)
    yield made
    made.kill()
    shutil.rmtree(folder, ignore_errors=True)


class Told:
    """What the hub answered; what it did not is asked again until it does, under the same number."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.orders: set[str] = set()
        self.results: dict[str, tuple[dict[str, Any], Any]] = {}
        self.open: list[dict[str, Any]] = []
        self.trouble = 0

    def work(self, life: int, stop: threading.Event) -> None:
        number = 0
        while not stop.is_set():
            name = f"o{life}.{number}"
            number += 1
            if self._asked("POST", "/v1/events", json=[_paid(name)]) is None:
                return
            self.orders.add(name)
            note = {"id": f"n{name}", "do": "note", "case": f"{name}#1", "text": name}
            if not self.say(note):
                self.open.append(note)
                return

    def say(self, action: dict[str, Any]) -> bool:
        told = self._asked("POST", "/v1/sync", json={"actions": [action]})
        if told is not None:
            self.results[str(action["id"])] = action, told["results"][action["id"]]
        return told is not None

    def _asked(self, method: str, path: str, **more: Any) -> Any:
        """The answer, or nothing where the database was away."""
        try:
            answer = self._floor.call(method, path, **more)
        except OperationalError:
            self.trouble += 1
            return None
        if answer.status_code == 200:
            return answer.json()
        assert answer.status_code in (429, 503), answer.text
        self.trouble += 1
        return None


def _paid(order: str) -> dict[str, Any]:
    at = NOON.replace(day=1)
    return {"at": at.isoformat(), "source": "taobao", "event": "payment_approved", "order_id": order, "payload": {"platform": "taobao"}}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a line that dies while it is made is closed by nobody
def test_a_database_that_is_killed_again_and_again_costs_nothing_that_was_answered(
    server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    lives, dice = LONG if request.config.getoption("--long") else SHORT, Random(7)
    db = Database(server.url)
    bring_up(db)
    db.close()
    with open_floor(tmp_path, db=server.url) as floor:
        told = Told(floor)
        for life in range(lives):
            stop = threading.Event()
            writer = threading.Thread(target=told.work, args=(life, stop))
            writer.start()
            stop.wait(dice.uniform(0.05, 0.4))
            server.kill()
            writer.join(60)
            assert not writer.is_alive()
            server.start()
            until(lambda: floor.call("GET", "/readyz").status_code == 200, "hub")
            told.open = [action for action in told.open if not told.say(action)]
        assert told.open == []
        again = [(floor.sync(action).results[key], then) for key, (action, then) in told.results.items()]
        assert [now for now, then in again if now.state != then["state"]] == []
        with floor.tower.db.read() as conn:
            known = orders.load(conn, told.orders)
        assert told.orders == known.keys()
        notes = Counter[str]()
        for action, _ in told.results.values():
            page = floor.call("GET", f"/v1/orders/{action['text']}").json()
            notes.update(line["text"] for line in page["notes"])
        assert notes == dict.fromkeys((action["text"] for action, _ in told.results.values()), 1)
    said = f"{len(told.orders)} orders and {len(told.results)} actions answered before them"
    sys.stdout.write(f"\npostgresql: {lives} kills, {told.trouble} questions met one, {said}, 0 lost, 0 twice\n")
    assert told.trouble
