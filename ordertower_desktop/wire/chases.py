"""What an order's alarm chain did: every step with whom it reached, and when it was queued, accepted, delivered and seen."""

from datetime import datetime

import msgspec


class Telling(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step to one or several people. `state`: due | queued | accepted | delivered | seen | failed | stale | cancelled.

    The times are of what happened; a state that was never reached has none.
    """

    step: str
    channel: str
    state: str
    due_at: datetime
    to: str = ""
    queued_at: datetime | None = None
    accepted_at: datetime | None = None
    delivered_at: datetime | None = None
    seen_at: datetime | None = None
    ended_at: datetime | None = None
    why: str = ""


class Chase(msgspec.Struct, frozen=True, omit_defaults=True):
    """The newest chain of a case. `next` is the step to come; a stopped one says who answered."""

    policy: str
    started_at: datetime
    tellings: list[Telling] = []
    next: str = ""
    next_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped_by: str = ""
    cycle: int = 1
