"""What a rule asks of an order: a tree of leaves joined by all, any and not. Data, checked when it is read (`rule_reader`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.stage import Fact, Segment, Stage

Scalar = str | int | float | bool


class Op(StrEnum):
    """How a field is compared; the value is the key in a rules file."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MATCHES_PREFIX = "matches_prefix"


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false, whatever the order."""

    value: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """A field against a constant. An unknown field, or one of another type, satisfies only `is_not`."""

    field: str
    op: Op
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Tagged:
    """The order carries a tag, or one of the facts beside the ladder (`held`, `refunding`, ...)."""

    tag: str


@dataclass(frozen=True, slots=True)
class InStage:
    """The order stands on one of `stages`, or one of `facts` is true of it; `words` is how the rule said so."""

    words: tuple[str, ...]
    stages: frozenset[Stage]
    facts: frozenset[Fact] = frozenset()


@dataclass(frozen=True, slots=True)
class InSegment:
    """One of these columns of the board watches the order."""

    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """Lateness: `event` happened at least `over` ago on `calendar`, and none of `without` is known."""

    event: str
    over: timedelta
    without: tuple[str, ...] = ()
    calendar: str = "always"


@dataclass(frozen=True, slots=True)
class Past:
    """Lateness: the moment in `field`, less `ahead`, has come, and none of `without` is known."""

    field: str
    without: tuple[str, ...] = ()
    ahead: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class InStageOver:
    """Lateness: the order has stood in its stage for at least `over` on `calendar`."""

    over: timedelta
    calendar: str = "always"


@dataclass(frozen=True, slots=True)
class Count:
    """At least `at_least` times `event`, in the last `within` if given; over all orders with the same `group` value if given."""

    event: str
    at_least: int
    within: timedelta | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Disagree:
    """The systems contradict each other about `field` (`any`: about some field)."""

    field: str


@dataclass(frozen=True, slots=True)
class Before:
    """It is earlier than `until`: how an exemption ends."""

    until: datetime


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Join = All | AnyOf | Not
Lateness = Since | Past | InStageOver
Timed = Lateness | Count | Before
Plain = Constant | Compare | Tagged | InStage | InSegment | Disagree
Condition = Join | Timed | Plain


def bare(field: str) -> str:
    """The name under which an order knows a field: `payload.NAME` is any field that a system sent, named NAME."""
    return field.removeprefix("payload.")


def shareable(value: object) -> str:
    """A value by which orders can be said to have something in common; empty where it is unknown or masked: `李*` is half a city."""
    text = "" if value is None else str(value).strip()
    return "" if "*" in text else text
