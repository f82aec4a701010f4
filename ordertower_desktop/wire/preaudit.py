"""The pre-audit as pages show it: how it stands, what it has done, and the orders that wait."""

from datetime import datetime
from typing import Any

import msgspec

from ordertower_desktop.wire.warehouse import Receipt


class ClauseLine(msgspec.Struct, frozen=True):
    """One clause of a decision; `ok` is null where nothing is known."""

    key: str
    name: str
    ok: bool | None
    said: str


class AuditLine(msgspec.Struct, frozen=True):
    """One order before its audit. `mark`: right | wrong, or empty; `receipt` is the last thing its warehouse was told."""

    order: str
    at: datetime
    passed: bool
    platform: str = ""
    shop: str = ""
    amount_fen: int = 0
    place: str = ""
    paid_at: datetime | None = None
    sampled: bool = False
    address: str = ""
    mark: str = ""
    state: str = ""
    clauses: list[ClauseLine] = []
    done_at: datetime | None = None
    done_by: str = ""
    receipt: Receipt | None = None


class Stopper(msgspec.Struct, frozen=True):
    """A clause and how many of the waiting orders it keeps."""

    name: str
    count: int


class Share(msgspec.Struct, frozen=True):
    """A share with its formula in words; None without any."""

    part: int
    whole: int
    formula: str
    bar: float = 0.0

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


class PreAuditPage(msgspec.Struct, frozen=True):
    """`state`: draft | shadow | on; `settings` are the values in force; `warehouses` the systems that take commands."""

    now: datetime
    state: str
    address: str
    version: int = 0
    by_name: str = ""
    at: datetime | None = None
    why: str = ""
    settings: dict[str, Any] = {}
    warehouses: list[str] = []
    waiting: dict[str, int] = {}
    audited: Share = Share(0, 0, "")
    handled: Share = Share(0, 0, "")
    checked: Share = Share(0, 0, "")
    minutes: float | None = None
    minutes_auto: float | None = None
    minutes_formula: str = ""
    stoppers: list[Stopper] = []
    lines: list[AuditLine] = []


class MarkAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a sampled decision was right."""

    order: str
    right: bool
