"""What a step asks of the world, as values; the hub carries them out after the commit."""

from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.domain.escalation import Due


@dataclass(frozen=True, slots=True)
class Opened:
    case: str


@dataclass(frozen=True, slots=True)
class Closed:
    """`how`: resolved | recovered | archived."""

    case: str
    how: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """`person` is empty when nobody of the post is on duty: the post's queue holds it and its supervisor is told."""

    case: str
    person: str
    post: str


@dataclass(frozen=True, slots=True)
class Breached:
    case: str
    clock: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step of the alarm chain: tell somebody now. `cycle` tells a new chain's steps from an old one's."""

    case: str
    due: Due
    cycle: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody answered: what is still queued for this case must not go out, and what is on screens goes away."""

    case: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask sources again about an order: one (`source`), the one that the cause names (empty), or all (`*`)."""

    order: str
    source: str
    why: str


Effect = Opened | Closed | Assigned | Breached | StepDue | Quiet | Ask
