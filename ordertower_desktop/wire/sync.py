"""The one exchange between a desk and the hub."""

from datetime import datetime
from typing import Any

import msgspec

from ordertower_desktop.wire.rows import Change


class SyncRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the desk sends: where it stands, and what its people did. An empty epoch starts from nothing."""

    cursor: int = 0
    epoch: str = ""
    actions: list[dict[str, Any]] = []
    limit: int = 1000


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one action. `state`: done | refused | conflict | reused_id."""

    state: str
    why: str = ""
    winner: str = ""
    case: str = ""
    version: int = 0
    at: datetime | None = None
    undo_until: datetime | None = None
    effects: list[str] = []

    @property
    def ok(self) -> bool:
        return self.state == "done"


class SyncAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the hub answers. `head` is the newest feed number; at `cursor == head` the digest of everything held must agree.

    `digest` is topic -> 16 hex characters: the sum modulo 2**64 of `feed_hash` over all that is not gone.
    `pace` is how fast the hub's clock runs; it is 1 except in a rehearsal.
    `reset` says that the desk's cursor belongs to another life of the hub: throw the cache away and start from 0.
    """

    cursor: int
    head: int
    epoch: str
    now: datetime
    results: dict[str, Result] = {}
    changes: list[Change] = []
    digest: dict[str, str] = {}
    reset: bool = False
    pace: float = 1.0
    person: str = ""
    role: str = ""


class Nudge(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the stream: there is something newer than you may have."""

    head: int
    epoch: str
    now: datetime
