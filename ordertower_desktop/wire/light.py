"""The light of the watch as desks hold it."""

from datetime import datetime, timedelta

import msgspec

from ordertower_desktop.domain.light import Hue, Light, aged


class LightRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """`at`: when somebody last looked; `watched` open orders were being watched then, `since` when it has had this colour.

    `pace`: seconds of the hub's clock in one of everybody's: a rehearsal runs faster, and nobody is late by that.
    """

    at: datetime
    hue: Hue
    says: list[str] = []
    watched: int = 0
    since: datetime | None = None
    pace: float = 1.0


def seen(row: LightRow, now: datetime) -> Light:
    """The light as it is at `now`: an old one is not believed."""
    return aged(Light(row.hue, tuple(row.says)), age(row, now))


def age(row: LightRow, now: datetime) -> timedelta:
    """How long ago somebody looked, in everybody's seconds."""
    return max(timedelta(), now - row.at) / row.pace
