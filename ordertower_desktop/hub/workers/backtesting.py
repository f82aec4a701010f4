"""Watches over back-tests: one at a time, in a process of its own, with its progress told and its end kept; called off at once."""

import logging
import multiprocessing
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection

from msgspec.structs import replace as renewed

from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.channels.reach import reaching
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.tables import backtests, contacts, marks, people
from ordertower_desktop.hub.store.tables.backtests import Job
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.pastfound import Ground, lists, summed
from ordertower_desktop.hub.workers.pastplay import Outcome, Progress, Task, play_apart, sides
from ordertower_desktop.wire.backtests import BacktestView

LOOK = 0.05
"""Seconds that a round waits for word from the process."""
TELL_EVERY = timedelta(seconds=1)
DIED = "回测的进程意外结束了，请再试一次；若总是这样，请缩短天数"
log = logging.getLogger(__name__)


class Running:
    """The process of one back-test."""

    def __init__(self, job: str, task: Task, source: str) -> None:
        context = multiprocessing.get_context("spawn")  # this process has threads: a fork of it would inherit their locks
        self.job, self.task, self.source = job, task, source
        self.told_at: datetime | None = None
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self._child = context.Process(target=play_apart, args=(theirs,), name="hub-backtest", daemon=True)
        self._child.start()
        theirs.close()
        with suppress(OSError):  # it has ended already: that is found out at the next look
            self.pipe.send(task)

    def close(self) -> None:
        """End it wherever it is: it only reads."""
        self._child.terminate()
        self._child.join()
        self.pipe.close()


class Backtesting:
    """One hub's part in back-tests. Its round never waits long, so that calling one off is heard at once."""

    def __init__(self, channels: Mapping[str, Channel]) -> None:
        self._channels = channels
        self._running: Running | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """Begin the one that waits, hear how the running one is, end one that was called off."""
        if self._running is None:
            with tower.db.read() as conn:
                job = backtests.active(conn)
            if job is None:
                return 0
            self._running = self._begin(tower, job, now)
            return 1
        with tower.db.read() as conn:
            if not backtests.stands(conn, self._running.job):
                self.close()
                return 1
        return self._hear(tower, self._running, now)

    def close(self) -> None:
        if self._running is not None:
            self._running.close()
            self._running = None

    def _begin(self, tower: Tower, job: Job, now: datetime) -> Running:
        """From the beginning, also where another hub died over it; without labels, what agents found real stands in for them."""
        asked = job.asked
        with tower.db.read() as conn:
            since = job.view.at - timedelta(days=asked.days)
            real = dict.fromkeys(mark.order for mark in marks.marks(conn, since) if mark.real)
        labelled, source = (asked, "given") if asked.labels else (renewed(asked, labels=list(real)), "verdicts")
        running = Running(job.id, Task(tower.db.url, labelled, job.view.at), source)
        self._keep(tower, renewed(job.view, state="running", took_s=backtests.since(job.view, now)))
        return running

    def _hear(self, tower: Tower, running: Running, now: datetime) -> int:
        said: Progress | Outcome | None = None
        try:
            while not isinstance(said, Outcome) and running.pipe.poll(0 if said else LOOK):
                said = running.pipe.recv()
        except (EOFError, OSError):
            log.warning("the process of back-test %s has ended", running.job)
            self._end(tower, renewed(self._view(tower, running), state="failed", error=DIED, took_s=0.0))
            return 1
        if isinstance(said, Outcome):
            self._found(tower, running, said, now)
        elif said is not None and (running.told_at is None or now - running.told_at >= TELL_EVERY):
            running.told_at = now
            view = self._view(tower, running)
            self._keep(tower, renewed(view, done=said.done, total=said.total, took_s=backtests.since(view, now)))
        return int(said is not None)

    def _view(self, tower: Tower, running: Running) -> BacktestView:
        with tower.db.read() as conn:
            found = backtests.one(conn, running.job)
        if found is None:
            raise LookupError(running.job)
        return found

    def _found(self, tower: Tower, running: Running, outcome: Outcome, now: datetime) -> None:
        view, task = self._view(tower, running), running.task
        found = summed(outcome, self._ground(tower, task, source=running.source), task.stretch)
        view = renewed(view, state="done", done=outcome.orders, total=outcome.orders, took_s=backtests.since(view, now), found=found)
        with tower.db.write() as conn:
            if backtests.keep(conn, view):
                for which, orders in lists(outcome).items():
                    backtests.put_orders(conn, view.id, which, orders)
        self.close()

    def _ground(self, tower: Tower, task: Task, *, source: str) -> Ground:
        floor, after, before = sides(task.asked)
        with tower.db.read() as conn:
            here, since = people.everyone(conn), task.stretch.start
            reach = reaching(self._channels, contacts.of(conn, [one.id for one in here]))
            marked, answers = marks.marks(conn, since), marks.answers(conn, since)
        old = replace(books.floor(task.asked.before), people=here)
        asked = task.asked
        return Ground(after, before, replace(floor, people=here), old, reach, marked, answers, asked.labels, source, asked.version)

    def _keep(self, tower: Tower, view: BacktestView) -> None:
        with tower.db.write() as conn:
            backtests.keep(conn, view)

    def _end(self, tower: Tower, view: BacktestView) -> None:
        self._keep(tower, view)
        self.close()
