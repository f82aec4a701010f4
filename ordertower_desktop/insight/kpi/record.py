"""What is kept of every order and every case to reckon with later: a line each, so that weeks are read without a single order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.link import Link
from ordertower_desktop.insight.postmortem.episode import Episode

BITS = {link: 1 << place for place, link in enumerate(Link)}
"""Links as bits of a number, so that an order can be late on several and a database can count them."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An order as it is counted. `hour` is that of Shanghai at `at`; the last four are sums of `BITS`.

    `void`: cancelled or refunded before it left, so that nobody waits for it. `missed`: its time passed before there was a case.
    """

    order: str
    at: datetime
    hour: int
    platform: str = ""
    shop: str = ""
    warehouse: str = ""
    carrier: str = ""
    category: str = ""
    region: str = ""
    shipped_at: datetime | None = None
    void: bool = False
    missed: bool = False
    complained: bool = False
    reached: int = 0
    late: int = 0
    faulty: int = 0
    unhappy: int = 0


@dataclass(frozen=True, slots=True)
class Raised:
    """A verdict that stood on a case."""

    rule: str
    since: datetime
    cleared_at: datetime | None = None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Pushed:
    """A push away: `giver` had it since `since`, did nothing, and gave it to `taker`. `way`: back | on; people by their names."""

    at: datetime
    since: datetime
    way: str
    giver: str
    taker: str
    by: str = ""
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A case as it is counted: its episode, whether its customer complained, whether it came too late, and what people made of it.

    `lay`: how long altogether it lay with other departments before anybody worked on it; None where it was handed to none.
    """

    episode: Episode
    severity: str
    complained: bool = False
    missed: bool = False
    reopened: bool = False
    mark: bool | None = None
    closed_at: datetime | None = None
    acts: tuple[datetime, ...] = ()
    raised: tuple[Raised, ...] = ()
    pushes: tuple[Pushed, ...] = ()
    lay: timedelta | None = None


def bits(*links: Link) -> int:
    """These links as one number."""
    total = 0
    for link in links:
        total |= BITS[link]
    return total
