"""Real processes on loopback: a hub, and desks without a window that talk to it in JSON lines."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HEADLESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ordertower_desktop.sync.headless import Streams, run_headless
streams = Streams(sys.stdin, sys.stdout, sys.stderr)
sys.exit(run_headless(Path(sys.argv[1]), sys.argv[2] or None, streams=streams, wall=lambda: datetime.now(UTC)))
"""
PATIENCE = 30.0
Ordertower = Callable[..., subprocess.CompletedProcess[str]]
"""The command with its words; the fixture of this name runs it in a process of its own."""


class Proc:
    """A child process that reads and writes lines; `said` is everything it has written so far."""

    def __init__(self, *words: str, env: dict[str, str] | None = None) -> None:
        self.child = subprocess.Popen(
            [sys.executable, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONUTF8": "1"} | (env or {}),
        )
        self.said: list[dict[str, Any]] = []
        self._new: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.complaints: list[str] = []
        self._readers = [threading.Thread(target=target, daemon=True) for target in (self._read, self._hear)]
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        assert self.child.stdout
        for line in self.child.stdout:
            self._new.put(json.loads(line))
        self._new.put(None)

    def _hear(self) -> None:
        assert self.child.stderr
        self.complaints.extend(self.child.stderr)

    def say(self, **words: Any) -> None:
        assert self.child.stdin
        self.child.stdin.write(json.dumps(words, ensure_ascii=False) + "\n")
        self.child.stdin.flush()

    def until(self, wanted: Callable[[dict[str, Any]], Any], seconds: float = PATIENCE) -> dict[str, Any]:
        """The first line, from now on, that is `wanted`."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                line = self._new.get(timeout=left)
                if line is None:
                    raise AssertionError(f"the process has ended: {''.join(self.complaints)[-2000:]}")
                self.said.append(line)
                if wanted(line):
                    return line
        raise AssertionError(f"nothing came in {seconds} s; the last lines were {self.said[-5:]} {''.join(self.complaints)[-2000:]}")

    def signal(self, number: int) -> None:
        self.child.send_signal(number)

    def kill(self) -> None:
        """kill -9."""
        self.child.kill()
        self._gone()

    def end(self) -> int:
        """EOF, then wait."""
        with contextlib.suppress(BrokenPipeError):
            if self.child.stdin and not self.child.stdin.closed:
                self.child.stdin.close()
        return self._gone()

    def _gone(self) -> int:
        code = self.child.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        for pipe in (self.child.stdin, self.child.stdout, self.child.stderr):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        return code


class Desk(Proc):
    """`ordertower desk --headless`."""

    def __init__(self, folder: Path, hub: str = "", token: str = "") -> None:
        env = {"ORDERTOWER__HUB__TOKEN": token} if token else {}
        super().__init__("-c", HEADLESS, str(folder), hub, env=env)

    def saved(self, **action: Any) -> float:
        """Say it, wait until it is saved; returns when (monotonic)."""
        self.say(**action)
        self.until(lambda line: line.get("saved") == action["id"])
        return time.monotonic()

    def result(self, id_: str, seconds: float = PATIENCE) -> dict[str, Any]:
        return self.until(lambda line: line.get("result") == id_, seconds)

    def online(self, seconds: float = PATIENCE) -> dict[str, Any]:
        return self.until(lambda line: line.get("state", {}).get("link") == "online", seconds)

    def pool(self) -> dict[str, dict[str, Any]]:
        """The pool as it is on this desk: case -> row."""
        self.say(ask="pool")
        rows = self.until(lambda line: line.get("ask") == "pool")["pool"]
        return {row["case"]: row for row in rows}

    def outbox(self) -> list[dict[str, Any]]:
        self.say(ask="outbox")
        return list(self.until(lambda line: line.get("ask") == "outbox")["outbox"])

    def pool_when(self, wanted: Callable[[dict[str, dict[str, Any]]], Any], seconds: float = PATIENCE) -> dict[str, dict[str, Any]]:
        """Ask until the pool is as wanted."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.pool()
            if wanted(found):
                return found
            threading.Event().wait(0.02)
        raise AssertionError(f"the pool never became so: {self.pool()}")


@contextlib.contextmanager
def desk(folder: Path, hub: str = "", token: str = "") -> Iterator[Desk]:
    """A desk that is gone afterwards, whatever happened."""
    made = Desk(folder, hub, token)
    try:
        yield made
    finally:
        made.signal(signal.SIGCONT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            made.end()
        if made.child.poll() is None:
            made.kill()


def stop_hub_of(folder: Path) -> None:
    """End the hub beside a folder, if there is one."""
    with contextlib.suppress(OSError, ValueError):
        os.kill(json.loads((folder / "hub.json").read_text())["pid"], signal.SIGKILL)
