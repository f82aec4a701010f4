"""排班 as it is written and sent: shifts by the week, swaps for a day."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from ordertower_desktop.domain.escalation import CHANNEL_NAMES
from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.domain.quiet import Quiet
from ordertower_desktop.domain.roster import LONGEST, Roster, Shift, Swap
from ordertower_desktop.domain.roster_words import WEEK
from ordertower_desktop.wire.codec import Malformed

MOST_SHIFTS, MOST_SWAPS = 300, 600
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NIGHT = timedelta(hours=24)
MOST_QUIET = timedelta(hours=12)


class ShiftBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`days` counts from 1, which is Monday, to 7; `end` not later than `start` is on the next day."""

    post: str
    person: str
    days: list[int]
    start: str
    end: str
    backup: str = ""
    calendar: str = ""
    since: date | None = None
    until: date | None = None


class SwapBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    day: date
    post: str
    person: str
    instead: str = ""
    why: str = ""


class QuietBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`person` is `*` for everybody; an empty `channel` is all that ring outside the desk."""

    person: str
    start: str
    end: str
    channel: str = ""


class RosterChange(msgspec.Struct, frozen=True):
    """What a version changed: a line for each shift or swap."""

    version: int
    by: str
    at: datetime
    why: str
    says: list[str]


class RosterBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What `/v1/roster` reads and writes."""

    shifts: list[ShiftBody] = []
    swaps: list[SwapBody] = []
    quiet: list[QuietBody] = []


def roster(body: RosterBody, posts: Mapping[str, str] | None = POSTS) -> Roster:
    """What it means. Raises `Malformed` with the line that is wrong and why. `posts`: the floor's; None: any word may be one."""
    if len(body.shifts) > MOST_SHIFTS or len(body.swaps) > MOST_SWAPS:
        raise Malformed(f"排班最多 {MOST_SHIFTS} 班、{MOST_SWAPS} 次代班，请去掉过去的")
    shifts = tuple(_shift(one, place, posts) for place, one in enumerate(body.shifts, 1))
    for place, one in enumerate(body.swaps, 1):
        _post(one.post, f"第 {place} 次代班", posts)
    swaps = tuple(Swap(one.day, one.post, one.person, one.instead, one.why[:200]) for one in body.swaps)
    return Roster(shifts, swaps, tuple(_quiet(one, place) for place, one in enumerate(body.quiet, 1)))


def body_of(made: Roster) -> RosterBody:
    swaps = [SwapBody(one.day, one.post, one.person, one.instead, one.why) for one in made.swaps]
    quiet = [QuietBody(one.person, _clock(one.start), _clock(one.start + one.long), one.channel) for one in made.quiet]
    return RosterBody([_written(one) for one in made.shifts], swaps, quiet)


def since_midnight(text: str, where: str = "时间") -> timedelta:
    """09:30 as a length."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise Malformed(f"{where}：时间要写成 09:00，收到“{text[:20]}”")
    return int(found[1]) * HOUR + int(found[2]) * MINUTE


def _shift(one: ShiftBody, place: int, posts: Mapping[str, str] | None) -> Shift:
    where = f"第 {place} 班（{one.person}）"
    _post(one.post, where, posts)
    if not one.person:
        raise Malformed(f"{where}：没有写是谁")
    if not one.days or not set(one.days) <= set(range(1, len(WEEK) + 1)):
        raise Malformed(f"{where}：周几要写 1（周一）到 7（周日），至少一天")
    start, end = since_midnight(one.start, where), since_midnight(one.end, where)
    long = end - start if end > start else end - start + NIGHT
    if long > LONGEST:
        raise Malformed(f"{where}：一班最长 {LONGEST // HOUR} 小时，{one.start} 到 {one.end} 太长，请分成两班")
    if one.since is not None and one.until is not None and one.until < one.since:
        raise Malformed(f"{where}：到 {one.until} 早于 {one.since} 起")
    return Shift(one.post, one.person, frozenset(day - 1 for day in one.days), start, long, one.backup, one.calendar, one.since, one.until)


def _quiet(one: QuietBody, place: int) -> Quiet:
    where = f"第 {place} 条免打扰（{one.person}）"
    if not one.person:
        raise Malformed(f"{where}：没有写是谁，所有人写 *")
    if one.channel and (one.channel not in CHANNEL_NAMES or one.channel == "in_app"):
        known = "、".join(str(key) for key in CHANNEL_NAMES if key != "in_app")
        raise Malformed(f"{where}：没有 {one.channel[:20]} 这个渠道，可用：{known}；不写就是全部")
    start, end = since_midnight(one.start, where), since_midnight(one.end, where)
    long = end - start if end > start else end - start + NIGHT
    if long > MOST_QUIET:
        raise Malformed(f"{where}：最长 {MOST_QUIET // HOUR} 小时，{one.start} 到 {one.end} 太长；手机渠道不能整天关着")
    return Quiet(one.person, one.channel, start, long)


def _post(post: str, where: str, posts: Mapping[str, str] | None) -> None:
    if posts is not None and post not in posts:
        raise Malformed(f"{where}：没有 {post[:20]} 这个岗位，可用：{'、'.join(posts)}")


def _written(one: Shift) -> ShiftBody:
    days, end = sorted(day + 1 for day in one.days), _clock(one.start + one.long)
    return ShiftBody(one.post, one.person, days, _clock(one.start), end, one.backup, one.calendar, one.since, one.until)


def _clock(since: timedelta) -> str:
    minutes = int(since.total_seconds()) // 60 % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"
