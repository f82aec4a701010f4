"""The response level of the day (D2), never to be mixed with the alarm chain."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from math import sqrt


class ResponseLevel(IntEnum):
    """响应级别 一 / 二 / 三级."""

    ONE = 1
    TWO = 2
    THREE = 3


LEVEL_NAMES = {ResponseLevel.ONE: "一级", ResponseLevel.TWO: "二级", ResponseLevel.THREE: "三级"}
TWO_FROM, THREE_FROM = 51, 201


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the next level would be reached if orders go on breaching at `per_hour`."""

    level: ResponseLevel
    at: datetime
    missing: int
    per_hour: int

    @property
    def band(self) -> timedelta:
        """One standard deviation of the moment: breaches come like a Poisson stream whose rate was itself counted over an hour."""
        if not self.missing:
            return timedelta()
        hours = self.missing / self.per_hour
        return timedelta(hours=hours * sqrt(1 / self.missing + 1 / self.per_hour))


def level(breached_today: int, *, vip_breached: int, platform_notices: int) -> ResponseLevel:
    """The level that the day's count asks for: 0-50, 51-200, from 201; a VIP at least 二级, a platform notice 三级."""
    if platform_notices or breached_today >= THREE_FROM:
        return ResponseLevel.THREE
    if vip_breached or breached_today >= TWO_FROM:
        return ResponseLevel.TWO
    return ResponseLevel.ONE


def forecast(breached_today: int, current: ResponseLevel, *, per_hour: int, now: datetime) -> Forecast | None:
    """The next level's moment at the present rate, or None when there is no next one or nothing breaches."""
    if current is ResponseLevel.THREE or per_hour <= 0:
        return None
    target = ResponseLevel(current + 1)
    missing = max(0, (TWO_FROM if target is ResponseLevel.TWO else THREE_FROM) - breached_today)
    return Forecast(target, now + timedelta(hours=missing / per_hour), missing, per_hour)
