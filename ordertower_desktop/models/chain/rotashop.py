"""What the card of the roster holds: the roster in force, what has been done to it, the day that is looked at and the shift in hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import Signal

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.roster import DAY, Roster, Shift, Swap
from ordertower_desktop.domain.roster_words import changed
from ordertower_desktop.models.chain.asks import Asks
from ordertower_desktop.models.chain.known import Known
from ordertower_desktop.models.chain.quiets import Quiets
from ordertower_desktop.models.chain.rota import RotaDay, rota_day
from ordertower_desktop.wire.codec import Malformed, convert, decode, encode
from ordertower_desktop.wire.roster import RosterBody, body_of, roster, since_midnight
from ordertower_desktop.wire.terms import CalendarsBody, calendars_of

MAY = frozenset({"supervisor", "admin"})
NOTHING = Roster()
NEW = (timedelta(hours=9), timedelta(hours=9))


class RotaShop(Known):
    """`question(what, with)`: roster | save_roster | calendars_in_force. `changed`: something shown is different.

    `told(kind, words)`: a receipt or trouble.
    """

    question = Signal(str, list)
    told = Signal(str, str)

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now, self.day = now, now.astimezone(SHANGHAI).date()
        self.role, self.online, self.version, self.shift, self.fault = "", "", 0, -1, ""
        self.base, self.draft = NOTHING, NOTHING
        self.calendars: Mapping[str, Calendar] = {}
        self.quiets = Quiets(self)
        self._asks = Asks(self.question.emit)

    # what is in hand

    @property
    def shown(self) -> RotaDay:
        return rota_day(self.draft, self.day, self.people, self.now, posts=self.posts, calendars=self.calendars)

    @property
    def names(self) -> dict[str, str]:
        return {key: one.name for key, one in self.people.items() if not one.disabled}

    @property
    def changes(self) -> list[str]:
        """What saving would change, in words."""
        return changed(self.base, self.draft, self.callings)

    @property
    def locked(self) -> str:
        """Why nothing can be changed; empty when it can."""
        if not self.online:
            return "中枢连不上：排班只能看"
        return "" if self.role in MAY else "只有主管能改排班"

    @property
    def current(self) -> Shift | None:
        return self.draft.shifts[self.shift] if 0 <= self.shift < len(self.draft.shifts) else None

    @property
    def swap(self) -> Swap | None:
        """What is written for the shift in hand on the day that is looked at."""
        one = self.current
        found = (swap for swap in self.draft.swaps if one and (swap.day, swap.post, swap.person) == (self.day, one.post, one.person))
        return next(found, None)

    # what comes in

    def show_state(self, role: str, link: str) -> None:
        online = "" if link == "offline" else "yes"
        if (role, online) != (self.role, self.online):
            self.role, self.online = role, online
            self.changed.emit()

    def tick(self, now: datetime) -> None:
        moved = int(now.timestamp()) // 60 != int(self.now.timestamp()) // 60
        self.now = now
        if moved:
            self.changed.emit()

    def open(self) -> None:
        """Look what is in force, unless something has been done to it here."""
        if self.online and not self.changes and not self._asks.under_way("roster"):
            self._asks.ask("roster")
            self._asks.ask("calendars_in_force")

    def answered(self, what: str, answer: Any) -> None:
        """The hub's word; a trouble comes as the error that it was."""
        self._asks.answered(what)
        if what == "calendars_in_force":
            if not isinstance(answer, Exception):
                self.calendars = calendars_of(convert(answer.content or {}, CalendarsBody))
        elif isinstance(answer, Exception):
            if what == "save_roster":
                self.fault = str(answer)
                self.told.emit("warning", f"排班没有存：{answer}")
        else:
            self.version, self.fault = answer.version, ""
            self.quiets.forget()
            self.base = self.draft = roster(decode(answer.text or "{}", RosterBody), None)
            if what == "save_roster":
                self.told.emit("ok", f"排班已存为第 {answer.version} 版，马上生效")
        self.changed.emit()

    def forget(self) -> None:
        """Another hub."""
        super().forget()
        self.base = self.draft = NOTHING
        self.calendars = {}
        self.version, self.shift, self.fault = 0, -1, ""
        self._asks.forget()

    # what somebody does

    def go(self, days: int) -> None:
        self.day += DAY * days
        self.changed.emit()

    def today(self) -> None:
        self.day = self.now.astimezone(SHANGHAI).date()
        self.changed.emit()

    def pick(self, shift: int) -> None:
        self.shift = shift
        self.changed.emit()

    def add(self) -> None:
        """A shift of the first who has none yet, on weekdays by day."""
        if self.locked or not self.names:
            return
        free = [key for key in self.names if key not in self.draft.people] or list(self.names)
        post = self.current.post if self.current else self.people[free[0]].post
        days = frozenset(range(5)) | {self.day.weekday()}
        self._put((*self.draft.shifts, Shift(post, free[0], days, *NEW)), shift=len(self.draft.shifts))

    def remove(self) -> None:
        if self.current is not None and not self.locked:
            self._put((*self.draft.shifts[: self.shift], *self.draft.shifts[self.shift + 1 :]), shift=-1)

    def set(self, **new: Any) -> None:
        """Another post, person, days or backup for the shift in hand."""
        if self.current is not None and not self.locked:
            made = replace(self.current, **new)
            self._put((*self.draft.shifts[: self.shift], made, *self.draft.shifts[self.shift + 1 :]), shift=self.shift)

    def hours(self, start: str, end: str) -> None:
        """Two times as they were typed; what cannot be read is said and changes nothing."""
        try:
            begin, stop = since_midnight(start), since_midnight(end)
            long = stop - begin if stop > begin else stop - begin + timedelta(hours=24)
            roster(body_of(Roster((replace(self.draft.shifts[self.shift], start=begin, long=long),))), None)
        except Malformed as wrong:
            self.fault = str(wrong).removeprefix("时间：").partition("）：")[2] or str(wrong)
            self.changed.emit()
            return
        self.fault = ""
        self.set(start=begin, long=long)

    def stand_in(self, person: str | None) -> None:
        """On the day that is looked at somebody else (empty: nobody) has the shift in hand; None: as every week."""
        one = self.current
        if one is None or self.locked:
            return
        others = tuple(swap for swap in self.draft.swaps if swap != self.swap)
        new = () if person is None else (Swap(self.day, one.post, one.person, person),)
        self.draft = replace(self.draft, swaps=(*others, *new))
        self.changed.emit()

    def discard(self) -> None:
        self.draft, self.fault = self.base, ""
        self.quiets.forget()
        self.open()
        self.changed.emit()

    def save(self, why: str) -> None:
        if not self.locked and self.changes and not self._asks.under_way("save_roster"):
            self._asks.ask("save_roster", encode(body_of(self.draft)).decode(), self.version, why)
            self.changed.emit()

    def _put(self, shifts: tuple[Shift, ...], *, shift: int) -> None:
        self.draft, self.shift = replace(self.draft, shifts=shifts), shift
        self.changed.emit()


def day_text(day: date) -> str:
    """11月12日 周三."""
    return f"{day.month}月{day.day}日 周{'一二三四五六日'[day.weekday()]}"
