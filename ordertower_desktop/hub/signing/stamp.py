"""How a system writes the moment that it is asked at, and the moments in its answers."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.moment import SHANGHAI, moment

WANGDIAN_EPOCH = 1_325_347_200
"""旺店通 counts seconds from the beginning of 2012 in Shanghai."""

NEVER = ("0000-", "0001-")
"""How some write that there is no such time."""


class Stamp(StrEnum):
    """BEIJING is `yyyy-MM-dd HH:mm:ss` without a zone, always GMT+8; the counts are of seconds or milliseconds since 1970."""

    BEIJING = "beijing"
    BEIJING_MILLIS = "beijing_millis"
    SECONDS = "seconds"
    MILLIS = "millis"
    WANGDIAN = "wangdian"
    UTC_TEXT = "utc_text"


def spelt(at: datetime, stamp: Stamp) -> str:
    """A moment as this system writes it."""
    match stamp:
        case Stamp.BEIJING:
            return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        case Stamp.BEIJING_MILLIS:
            return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S.") + f"{at.microsecond // 1000:03}+0800"
        case Stamp.SECONDS:
            return str(int(at.timestamp()))
        case Stamp.MILLIS:
            return str(int(at.timestamp()) * 1000 + at.microsecond // 1000)
        case Stamp.WANGDIAN:
            return str(int(at.timestamp()) - WANGDIAN_EPOCH)
        case Stamp.UTC_TEXT:
            return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: object, stamp: Stamp) -> datetime | None:
    """The moment that a system wrote, aware UTC; None for what is empty, zero, or no moment. ValueError for what is neither."""
    if text is None or text in ("", 0, "0") or str(text).startswith(NEVER):
        return None
    match stamp:
        case Stamp.SECONDS:
            return _counted(int(str(text)), 1000)
        case Stamp.MILLIS:
            return _counted(int(str(text)), 1)
        case Stamp.WANGDIAN:
            return _counted(int(str(text)) + WANGDIAN_EPOCH, 1000)
        case Stamp.BEIJING | Stamp.BEIJING_MILLIS | Stamp.UTC_TEXT:
            at = moment(str(text), SHANGHAI)
            if at is None:
                raise ValueError(f"不是时间：{str(text)[:40]}")
            return at


def _counted(count: int, each: int) -> datetime | None:
    """A negative count means nothing, as zero does."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=count * each) if count > 0 else None
    except OverflowError as error:
        raise ValueError(f"不是时间：{count}") from error
