"""A hub of its own process, set up by its settings file, speaking to a platform on loopback."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from ordertower_desktop.hub.app import HubFile
from tests.hub.channels.fakes import WecomGroup

SECONDS = 30.0


@pytest.fixture
def group(running: Callable[..., WecomGroup]) -> WecomGroup:
    return running(WecomGroup)


@pytest.fixture
def desk(tmp_path: Path, group: WecomGroup) -> Iterator[httpx.Client]:
    """Somebody with an administrator's token."""
    config = tmp_path / "ordertower.toml"
    config.write_text(
        f'[[channel]]\nid = "wecom-floor"\nkind = "wecom_robot"\nbase_url = "{group.url}"\nsecret = "env:ROBOT_KEY"\n', "utf-8"
    )
    words = [sys.executable, "-m", "ordertower_desktop", "hub", "--verbose", "--config", str(config), "--beside", str(tmp_path / "hub")]
    with (tmp_path / "log.txt").open("wb") as log:
        hub = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, "ROBOT_KEY": group.key})
    file, end = tmp_path / "hub" / "hub.json", time.monotonic() + SECONDS
    while not file.exists() and time.monotonic() < end and hub.poll() is None:
        hub_waits(0.05)
    assert file.exists(), (tmp_path / "log.txt").read_text("utf-8")
    told = msgspec.json.decode(file.read_bytes(), type=HubFile)
    try:
        with httpx.Client(base_url=told.url, headers={"Authorization": f"Bearer {told.token}"}, timeout=20) as client:
            yield client
    finally:
        hub.terminate()
        assert hub.wait(20) == 0
    assert group.key not in (tmp_path / "log.txt").read_text("utf-8")


def hub_waits(seconds: float) -> None:
    """Let the other process work."""
    threading.Event().wait(seconds)


def until(true: Callable[[], bool], seconds: float = SECONDS) -> float:
    """How long it took."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds
        hub_waits(0.05)
    return time.monotonic() - start


def test_a_test_reaches_the_group_and_its_key_no_log(desk: httpx.Client, group: WecomGroup) -> None:
    assert desk.post("/v1/channels/wecom-floor/test").json()["ok"]
    assert "渠道测试" in group.taken[0]["content"]


def test_a_late_order_rings_the_group_and_an_answer_keeps_the_rest_in(desk: httpx.Client, group: WecomGroup) -> None:
    """Two orders on a chain of seconds: both ring at once, the answered one rings no more."""
    policy = {"id": "default", "name": "快链", "steps": [step(0), step(4)]}
    desk.put("/v1/policies", json={"text": msgspec.json.encode({"policies": [policy]}).decode()}).raise_for_status()
    desk.put("/v1/people", json={"id": "zhao", "name": "赵一鸣", "role": "agent", "post": "agent"}).raise_for_status()
    at = "2025-11-01T10:00:00+08:00"
    lines = [{"at": at, "source": "taobao", "event": "payment_approved", "order_id": order, "payload": {}} for order in ("A1", "B2")]
    assert desk.post("/v1/events", json=lines).status_code == 200
    until(lambda: all(any(order in one["content"] for one in group.taken) for order in ("A1", "B2")))
    rows = {row["order"]: row for row in desk.get("/v1/pool").json()["items"]}
    wish = {"id": "w1", "do": "acknowledge", "case": rows["A1"]["case"], "version": rows["A1"]["version"]}
    answered = desk.post("/v1/sync", json={"actions": [wish]}).json()["results"]["w1"]
    assert answered["state"] == "done", answered
    before = len(group.taken)
    until(lambda: any("B2" in one["content"] for one in group.taken[before:]))
    assert not any("A1" in one["content"] for one in group.taken[before:])


def step(seconds: int) -> dict[str, object]:
    return {"after": f"{seconds}s", "channel": "wecom", "to": "owner", "name": f"企业微信 {seconds} 秒"}
