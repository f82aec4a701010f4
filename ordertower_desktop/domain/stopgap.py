"""临时操作 (S65): something done past the systems, written down at once with its reason, and filled in afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

REMIND = timedelta(hours=4)
"""How long one may stay open before everybody is reminded of it."""


@dataclass(frozen=True, slots=True)
class Stopgap:
    """`text` is what was filled in; an open one has none."""

    id: str
    at: datetime
    by: str
    what: str
    why: str
    filled_at: datetime | None = None
    filled_by: str = ""
    text: str = ""

    @property
    def open(self) -> bool:
        return self.filled_at is None

    @property
    def due_at(self) -> datetime:
        return self.at + REMIND
