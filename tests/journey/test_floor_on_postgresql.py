"""A floor's hubs on PostgreSQL, each a process of its own: what goes in comes out, and one of them may be killed."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import select

from ordertower_desktop.hub.store.db import Database
from ordertower_desktop.hub.store.tables.deliveries import deliveries
from ordertower_desktop.hub.store.tables.leases import leases
from ordertower_desktop.hub.store.tables.notices import notices
from tests.journey.real import desk, stop_hub_of

if TYPE_CHECKING:
    from tests.hub.cluster import Cluster

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = [str(EXAMPLES / name) for name in ("taobao_gbk.csv", "jd_lines.csv", "jushuitan.xlsx")]
AT = "2025-11-12T14:32:08+08:00"
START_SECONDS, PATIENCE_SECONDS = 30.0, 30.0
READY = "中枢已就绪："


def ordertower(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ordertower_desktop", *words]
    environ = os.environ | {"PYTHONUTF8": "1"} | env
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environ, timeout=300, check=False)


class Hub:
    """`ordertower hub` on a database, with a folder of its own."""

    def __init__(self, folder: Path, db: str) -> None:
        self.folder = folder
        words = [sys.executable, "-m", "ordertower_desktop", "hub", "--db", db, "--listen", "127.0.0.1:0", "--data-dir", str(folder)]
        env = os.environ | {"PYTHONUTF8": "1", "ORDERTOWER__HUB__LEASE": "4s"}
        self.process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=env)
        self.said: list[str] = []
        self._ready = threading.Event()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        assert self._ready.wait(START_SECONDS), "".join(self.said)
        self.url = next(line for line in self.said if line.startswith(READY)).removeprefix(READY).strip()

    def _listen(self) -> None:
        assert self.process.stderr
        with self.process.stderr as lines:
            for line in lines:
                self.said.append(line)
                if line.startswith(READY):
                    self._ready.set()
        self._ready.set()

    @property
    def id(self) -> str:
        return (self.folder / "hub.id").read_text()

    def http(self, token: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=20)

    def end(self, number: int) -> int:
        """Send the signal, wait until the process is gone."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_SECONDS)
        self._listener.join()
        return code


@contextlib.contextmanager
def hub(folder: Path, db: str) -> Iterator[Hub]:
    made = Hub(folder, db)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.end(signal.SIGKILL)


@pytest.fixture
def db(cluster: "Cluster") -> Iterator[str]:
    """An empty database: the first hub lays it out."""
    url = cluster.empty()
    yield url
    cluster.drop(url)


def until(wanted: Any, *, within: float = PATIENCE_SECONDS) -> float:
    """How long it took until `wanted()` was true."""
    start = time.monotonic()
    while time.monotonic() - start < within:
        if wanted():
            return time.monotonic() - start
        threading.Event().wait(0.05)
    raise AssertionError("it never became so")


def paid(numbers: range) -> list[dict[str, object]]:
    at = (datetime.now(UTC) - timedelta(hours=60)).isoformat()  # noqa: TID251 - real processes live in real time
    return [{"at": at, "source": "taobao", "event": "payment_approved", "order_id": f"o{n}", "payload": {}} for n in numbers]


def pool_of(*words: str, **env: str) -> list[dict[str, Any]]:
    """The pool of the pictures' minute, as it is printed."""
    printed = ordertower("pool", "--at", AT, "--json", "--limit", "0", *words, **env)
    assert printed.returncode == 0, printed.stderr
    return [json.loads(line) for line in printed.stdout.splitlines()]


def test_files_imported_into_a_floor_on_postgresql_give_the_pool_that_they_give_beside_a_desk(tmp_path: Path, db: str) -> None:
    with hub(tmp_path / "floor", db) as floor:
        assert f"管理员令牌写在 {tmp_path / 'floor' / 'admin.token'}" in "".join(floor.said)
        assert (tmp_path / "floor" / "admin.token").stat().st_mode & 0o077 == 0
        token = {"ORDERTOWER__HUB__TOKEN": (tmp_path / "floor" / "admin.token").read_text()}
        there = ("--hub", floor.url, "--data-dir", str(tmp_path / "cli"))
        brought = ordertower("import", *FILES, *there, **token)
        assert brought.returncode == 0, brought.stderr
        pool = pool_of(*there, **token)
        assert "邀请码" in ordertower("user", "add", "李婷", "--role", "admin", *there, **token).stdout
        assert floor.end(signal.SIGTERM) == 0
    try:
        beside = ordertower("import", *FILES, "--data-dir", str(tmp_path / "beside"))
        assert _untimed(beside.stdout) == _untimed(brought.stdout)
        assert pool == pool_of("--data-dir", str(tmp_path / "beside"))
    finally:
        stop_hub_of(tmp_path / "beside")
    assert len(pool) > 100
    with hub(tmp_path / "floor", db) as again:
        assert "管理员令牌" not in "".join(again.said)
        assert pool_of("--hub", again.url, "--data-dir", str(tmp_path / "cli"), **token) == pool


