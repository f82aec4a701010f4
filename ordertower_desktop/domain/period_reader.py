"""Reads a period as people type it: `昨天`, `近 2 小时`, `11-12 09:00~12:00`, `9点到12点`, `付款 昨天 22:00~今天 02:00`, `11-12 起`."""

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ordertower_desktop.domain.period import DAY, TIME_NAMES, ZONE, Edge, OfDay, OrderTime, Period, coming, day, last
from ordertower_desktop.domain.refusal import Refusal

HOW = "时间可以写：昨天、近\u00a02\u00a0小时、11-12\u00a009:00~12:00、9点到12点、11-12\u00a0起；前面可加\u00a0付款、下单、到期"
LONGEST = timedelta(days=3650)
YEARS = range(1990, 2100)
MOST_LETTERS, MOST_WORDS = 100, 12

_KINDS = {"付款": OrderTime.PAID, "支付": OrderTime.PAID, "paid": OrderTime.PAID, "下单": OrderTime.CREATED, "created": OrderTime.CREATED}
_KINDS |= {"到期": OrderTime.DUE, "截止": OrderTime.DUE, "due": OrderTime.DUE}
_KIND = re.compile(rf"({'|'.join(_KINDS)})(?:时间)?\s*:?\s*")
_WORDS = {"前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
_ROLLING = re.compile(r"(?P<way>最近|近|过去|未来|接下来|今后)\s*(?:(?P<half>半)|(?P<n>\d{1,5}))\s*个?\s*(?P<unit>分钟|分|小时|天)")
_UNITS = {"分钟": timedelta(minutes=1), "分": timedelta(minutes=1), "小时": timedelta(hours=1), "天": DAY}
_SIDE = re.compile(
    rf"(?:(?P<word>{'|'.join(_WORDS)})|(?:(?P<year>\d{{4}})\s*[-/年]\s*)?(?P<month>\d{{1,2}})\s*[-/月]\s*(?P<day>\d{{1,2}})[日号]?)?[\st]*"
    r"(?:(?P<part>凌晨|早上|上午|中午|下午|晚上)?\s*(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2}))?|[点时](?:(?P<half>半)|整|(?P<minutes>\d{1,2})分?)?))?"
)
_OPEN = re.compile(r"(?P<side>.+?)\s*(?:(?P<since>之后|以后|后|起|至今)|之前|以前|前)")
_BETWEEN = re.compile(r"\s*(?:(?P<open>~|到|至)|[-–—]+)\s*")
_NUMBER = re.compile(r"[一二两三四五六七八九十]{1,3}(?=个|点|时|分|小时|天|月|日|号)")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_LOOKS = re.compile(rf"{'|'.join(_WORDS)}|~|\d\s*点|\d:|\d月\d|(?:近|过去|未来)\s*[\d半一两二三]|(?<![\w-])\d{{1,2}}[-/]\d{{1,2}}(?![\w-])")


class Unclear(Refusal):
    """Words that look like a time and are none, or one that cannot be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which time of the order has to lie in which period."""

    which: OrderTime
    period: Period


@dataclass(frozen=True, slots=True)
class Sought:
    """A search as typed: the words to look for and the time that stood before or behind them; `hint` says why a time was not understood."""

    words: str
    asked: Asked | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _Side:
    """One end as written. `on` is a day counted from today, or a month and a day with or without a year."""

    on: int | tuple[int | None, int, int] | None
    since: timedelta | None


def find(text: str, now: datetime) -> Sought:
    """Words and time apart; what cannot be read as a time is looked for as it stands."""
    text = text.strip()[:MOST_LETTERS]
    words = text.split()
    for rest, part in _ways(words):
        try:
            asked = _read(part, now)
        except Unclear as why:
            return Sought(text, hint=str(why))
        if asked is not None:
            return Sought(text, hint=HOW) if _LOOKS.search(rest) or _KIND.fullmatch(rest) else Sought(rest, asked)
    return Sought(text, hint=HOW if _LOOKS.search(_plain(text)) else "")


def read(text: str, now: datetime) -> Asked:
    """All of the text as a time; raises `Unclear` with what is wrong and how to write it."""
    asked = _read(text.strip()[:MOST_LETTERS], now)
    if asked is None:
        raise Unclear(f"看不懂时间「{text.strip()[:40]}」。{HOW}")
    return asked


def held(words: str, now: datetime) -> Period:
    """A period that was spelt once, whatever has become of it since; raises `Unclear` for other words."""
    found = _period(_plain(words), now, OrderTime.DUE)
    if found is None:
        raise Unclear(f"看不懂时间「{words[:40]}」。{HOW}")
    return found


def _ways(words: list[str]) -> Iterator[tuple[str, str]]:
    """(words, time): the time behind, the longest first, then the time before."""
    if len(words) > MOST_WORDS:
        return
    for start in range(len(words)):
        yield " ".join(words[:start]), " ".join(words[start:])
    for end in range(len(words) - 1, 0, -1):
        yield " ".join(words[end:]), " ".join(words[:end])


def _plain(text: str) -> str:
    """Half-width, small, with Arabic digits."""
    return _NUMBER.sub(_counted, unicodedata.normalize("NFKC", text).casefold().strip())


def _counted(found: re.Match[str]) -> str:
    tens, ten, ones = found[0].partition("十")
    if not ten:
        return str(_DIGITS[tens]) if len(tens) == 1 else found[0]
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return found[0]
    return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))


