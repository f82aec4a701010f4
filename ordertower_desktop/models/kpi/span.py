"""Stretches of days that somebody may choose, and how they are called."""

from dataclasses import dataclass
from datetime import date, timedelta

from ordertower_desktop.models.text import count

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WEEKS = 12
"""So many weeks back can be chosen with one click."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days, the last one included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def back(self, times: int = 1) -> "Span":
        """So many stretches of the same length before; up to a week's, on the same days of the week."""
        by = max(self.days, 7) * DAY * times
        return Span(self.first - by, self.last - by)

    @property
    def words(self) -> str:
        """`11月3日 至 11月9日`."""
        one = f"{self.first.month}月{self.first.day}日"
        return one if self.first == self.last else f"{one} 至 {self.last.month}月{self.last.day}日"


def choices(today: date) -> list[tuple[str, Span]]:
    """Name and stretch, in the order of a menu; today is part of those that are not over."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    made = [
        ("本周", Span(monday, today)), ("上周", Span(monday - WEEK, monday - DAY)),
        ("本月", Span(first, today)), ("上月", Span((first - DAY).replace(day=1), first - DAY)),
        ("近 7 天", Span(today - 6 * DAY, today)), ("近 30 天", Span(today - 29 * DAY, today)),
    ]  # fmt: skip
    return made + [(f"{count(back)} 周前", Span(monday - back * WEEK, monday - back * WEEK + 6 * DAY)) for back in range(2, WEEKS + 1)]


def months(today: date) -> list[str]:
    """`2025-11` and the eleven months before it."""
    found, first = [], today.replace(day=1)
    for _ in range(12):
        found.append(f"{first:%Y-%m}")
        first = (first - DAY).replace(day=1)
    return found


def month_span(month: str) -> Span:
    """`2025-11` as days."""
    first = date.fromisoformat(f"{month}-01")
    return Span(first, (first + 31 * DAY).replace(day=1) - DAY)
