"""The row over the axis: play and pause, how fast, which moment, and that this is not now."""

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.replay.film import SPEEDS, Film
from ordertower_desktop.views.parts.button import Button, Chip, IconButton
from ordertower_desktop.views.parts.card import row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.replay import DayLine

WEEKDAYS = "一二三四五六日"
LEVELS = {1: "一级", 2: "二级", 3: "三级"}

WIDE = 1000


class Player(QWidget):
    """`pool_asked`: the delay pool of the moment."""

    pool_asked = Signal()

    def __init__(self, theme: Theme, film: Film) -> None:
        super().__init__()
        self._film = film
        self.back, self.on = (
            IconButton(theme, "skip-back", self.tr("上一个标记（[）")),
            IconButton(theme, "skip-forward", self.tr("下一个标记（]）")),
        )
        self.run = Button(theme, "", icon="play", kind="primary")
        self.run.setAccessibleName(self.tr("播放（空格）"))
        self.run.setToolTip(self.tr("播放或暂停（空格）"))
        self.speed = Segmented(theme, tuple((str(one), f"{one}×") for one in SPEEDS), str(film.speed))
        self.speed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.day, self.moment = Chip(theme, "", icon="calendar", tail="chevron-down"), PlainLabel(theme)
        self.moment.set_face(fonts.tabular_bold(18))
        self.badge = Badge(theme, self.tr("回放 · 不是现在"), "amber", icon="history")
        self.unknown = Elided(theme, "", role="text2")
        self.rival = Chip(theme, "", icon="git-compare-arrows", tail="chevron-down")
        self.pool = Button(theme, self.tr("打开当时的延迟池"), icon="external-link")
        self.pool.setToolTip(self.tr("打开当时的延迟池"))
        self.pool.setAccessibleName(self.tr("打开当时的延迟池"))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 4)
        box.addLayout(row(self.back, self.run, self.on, self.speed, self.day, self.moment, self.badge, self.unknown, self.rival, self.pool))
        self._connect()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the last button is its sign alone; its name is still read aloud."""
        super().resizeEvent(event)
        self.pool.setText(self.tr("打开当时的延迟池") if self.width() >= WIDE else "")
        self.pool.updateGeometry()

    def _connect(self) -> None:
        film = self._film
        self.back.clicked.connect(lambda: film.skip(-1))
        self.on.clicked.connect(lambda: film.skip(1))
        self.run.clicked.connect(self.turn)
        self.speed.chosen.connect(lambda key: film.set_speed(int(key)))
        self.day.clicked.connect(self._days)
        self.rival.clicked.connect(self._rivals)
        self.pool.clicked.connect(self.pool_asked)
        film.moved.connect(self._show)
        film.changed.connect(self._show)

    def turn(self) -> None:
        """Play, or pause."""
        self._film.pause() if self._film.playing else self._film.play()

    def _show(self) -> None:
        film = self._film
        self.run.set_icon("pause" if film.playing else "play")
        self.moment.setText(text.of_day_s(film.at) if film.at else "")
        self.moment.updateGeometry()
        self.day.setText(day_name(film.page.day.isoformat()) if film.page else self.tr("选一天"))
        self.rival.setText(self.tr("对比 {0}").format(film.beside_name))
        self.rival.setEnabled(film.page is not None)
        late, near = film.unknown(), film.nearest()
        known = self.tr("当时所知，晚到的 {0} 条事件不计入").format(text.count(late)) if late else self.tr("当时所知")
        self.unknown.set_text(film.trouble or f"{known} · {text.of_day(near.at)} {near.text}" if near is not None else known)
        for button in (self.back, self.on, self.run, self.pool):
            button.setEnabled(film.at is not None)

    def _days(self) -> None:
        menu = QMenu(self)
        for line in self._film.days.items if self._film.days else []:
            menu.addAction(told(line)).triggered.connect(lambda _on=False, day=line.day: self._film.choose(day.isoformat()))
        menu.exec(self.day.mapToGlobal(self.day.rect().bottomLeft()))

    def _rivals(self) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("与现在比")).triggered.connect(lambda: self._film.compare(None))
        for line in self.rivals():
            menu.addAction(told(line)).triggered.connect(lambda _on=False, day=line.day: self._film.compare(day))
        menu.exec(self.rival.mapToGlobal(self.rival.rect().bottomLeft()))

    def rivals(self) -> list[DayLine]:
        """The days that this one can be compared with."""
        film = self._film
        return [one for one in film.days.items if film.page is not None and one.day != film.page.day] if film.days else []


def told(line: DayLine) -> str:
    """`11月12日 周三　二级　超时 186　ERP 断连`: a day in the menu."""
    parts = (day_name(line.day.isoformat()), LEVELS.get(line.level, ""), f"超时 {text.count(line.breached)}", line.incident)
    return "　".join(part for part in parts if part).replace("&", "&&")


def day_name(day: str) -> str:
    """`11月12日 周三`."""
    here = QDate.fromString(day, "yyyy-MM-dd")
    return f"{here.month()}月{here.day()}日 周{WEEKDAYS[here.dayOfWeek() - 1]}"
