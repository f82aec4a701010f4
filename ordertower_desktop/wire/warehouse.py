"""What warehouses are told of orders: the plan before it, the job, a receipt an order, and the way back."""

from datetime import datetime

import msgspec

from ordertower_desktop.wire.writebacks import WriteBackTry

Ids = list[str]


class CommandAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What shall be done with which orders. `command`: release | intercept | hold | resume | urgent.

    `id` names the job: sent again it is the same job. `agreed` says yes to the orders that need a supervisor. A preview may name a
    list of the pre-audit (`pass`, `hand`) instead of orders: everything that waits there, as far as one command goes.
    """

    command: str
    orders: Ids = []
    id: str = ""
    why: str = ""
    agreed: bool = False
    list: str = ""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """Orders of one fate, and why."""

    why: str
    orders: list[str]


class CommandPlan(msgspec.Struct, frozen=True):
    """Every order of the wish stands in exactly one part: `able`, `skips`, `consent`."""

    command: str
    name: str
    total: int
    able: list[str] = []
    able_fen: int = 0
    skips: list[Part] = []
    consent: list[Part] = []
    undo_s: int = 60
    no_way_back: str = ""


class Receipt(msgspec.Struct, frozen=True):
    """One order of a job. `state`: queued | sending | accepted | refused | unknown | given_up | cancelled; `by` empty: by the tower."""

    id: str
    job: str
    order: str
    command: str
    command_name: str
    state: str
    state_name: str
    at: datetime
    begun: datetime
    source: str = ""
    source_name: str = ""
    by: str = ""
    by_name: str = ""
    why: str = ""
    done_at: datetime | None = None
    back: str = ""
    log: list[WriteBackTry] = []


class CommandJob(msgspec.Struct, frozen=True):
    """A job as it stands; `undo_until` while it can be taken back as a whole, `left` says what was not taken on and why."""

    id: str
    command: str
    name: str
    at: datetime
    by: str = ""
    by_name: str = ""
    why: str = ""
    total: int = 0
    queued: int = 0
    accepted: int = 0
    refused: int = 0
    unknown: int = 0
    cancelled: int = 0
    undo_until: datetime | None = None
    undone_at: datetime | None = None
    undone_by: str = ""
    left: list[Part] = []
    receipts: list[Receipt] = []


class ReceiptPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A page of receipts, the last that changed first; `after` asks for the next, empty at the end."""

    items: list[Receipt]
    after: str = ""
