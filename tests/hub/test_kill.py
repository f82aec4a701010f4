"""A hub that is killed at any moment loses nothing that it answered, and does nothing twice (P2)."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import httpx
import msgspec
import pytest

from ordertower_desktop.hub.app import HubFile

START_SECONDS = 30.0


class Beside:
    """A real hub process beside a folder; `kill` is SIGKILL."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "hub.json").unlink(missing_ok=True)
        log = (folder / "log.txt").open("ab")
        words = [sys.executable, "-m", "ordertower_desktop", "hub", "--beside", str(folder)]
        self.process = subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, "ORDERTOWER__HUB__IDLE": "60s"})
        log.close()
        self.file = self._ready()
        self.client = httpx.Client(base_url=self.file.url, headers={"Authorization": f"Bearer {self.file.token}"}, timeout=20)

    def _ready(self) -> HubFile:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if (self.folder / "hub.json").exists():
                return msgspec.json.decode((self.folder / "hub.json").read_bytes(), type=HubFile)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.02)
                raise AssertionError((self.folder / "log.txt").read_text("utf-8"))
        raise AssertionError("the hub did not get ready")

    def kill(self) -> None:
        self.client.close()
        self.process.kill()
        self.process.wait(10)

    def end(self) -> int:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def paid(number: int) -> dict[str, object]:
    return {"at": "2025-11-01T10:00:00+08:00", "source": "taobao", "event": "payment_approved", "order_id": f"o{number}", "payload": {}}


@pytest.mark.parametrize("seed", [1])
def test_everything_answered_is_there_after_a_kill_and_once(tmp_path: Path, seed: int) -> None:
    dice, answered, notes = Random(seed), set(), {}
    for life in range(3):
        hub = Beside(tmp_path)
        for round_ in range(dice.randint(3, 10)):
            number = life * 100 + round_
            told = hub.client.post("/v1/events", json=[paid(number)])
            assert told.status_code == 200, told.text
            answered.add(f"o{number}")
            note = {"id": f"n{number}", "do": "note", "case": f"o{number}#1", "text": str(number)}
            notes[note["id"]] = (note, hub.client.post("/v1/sync", json={"actions": [note]}).json()["results"][f"n{number}"])
        hub.kill()
    hub = Beside(tmp_path)
    found = {line["order"] for line in hub.client.get("/v1/orders", params={"limit": 1000}).json()["items"]}
    assert answered <= found
    again = hub.client.post("/v1/sync", json={"actions": [note for note, _ in notes.values()]}).json()["results"]
    assert again == {key: result for key, (_, result) in notes.items()}
    one = next(iter(notes.values()))[0]
    page = hub.client.get(f"/v1/orders/{str(one['case']).removesuffix('#1')}").json()
    assert [line["text"] for line in page["notes"]] == [one["text"]]
    assert hub.client.get("/v1/audit/verify").json()["ok"]
    assert hub.end() == 0
    assert not (tmp_path / "hub.json").exists()


def test_a_second_hub_on_the_same_folder_refuses_and_the_first_lives_on(tmp_path: Path) -> None:
    hub = Beside(tmp_path)
    words = [sys.executable, "-m", "ordertower_desktop", "hub", "--beside", str(tmp_path)]
    second = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)
    assert second.returncode == 1
    assert "已有一个中枢在运行" in second.stderr
    assert hub.client.get("/healthz").status_code == 200
    assert (tmp_path / "hub.json").stat().st_mode & 0o077 == 0
    hub.end()


def test_a_stream_nudges_when_something_is_new(tmp_path: Path) -> None:
    hub = Beside(tmp_path)
    with hub.client.stream("GET", "/v1/stream") as stream:
        lines = stream.iter_lines()
        first = next(line for line in lines if line.startswith("data: "))
        httpx.post(f"{hub.file.url}/v1/events", json=[paid(1)], headers=dict(hub.client.headers), timeout=10)
        second = next(line for line in lines if line.startswith("data: ") and line != first)
    heads = [msgspec.json.decode(line.removeprefix("data: "))["head"] for line in (first, second)]
    assert heads[1] > heads[0]
    hub.end()
