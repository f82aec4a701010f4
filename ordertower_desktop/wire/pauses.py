"""What pauses were used for, as supervisors read it."""

from datetime import datetime

import msgspec


class PauseUse(msgspec.Struct, frozen=True):
    """A person's pauses, or those for a party: how many, minutes, and the share of breaches that there were none of only by them."""

    name: str
    count: int
    minutes: int
    avoided: int
    breached: int
    share: float


class PausePage(msgspec.Struct, frozen=True):
    """Pauses of orders that came into the pool since `since`."""

    since: datetime
    orders: int
    people: list[PauseUse]
    parties: list[PauseUse]
    reasons: dict[str, int]
