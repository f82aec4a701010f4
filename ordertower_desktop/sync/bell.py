"""Rings for this person: feeds the policy, writes every notice's fate down, and remembers over a restart what has been told."""

import contextlib
import dataclasses
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from ordertower_desktop.sync import notices as policy
from ordertower_desktop.sync.card import Notice
from ordertower_desktop.wire.rows import NoticeRow

TAIL = 4_000_000
FULL = 20_000_000


def notice_of(row: NoticeRow) -> Notice:
    """A notice as the policy knows it; one that was withdrawn or acknowledged is over."""
    over = row.withdrawn_at is not None or row.acknowledged_at is not None
    return Notice(
        row.id, row.case, row.order, row.title, row.body, row.at, row.severity, row.cause, row.cause_name, row.vip != "", row.due_at, over
    )


class Bell:
    """One per desk, on the desk's thread. Begins as after an absence: what is old is summed up, not rung one by one."""

    def __init__(self, log: Path, decided: Callable[[policy.Show | policy.Update | policy.Withdraw], None]) -> None:
        self._log, self._decided = log, decided
        self._state = policy.Floor(seen=frozenset(_told(log)))

    def begin(self, *, now: datetime, quiet: policy.Quiet | None = None) -> None:
        self._state = dataclasses.replace(self._state, quiet=quiet)
        self._step(now, policy.Away())

    def take(self, rows: Iterable[NoticeRow], *, now: datetime) -> None:
        """Notices as the hub has them now."""
        found = [notice_of(row) for row in rows]
        over = frozenset(n.id for n in found if n.over)
        if over:
            self._step(now, policy.Over(notices=over & self._state.seen))
        if found:
            self._step(now, policy.Arrived(tuple(found)))

    def answered(self, cases: Iterable[str], *, now: datetime) -> None:
        """Somebody has these cases in hand: nothing about them stays on the glass."""
        if wanted := frozenset(filter(None, cases)):
            self._step(now, policy.Over(cases=wanted))

    def away(self, *, now: datetime) -> None:
        self._step(now, policy.Away())

    def caught_up(self, *, now: datetime) -> None:
        self._step(now, policy.CaughtUp())

    def mute(self, cause: str, until: datetime, *, now: datetime) -> None:
        self._step(now, policy.Muted(cause, until))

    def tick(self, *, now: datetime) -> None:
        self._step(now, policy.Ticked())

    @property
    def flood(self) -> bool:
        """汇总模式 is on."""
        return self._state.flood

    def _step(self, now: datetime, event: policy.Event) -> None:
        self._state, decisions = policy.step(self._state, now, event)
        lines = [d for d in decisions if isinstance(d, policy.Logged)]
        if lines:
            self._write(lines, now)
        for decision in decisions:
            if not isinstance(decision, policy.Logged):
                self._decided(decision)

    def _write(self, lines: Iterable[policy.Logged], now: datetime) -> None:
        """Before the card goes up: after a crash a notice may be missing from the glass, but it is never rung twice."""
        text = "".join(_line(line, now) for line in lines)
        with contextlib.suppress(OSError):
            if self._log.exists() and self._log.stat().st_size > FULL:
                self._log.replace(self._log.with_suffix(".1.jsonl"))
            with self._log.open("a", encoding="utf-8") as log:
                log.write(text)


def _line(line: policy.Logged, now: datetime) -> str:
    notice = line.notice
    told = {"at": now.isoformat(), "id": notice.id, "case": notice.case, "order": notice.order, "severity": notice.severity}
    return json.dumps(told | {"title": notice.title, "fate": line.fate, "why": line.why}, ensure_ascii=False) + "\n"


def _told(log: Path) -> set[str]:
    """Ids in the newest part of the log; a line cut short is none."""
    ids: set[str] = set()
    with contextlib.suppress(OSError), log.open("rb") as source:
        source.seek(max(0, log.stat().st_size - TAIL))
        for line in source:
            with contextlib.suppress(ValueError, TypeError, KeyError):
                ids.add(str(json.loads(line)["id"]))
    return ids
