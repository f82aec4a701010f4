"""A file as an import takes it: part after part, with a way to weigh its orders; a large one has a process of its own for both."""

import logging
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from ordertower_desktop.domain.judge import Bench, Context
from ordertower_desktop.hub.store.judging.intake import Ground, Heard, Weighed, weigh
from ordertower_desktop.hub.workers.apart import PART, Ask, File, Part, Portion, Task, cut, read_apart
from ordertower_desktop.hub.workers.upload import Opened, Said, rows

LARGE = 500_000
"""Bytes from which a file is worth a process."""
_NO_RULES = Bench((), Context())
log = logging.getLogger(__name__)


class Reading(Protocol):
    """What a file says, and what that comes to."""

    def parts(self) -> Iterator[list[Said]]:
        """Raises `Unreadable`, `Malformed` or OSError as reading does."""
        ...

    def weigh(self, heard: Sequence[Heard], ground: Ground) -> Weighed:
        """What `intake.weigh` gives of orders of the last part."""
        ...


class Beside:
    """The other process, which comes up while the file is looked at here, and has nothing to do yet."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # this process has threads: a fork of it would inherit their locks
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        self._child = context.Process(target=read_apart, args=(theirs,), name="hub-reads-file", daemon=True)
        self._child.start()
        theirs.close()

    def close(self) -> None:
        self.pipe.close()
        self._child.join()


@contextmanager
def beside(path: Path) -> Iterator[Beside | None]:
    """Another process for as long as the block lasts, where the file is worth one."""
    if path.stat().st_size < LARGE:
        yield None
        return
    other = Beside()
    try:
        yield other
    finally:
        other.close()


def reading(file: File, opened: Opened, other: Beside | None, *, ground: Ground | None = None) -> Reading:
    """The file, read with the help of the other process if there is one. Without `ground` nothing is weighed ahead."""
    return Apart(file, opened, other, ground) if other else Here(file, opened)


class Here:
    """A file that is read where it is wanted."""

    def __init__(self, file: File, opened: Opened) -> None:
        self._file, self._opened = file, opened

    def parts(self) -> Iterator[list[Said]]:
        return cut(rows(self._opened, self._file.name, now=self._file.now))

    def weigh(self, heard: Sequence[Heard], ground: Ground) -> Weighed:
        return weigh(heard, ground)


class Apart:
    """A file that another process reads, and weighs as far as it comes before the next part is wanted. If it dies, this one goes on.

    The first part is read here: that is done when the other process has come up.
    """

    def __init__(self, file: File, opened: Opened, other: Beside, ground: Ground | None) -> None:
        self._file, self._opened, self._ground = file, opened, ground
        self._told, self._number = 0, 0
        self._news = self._ahead = ground is not None
        self._bench: Bench | None = None
        self._portions: list[Portion] = []
        self._pipe = other.pipe
        with suppress(OSError):  # it has ended already: that is found out when the next part is asked for
            self._pipe.send(Task(file, PART, self._ask()))

    def parts(self) -> Iterator[list[Said]]:
        if not (first := next(Here(self._file, self._opened).parts(), [])):
            return
        self._told = len(first)
        yield first
        while (part := self._next()) is not None:
            if part.error is not None:
                raise part.error
            if not part.said:
                return
            self._portions = part.portions
            self._told += len(part.said)
            yield part.said
        log.warning("the process that reads beside this one has ended, going on without it")
        self._portions = []
        yield from self._file.parts(told=self._told)

    def weigh(self, heard: Sequence[Heard], ground: Ground) -> Weighed:
        """Takes what was weighed ahead of orders that are new indeed, on ground that has not moved; the rest is weighed here."""
        left = {one.before.order.id: one for one in heard}
        self._ahead = any(one.new for one in heard)
        found = Weighed()
        if self._stands(ground):
            for portion in self._portions:
                if portion.ground == self._number and all(order in left and left[order].new for order in portion.orders):
                    found += portion.weighed
                    for order in portion.orders:
                        del left[order]
        return found + weigh(list(left.values()), ground.in_turn(found.drawn.turned))

    def _stands(self, ground: Ground) -> bool:
        """Whether the other process knows this ground; it hears of it with the next `Ask` otherwise."""
        self._news = self._ground is None or not self._ground.like(ground)
        self._ground = ground
        return not self._news

    def _next(self) -> Part | None:
        """The next part, or None when the other process is no more."""
        try:
            self._pipe.send(self._ask())
            part: Part = self._pipe.recv()
        except (EOFError, OSError):
            return None
        return part

    def _ask(self) -> Ask:
        ground, turns = self._ground, dict(self._ground.floor.turns) if self._ground else {}
        if ground is None or not self._news:
            return Ask(turns, self._ahead)
        self._news, self._number, bench = False, self._number + 1, ground.floor.bench
        fresh = None if bench is self._bench else Bench(bench.rules, bench.context)  # what was compiled of it here cannot travel
        self._bench = bench
        return Ask(turns, self._ahead, replace(ground, floor=replace(ground.floor, bench=_NO_RULES)), fresh)
