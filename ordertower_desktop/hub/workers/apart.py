"""The process beside the hub that reads a large file, and weighs what it has read for as long as nobody asks for it."""

import copyreg
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ordertower_desktop.domain.judge import Bench
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import Snapshot
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.connectors.sheets import ColumnMap, Unreadable
from ordertower_desktop.hub.store.judging.intake import Ground, Heard, Weighed, by_order, weigh
from ordertower_desktop.hub.store.judging.settle import newest
from ordertower_desktop.hub.workers.collecting import collect_less
from ordertower_desktop.hub.workers.upload import Opened, Said, open_upload, rows
from ordertower_desktop.wire.codec import Malformed
from ordertower_desktop.wire.pages import ImportPlan, RowProblem

PART = 1000
PORTION = 10
"""Orders that are weighed between two looks at the pipe."""
AHEAD = 2
"""Parts that are read before the first of them is asked for."""


def _proxy(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda proxy: (_proxy, (dict(proxy),)))  # else no reading can travel


@dataclass(frozen=True, slots=True)
class File:
    """What is read, and how."""

    path: Path
    name: str
    plan: ImportPlan
    remembered: ColumnMap | None
    now: datetime

    def open(self) -> Opened:
        """Raises `Unreadable`, `Malformed` or OSError, as reading does."""
        return open_upload(self.path, self.name, self.plan, self.remembered)

    def parts(self, *, told: int = 0) -> Iterator[list[Said]]:
        """What it says, `PART` things at a time, after the first `told`."""
        return cut(islice(rows(self.open(), self.name, now=self.now), told, None))


@dataclass(frozen=True, slots=True)
class Ask:
    """The next part is wanted. What orders stand on, and its rules, travel only where they are others than before.

    `ahead` says whether it is worth weighing what has not been asked for: orders that are known are weighed in the hub.
    """

    turns: dict[str, int]
    ahead: bool = False
    ground: Ground | None = None
    bench: Bench | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """Orders weighed as ones that nobody knew, on the ground that was told `ground`-th."""

    orders: tuple[str, ...]
    weighed: Weighed
    ground: int


@dataclass(frozen=True, slots=True)
class Part:
    """What the file says next, and what has been made of it already. The last one says nothing, but may say what went wrong."""

    said: list[Said] = field(default_factory=list)
    portions: list[Portion] = field(default_factory=list)
    error: Exception | None = None


def cut(said: Iterable[Said]) -> Iterator[list[Said]]:
    """`PART` things at a time."""
    left = iter(said)
    while part := list(islice(left, PART)):
        yield part


@dataclass(frozen=True, slots=True)
class Task:
    """What to read, after the first `told` things that it says, and what is known when that begins."""

    file: File
    told: int
    ask: Ask


def read_apart(pipe: Connection) -> None:
    """The life of the process: it waits for its task, and ends when the file does or nobody is at the other end."""
    collect_less()
    with suppress(EOFError, ConnectionError):  # nobody wants the rest: the import was cancelled
        task: Task = pipe.recv()
        _Reader(pipe, task.file, task.told, task.ask).run()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A part that nobody has asked for yet, and its orders that are still to be weighed."""

    part: Part
    left: deque[Heard] = field(default_factory=deque)


class _Reader:
    """Answers every `Ask` with the oldest part; between two of them it reads ahead and weighs what it has read."""

    def __init__(self, pipe: Connection, file: File, told: int, ask: Ask) -> None:
        self._pipe, self._parts = pipe, _parts(file, told)
        self._waiting: deque[_Waiting] = deque()
        self._ground: Ground | None = None
        self._number = 0
        self._ahead = False
        self._more = True
        self._hear(ask)

    def run(self) -> None:
        """Until the last part has been given."""
        asked = False
        while self._more or self._waiting:
            if asked and self._waiting:
                self._pipe.send(self._waiting.popleft().part)
                asked = False
            elif self._more and (asked or (len(self._waiting) < AHEAD and not self._pipe.poll())):
                self._read()
            elif self._pipe.poll() or not self._weigh():
                self._hear(self._pipe.recv())
                asked = True

    def _hear(self, ask: Ask) -> None:
        self._ahead = ask.ahead
        ground = ask.ground or self._ground
        if ground is None:
            return
        if ask.ground is not None:
            self._number += 1
            bench = ask.bench or (self._ground.floor.bench if self._ground else ground.floor.bench)
            ground = replace(ground, floor=replace(ground.floor, bench=bench))
        self._ground = ground.in_turn(newest(ground.floor.turns, ask.turns))

    def _read(self) -> None:
        part = next(self._parts)
        self._more = bool(part.said)
        left = by_order(said for said in part.said if not isinstance(said, RowProblem))
        self._waiting.append(_Waiting(part, deque(Heard(State(Order(order)), told) for order, told in left.items())))

    def _weigh(self) -> bool:
        """The next few orders of the oldest part that has some left; False when there is nothing to be done."""
        waiting = next((waiting for waiting in self._waiting if waiting.left), None)
        if waiting is None or self._ground is None or not self._ahead:
            return False
        heard = [waiting.left.popleft() for _ in range(min(PORTION, len(waiting.left)))]
        weighed = weigh(heard, self._ground)
        waiting.part.portions.append(Portion(tuple(one.before.order.id for one in heard), weighed, self._number))
        self._ground = self._ground.in_turn(newest(self._ground.floor.turns, weighed.drawn.turned))
        return True


def _parts(file: File, told: int) -> Iterator[Part]:
    """Every further part, the digests of its readings reckoned, and the one that says nothing more."""
    try:
        for part in file.parts(told=told):
            for said in part:
                if isinstance(said, Snapshot):
                    said.key  # noqa: B018 - reckoned here, it travels along
            yield Part(part)
    except (Unreadable, Malformed, OSError) as error:
        yield Part(error=error)
    else:
        yield Part()
