"""Mainland holidays and make-up workdays as values, and the calendars that the product ships with."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ordertower_desktop.domain.calendar import Calendar, day_intervals
from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import BadFile, Fault
from ordertower_desktop.hub.store.rulefile import resource

YEARS = range(2024, 2036)


@dataclass(frozen=True, slots=True)
class Published:
    """Days off and make-up workdays (调休). `through` is the last year whose make-up workdays the State Council has published."""

    holidays: frozenset[date]
    workdays: frozenset[date]
    through: int


def published(years: Iterable[int] = YEARS) -> Published:
    """What the library knows. A year without any make-up workday is not published yet: its statutory days alone are a guess."""
    from holidays import country_holidays  # a third of a second that only a floor's first day has to spend

    found = country_holidays("CN", years=list(years))
    workdays = frozenset(day for day in found.weekend_workdays if day.year in set(years))
    return Published(frozenset(found), workdays, max((day.year for day in workdays), default=0))


def shipped() -> tuple[Calendar, ...]:
    """The calendars of `resources/calendars/default.toml` on the published holidays."""
    return read_calendars(resource("calendars/default.toml"), published())


def read_calendars(path: Path, known: Published) -> tuple[Calendar, ...]:
    """The calendars of a file, its overrides applied to `known`; `BadFile` says what is wrong and where."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BadFile((Fault("", "", f"打不开：{error.strerror or error}", path.name),)) from None
    except ValueError as error:
        raise BadFile((Fault("", "", f"写法有误：{error}", path.name),)) from None
    return calendars_of(table, known)


def calendars_of(table: Mapping[str, object], known: Published) -> tuple[Calendar, ...]:
    """The calendars of a table with `calendar`, `override` and `published` in it."""
    whole = Entry(table, "日历文件")
    whole.only(("calendar", "override", "published"))
    days = overridden(whole, known)
    return tuple(_calendar(entry, days) for entry in whole.each("calendar"))


def overridden(whole: Entry, known: Published) -> Published:
    """`known` with the file's own word on single days, and on how far the years are published."""
    through = known.through
    if whole.has("published"):
        through = whole.inner("published").whole("through", low=2000, high=2100)
    made = replace(known, through=through)
    for entry in whole.each("override"):
        entry.only(("day", "work", "why"))
        entry.text("why")
        day, works = _day(entry, "day"), entry.scalar("work")
        if not isinstance(works, bool):
            raise entry.bad("work", "要写成 true（上班）或 false（放假）")
        made = replace(
            made,
            holidays=made.holidays - {day} if works else made.holidays | {day},
            workdays=made.workdays | {day} if works else made.workdays - {day},
        )
    return made


def _calendar(entry: Entry, days: Published) -> Calendar:
    entry.only(("id", "name", "week", "statutory", "off", "workday_pattern"))
    key = entry.text("id")
    own = Entry(entry.table, f"日历 {key}")
    off = frozenset(_date(own, "off", text) for text in own.words("off"))
    statutory = own.has("statutory") and own.scalar("statutory") is True
    week = own.table.get("week")
    if not isinstance(week, list) or not all(isinstance(day, str) for day in week):
        raise own.bad("week", '要写成七段文字，例如 ["09:00-18:00", …, ""]')
    try:
        made = Calendar(key, own.text("name"), tuple(day_intervals(day) for day in week), off)
    except ValueError as error:
        raise own.bad("week", str(error)) from None
    if not statutory:
        return made
    pattern = own.whole("workday_pattern", 0, low=0, high=6)
    return replace(
        made, holidays=days.holidays | off, workdays=days.workdays - off, workday_pattern=pattern, published_through=days.through
    )


def _day(entry: Entry, key: str) -> date:
    value = entry.table.get(key)
    return value if type(value) is date else _date(entry, key, entry.text(key))


def _date(entry: Entry, key: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise entry.bad(key, f"“{text[:20]}”不是日期，要写成 2026-02-14") from None
