"""Limits or calendars while somebody edits them: the document, what is wrong with it, what saving would change, and how it reads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msgspec.structs import replace as with_

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.terms import Running
from ordertower_desktop.domain.termwords import WHAT_NAMES, calendar_differences, days_said, differences, said, week_said
from ordertower_desktop.wire.codec import Malformed, convert, encode
from ordertower_desktop.wire.terms import (
    CalendarBody,
    CalendarsBody,
    LimitsBody,
    OtherBody,
    TermsOnTrial,
    calendars_named,
    calendars_of,
    limits_body,
    limits_of,
    unknown_calendars,
)

LIMITS, CALENDARS = "limits", "calendars"
FRESH = OtherBody("TO_ACCEPT", "2h", {"shop": ""})
FRESH_WEEK = ["09:00-18:00"] * 5 + ["", ""]


@dataclass(frozen=True, slots=True)
class LimitsDraft:
    """`base` is the document as the hub holds it in `version`. `names`: the calendars there are."""

    base: LimitsBody
    version: int
    body: LimitsBody
    names: Mapping[str, Calendar]

    @property
    def touched(self) -> bool:
        return self.body != self.base

    @property
    def fault(self) -> str:
        """Why it cannot be saved like this; empty when it can."""
        return _fault(self.read)

    def read(self) -> Limits:
        """The limits as they are written now; raises `Malformed` in words."""
        made = limits_of(self.body)
        unknown_calendars(calendars_named(made), self.names)
        return made

    @property
    def changes(self) -> tuple[str, ...]:
        return () if self.fault else differences(limits_of(self.base), self.read(), self.names)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that has a limit, read back."""
        return () if self.fault else tuple(said(self.read(), what, self.names) for what in WHAT_NAMES)

    @property
    def trial(self) -> TermsOnTrial:
        return TermsOnTrial(limits=self.body)

    def text(self, running: Running) -> str:
        return encode(with_(self.body, running=running)).decode()

    def limited(self, name: str, words: str) -> "LimitsDraft":
        return self._with(limits=self.body.limits | {name: words})

    def counted(self, name: str, calendar: str) -> "LimitsDraft":
        return self._with(calendars=self.body.calendars | {name: calendar})

    def valued(self, yuan: str) -> "LimitsDraft":
        """From how many yuan an order is of high value; what is no number is a fault that says so."""
        digits = yuan.replace(",", "").strip()
        return self._with(high_value_fen=int(digits) * 100 if digits.isdigit() and len(digits) < 12 else -1)

    def added(self) -> "LimitsDraft":
        return self._with(others=[*self.body.others, FRESH])

    def other(self, place: int, new: OtherBody | None) -> "LimitsDraft":
        """Another exception in its place, or none."""
        found = self.body.others
        return self._with(others=[*found[:place], *([new] if new else []), *found[place + 1 :]])

    def taken(self, content: Mapping[str, object]) -> "LimitsDraft":
        """As it was in another version."""
        return replace(self, body=whole_limits(content))

    def _with(self, **new: object) -> "LimitsDraft":
        return replace(self, body=with_(self.body, **new))


@dataclass(frozen=True, slots=True)
class CalendarsDraft:
    """`unread`: (calendar, field) -> what was typed and is no list of days."""

    base: CalendarsBody
    version: int
    body: CalendarsBody
    used: frozenset[str] = frozenset()
    unread: tuple[tuple[str, str, str], ...] = ()

    @property
    def touched(self) -> bool:
        return bool(self.unread) or self.body != self.base

    @property
    def fault(self) -> str:
        if self.unread:
            return f"日期要写成 2026-02-16，多天用空格隔开；“{self.unread[0][2][:20]}”读不懂"
        return _fault(self.read)

    def read(self) -> Mapping[str, Calendar]:
        made = calendars_of(self.body)
        unknown_calendars(self.used, made)
        return made

    @property
    def changes(self) -> tuple[str, ...]:
        return () if self.fault else calendar_differences(calendars_of(self.base), self.read())

    @property
    def sentences(self) -> tuple[str, ...]:
        return ()

    def sentence(self, key: str) -> str:
        """The calendar in hand, read back."""
        if self.fault:
            return ""
        made = self.read().get(key)
        if made is None:
            return ""
        parts = [week_said(made)]
        near = [day for day in made.holidays if day.year >= max(made.published_through or 0, 1)]
        parts += [f"放假 {days_said(near)}"] if 0 < len(near) <= 40 else [f"放假 {len(made.holidays)} 天"] if made.holidays else []
        parts += [f"调休上班 {len(made.workdays)} 天，按周{'一二三四五六日'[made.workday_pattern]}的时段"] if made.workdays else []
        return f"{made.name}：{'；'.join(parts)}。"

    @property
    def trial(self) -> TermsOnTrial:
        return TermsOnTrial(calendars=self.body)

    def text(self, running: Running) -> str:
        return encode(with_(self.body, running=running)).decode()

    def one(self, key: str) -> CalendarBody | None:
        return next((one for one in self.body.calendars if one.id == key), None)

    def set(self, key: str, **new: object) -> "CalendarsDraft":
        made = [with_(one, **new) if one.id == key else one for one in self.body.calendars]
        return replace(self, body=with_(self.body, calendars=made))

    def days(self, key: str, field: str, typed: str) -> "CalendarsDraft":
        """Holidays or make-up workdays as they were typed."""
        rest = tuple(one for one in self.unread if one[:2] != (key, field))
        try:
            found = sorted({date.fromisoformat(word) for word in re.split(r"[\s,，、]+", typed.strip()) if word})
        except ValueError:
            return replace(self, unread=(*rest, (key, field, typed)))
        return replace(self.set(key, **{field: found}), unread=rest)

    def added(self) -> tuple["CalendarsDraft", str]:
        """One more calendar under the next free number."""
        taken = {one.id for one in self.body.calendars}
        key = next(one for i in range(1, len(taken) + 2) if (one := f"calendar-{i}") not in taken)
        made = [*self.body.calendars, CalendarBody(key, "新日历", FRESH_WEEK)]
        return replace(self, body=with_(self.body, calendars=made)), key

    def removed(self, key: str) -> "CalendarsDraft":
        left = [one for one in self.body.calendars if one.id != key]
        return replace(self, body=with_(self.body, calendars=left), unread=tuple(one for one in self.unread if one[0] != key))

    def taken(self, content: Mapping[str, object]) -> "CalendarsDraft":
        return replace(self, body=whole_calendars(content), unread=())


Draft = LimitsDraft | CalendarsDraft


def whole_limits(content: object) -> LimitsBody:
    """A document with every limit written out, for whom it was put in force left aside."""
    return limits_body(limits_of(convert(content or {}, LimitsBody)))


def whole_calendars(content: object) -> CalendarsBody:
    return with_(convert(content or {}, CalendarsBody), running=Running.MOVE)


def choices(names: Mapping[str, Calendar]) -> Sequence[tuple[str, str]]:
    """Calendar -> its name, the one that never closes first."""
    return [(key, one.name) for key, one in names.items()]


def _fault(read: object) -> str:
    try:
        read()  # type: ignore[operator]
    except Malformed as error:
        return str(error)
    return ""
