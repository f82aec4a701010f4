"""A hub beside this desk: found if it lives, started if it does not, never two."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from ordertower_desktop.sync.trouble import Unreachable

START_S, MOST_STARTS = 30.0, 3
UNSEEN = 0x08000200 if sys.platform == "win32" else 0
"""On Windows: no console of its own, and not in ours, whose end would be its end (CREATE_NO_WINDOW, CREATE_NEW_PROCESS_GROUP)."""
STEP_S = 0.05
STOP_S = 8.0


class HubFile(msgspec.Struct, frozen=True):
    """`hub.json`: where the hub beside this desk listens, written by it (0600) once it is ready."""

    url: str
    token: str
    pid: int
    epoch: str = ""
    version: str = ""


class Alive(Protocol):
    """Asks the hub itself; True only if it answers under its token."""

    def __call__(self, hub: HubFile, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Waits:
    """How waiting is done; handed in, so that a test need not wait."""

    wait: Callable[[float], object]
    monotonic: Callable[[], float]


class Beside:
    """The hub of one data folder. `ensure` may be called at any time and by any number of desks of this folder, one thread each."""

    def __init__(self, folder: Path, alive: Alive, waits: Waits, *, command: Sequence[str] | None = None) -> None:
        self._folder, self._alive, self._waits = folder, alive, waits
        self._command = command or (*_program(), "hub", "--beside", str(folder))
        self._child: subprocess.Popen[bytes] | None = None

    def ensure(self) -> HubFile:
        """The living hub; starts one if there is none. Raises `Unreachable`."""
        hub = self._read()
        if hub is not None and self._alive(hub):
            return hub
        from filelock import FileLock, Timeout

        try:
            with FileLock(self._folder / "hub.start.lock", timeout=0):
                return self._start()
        except Timeout:
            raise Unreachable("本机中枢正在启动") from None

    def stop(self) -> None:
        """End the hub, if it answers to its name; waits until a child of ours is gone."""
        hub = self._read()
        if hub is not None and (self._is_child(hub.pid) or self._alive(hub)):
            with contextlib.suppress(OSError):  # gone already, or not ours to end; Windows has one error for both
                os.kill(hub.pid, signal.SIGTERM)
        if self._child is None:
            return
        try:
            self._child.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait(STOP_S)

    def _start(self) -> HubFile:
        if self._held():
            # Alive but silent (stopped, or busy): a second one on the same data would be worse than waiting.
            hub = self._read()
            if hub is not None and self._alive(hub):
                return hub  # another desk was quicker
            raise Unreachable("本机中枢没有回应，正在等它恢复")
        end = self._waits.monotonic() + START_S
        for _ in range(MOST_STARTS):
            hub = self._ready(self._spawned(), end)
            if hub is not None:
                return hub
        raise Unreachable("本机中枢起来后又退出，详情见 hub.log")

    def _spawned(self) -> "subprocess.Popen[bytes]":
        with contextlib.suppress(FileNotFoundError):
            self._file.unlink()
        with (self._folder / "hub.log").open("ab") as log:
            # A session of its own: Ctrl-C in the desk's terminal must not take the hub down before the desk has said goodbye.
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, creationflags=UNSEEN
            )
        return self._child

    def _held(self) -> bool:
        """True while a hub lives on this folder: it holds `hub.lock` until it dies, however it dies, which no process id can prove."""
        from filelock import FileLock, Timeout

        if self._child is not None:
            self._child.poll()  # reap a child that has died
        try:
            with FileLock(self._folder / "hub.lock", timeout=0):
                return False
        except Timeout:
            return True

    def _ready(self, child: "subprocess.Popen[bytes]", end: float) -> HubFile | None:
        """The hub once it answers; None where it left again by itself before anybody had spoken to it, as an idle one may."""
        from ordertower_desktop.sync import http  # noqa: F401 - loaded while the hub comes up, which takes longer

        while self._waits.monotonic() < end:
            if child.poll() == 0:
                return None
            if child.poll() is not None:
                raise Unreachable(f"本机中枢启动失败（退出码 {child.returncode}），详情见 hub.log")
            hub = self._read()
            if hub is not None and self._alive(hub):
                return hub
            self._waits.wait(STEP_S)
        raise Unreachable("本机中枢启动太慢，稍后再试")

    @property
    def _file(self) -> Path:
        return self._folder / "hub.json"

    def _read(self) -> HubFile | None:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=HubFile)
        except (OSError, msgspec.DecodeError):
            return None

    def _is_child(self, pid: int) -> bool:
        return self._child is not None and self._child.pid == pid


def _program() -> tuple[str, ...]:
    """How to start this program once more; a packaged one is its own interpreter."""
    return (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "ordertower_desktop")
