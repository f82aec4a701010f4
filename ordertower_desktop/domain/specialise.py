"""A condition narrowed: to orders of one stage and history, so that most rules fold away, or to other limits."""

from collections.abc import Set
from dataclasses import replace
from datetime import timedelta

from ordertower_desktop.domain.condition import (
    All,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Count,
    InStage,
    InStageOver,
    Not,
    Past,
    Since,
    Tagged,
    bare,
)
from ordertower_desktop.domain.derived import READ_BY
from ordertower_desktop.domain.stage import ENTERED_BY, Stage

HOLDS, FAILS = Constant(True), Constant(False)


def specialise(condition: Condition, stage: Stage, known: Set[str]) -> Condition:
    """An equal condition for every order that stands at `stage` and of which exactly `known`, among the events it mentions, are known."""
    match condition:
        case All(parts):
            return _fold(tuple(specialise(part, stage, known) for part in parts), decisive=FAILS, neutral=HOLDS, join=All)
        case AnyOf(parts):
            return _fold(tuple(specialise(part, stage, known) for part in parts), decisive=HOLDS, neutral=FAILS, join=AnyOf)
        case Not(part):
            inner = specialise(part, stage, known)
            return Constant(not inner.value) if isinstance(inner, Constant) else Not(inner)
        case InStage(_, stages, facts):
            return HOLDS if stage in stages else condition if facts else FAILS
        case Since() | Past() | InStageOver() | Count():
            return FAILS if _never(condition, stage, known) else condition
        case _:
            return condition


def _never(condition: Since | Past | InStageOver | Count, stage: Stage, known: Set[str]) -> bool:
    """True when such an order cannot satisfy the leaf, however much time passes."""
    match condition:
        case Count(event, group=group):
            return not group and event not in known
        case Since(event, _, without):
            return stage is Stage.SIGNED or event not in known or not known.isdisjoint(without)
        case Past(_, without):
            return stage is Stage.SIGNED or not known.isdisjoint(without)
        case InStageOver():
            return stage is Stage.SIGNED


def mentioned(condition: Condition) -> frozenset[str]:
    """The events on whose times a condition depends."""
    match condition:
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(mentioned(part) for part in parts))
        case Not(part):
            return mentioned(part)
        case Since(event, _, without):
            return frozenset((event, *without))
        case Past(_, without):
            return frozenset(without)
        case Count(event):
            return frozenset((event,))
        case InStageOver():
            return frozenset(ENTERED_BY)
        case _:
            return frozenset()


def read(condition: Condition) -> frozenset[str]:
    """The fields on whose values a condition depends."""
    match condition:
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(read(part) for part in parts))
        case Not(part):
            return read(part)
        case Compare(field) | Past(field) | Count(group=field):
            return frozenset(READ_BY.get(field, (bare(field),)))
        case Tagged(tag):
            return frozenset((tag, "tags", "customer_level"))
        case _:
            return frozenset()


def _fold(parts: tuple[Condition, ...], *, decisive: Constant, neutral: Constant, join: type[All] | type[AnyOf]) -> Condition:
    if decisive in parts:
        return decisive
    kept = tuple(part for part in parts if part != neutral)
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else join(kept)


def limited(condition: Condition, *, over: timedelta | None = None, ahead: timedelta | None = None) -> Condition:
    """The same condition with other limits: `over` since an event or in a stage, `ahead` of a deadline."""
    match condition:
        case All(parts):
            return All(tuple(limited(part, over=over, ahead=ahead) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(limited(part, over=over, ahead=ahead) for part in parts))
        case Not(part):
            return Not(limited(part, over=over, ahead=ahead))
        case Since() | InStageOver() if over is not None:
            return replace(condition, over=over)
        case Past() if ahead is not None:
            return replace(condition, ahead=ahead)
        case _:
            return condition