def test_two_hubs_serve_one_floor_and_when_one_is_killed_the_other_goes_on(tmp_path: Path, db: str) -> None:
    with hub(tmp_path / "a", db) as a, hub(tmp_path / "b", db) as b:
        token = (tmp_path / "a" / "admin.token").read_text()
        assert not (tmp_path / "b" / "admin.token").exists()
        with a.http(token) as at_a, b.http(token) as at_b, desk(tmp_path / "desk", b.url, token) as seat:
            seat.online()
            took = [_seen_elsewhere(at_a, seat, number) for number in range(20)]
            sys.stdout.write(f"written at one hub, on a desk of the other: median {sorted(took)[10]:.3f} s, longest {max(took):.3f} s\n")
            at_b.post("/v1/events", json=paid(range(20, 40))).raise_for_status()
            until(lambda: _orders(at_a) == _orders(at_b) == {f"o{n}" for n in range(40)})
            until(lambda: _steps_settled(db) >= 40)

            keeps, stays = (at_a, at_b) if _holder(db) == a.id else (at_b, at_a)
            killed = a if keeps is at_a else b
            keeps.post("/v1/events", json=paid(range(40, 60))).raise_for_status()
            killed.end(signal.SIGKILL)
            gone = datetime.now(UTC)  # noqa: TID251
            stays.post("/v1/events", json=paid(range(60, 80))).raise_for_status()
            over = until(lambda: datetime.fromisoformat(stays.get("/v1/board").json()["at"]) > gone and _holder(db) != killed.id)
            sys.stdout.write(f"the watch was taken over after {over:.1f} s\n")
            until(lambda: stays.get("/v1/board").json()["open"] == 80)
            assert _orders(stays) == {f"o{n}" for n in range(80)}
            until(lambda: _steps_settled(db) >= 80)
            assert stays.get("/v1/audit/verify").json()["ok"]
    told = [row.id for row in _rows(db, select(deliveries)) if row.state == "delivered"]
    assert sorted(f"{step}/local" for step in told) == sorted(row.id for row in _rows(db, select(notices)))


def _untimed(text: str) -> str:
    return re.sub(r"用时 [\d.]+ 秒", "", text)


def test_what_is_done_while_the_database_is_away_goes_through_when_it_is_back(tmp_path: Path, cluster: "Cluster", db: str) -> None:
    with hub(tmp_path / "hub", db) as floor:
        token = (tmp_path / "hub" / "admin.token").read_text()
        with floor.http(token) as at, desk(tmp_path / "desk", floor.url, token) as seat:
            seat.online()
            at.post("/v1/events", json=paid(range(1))).raise_for_status()
            seat.pool_when(lambda pool: "o0#1" in pool)
            with cluster.away(db):
                seat.saved(id="n1", do="note", case="o0#1", text="问过仓库了")
                until(lambda: at.get("/v1/orders").status_code == 503)
                assert [item["id"] for item in seat.outbox()] == ["n1"]
            assert seat.result("n1", seconds=60)["ok"]
            assert [line["text"] for line in at.get("/v1/orders/o0").json()["notes"]] == ["问过仓库了"]


def _seen_elsewhere(at: httpx.Client, seat: Any, number: int) -> float:
    """How long until an order that was told to one hub is in the pool of a desk at the other."""
    at.post("/v1/events", json=paid(range(number, number + 1))).raise_for_status()
    start = time.monotonic()
    seat.pool_when(lambda pool: f"o{number}#1" in pool)
    return time.monotonic() - start


def _orders(at: httpx.Client) -> set[str]:
    return {line["order"] for line in at.get("/v1/orders", params={"limit": 1000}).json()["items"]}


def _rows(url: str, query: Any) -> list[Any]:
    store = Database(url)
    with store.read() as conn:
        found = list(conn.execute(query))
    store.close()
    return found


def _holder(url: str) -> str:
    return next((row.holder for row in _rows(url, select(leases).where(leases.c.name == "watch"))), "")


def _steps_settled(url: str) -> int:
    """Cases whose first step has been told to somebody."""
    return len({row.case_id for row in _rows(url, select(deliveries)) if row.state == "delivered"})
