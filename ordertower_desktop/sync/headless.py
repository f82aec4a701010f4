"""The desk without a window: JSON lines in, JSON lines out, the same files, exchange and notices as behind the glass."""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from ordertower_desktop.sync.clock import Clocks
from ordertower_desktop.sync.desk import Desk
from ordertower_desktop.sync.ears import Ears
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.memory import Login
from ordertower_desktop.sync.outbox import NotSaved
from ordertower_desktop.sync.pending import Outcome
from ordertower_desktop.sync.source import TOKEN, source_of
from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.wire.actions import from_plain
from ordertower_desktop.wire.codec import Malformed, decode, encode

POOL = ("case", "order", "platform", "stage", "kind", "cause", "owner", "due_at", "state", "verdicts", "version")
DRAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Streams:
    """Where lines come from and go to."""

    lines: TextIO
    out: TextIO
    err: TextIO


class Printer:
    """One JSON object a line, whole or not at all, whichever thread speaks."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._lock = out, threading.Lock()

    def say(self, value: Mapping[str, object]) -> None:
        with self._lock:
            self._out.write(encode(value).decode() + "\n")
            self._out.flush()


class Headless:
    """Reads commands, answers them, and follows the desk."""

    def __init__(self, out: Printer) -> None:
        self._out = out
        self._idle = threading.Event()
        self.alone = True

    def ears(self) -> Ears:
        return Ears(
            outcome=self._outcome,
            state=self._state,
            saved=self._saved,
            second=self._second,
        )

    def run(self, desk: Desk, lines: TextIO) -> None:
        """Until the lines end; then what was saved gets a moment to reach the hub."""
        for line in lines:
            if line.strip():
                self._line(desk, line)
        self._idle.wait(DRAIN_S)

    def _line(self, desk: Desk, line: str) -> None:
        try:
            asked = decode(line, dict[str, Any])
            if "ask" in asked:
                self._ask(desk, asked)
            else:
                self._do(desk, asked)
        except Malformed as error:
            self._out.say({"error": str(error)})

    def _do(self, desk: Desk, asked: dict[str, Any]) -> None:
        action = from_plain(asked)
        self._idle.clear()
        try:
            desk.submit(action).result()
        except NotSaved as error:
            self._out.say({"result": action.id, "ok": False, "why": str(error)})

    def _ask(self, desk: Desk, asked: dict[str, Any]) -> None:
        match asked["ask"]:
            case "pool":
                rows = [row for row in desk.rows("case").result() if row.closed_at is None]
                self._out.say({"ask": "pool", "pool": [{name: getattr(row, name) for name in POOL} for row in rows]})
            case "order":
                wanted = str(asked.get("order", ""))
                found = [row for row in desk.rows("case").result() if wanted in (row.order, row.case)]
                self._out.say({"ask": "order", "order": found[0] if found else None})
            case "outbox":
                self._out.say({"ask": "outbox", "outbox": desk.waiting().result()})
            case other:
                raise Malformed(f"不认识的问题：{other!r}，可用：pool、order、outbox")

    def _second(self) -> None:
        self.alone = False
        self._idle.set()
        self._out.say({"error": "这个数据文件夹已有一个桌面在用"})

    def _saved(self, ids: list[str]) -> None:
        for id_ in ids:
            self._out.say({"saved": id_})

    def _outcome(self, outcome: Outcome) -> None:
        said: dict[str, object] = {"result": outcome.id, "ok": outcome.ok}
        if not outcome.ok:
            said |= {"why": outcome.why, "state": outcome.state} | ({"winner": outcome.winner} if outcome.winner else {})
        self._out.say(said)

    def _state(self, state: State) -> None:
        if state.waiting == 0 or state.link is Link.OFFLINE:
            self._idle.set()
        self._out.say({"state": state})


def run_headless(
    folder: Path, hub: str | None = None, *, streams: Streams, wall: Callable[[], datetime], environ: Mapping[str, str] = os.environ,
    ca: str = "",
) -> int:  # fmt: skip
    """`ordertower desk --headless`: 0 after the lines have ended, 1 where the folder cannot be used. No token is ever written down."""
    files = Files(folder).made()
    token = environ.get(TOKEN) or (streams.lines.readline().strip() if hub else "")
    if hub and not token:
        streams.err.write(f"缺少令牌：请设置环境变量 {TOKEN}，或把它放在输入的第一行\n")
        return 1
    clocks = Clocks(wall, time.monotonic)
    headless = Headless(Printer(streams.out))
    source = source_of(files, hub, token, ca=ca)
    desk = Desk(files, login_of(hub, token), source, ears=headless.ears(), clocks=clocks)
    desk.start()
    try:
        headless.run(desk, streams.lines)
    except KeyboardInterrupt:
        return 0
    finally:
        desk.stop()
        if headless.alone:
            source.quit()
    return 0


def login_of(hub: str | None, token: str) -> Login:
    """A login is known by its token's fingerprint; the hub later says which person that is."""
    return Login("token-" + hashlib.sha256(token.encode()).hexdigest()[:16] if hub else "beside", hub.rstrip("/") if hub else "beside")
