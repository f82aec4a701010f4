"""What the status bar says of this desk: connected or not, how far behind, whose clock is off."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LATE_S = 5.0
BANDS_MS = (1_000, 5_000, 15_000, 60_000, 600_000)


class Link(StrEnum):
    """`late`: the hub answers, but this desk does not hold everything yet, or only by asking now and then."""

    STARTING = "starting"
    ONLINE = "online"
    LATE = "late"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class State:
    """`lag_ms` is the round trip while online, else the time since this desk last held everything. `as_of` is that moment in hub time.

    `skew_ms` is how far this machine's clock is ahead of the hub's; `waiting` counts actions the hub has not confirmed,
    `others` those of other logins that wait on this machine; `login` says that somebody has to log in again.
    """

    link: Link = Link.STARTING
    why: str = ""
    lag_ms: int = 0
    skew_ms: int = 0
    waiting: int = 0
    others: int = 0
    person: str = ""
    role: str = ""
    cursor: int = 0
    head: int = 0
    as_of: datetime | None = None
    login: bool = False
    streaming: bool = False
    note: str = ""

    @property
    def face(self) -> tuple[object, ...]:
        """What makes a difference to a reader; two states with one face need not both be told."""
        skew = 0 if abs(self.skew_ms) < 5_000 else round(self.skew_ms / 1_000)
        counts = (band(self.lag_ms), skew, self.waiting, self.others)
        second = self.as_of and self.as_of.replace(microsecond=0)
        return self.link, self.why, *counts, self.person, self.role, self.login, self.streaming, self.note, second


def band(lag_ms: int) -> int:
    """Lags that read alike: under 1 s, 5 s, 15 s, 1 min, 10 min, more."""
    return sum(lag_ms >= edge for edge in BANDS_MS)
