"""Moments as systems write them: ISO 8601, with or without a zone, with or without a time of day."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAST = datetime.max.replace(tzinfo=UTC)
"""Later than anything: what arithmetic beyond the calendar comes to."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]24:00(?::00(?:\.0+)?)?(Z|[+-]\d{2}:?\d{2})?")


@lru_cache(maxsize=65536)
def moment(text: str, zone: tzinfo = SHANGHAI) -> datetime | None:
    """The instant in UTC; a day alone means its end, `24:00` the end of its day; None when the text is no moment."""
    text = text.strip()
    if len(text) > 40:
        return None
    try:
        if _DAY.fullmatch(text):
            return end_of_day(date.fromisoformat(text), zone)
        if late := _MIDNIGHT.fullmatch(text):
            at = datetime.fromisoformat(f"{late[1]}T00:00:00{late[2] or ''}") + timedelta(days=1)
        else:
            at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def end_of_day(day: date, zone: tzinfo = SHANGHAI) -> datetime:
    """The first instant after `day` on the clocks of `zone`."""
    if day >= date.max - timedelta(days=1):
        return LAST
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def beginning(at: datetime, zone: tzinfo = SHANGHAI) -> str:
    """`11月11日 00:00`: how people say when something begins."""
    return f"{at.astimezone(zone):%m月%d日 %H:%M}"


def ending(at: datetime, zone: tzinfo = SHANGHAI) -> str:
    """`11月15日 24:00`: how people say when something ends; a midnight belongs to the day that it closes."""
    here = at.astimezone(zone)
    if here.time() == time() and here.date() > date.min:
        return f"{here - timedelta(days=1):%m月%d日} 24:00"
    return f"{here:%m月%d日 %H:%M}"


def later(at: datetime, span: timedelta) -> datetime:
    """`at + span`, or `LAST` where that lies beyond the calendar."""
    try:
        return at + span
    except OverflowError:
        return LAST


def earlier(at: datetime, span: timedelta) -> datetime:
    """`at - span`, or the beginning of the calendar."""
    try:
        return at - span
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)
