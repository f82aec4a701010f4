"""A day that is played again: which moment is looked at, the board of then, and how it moves on."""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.replay import DayPage, Days, Landmark

SPEEDS = (1, 10, 60)
BEAT_MS = 200
MAY = frozenset({"supervisor", "admin"})


class Film(QObject):
    """`question(what, with)`: days | day | board; the composer brings `answered(what, answer)` back.

    `moved`: another moment, or the board of it has come. `changed`: another day, or nothing to look at any more.
    """

    question = Signal(str, list)
    moved = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.days: Days | None = None
        self.page: DayPage | None = None
        self.at: datetime | None = None
        self.board: Board | None = None
        self.now_board: Board | None = None
        self.speed, self.trouble, self.role = SPEEDS[1], "", ""
        self._day, self._asked = "", ""
        self.rival: date | None = None
        self.rival_board: Board | None = None
        self._awaited: datetime | None = None
        self._rivals: datetime | None = None
        self._looked: datetime | None = None
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(lambda: self.step(timedelta(milliseconds=BEAT_MS) * self.speed))

    # what is looked at

    @property
    def playing(self) -> bool:
        return self._beat.isActive()

    @property
    def behind(self) -> bool:
        """The board that is shown is not that of the moment yet."""
        return self._awaited is not None

    @property
    def beside(self) -> Board | None:
        """What the moment is compared with: the same time of another day, or the floor of now."""
        return self.now_board if self.rival is None else self.rival_board

    @property
    def beside_name(self) -> str:
        return "现在" if self.rival is None else f"{self.rival.month}月{self.rival.day}日"

    @property
    def locked(self) -> str:
        """Why there is nothing to see; empty when there may be."""
        if not self.role:
            return "正在连接中枢"
        return "" if self.role in MAY else "回放和复盘由主管查看，其中有每个人的用时"

    def unknown(self) -> int:
        """Of what had happened by the moment, how many events nobody had been told of."""
        if self.page is None or self.at is None:
            return 0
        return sum(1 for happened, learned in self.page.late if happened <= self.at < learned)

    def nearest(self) -> Landmark | None:
        """The landmark that was passed last."""
        marks = self.page.landmarks if self.page is not None else []
        place = bisect_right([one.at for one in marks], self.at) if self.at is not None else 0
        return marks[place - 1] if place else None

    # what somebody does

    def open(self) -> None:
        """Ask which days there are; the newest is taken first."""
        if not self.locked:
            self._ask("days")

    def choose(self, day: str) -> None:
        """Look at another day, from its beginning."""
        self.pause()
        self._day, self.page, self.at, self.board, self.trouble = day, None, None, None, ""
        self._looked, self.rival, self.rival_board = None, None, None
        self._ask("day", day)
        self.changed.emit()

    def compare(self, day: date | None) -> None:
        """With the same time of another day; None is with now."""
        self.rival, self.rival_board = day, None
        self._look_beside()
        self.moved.emit()

    def again(self) -> None:
        """Ask for the same day once more; the moment stays."""
        if self._day:
            self._ask("day", self._day)

    def play(self) -> None:
        """From here on, or from the beginning when the end has been reached."""
        if self.page is None or self.at is None:
            return
        if self.at >= self._last:
            self.seek(self.page.since)
        self._beat.start()
        self.moved.emit()

    def pause(self) -> None:
        self._beat.stop()
        self.moved.emit()

    def set_speed(self, speed: int) -> None:
        self.speed = speed

    def step(self, span: timedelta) -> None:
        """On by so much, or back; stops at the ends."""
        if self.at is not None:
            self.seek(self.at + span)
            if self.at >= self._last:
                self.pause()

    def seek(self, at: datetime) -> None:
        """To a moment of the day. The board of it is asked for, one at a time: whoever drags sees the newest that came."""
        if self.page is None:
            return
        at = max(self.page.since, min(at, self._last))
        if at != self.at:
            self.at = at
            self._look()
            self.moved.emit()

    def skip(self, way: int) -> None:
        """To the next landmark, or the one before."""
        if self.page is None or self.at is None:
            return
        marks = sorted({one.at for one in self.page.landmarks})
        ahead = [one for one in marks if one > self.at] if way > 0 else [one for one in reversed(marks) if one < self.at]
        self.seek(ahead[0] if ahead else self._last if way > 0 else self.page.since)

    # what comes in

    def answered(self, what: str, answer: Any) -> None:
        """The hub's word, or the trouble that came instead."""
        match what:
            case "days":
                self._days_came(answer)
            case "day":
                self._day_came(answer)
            case "board":
                self._board_came(answer)
            case _:
                pass

    def show_role(self, role: str) -> None:
        if role != self.role:
            self.role = role
            self.changed.emit()
            if self._asked == "" and not self.locked:
                self.open()

    def show_now(self, board: Board) -> None:
        """The floor as it is at present, to compare with."""
        self.now_board = board

    def forget(self) -> None:
        """Another hub: nothing of the old one stays."""
        self._beat.stop()
        self.days, self.page, self.at, self.board, self.now_board, self._awaited = None, None, None, None, None, None
        self.role, self._day, self._asked, self.trouble = "", "", "", ""
        self._looked, self._rivals, self.rival, self.rival_board = None, None, None, None
        self.changed.emit()

    @property
    def _last(self) -> datetime:
        """Nothing is known beyond the moment at which the day was asked for."""
        assert self.page is not None
        return min(self.page.until, self.page.now)

    def _days_came(self, answer: Any) -> None:
        if isinstance(answer, Exception):
            self.trouble = str(answer)
        else:
            self.days, self.trouble = answer, "" if answer.items else "还没有可以回放的日子，开始记录后满一分钟就有"
            if answer.items and not self._day:
                self.choose(answer.items[0].day.isoformat())
        self.changed.emit()

    def _day_came(self, answer: Any) -> None:
        if isinstance(answer, Exception):
            self.trouble = str(answer)
            self.changed.emit()
            return
        if answer.day.isoformat() != self._day:
            return
        self.page, self.trouble = answer, ""
        self.changed.emit()
        if self.at is None:
            worst = next((one.at for one in answer.landmarks if one.grave), None)
            self.seek(worst or self._last)

    def _board_came(self, answer: Any) -> None:
        if self._rivals is not None:
            self._rivals = None
            self.rival_board = None if isinstance(answer, Exception) else answer
            self._look()
            self.moved.emit()
            return
        asked, self._awaited = self._awaited, None
        mine = self.page is not None and asked is not None and self.page.since <= asked <= self._last
        self.board = answer if mine and not isinstance(answer, Exception) else None
        self.trouble = str(answer) if mine and isinstance(answer, Exception) else ""
        self._looked = asked
        self._look()
        self._look_beside()
        self.moved.emit()

    def _look(self) -> None:
        """One question at a time, so that an answer is known by what was asked last."""
        if self._awaited is None and self._rivals is None and self.at is not None and self.at != self._looked:
            self._awaited = self.at
            self._ask("board", self.at)

    def _look_beside(self) -> None:
        """The same time of the other day, once the moment itself is here."""
        if self.rival is not None and self.page is not None and self.at is not None and self._awaited is None and self._rivals is None:
            self._rivals = self.at + (self.rival - self.page.day)
            self._ask("board", self._rivals)

    def _ask(self, what: str, *values: Any) -> None:
        self._asked = what
        self.question.emit(what, list(values))
