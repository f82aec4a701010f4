"""A condition narrowed: to orders of one stage, so that most rules fold away, or to other limits."""

from dataclasses import replace
from datetime import timedelta

from ordertower_desktop.domain.condition import All, AnyOf, Condition, Constant, InStage, InStageOver, Not, Past, Since
from ordertower_desktop.domain.stage import Stage

HOLDS, FAILS = Constant(True), Constant(False)


def specialise(condition: Condition, stage: Stage) -> Condition:
    """An equal condition for every order that stands at `stage`, smaller where the stage decides."""
    match condition:
        case All(parts):
            return _fold(tuple(specialise(part, stage) for part in parts), decisive=FAILS, neutral=HOLDS, join=All)
        case AnyOf(parts):
            return _fold(tuple(specialise(part, stage) for part in parts), decisive=HOLDS, neutral=FAILS, join=AnyOf)
        case Not(part):
            inner = specialise(part, stage)
            return Constant(not inner.value) if isinstance(inner, Constant) else Not(inner)
        case InStage(_, stages, facts):
            return HOLDS if stage in stages else condition if facts else FAILS
        case Since() | Past() | InStageOver() if stage is Stage.SIGNED:
            return FAILS
        case _:
            return condition


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
