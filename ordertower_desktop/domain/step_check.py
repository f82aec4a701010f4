"""What the tower can see of a step by itself: a condition of the rule language, or how the systems stand to the order."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from ordertower_desktop.domain.cause import Scene, SourceState
from ordertower_desktop.domain.condition import Condition, Disagree, Not
from ordertower_desktop.domain.condition_reader import LEAVES, condition
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.domain.snapshot import SOURCE_KIND_NAMES, SourceKind
from ordertower_desktop.domain.stage import RANK, Stage
from ordertower_desktop.domain.truth import NO, YES, Context, Truth, check

LOOK_AGAIN = timedelta(minutes=5)
"""A source that answers again changes nothing in the order, so it has to be asked after; its first reading of the order comes sooner."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Every connected source of the kind answers."""

    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Knows:
    """A system of the kind knows the order."""

    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Moved:
    """The order stands further on than when the playbook was opened."""


StepCheck = Answers | Knows | Moved | Condition
OWN = ("answers", "knows", "moved")


@dataclass(frozen=True, slots=True)
class Sight:
    """What a check may look at; `stage` is where the order stood when the playbook was opened."""

    order: Order
    sources: tuple[SourceState, ...]
    stage: str
    context: Context


def read_check(entry: Entry) -> StepCheck:
    """The check that a table says; `BadFile` names the key otherwise."""
    kinds = {str(kind): kind for kind in SourceKind}
    if entry.has("answers"):
        entry.only(("answers",))
        return Answers(kinds[entry.choice("answers", kinds)])
    if entry.has("knows"):
        entry.only(("knows",))
        return Knows(kinds[entry.choice("knows", kinds)])
    if entry.has("moved"):
        entry.only(("moved",))
        if entry.table["moved"] is not True:
            raise entry.bad("moved", "只能写 true；不用机器核对就去掉 check")
        return Moved()
    if not any(entry.has(key) for key in (*LEAVES, "all", "any", "not")):
        raise entry.bad("", f"看不出要核对什么，可用：{'、'.join((*OWN, *LEAVES, 'all', 'any', 'not'))}")
    return condition(entry)


def as_text(table: Any) -> str:
    """A check's table as it is kept in the copy that a running case carries."""
    return json.dumps(table, ensure_ascii=False, sort_keys=True, default=_moment)


def _moment(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


@lru_cache(maxsize=512)
def check_of(text: str) -> StepCheck:
    """The check that `as_text` kept."""
    return read_check(Entry(json.loads(text), "机器核对"))


def holds(wanted: StepCheck, sight: Sight, now: datetime) -> Truth:
    """Whether the check is true, and when it may be otherwise although nothing arrives."""
    match wanted:
        case Answers(kind):
            return YES if _answers(kind, sight, now) else Truth(False, now + LOOK_AGAIN)
        case Knows(kind):
            return YES if Scene(sight.order, sight.sources, frozenset(), (), now).told(kind) else NO
        case Moved():
            return YES if _moved(sight) else NO
        case _:
            return check(wanted, sight.context)(sight.order, now)


def words(wanted: StepCheck) -> str:
    """The check as a person reads it."""
    match wanted:
        case Answers(kind):
            return f"{SOURCE_KIND_NAMES[kind]} 恢复应答"
        case Knows(kind):
            return f"{SOURCE_KIND_NAMES[kind]} 已收到这一单"
        case Moved():
            return "订单进到下一阶段"
        case Not(Disagree("any")):
            return "各系统说法一致"
        case _:
            return phrase(wanted)


def _answers(kind: SourceKind, sight: Sight, now: datetime) -> bool:
    asked = [source for source in sight.sources if source.kind is kind]
    return bool(asked) and all(s.refused_since is None and s.last_ok_at is not None and not s.silent(now) for s in asked)


def _moved(sight: Sight) -> bool:
    before = Stage(sight.stage) if sight.stage in Stage.__members__ else None
    return before is not None and RANK[sight.order.stage] > RANK[before]
