"""A hub or a desk that is born, works and is killed, again and again, in one folder."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, TextIO

import httpx
import msgspec

from ordertower_desktop.hub.app import HubFile
from tests.promises.kills.nursery import Born, Wish

PATIENCE = 30.0


class Nursery:
    """The process that bears the others, and reaps them."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "tests.promises.kills.nursery"]
        env = os.environ | {"ORDERTOWER__HUB__IDLE": "120s", "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)

    def _ask(self, wish: Wish) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(msgspec.json.encode(wish) + b"\n")
        self._process.stdin.flush()
        return msgspec.json.decode(self._process.stdout.readline(), type=Born).pid

    def bear(self, wish: Wish) -> int:
        return self._ask(wish)

    def kill(self, pid: int) -> None:
        """SIGKILL the last one that was born, and wait until it is gone."""
        os.kill(pid, signal.SIGKILL)
        self._ask(Wish("", ""))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        assert self._process.stdout
        self._process.stdout.close()


def until(found: Any, what: str) -> Any:
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert time.monotonic() < end, f"no {what} in {PATIENCE} s"
        time.sleep(0.002)
    return value


class HubLife:
    """A hub beside a folder, from its birth to its death."""

    def __init__(self, nursery: Nursery, folder: Path) -> None:
        told = folder / "hub.json"
        told.unlink(missing_ok=True)
        self._nursery, self.pid = nursery, nursery.bear(Wish("hub", str(folder)))
        until(lambda: told.exists() and told.stat().st_size, f"hub ({(folder / 'log.txt')})")
        file = msgspec.json.decode(told.read_bytes(), type=HubFile)
        self.url, self.token = file.url, file.token
        self.http = httpx.Client(base_url=file.url, headers={"Authorization": f"Bearer {file.token}"}, timeout=20, trust_env=False)

    def sync(self, *actions: dict[str, Any]) -> dict[str, Any]:
        told = self.http.post("/v1/sync", json={"actions": list(actions)}).raise_for_status().json()
        return dict(told["results"])

    def kill(self) -> None:
        self.http.close()
        self._nursery.kill(self.pid)


class DeskLife:
    """A desk without a window, spoken to through two pipes."""

    def __init__(self, nursery: Nursery, folder: Path, hub: HubLife) -> None:
        for name in ("in", "out"):
            if not (folder / name).exists():
                os.mkfifo(folder / name)
        self._nursery, self.pid = nursery, nursery.bear(Wish("desk", str(folder), hub.url, hub.token))
        self._in: TextIO = (folder / "in").open("w", buffering=1)
        self._out: TextIO = (folder / "out").open()

    def say(self, **words: Any) -> None:
        self._in.write(json.dumps(words) + "\n")

    def line(self) -> dict[str, Any]:
        """The next thing it says; blocks."""
        return dict(json.loads(self._out.readline()))

    def until(self, wanted: Any) -> dict[str, Any]:
        while not wanted(line := self.line()):
            pass
        return line

    def kill(self) -> None:
        self._nursery.kill(self.pid)
        self._in.close()
        self._out.close()
