"""The light of the watch as desks hold it."""

from datetime import datetime, timedelta

import msgspec

from ordertower_desktop.domain.light import Hue, Light, aged


class LightRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """`at`: when somebody last looked; `watched` open orders were being watched then, `since` when it has had this colour."""

    at: datetime
    hue: Hue
    says: list[str] = []
    watched: int = 0
    since: datetime | None = None


def seen(row: LightRow, now: datetime) -> Light:
    """The light as it is at `now`: an old one is not believed."""
    return aged(Light(row.hue, tuple(row.says)), max(timedelta(), now - row.at))
