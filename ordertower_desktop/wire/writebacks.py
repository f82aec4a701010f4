"""The ledger of write-backs: what shops were told of shipments, what they made of it, and how timely it was."""

from datetime import datetime

import msgspec

TARGET = 0.994
"""What share is to be told within half an hour (S93)."""


class WriteBackTry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One try. `move`: send | look; `outcome`: done | refused | person | unknown; `repeat`: an earlier one may have been heard."""

    at: datetime
    move: str
    outcome: str
    why: str = ""
    repeat: bool = False


class WriteBackLine(msgspec.Struct, frozen=True):
    """One shipment that one shop has to be told of. `state`: pending | sending | done | dry | person | given_up | cancelled.

    `tries` counts those of the present round, of `most`; `next_at` is when the next may be made. `ask` is what the system wants a person
    to agree to first.
    """

    id: str
    source: str
    source_name: str
    order: str
    waybill: str
    state: str
    state_name: str
    out_at: datetime
    at: datetime
    carrier: str = ""
    tries: int = 0
    most: int = 6
    why: str = ""
    next_at: datetime | None = None
    done_at: datetime | None = None
    log: list[WriteBackTry] = []
    ask: str = ""


class WriteBackPage(msgspec.Struct, frozen=True):
    """A page of the ledger, the last that changed first; `after` asks for the next, empty at the end."""

    items: list[WriteBackLine]
    after: str = ""


class WriteBackShop(msgspec.Struct, frozen=True):
    """One shop's queue. `mode`: off | dry | on; `breaker`: closed | open | half; `timely` is the share told in time of the last day."""

    source: str
    name: str
    mode: str
    waiting: int = 0
    retrying: int = 0
    handed: int = 0
    deepest: int = 0
    next_at: datetime | None = None
    breaker: str = "closed"
    breaker_until: datetime | None = None
    told: int = 0
    timely: float | None = None


class WriteBackSummary(msgspec.Struct, frozen=True):
    """All shops that are told, and the switch that stops them all."""

    now: datetime
    shops: list[WriteBackShop] = []
    timely: float | None = None
    target: float = TARGET
    stopped: bool = False
    stopped_by: str = ""
    stopped_at: datetime | None = None
    stopped_why: str = ""


class WriteBackNight(msgspec.Struct, frozen=True):
    """One shop's record compared with ours. `timely` is the share told in time of the day before; `ended_at` is None while it goes on.

    Of those `checked`, `missing` are not shown as we told them (`other`: another waybill is), `void` have ended since (cancelled,
    refunded), `unread` cannot be read there; the rest agrees.
    """

    source: str
    name: str
    night: str
    checked: int = 0
    missing: int = 0
    timely: float | None = None
    ended_at: datetime | None = None
    other: int = 0
    void: int = 0
    unread: int = 0
    agreed: int = 0


class WriteBackMissing(msgspec.Struct, frozen=True):
    """We told it and it was taken, and the platform shows otherwise (`found`: missing) or cannot say (unread)."""

    id: str
    source: str
    source_name: str
    order: str
    at: datetime
    why: str
    found: str = "missing"


class WriteBackNights(msgspec.Struct, frozen=True):
    """The newest nights, the last first, and everything that is missing now."""

    nights: list[WriteBackNight] = []
    missing: list[WriteBackMissing] = []


class WriteBackAgain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Begin anew: these, or with `all` everything that people have in hand (of one shop, where `source` is named).

    `agree` says yes to what the system asks about these; it never goes with `all`.
    """

    ids: list[str] = []
    all: bool = False
    source: str = ""
    agree: bool = False


class WriteBackBegun(msgspec.Struct, frozen=True):
    """How many were begun anew, and which of those asked for were not: they are told, under way, or no longer owed."""

    begun: int
    left: list[str]


class WriteBackSwitch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Stop all write-backs of the floor, or let them go on."""

    stopped: bool
    why: str = ""