def _read(text: str, now: datetime) -> Asked | None:
    body = _plain(text)
    kind = _KIND.match(body)
    which = _KINDS[kind[1]] if kind else None
    period = _period(body[kind.end() :] if kind else body, now, which)
    if period is None:
        return None
    start, end = period.bounds(now)
    if start is not None and end is not None and start >= end:
        raise Unclear("起在止之后，请把两头对调；跨午夜请写\u00a0昨天\u00a022:00~今天\u00a002:00")
    ahead = start is not None and start >= now
    if ahead and which in (OrderTime.PAID, OrderTime.CREATED):
        raise Unclear(f"{TIME_NAMES[which]}不会在以后，请核对日子；要找快到期的单，前面写 到期")
    return Asked(which or (OrderTime.DUE if ahead else OrderTime.CREATED), period)


def _period(body: str, now: datetime, which: OrderTime | None) -> Period | None:
    if rolling := _ROLLING.fullmatch(body):
        return _rolling(rolling)
    ahead = which is OrderTime.DUE
    if (whole := _side(body)) is not None:
        return _whole(whole, now, ahead=ahead)
    for between in _BETWEEN.finditer(body):
        left, right = body[: between.start()], body[between.end() :]
        ends = [_shaped(part) or (not part and between["open"]) for part in (left, right)]
        if all(ends) and (left or right):
            return _between(_side(left), _side(right), now, ahead=ahead)
    if (opened := _OPEN.fullmatch(body)) and (side := _side(opened["side"])) is not None:
        edge = _start(side, now, ahead=ahead)
        return Period(edge, None) if opened["since"] else Period(None, edge)
    return None


def _rolling(found: re.Match[str]) -> Period:
    span = _UNITS[found["unit"]] / 2 if found["half"] else int(found["n"]) * _UNITS[found["unit"]]
    if not timedelta() < span <= LONGEST:
        raise Unclear(f"「{found[0]}」要大于零，最长 {LONGEST.days} 天")
    return coming(span) if found["way"] in ("未来", "接下来", "今后") else last(span)


def _whole(side: _Side, now: datetime, *, ahead: bool) -> Period:
    if side.since is not None:
        raise Unclear("只写了一个时刻，请写起止，如 9点到12点；或者写 9点 起、9点 前")
    if isinstance(side.on, int):
        return day(side.on)
    start = _midnight(_date(side, now, ahead=ahead))
    return Period(start, start + DAY)


