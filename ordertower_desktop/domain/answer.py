"""How an action is answered when it cannot be: refused for a reason, or come too late."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """The action cannot be; `why` is a sentence for the person."""

    why: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else was there first."""

    why: str
    winner: str
