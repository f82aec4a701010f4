"""The rates of the floor as their page shows them: alarms by the feed, groups and the orders behind them when they are looked at."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.case import SEVERITIES
from ordertower_desktop.wire.alarms import AlarmRow, BehindPage, Day, RatePage

OPEN = "open"
LOW, FEW, OK = "low", "few", "ok"


@dataclass(frozen=True, slots=True)
class Line:
    """A group in the list: with an open alarm, or only watched; `word`: low | few | ok."""

    rule: str
    group: str
    rule_name: str
    word: str
    days: tuple[Day, ...]
    under: float
    minimum: int
    alarm: AlarmRow | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.rule, self.group


class RateWatch(QObject):
    """`question(what, with what)`: something is asked of the hub; `acted(verb, actions)`: to be saved; `told(kind, words)`: a trouble."""

    question = Signal(str, list)
    acted = Signal(str, list)
    told = Signal(str, str)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.alarms: dict[str, AlarmRow] = {}
        self.pages: list[RatePage] | None = None
        self.trouble = ""
        self.online = False
        self.chosen: tuple[str, str] | None = None
        self.behind: BehindPage | None = None
        self._wanted = ""
        self._asked: tuple[str, str] | None = None
        self._sent: dict[str, int] = {}

    # what comes in

    def take(self, rows: Iterable[AlarmRow], gone: Iterable[str] = ()) -> None:
        """Alarms as the hub holds them now."""
        for row in rows:
            self.alarms[row.id] = row
            if self._sent.get(row.id, row.version) != row.version:
                del self._sent[row.id]
        for key in gone:
            self.alarms.pop(key, None)
        self._settle()

    def show_state(self, link: str) -> None:
        if self.online != (link == "online"):
            self.online = link == "online"
            self.changed.emit()

    def answered(self, what: str, answer: Any) -> None:
        """The hub's word; where it does not come, the page says of which time it speaks."""
        match what:
            case "rates" if isinstance(answer, Exception):
                self.trouble = str(answer)
            case "rates":
                self.pages, self.trouble = answer, ""
            case "rate_orders" if not isinstance(answer, Exception):
                self.behind = answer if self._asked == self.chosen else None
            case _:
                pass
        self._settle()

    def forget(self) -> None:
        """Another hub."""
        self.alarms.clear()
        self._sent.clear()
        self.pages, self.chosen, self.behind, self.trouble = None, None, None, ""
        self.changed.emit()

    # what it means

    def lines(self) -> list[Line]:
        """Open alarms first, the gravest and the oldest on top, then what is watched: failing, too few, in order."""
        here = {(row.rule, row.group): row for row in self.standing()}
        found = [_of_alarm(row, self._page(row.rule)) for row in self.standing()]
        return found + [
            Line(page.rule, group.group, page.name, group.word, tuple(group.days), page.under, page.minimum)
            for page in self.pages or ()
            for group in page.groups
            if (page.rule, group.group) not in here
        ]

    def standing(self) -> list[AlarmRow]:
        """The open alarms."""
        here = (row for row in self.alarms.values() if row.state == OPEN)
        return sorted(here, key=lambda row: (-SEVERITIES.index(row.severity), row.opened_at, row.id))

    def past(self, rule: str, group: str) -> list[AlarmRow]:
        """Alarms about a group that are over, the newest first."""
        over = (row for row in self.alarms.values() if (row.rule, row.group) == (rule, group) and row.state != OPEN)
        return sorted(over, key=lambda row: row.opened_at, reverse=True)

    @property
    def current(self) -> Line | None:
        return next((line for line in self.lines() if line.key == self.chosen), None)

    def waits(self, key: str) -> bool:
        """Whether something was done to it that the hub has not shown yet."""
        return key in self._sent

    def _page(self, rule: str) -> RatePage | None:
        return next((page for page in self.pages or () if page.rule == rule), None)

    # what somebody wants

    def open(self) -> None:
        """Somebody looks: ask for everything anew."""
        self.question.emit("rates", [])
        self._ask()

    def choose(self, rule: str, group: str) -> None:
        if (rule, group) != self.chosen:
            self.chosen, self.behind = (rule, group), None
            self._ask()
            self.changed.emit()

    def go_to(self, key: str) -> None:
        """To an alarm (`rate:R15/广东#2`), or to the first of a rule; it may come later than the wish."""
        self._wanted = key
        self._settle()

    def act(self, verb: str, **said: Any) -> None:
        """Do something to the alarm that is looked at."""
        line = self.current
        if line is None or line.alarm is None:
            return
        row = line.alarm
        action: do.Action = do.DO[verb](id=uuid.uuid4().hex, case=row.id, version=row.version, **said)
        self._sent[row.id] = row.version
        self.acted.emit(verb, [action])
        self.changed.emit()

    def refused(self, case: str) -> None:
        """The hub did not take it: it is again as it was."""
        if self._sent.pop(case, None) is not None:
            self.changed.emit()

    def _ask(self) -> None:
        if self.chosen is not None:
            self._asked = self.chosen
            self.question.emit("rate_orders", list(self.chosen))

    def _settle(self) -> None:
        lines = self.lines()
        wanted = _meant(lines, self._wanted)
        if wanted is not None:
            self._wanted = ""
            self.choose(*wanted.key)
        elif lines and self.chosen not in {line.key for line in lines}:
            self.choose(*lines[0].key)
        self.changed.emit()


def _meant(lines: Sequence[Line], key: str) -> Line | None:
    """The line of an alarm or of a rule."""
    if not key:
        return None
    return next((one for one in lines if one.alarm is not None and one.alarm.id == key), None) or next(
        (one for one in lines if one.rule == key), None
    )


def _of_alarm(row: AlarmRow, page: RatePage | None) -> Line:
    """An alarm with all the days that are known of its group, else with those it was raised for."""
    group = next((one for one in page.groups if one.group == row.group), None) if page is not None else None
    days = tuple(group.days if group is not None else row.days)
    word = group.word if group is not None else LOW
    return Line(row.rule, row.group, row.rule_name, word, days, row.under, page.minimum if page is not None else 0, row)


def percent(day: Day) -> str:
    return f"{100 * day.good / day.total:.0f}%" if day.total else ""


def words(line: Line, now: datetime) -> str:
    """How a group stands, for the list."""
    if line.alarm is not None:
        row = line.alarm
        if row.quiet_since is not None:
            return "已回到线上，观察中"
        taken = f"{row.owner_name} 在处理" if row.acknowledged_at is not None else f"等 {row.owner_name or row.post_name}"
        return f"稍后处理，{taken}" if row.snoozed_until is not None and row.snoozed_until > now else taken
    return {LOW: "低于线，等下一次判断", FEW: f"样本不足（每天至少 {line.minimum} 单）", OK: "正常"}[line.word]
