"""A hub beside the desk: found, started, started again after its death, and never two."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ordertower_desktop.sync.beside import Beside, HubFile, Waits
from ordertower_desktop.sync.trouble import Unreachable

FAKE = """
import json, os, sys, time
from filelock import FileLock
folder = sys.argv[1]
lock = FileLock(folder + "/hub.lock", timeout=0)
lock.acquire()
open(folder + "/starts", "a").write(f"{os.getpid()}\\n")
with open(folder + "/part", "w") as out:
    json.dump({"url": "http://127.0.0.1:1", "token": "t", "pid": os.getpid()}, out)
os.replace(folder + "/part", folder + "/hub.json")
time.sleep(60)
"""


SHY = """
import sys
with open(sys.argv[1] + "/shy", "a+") as file:
    file.write("x")
    file.seek(0)
    if len(file.read()) <= int(sys.argv[2]):
        sys.exit(0)
"""
"""Leaves by itself so many times before it stays: what an idle hub does that nobody spoke to in time."""


def _runs(hub: HubFile) -> bool:
    """In place of asking over HTTP: is the process there, and neither dead nor stopped?"""
    try:
        state = Path(f"/proc/{hub.pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZTX"


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Beside]:
    made = _beside(tmp_path)
    yield made
    for pid in _starts(tmp_path):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    made.stop()


def _beside(folder: Path) -> Beside:
    waits = Waits(threading.Event().wait, time.monotonic)
    return Beside(folder, _runs, waits, command=(sys.executable, "-c", FAKE, str(folder)))


def _starts(folder: Path) -> list[int]:
    return [int(pid) for pid in (folder / "starts").read_text().split()] if (folder / "starts").exists() else []


def test_a_hub_is_started_once_and_then_found(beside: Beside, tmp_path: Path) -> None:
    first = beside.ensure()
    assert beside.ensure() == first
    assert _beside(tmp_path).ensure() == first
    assert _starts(tmp_path) == [first.pid]


def test_a_hub_that_was_killed_is_started_again(beside: Beside, tmp_path: Path) -> None:
    first = beside.ensure()
    os.kill(first.pid, signal.SIGKILL)
    while _runs(first):
        threading.Event().wait(0.01)
    second = beside.ensure()
    assert second.pid != first.pid
    assert len(_starts(tmp_path)) == 2


def test_a_hub_that_is_silent_is_waited_for_and_not_doubled(beside: Beside, tmp_path: Path) -> None:
    hub = beside.ensure()
    os.kill(hub.pid, signal.SIGSTOP)
    while _runs(hub):
        threading.Event().wait(0.01)
    with pytest.raises(Unreachable, match="没有回应"):
        beside.ensure()
    os.kill(hub.pid, signal.SIGCONT)
    while not _runs(hub):
        threading.Event().wait(0.01)
    assert beside.ensure() == hub
    assert _starts(tmp_path) == [hub.pid]


def test_eight_desks_at_once_start_one_hub(tmp_path: Path, beside: Beside) -> None:
    found: list[HubFile] = []
    desks = [_beside(tmp_path) for _ in range(8)]
    gate = threading.Barrier(8)

    def begin(desk: Beside) -> None:
        gate.wait()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                found.append(desk.ensure())
            except Unreachable:
                continue
            return

    threads = [threading.Thread(target=begin, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(_starts(tmp_path)) == 1
    for desk in desks:
        desk.stop()


def test_a_hub_that_does_not_start_says_where_to_look(tmp_path: Path) -> None:
    waits = Waits(threading.Event().wait, time.monotonic)
    with pytest.raises(Unreachable, match=r"退出码 3.*hub\.log"):
        Beside(tmp_path, _runs, waits, command=(sys.executable, "-c", "import sys; sys.exit(3)")).ensure()


def test_a_hub_that_left_before_anybody_spoke_to_it_is_started_again(tmp_path: Path) -> None:
    waits = Waits(threading.Event().wait, time.monotonic)
    made = Beside(tmp_path, _runs, waits, command=(sys.executable, "-c", SHY + FAKE, str(tmp_path), "2"))
    assert _runs(made.ensure())
    assert (tmp_path / "shy").read_text() == "xxx"
    made.stop()


def test_a_hub_that_leaves_again_and_again_is_given_up(tmp_path: Path) -> None:
    waits = Waits(threading.Event().wait, time.monotonic)
    made = Beside(tmp_path, _runs, waits, command=(sys.executable, "-c", SHY + FAKE, str(tmp_path), "99"))
    with pytest.raises(Unreachable, match="起来后又退出"):
        made.ensure()


def test_stopping_ends_the_hub(beside: Beside) -> None:
    hub = beside.ensure()
    beside.stop()
    assert not _runs(hub)
