"""A field against a constant: what each comparison means, whatever type a system sent. Nothing here raises."""

from collections.abc import Callable
from datetime import tzinfo

from ordertower_desktop.domain.condition import Compare, Op, Scalar, bare
from ordertower_desktop.domain.derived import FLAGS
from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.moment import moment

Holds = Callable[[Value], bool]


def comparison(condition: Compare, zone: tzinfo) -> Holds:
    """The comparison as a predicate on a field's value; None is a field that nobody has sent."""
    holds = _among(condition) or _ordered(condition, zone)
    if bare(condition.field) not in FLAGS:
        return holds
    return lambda value: holds(False if value is None else value)


def _among(condition: Compare) -> Holds | None:
    """The comparisons that ask for sameness: of value, not of type, so `1` is `1.0` and `false` is `0`."""
    wanted = condition.value
    match condition.op:
        case Op.IS:
            return lambda value: value is not None and value == wanted
        case Op.IS_NOT:
            return lambda value: value is None or value != wanted
        case Op.IN:
            several = wanted if isinstance(wanted, tuple) else (wanted,)
            return lambda value: value is not None and value in several
        case Op.MATCHES_PREFIX:
            prefixes = tuple(str(one) for one in wanted) if isinstance(wanted, tuple) else str(wanted)
            return lambda value: isinstance(value, str) and value.startswith(prefixes)
        case _:
            return None


def _ordered(condition: Compare, zone: tzinfo) -> Holds:
    """The comparisons that ask for more or less: numbers with numbers, moments with moments, else false."""
    wanted = condition.value
    bound = None if isinstance(wanted, tuple) else size(wanted, zone)
    if bound is None:
        return lambda value: False
    kind, limit = bound

    def against(value: Value) -> float | int | None:
        found = size(value, zone)
        return found[1] if found is not None and found[0] == kind else None

    match condition.op:
        case Op.OVER:
            return lambda value: (found := against(value)) is not None and found > limit
        case Op.UNDER:
            return lambda value: (found := against(value)) is not None and found < limit
        case Op.AT_LEAST:
            return lambda value: (found := against(value)) is not None and found >= limit
        case _:
            return lambda value: (found := against(value)) is not None and found <= limit


def size(value: Value | Scalar, zone: tzinfo) -> tuple[str, int | float] | None:
    """What can be more or less: a number, or a moment in seconds."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return "number", value
    at = moment(value, zone) if isinstance(value, str) else None
    return None if at is None else ("moment", at.timestamp())
