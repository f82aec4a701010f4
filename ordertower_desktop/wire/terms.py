"""Limits and calendars as they are written and asked about: the documents, an edit on trial, and what became of them when."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from ordertower_desktop.domain.calendar import ALWAYS, Calendar, Interval, day_intervals, day_text
from ordertower_desktop.domain.duration import spell
from ordertower_desktop.domain.limits import Limited, Limits, Other
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.terms import Running
from ordertower_desktop.wire.codec import Malformed
from ordertower_desktop.wire.policies import span

LONGEST_DAYS = 366
MOST_OTHERS = 200
MOST_CALENDARS = 100
HIGH_VALUE_ACCEPT = "high_value_accept"


class OtherBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Orders whose fields are all as in `match` (`tag` asks for a tag) have another limit for one thing."""

    what: str
    limit: str
    match: dict[str, str]
    calendar: str = ""
    name: str = ""


class LimitsBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What `/v1/limits` reads and writes: `TO_SHIP` or `write_back` -> `8h`, and by which calendar; what is not named is as it ships.

    `running`: keep (running clocks keep what they began with) | move (they go on by this from now on).
    """

    limits: dict[str, str] = {}
    high_value_fen: int | None = None
    calendars: dict[str, str] = {}
    others: list[OtherBody] = []
    running: Running = Running.MOVE


class CalendarBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """`week` is seven texts from Monday on, such as `09:00-12:00 13:00-18:00`, empty for a day off."""

    id: str
    name: str
    week: list[str]
    holidays: list[date] = []
    workdays: list[date] = []
    workday_pattern: int = 0
    published_through: int | None = None


class CalendarsBody(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What `/v1/calendars` reads and writes; `running` as with limits."""

    calendars: list[CalendarBody] = []
    running: Running = Running.MOVE


class TermsOnTrial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits or calendars as they would be from now on, for every clock at work; `most` orders are wanted by name."""

    limits: LimitsBody | None = None
    calendars: CalendarsBody | None = None
    promo: dict[str, Any] | None = None
    most: int = 200


class Redated(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order with a clock that would end at another time. `turn`: late (newly overdue) | saved (no longer) | nothing."""

    order: str
    platform_name: str
    shop: str
    label: str
    was: datetime | None = None
    will: datetime | None = None
    turn: str = ""
    more: int = 0


class TermsTrial(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of `whole` open orders `judged` were looked at: how many clocks' orders end earlier, later, as before; who turns late or is saved."""

    at: datetime
    whole: int
    judged: int
    earlier: int
    later: int
    same: int
    late: int
    saved: int
    orders: list[Redated]


class TermsChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A version: `says` tells what it changed, `running` for whom, `content` is what was in force from then on."""

    version: int
    at: datetime
    by: str
    by_name: str
    why: str
    says: list[str]
    running: Running = Running.MOVE
    content: dict[str, Any] = {}


def limits_of(body: LimitsBody, ground: dict[str, str] | None = None) -> Limits:
    """The limits that a text means, over what `ground` names; raises `Malformed` in words."""
    made = Limits()
    kept: dict[str, Any] = {}
    for name, words in ((ground or {}) | body.limits).items():
        if name in Stage.__members__:
            made = made.with_stage(Stage(name), _limit(name, words))
        elif name in set(Limited) or name == HIGH_VALUE_ACCEPT:
            kept[name] = _limit(name, words)
        else:
            raise Malformed(f"时限 {name[:40]}：没有这个环节，可用阶段名或 {'、'.join([*Limited, HIGH_VALUE_ACCEPT])}")
    if body.high_value_fen is not None:
        if body.high_value_fen < 0:
            raise Malformed("高价值起点不能小于 0 元")
        kept["high_value_fen"] = body.high_value_fen
    if len(body.others) > MOST_OTHERS:
        raise Malformed(f"例外时限最多 {MOST_OTHERS} 条，请合并相近的")
    kept["calendars"] = {_what(name): key for name, key in body.calendars.items()}
    kept["others"] = tuple(_other(one, place) for place, one in enumerate(body.others, 1))
    return replace(made, **kept)


def limits_body(made: Limits, running: Running = Running.MOVE) -> LimitsBody:
    """Every limit written out."""
    usual = {str(stage): spell(limit) for stage, limit in made.stages.items()}
    usual |= {str(what): spell(getattr(made, what.value)) for what in Limited}
    others = [OtherBody(str(one.what), spell(one.limit), dict(one.match), one.calendar, one.name) for one in made.others]
    calendars = {str(what): key for what, key in made.calendars.items()}
    return LimitsBody(usual | {HIGH_VALUE_ACCEPT: spell(made.high_value_accept)}, made.high_value_fen, calendars, others, running)


def calendars_of(body: CalendarsBody) -> dict[str, Calendar]:
    """Id -> calendar; `always` is there without being written."""
    if len(body.calendars) > MOST_CALENDARS:
        raise Malformed(f"日历最多 {MOST_CALENDARS} 份")
    made = {ALWAYS.id: ALWAYS}
    for one in body.calendars:
        if one.id in made:
            raise Malformed(f"日历 {one.name[:40]}：编号 {one.id[:40]} 用了不止一次，请换一个")
        made[one.id] = calendar_of(one)
    return made


def calendar_of(body: CalendarBody) -> Calendar:
    """The calendar that a text means; raises `Malformed` in words."""
    week = tuple(_intervals(day) for day in body.week)
    days = frozenset(body.holidays), frozenset(body.workdays)
    try:
        return Calendar(body.id, body.name, week, *days, body.workday_pattern, body.published_through)
    except ValueError as error:
        raise Malformed(str(error)) from error


def calendar_body(made: Calendar) -> CalendarBody:
    return CalendarBody(
        made.id, made.name, [day_text(day) for day in made.week], sorted(made.holidays), sorted(made.workdays), made.workday_pattern,
        made.published_through,
    )  # fmt: skip


def calendars_named(limits: Limits) -> list[str]:
    """The calendars that these limits are counted by."""
    return [*limits.calendars.values(), *(one.calendar for one in limits.others if one.calendar)]


def unknown_calendars(named: Iterable[str], known: Collection[str]) -> None:
    """Refuse to count by a calendar that is not there."""
    gone = next((key for key in named if key not in known), None)
    if gone is not None:
        raise Malformed(f"时限、大促或排班里用着日历“{gone[:40]}”，而没有这份日历：请先在那里换一份，或留着这份日历")


def _intervals(day: str) -> tuple[Interval, ...]:
    try:
        return day_intervals(day)
    except ValueError as error:
        raise Malformed(f"时段要写成 09:00-18:00，收到 {day[:40]}") from error


def _limit(name: str, words: str) -> timedelta:
    made = span(words)
    if not timedelta() < made <= timedelta(days=LONGEST_DAYS):
        raise Malformed(f"时限 {name[:40]}：要大于 0，最长 {LONGEST_DAYS} 天")
    return made


def _what(name: str) -> Stage | Limited:
    if name in Stage.__members__:
        return Stage(name)
    if name in set(Limited):
        return Limited(name)
    raise Malformed(f"时限 {name[:40]}：没有这个环节")


def _other(body: OtherBody, place: int) -> Other:
    where = f"第 {place} 条例外时限"
    pairs = tuple(sorted((key.strip(), value.strip()) for key, value in body.match.items()))
    if not pairs or any(not key or not value for key, value in pairs):
        raise Malformed(f"{where}：要写明对哪些订单，例如店铺是“抖音直播间”")
    return Other(pairs, _what(body.what), _limit(where, body.limit), body.calendar, body.name)
