"""Two desks at one hub, as real processes: what one does the other sees; the cable is cut, the hub is killed, and nothing is lost."""

import json
import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journey.real import Desk, desk, stop_hub_of

ORDERS, ACKNOWLEDGED = 24, 22
GENEROUS_S = 5.0
"""Not the goal (1 s, printed with what was measured), but what no load of the machine excuses."""


@dataclass
class Floor:
    """A hub beside desk A, two people, and desk B of the second one."""

    a: Desk
    b: Desk
    folder: Path
    tokens: dict[str, str]

    @property
    def hub(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "a" / "hub.json").read_text()))

    def http(self) -> httpx.Client:
        hub = self.hub
        return httpx.Client(base_url=hub["url"], headers={"Authorization": f"Bearer {hub['token']}"}, trust_env=False, timeout=20)

    def log_of(self, case: str) -> list[tuple[str, str]]:
        """(who, what) of everything that people did to a case, as the hub tells it."""
        with self.http() as http:
            page = http.get(f"/v1/orders/{case.partition('#')[0]}").json()
        return [(line["who"], line["kind"]) for line in page.get("log", []) if line["kind"] in ("acknowledge", "note", "snooze")]


def _late_orders() -> bytes:
    paid = (datetime.now(UTC) - timedelta(hours=60)).isoformat()  # noqa: TID251 - real processes live in real time
    lines = [
        {"at": paid, "source": "taobao", "event": event, "order_id": f"5001{i:04}", "payload": {"platform": "taobao", "shop": "外套店"}}
        for i in range(ORDERS)
        for event in ("order_created", "payment_approved")
    ]
    return "\n".join(json.dumps(line) for line in lines).encode()


def _people(http: httpx.Client) -> dict[str, str]:
    tokens = {}
    for name in ("zhao", "li"):
        http.put("/v1/people", json={"id": name, "name": name, "role": "agent", "post": "agent"}).raise_for_status()
        tokens[name] = http.post("/v1/tokens", json={"role": "agent", "person": name}).raise_for_status().json()["token"]
    return tokens


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    with desk(tmp_path / "a") as a:
        try:
            a.online()
            hub = json.loads((tmp_path / "a" / "hub.json").read_text())
            with httpx.Client(base_url=hub["url"], headers={"Authorization": f"Bearer {hub['token']}"}, trust_env=False) as http:
                tokens = _people(http)
                http.post("/v1/events", content=_late_orders(), headers={"Content-Type": "application/x-ndjson"}).raise_for_status()
            with desk(tmp_path / "b", hub["url"], tokens["li"]) as b:
                b.online()
                for each in (a, b):
                    each.pool_when(lambda pool: len(pool) == ORDERS)
                yield Floor(a, b, tmp_path, tokens)
        finally:
            stop_hub_of(tmp_path / "a")


def test_what_one_desk_does_the_other_sees_within_a_second(floor: Floor) -> None:
    took: list[float] = []
    for i, case in enumerate(sorted(floor.b.pool())[:ACKNOWLEDGED]):
        before = floor.a.pool()[case]["version"]
        start = floor.b.saved(id=f"b{i}", do="acknowledge", case=case)
        floor.a.pool_when(lambda pool, case=case, before=before: pool[case]["owner"] == "li" and pool[case]["version"] > before)
        took.append(time.monotonic() - start)
        assert floor.b.result(f"b{i}")["ok"]
    p95 = statistics.quantiles(took, n=20)[-1]
    sys.stdout.write(f"{len(took)} acknowledges on the other desk: median {statistics.median(took):.3f} s, p95 {p95:.3f} s, goal 1 s\n")
    assert p95 < GENEROUS_S, took
    assert floor.b.outbox() == []


def test_what_is_done_while_the_hub_does_not_answer_goes_through_exactly_once(floor: Floor) -> None:
    cases = sorted(floor.b.pool())[:4]
    hub = floor.hub["pid"]
    os.kill(hub, signal.SIGSTOP)
    try:
        for i, case in enumerate(cases):
            floor.b.saved(id=f"b{i}", do="note", case=case, text="问过仓库了")
        assert {item["id"] for item in floor.b.outbox()} == {f"b{i}" for i in range(len(cases))}
        floor.b.until(lambda line: line.get("state", {}).get("link") == "offline")
    finally:
        os.kill(hub, signal.SIGCONT)
    for i in range(len(cases)):
        assert floor.b.result(f"b{i}")["ok"]
    assert [floor.log_of(case).count(("li", "note")) for case in cases] == [1] * len(cases)


def test_a_killed_hub_is_started_again_and_everything_saved_arrives_once(floor: Floor) -> None:
    cases = sorted(floor.a.pool())[:3]
    os.kill(floor.hub["pid"], signal.SIGKILL)
    for i, case in enumerate(cases):
        floor.a.saved(id=f"a{i}", do="acknowledge", case=case)
    start = time.monotonic()
    for i in range(len(cases)):
        assert floor.a.result(f"a{i}")["ok"]
    assert time.monotonic() - start < 30
    assert floor.a.outbox() == []
    assert [len([who for who, what in floor.log_of(case) if what == "acknowledge"]) for case in cases] == [1] * len(cases)


def test_a_killed_desk_has_kept_what_it_called_saved(floor: Floor) -> None:
    case = min(floor.b.pool())
    hub = floor.hub
    os.kill(hub["pid"], signal.SIGSTOP)
    try:
        floor.b.saved(id="b1", do="note", case=case, text="断电前的备注")
        floor.b.kill()
    finally:
        os.kill(hub["pid"], signal.SIGCONT)
    with desk(floor.folder / "b", hub["url"], floor.tokens["li"]) as again:
        assert again.result("b1")["ok"]
        assert again.outbox() == []
    assert floor.log_of(case).count(("li", "note")) == 1


def test_two_people_want_one_order_and_one_of_them_is_told_who_has_it(floor: Floor) -> None:
    with desk(floor.folder / "z", floor.hub["url"], floor.tokens["zhao"]) as zhao:
        case = min(zhao.pool_when(lambda pool: len(pool) == ORDERS))
        floor.b.say(id="b1", do="acknowledge", case=case)
        zhao.say(id="z1", do="acknowledge", case=case)
        told = {"li": floor.b.result("b1"), "zhao": zhao.result("z1")}
        winners = [name for name, line in told.items() if line["ok"]]
        assert len(winners) == 1, told
        (loser,) = told.keys() - set(winners)
        assert told[loser]["winner"] == winners[0]
        for each in (floor.a, floor.b, zhao):
            each.pool_when(lambda pool: pool[case]["owner"] == winners[0])


def test_every_notice_that_a_person_would_see_is_on_record(floor: Floor) -> None:
    mine = {case for case, row in floor.b.pool().items() if row["owner"] == "li"}
    assert mine
    log = floor.folder / "b" / "notifications.jsonl"
    end = time.monotonic() + 60
    told: list[dict[str, Any]] = []
    while {line["case"] for line in told} < mine and time.monotonic() < end:
        floor.b.pool()
        told = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    assert {line["case"] for line in told} == mine
    assert len({line["id"] for line in told}) == len(told)
    assert {line["fate"] for line in told} <= {"shown", "digested", "suppressed"}
    assert all(line["why"] for line in told)
