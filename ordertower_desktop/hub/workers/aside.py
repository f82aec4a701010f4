"""A process that weighs orders beside the hub: one interpreter thinks on one core, and a large file has work for two."""

import logging
import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from ordertower_desktop.domain.judge import Bench, Context
from ordertower_desktop.hub.store.judging.intake import Ground, Heard, Weigh, Weighed, weigh
from ordertower_desktop.hub.store.judging.settle import newest
from ordertower_desktop.hub.workers.apart import LARGE
from ordertower_desktop.hub.workers.collecting import collect_less

OURS, THEIRS = 10, 50
"""Orders that are weighed at a time: few here, so that the other process does not wait long for its next ones."""
_NO_RULES = Bench((), Context())
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Task:
    """Orders to weigh, and the turns so far. What they stand on, and its rules, travel only where they are others than before."""

    heard: Sequence[Heard]
    turns: dict[str, int]
    ground: Ground | None = None
    bench: Bench | None = None


@contextmanager
def weighing(path: Path) -> Iterator[Weigh]:
    """How to weigh what a file says: by a second process too when it is large."""
    if path.stat().st_size < LARGE:
        yield weigh
        return
    aside = _Aside()
    try:
        yield aside.weigh
    finally:
        aside.close()


class _Aside:
    """Weighs orders in two processes, the second one begun with the first order that nobody knew. If it dies, this one does it all."""

    def __init__(self) -> None:
        self._child: BaseProcess | None = None
        self._bench: Bench | None = None
        self._begun = False
        self._lost = False

    def weigh(self, heard: Sequence[Heard], ground: Ground) -> Weighed:
        """What `intake.weigh` gives. Each side takes the next ones when it has done some, so the quicker one does more.

        Orders that are known stay here: mostly they say nothing new, and what is known of them would have to travel.
        """
        left = deque(sorted(heard, key=lambda one: one.new))
        found, turns = Weighed(), dict(ground.floor.turns)
        news: Ground | None = ground
        theirs: Sequence[Heard] = ()
        while left or theirs:
            if not theirs and len(left) > THEIRS and left[-THEIRS].new and self._up():
                theirs = [left.pop() for _ in range(THEIRS)]
                self._give(theirs, turns, news)
                news = None
            made = Weighed()
            if left:
                made = weigh([left.popleft() for _ in range(min(OURS, len(left)))], _turned(ground, turns))
            if theirs and (not left or self._lost or self._answered()):
                made += self._take() or weigh(theirs, _turned(ground, turns))
                theirs = ()
            found, turns = found + made, newest(turns, made.drawn.turned)
        return found

    def close(self) -> None:
        if self._child is not None:
            self._pipe.close()
            self._child.join()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # this process has threads: a fork of it would inherit their locks
        self._pipe, theirs = context.Pipe()
        self._child = context.Process(target=_work, args=(theirs,), name="hub-weighs", daemon=True)
        self._child.start()
        theirs.close()

    def _give(self, heard: Sequence[Heard], turns: dict[str, int], ground: Ground | None) -> None:
        task = _Task(heard, turns)
        if ground is not None:
            bench = ground.floor.bench
            fresh = None if bench is self._bench else Bench(bench.rules, bench.context)  # what was compiled of it here cannot travel
            task = _Task(heard, turns, replace(ground, floor=replace(ground.floor, bench=_NO_RULES)), fresh)
            self._bench = bench
        try:
            self._pipe.send(task)
        except OSError:
            self._lose()

    def _up(self) -> bool:
        """True once the other process has said that it is there: until then nothing waits for it."""
        if self._child is None:
            self._start()
        elif not self._begun and self._answered():
            self._begun = True
            self._take()
        return self._begun and not self._lost

    def _answered(self) -> bool:
        try:
            return not self._lost and self._pipe.poll()
        except OSError:
            self._lose()
            return False

    def _take(self) -> Weighed | None:
        """What the other process made, or None when it is no more."""
        if self._lost:
            return None
        try:
            made: Weighed = self._pipe.recv()
        except (EOFError, OSError):
            self._lose()
            return None
        return made

    def _lose(self) -> None:
        log.warning("the process that weighs orders beside this one has ended, going on without it")
        self._lost = True


def _turned(ground: Ground, turns: dict[str, int]) -> Ground:
    return replace(ground, floor=replace(ground.floor, turns=turns))


def _work(pipe: Connection) -> None:
    """The other process: says that it is there, then task after task, until nobody is at the other end."""
    collect_less()
    ground, bench = None, _NO_RULES
    try:
        pipe.send(Weighed())
        while True:
            task: _Task = pipe.recv()
            bench = task.bench or bench
            if task.ground is not None:
                ground = replace(task.ground, floor=replace(task.ground.floor, bench=bench))
            if ground is not None:
                pipe.send(weigh(task.heard, _turned(ground, task.turns)))
    except (EOFError, OSError):
        pass
