"""物流跟踪: what the hub needs of whoever knows where parcels are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ordertower_desktop.domain.track import Track
from ordertower_desktop.hub.connectors.connector import About


@dataclass(frozen=True, slots=True)
class Sought:
    """One parcel to be asked for: what the warehouse calls its carrier, the last four digits of the phone where they are known.

    `code` is the carrier by their own code where they have corrected us; `subscribed`: they have promised to call back.
    """

    waybill: str
    carrier: str
    phone: str = ""
    code: str = ""
    subscribed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the question: the track where they had one, whether they will call back, how many queries it cost.

    `wait` is how long this number is to be left alone; `gaps` is what stands in the way of an answer; `skew_s` how far their clock is
    before ours, where it can be told.
    """

    track: Track | None
    wait: timedelta
    subscribed: bool = False
    queries: int = 0
    gaps: tuple[str, ...] = ()
    skew_s: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What they called back about, and what they want to hear. `wait` is when the number is to be asked or subscribed again.

    `others` are further parcels that the same call told of.
    """

    track: Track
    reply: bytes
    wait: timedelta | None = None
    subscribed: bool = True
    code: str = ""
    others: tuple[Track, ...] = ()


class Follower(Protocol):
    """One place that is asked for parcels. It holds no state that matters."""

    @property
    def about(self) -> About: ...

    @property
    def quota(self) -> int:
        """How many queries a day it may cost; 0: as many as there are."""
        ...

    @property
    def called_back(self) -> bool:
        """Whether it is asked to call back, which costs no query."""
        ...

    def follow(self, parcel: Sought, *, now: datetime) -> Found:
        """Ask, or have oneself called back. Raises `SourceRefused` or `Unreachable` for what would befall any number."""
        ...

    def hear(self, body: bytes, *, now: datetime) -> Heard:
        """What a call to us says. Raises `SourceRefused` for one that nobody vouches for, `Unreachable` for one that makes no sense."""
        ...

    def close(self) -> None: ...
