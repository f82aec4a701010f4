"""动作包: what a response level asks to be done, said and paid, and who is told (S69-S74)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from ordertower_desktop.domain.crisis import ResponseLevel


class Phase(StrEnum):
    """The four phases of the three hours (S62)."""

    QUALIFY = "qualify"
    ROOT = "root"
    JOINT = "joint"
    VERIFY = "verify"


PHASE_NAMES = {Phase.QUALIFY: "快速定性", Phase.ROOT: "根因分析", Phase.JOINT: "协同处置", Phase.VERIFY: "闭环验证"}
PHASE_ENDS = {
    Phase.QUALIFY: timedelta(minutes=30),
    Phase.ROOT: timedelta(minutes=90),
    Phase.JOINT: timedelta(minutes=150),
    Phase.VERIFY: timedelta(minutes=180),
}
"""When a phase is to be over, counted from the declaration."""


class Audience(StrEnum):
    """Whom a remedy is for."""

    LATE = "late"
    VIP = "vip"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. It is due `due` after the declaration; `evidence` is what has to be written down, it may be empty."""

    id: str
    title: str
    post: str
    phase: Phase
    due: timedelta
    detail: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """话术: words for customers, to be copied; nothing goes out by itself."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Rung:
    """上报路径: a post that is told of this level, and within what time."""

    post: str
    within: timedelta
    how: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """补偿方案: what an order is given."""

    id: str
    name: str
    fen: int
    audience: Audience = Audience.LATE
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """`total_fen` of one response, `each_fen` at most for one order, up to `alone_fen` in all without a second person."""

    total_fen: int = 0
    each_fen: int = 0
    alone_fen: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the clearing plan (S66) and the causes that it works off."""

    id: str
    name: str
    causes: tuple[str, ...]
    post: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that one level brings with it."""

    level: ResponseLevel
    tasks: tuple[Task, ...] = ()
    scripts: tuple[Script, ...] = ()
    path: tuple[Rung, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    groups: tuple[Group, ...] = ()
    budget: Budget = field(default_factory=Budget)

    def task(self, key: str) -> Task | None:
        return next((task for task in self.tasks if task.id == key), None)

    def remedy(self, key: str) -> Remedy | None:
        return next((remedy for remedy in self.remedies if remedy.id == key), None)


def of_level(packs: Iterable[Pack], level: ResponseLevel) -> Pack:
    """The pack of a level; an empty one where the floor has written none."""
    known: Mapping[ResponseLevel, Pack] = {pack.level: pack for pack in packs}
    return known.get(level, Pack(level))