def _between(first: _Side | None, final: _Side | None, now: datetime, *, ahead: bool) -> Period:
    """A time without a day is of the other end's day, or of today."""
    if first and final:
        if final.on is None and first.since is None:
            raise Unclear("止的那一头只有钟点，请写上日子，如 昨天 09:00~今天 12:00")
        first, final = (
            _Side(final.on if first.on is None else first.on, first.since),
            _Side(first.on if final.on is None else final.on, final.since),
        )
    start = _start(first, now, ahead=ahead) if first else None
    return Period(start, _end(final, now, after=start, ahead=ahead) if final else None)


def _start(side: _Side, now: datetime, *, ahead: bool) -> Edge:
    since = side.since or timedelta()
    if side.on is None or isinstance(side.on, int):
        return OfDay(side.on or 0, since)
    return _midnight(_date(side, now, ahead=ahead)) + since


def _end(side: _Side, now: datetime, *, after: Edge, ahead: bool) -> Edge:
    """A day as an end is its last moment; its year is the first that does not lie before the start."""
    since = DAY if side.since is None else side.since
    if side.on is None or isinstance(side.on, int):
        return OfDay(side.on or 0, since)
    if isinstance(after, datetime) and side.on[0] is None:
        began = after.astimezone(ZONE).date()
        return _midnight(next((on for on in _years(side.on, began.year) if on >= began), _date(side, now, ahead=ahead))) + since
    return _midnight(_date(side, now, ahead=ahead)) + since


def _date(side: _Side, now: datetime, *, ahead: bool) -> date:
    """Without a year: the latest up to today, or, for what may lie ahead, the nearest."""
    if not isinstance(side.on, tuple):
        raise TypeError(side)
    today = now.astimezone(ZONE).date()
    if side.on[0] is not None:
        return next(_years(side.on, side.on[0]))
    found = list(_years(side.on, today.year))
    return min(found, key=lambda on: abs(on - today)) if ahead else max(on for on in found if on <= today)


def _years(on: tuple[int | None, int, int], around: int) -> Iterator[date]:
    """The day in its own year, or in those around; raises `Unclear` if it is in none."""
    year, month, day_ = on
    found = []
    for one in (year,) if year is not None else range(around - 4, around + 5):
        with contextlib.suppress(ValueError):
            found.append(date(one if one in YEARS else 0, month, day_))
    if not found:
        raise Unclear(f"没有 {f'{year} 年 ' if year is not None else ''}{month} 月 {day_} 日，请核对日期")
    yield from found


def _shaped(text: str) -> re.Match[str] | None:
    """Whether it is written like one end, be it a possible one or not."""
    found = _SIDE.fullmatch(text.strip())
    return found if found and (found["word"] or found["month"] or found["hour"]) else None


def _side(text: str) -> _Side | None:
    """One end, or None if it is not written like one; raises `Unclear` for a day or a time that there is not."""
    found = _shaped(text)
    if found is None:
        return None
    on: int | tuple[int | None, int, int] | None = None
    if found["word"]:
        on = _WORDS[found["word"]]
    elif found["month"]:
        on = (int(found["year"]) if found["year"] else None, int(found["month"]), int(found["day"]))
        next(_years(on, 2024))
    return _Side(on, _clock(found) if found["hour"] else None)


def _clock(found: re.Match[str]) -> timedelta:
    hour, minute = int(found["hour"]), 30 if found["half"] else int(found["minute"] or found["minutes"] or 0)
    second = int(found["second"] or 0)
    if (found["part"] in ("下午", "晚上") and hour < 12) or (found["part"] == "中午" and hour < 10):
        hour += 12
    elif found["part"] == "晚上" and hour == 12:
        hour = 24
    elif found["part"] == "凌晨" and hour == 12:
        hour = 0
    since = timedelta(hours=hour, minutes=minute, seconds=second)
    if minute > 59 or second > 59 or since > DAY:
        raise Unclear(f"没有「{found[0].strip()[-12:]}」这个时刻，一天是 00:00 到 24:00")
    return since


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), ZONE).astimezone(UTC)
