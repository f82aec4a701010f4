"""The card after an act on many orders: what was done, what was not and why, and the way back while there is one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.actions import UNDO_SECONDS
from ordertower_desktop.models import bulk, text
from ordertower_desktop.models.bulk_run import Failure, Run, State
from ordertower_desktop.views.parts.button import Button, IconButton, Link
from ordertower_desktop.views.parts.card import Rule, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.parts.words import Shares, Words
from ordertower_desktop.views.theme.theme import Theme

WIDTH, BOTTOM, MOST_FAILURES = 620, 16, 4


@dataclass(frozen=True, slots=True)
class Left:
    """What the plan had left out: how many were skipped, how many wait for consent."""

    skipped: int = 0
    held: int = 0


class ReceiptCard(QWidget):
    """Floats over the bottom of its host until it is closed. `number_of` gives a case's order number."""

    undo_asked = Signal()
    resume_asked = Signal()
    retry_asked = Signal(str)
    conflict_asked = Signal(str)
    list_asked = Signal(str, list)
    closed = Signal()

    def __init__(self, theme: Theme, host: QWidget, number_of: Callable[[str], str]) -> None:
        super().__init__(host)
        self._theme, self._number_of = theme, number_of
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(16, 8, 12, 10)
        self._body.setSpacing(4)
        self._drawn: tuple[object, ...] = ()
        self._left_words: PlainLabel | None = None
        self._left_bar: Shares | None = None
        theme.changed.connect(self.update)
        self.hide()

    def show_run(self, run: Run, left: Left, now: datetime) -> None:
        """Draws anew only when something else is to be said; the countdown alone changes two widgets."""
        seconds = run.undo_left(now)
        drawn = (id(run), run.state, len(run.done), len(run.failures), run.undo_answered, len(run.undone), seconds > 0)
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw(run, left, seconds)
            self.show()
            self.place()
        if self._left_words is not None and self._left_bar is not None:
            self._left_words.setText(self.tr("还可撤销 {0} 秒").format(seconds))
            self._left_bar.show_parts([(seconds, "accent")], whole=UNDO_SECONDS)

    def place(self) -> None:
        host = self.parentWidget()
        if host is not None and self.isVisible():
            self.setFixedWidth(min(WIDTH, host.width() - 32))
            self.resize(self.width(), self.sizeHint().height())
            self.move((host.width() - self.width()) // 2, host.height() - self.height() - BOTTOM)
            self.raise_()

    def _draw(self, run: Run, left: Left, seconds: int) -> None:
        clear(self._body)
        self._left_words = self._left_bar = None
        if run.undo_answered:
            self._undone(run)
        elif run.state is State.STOPPED:
            self._stopped(run)
        else:
            self._done(run, left, seconds)

    def _line(self, icon: str, role: str, runs: list[tuple[str, str, str]], *right: QWidget) -> None:
        line = row(Mark(self._theme, icon, role), Words(self._theme, runs), *right, spacing=10)
        line.setStretch(1, 1)
        line.setContentsMargins(0, 3, 0, 3)
        self._body.addLayout(line)

    def _close(self) -> IconButton:
        close = IconButton(self._theme, "x", self.tr("收起回执"), size=26)
        close.clicked.connect(self.hide)
        close.clicked.connect(self.closed)
        return close

    def _link(self, words: str, call: Callable[[], None]) -> Link:
        link = Link(self._theme, words)
        link.clicked.connect(call)
        return link

    def _done(self, run: Run, left: Left, seconds: int) -> None:
        name = bulk.NAMES.get(run.verb, run.verb).removesuffix("到组")
        parts = [self.tr("失败 {0} 单").format(len(run.failures))] if run.failures else []
        parts += [self.tr("跳过 {0} 单").format(text.count(left.skipped))] if left.skipped else []
        parts += [self.tr("待批 {0} 单").format(left.held)] if left.held else []
        head = self.tr("已{0} {1} 单").format(name, text.count(len(run.done)))
        took = self.tr("用时 {0}").format(text.spoken(run.ended_at - run.started_at))
        took_label = PlainLabel(self._theme, took, size=12, role="text2")
        icon, role = ("circle-check", "green") if not run.failures else ("triangle-alert", "amber")
        self._line(icon, role, [(head, "text", "yes"), ("  " + "，".join(parts), "text2", "")], took_label, self._close())
        for failure in list(run.failures.values())[:MOST_FAILURES]:
            self._body.addWidget(Rule(self._theme))
            self._failure(failure)
        self._more(run.failures)
        self._foot(run, seconds)

    def _failure(self, failure: Failure) -> None:
        head, tail = text.grouped(self._number_of(failure.case))
        runs = [(head + " ", "text2", ""), (tail, "text", "yes"), ("  " + failure.why, "text", "")]
        if failure.winner:
            link = self._link(self.tr("看冲突"), lambda: self.conflict_asked.emit(failure.action))
        else:
            link = self._link(self.tr("再试"), lambda: self.retry_asked.emit(failure.action))
        self._line("circle-x", "red", runs, link)

    def _more(self, failures: dict[str, Failure]) -> None:
        more = len(failures) - MOST_FAILURES
        if more > 0:
            cases = [failure.case for failure in failures.values()]
            link = self._link(self.tr("看名单"), lambda: self.list_asked.emit(self.tr("失败"), cases))
            self._line("ellipsis", "text3", [(self.tr("另有 {0} 单没有做成").format(text.count(more)), "text2", "")], link)

    def _foot(self, run: Run, seconds: int) -> None:
        names = Button(self._theme, self.tr("名单"), icon="download", small="yes")
        cases = [getattr(run.actions[id_], "case", "") for id_ in run.done]
        names.clicked.connect(lambda: self.list_asked.emit(self.tr("已做"), cases))
        if not seconds:
            self._body.addLayout(row(1, names))
            return
        undo = Button(self._theme, self.tr("撤销全部"), icon="undo-2", key="Z")
        undo.clicked.connect(self.undo_asked)
        self._left_words = PlainLabel(self._theme, "", strong="yes", size=12)
        self._left_bar = Shares(self._theme, height=3)
        self._left_bar.setFixedWidth(140)
        count = QWidget()
        box = QVBoxLayout(count)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self._left_words)
        box.addWidget(self._left_bar)
        line = row(undo, count, 1, names)
        line.setContentsMargins(0, 6, 0, 2)
        self._body.addWidget(Rule(self._theme))
        self._body.addLayout(line)

    def _stopped(self, run: Run) -> None:
        done = text.count(run.answered)
        runs = [(self.tr("已停："), "text", ""), (done, "text", "yes"), (self.tr(" 单已做，"), "text", "")]
        runs += [(text.count(run.untouched), "text", "yes"), (self.tr(" 单未动"), "text", "")]
        going_on = Link(self._theme, self.tr("继续"), strong="yes")
        going_on.clicked.connect(self.resume_asked)
        back = self._link(self.tr("撤销已做的 {0} 单").format(text.count(len(run.done))), self.undo_asked.emit)
        self._line("circle-pause", "amber", runs, going_on, back, self._close())

    def _undone(self, run: Run) -> None:
        kept = run.undo_failures
        runs = [(self.tr("已还原 "), "text", ""), (text.count(len(run.undone)), "text", "yes"), (self.tr(" 单"), "text", "")]
        right: list[QWidget] = []
        if kept:
            runs += [("；", "text", ""), (text.count(len(kept)), "text", "yes"), (self.tr(" 单别人已动手，保持现状"), "text", "")]
            cases = [failure.case for failure in kept.values()]
            right = [self._link(self.tr("看 {0} 单").format(len(kept)), lambda: self.list_asked.emit(self.tr("保持现状"), cases))]
        self._line("undo-2", "green", runs, *right, self._close())

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.border2, 1))
        painter.setBrush(color.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.end()
