"""Everything that was done to the case, and what the systems literally said."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.verb import ACTION_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.paint import plain
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import LogLine, OrderPage

FIRST = 6
TOWER = {"opened": "入池", "assigned": "分派", "breached": "超时", "step": "提醒", "recovered": "自动恢复", "undone": "撤销"}
"""What the tower itself does, by the word of the history."""


def words_of(line: LogLine) -> str:
    """The hub's sentence; where it wrote none, the name of what was done."""
    return line.text or ACTION_NAMES.get(line.kind) or EVENT_NAMES.get(line.kind) or TOWER.get(line.kind, line.kind)


class HistoryPanel(Panel):
    """历史: the newest first; all of it on request."""

    raw_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("历史"))
        self.body.setSpacing(4)
        self._page: OrderPage | None = None
        self._all = False

    def show_page(self, page: OrderPage, now: datetime) -> None:
        if self._page is None or self._page.order != page.order:
            self._all = False
        self._page = page
        self._fill(page, now)

    def _fill(self, page: OrderPage, now: datetime) -> None:
        clear(self.body)
        lines = sorted(page.log, key=lambda line: line.at, reverse=True)
        self.set_note(self.tr("{0} 条").format(text.count(len(lines))) if lines else "")
        for line in lines if self._all else lines[:FIRST]:
            at = PlainLabel(self._theme, text.near(line.at, now), role="text3", size=12)
            who = PlainLabel(self._theme, plain(line.who)[:8], role="text3", size=12)
            made = row(at, Elided(self._theme, words_of(line)), who)
            made.setStretch(1, 1)
            self.body.addLayout(made)
        links: list[Link | int] = []
        if len(lines) > FIRST and not self._all:
            more = Link(self._theme, self.tr("全部 {0} 条").format(text.count(len(lines))))
            more.clicked.connect(lambda: self._open(now))
            links.append(more)
        if page.raw:
            raw = Link(self._theme, self.tr("原始记录 {0} 条").format(text.count(len(page.raw))), icon="scroll-text")
            raw.clicked.connect(self.raw_asked)
            links.append(raw)
        if links:
            self.body.addLayout(row(*links, 1, spacing=12))
        self.setVisible(bool(lines or page.raw))

    def _open(self, now: datetime) -> None:
        self._all = True
        if self._page is not None:
            self._fill(self._page, now)


class RawDialog(QDialog):
    """What the systems said, letter by letter: text to read and to copy, never more."""

    def __init__(self, theme: Theme, parent: QWidget, order: str, lines: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("原始记录 · 订单 {0}").format(plain(order)[-4:]))
        self.resize(QSize(760, 520).boundedTo(parent.window().size()))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        head = PlainLabel(theme, self.tr("原始记录"), size=16, strong="yes")
        note = PlainLabel(theme, self.tr("{0} 条，按来源系统的原话").format(text.count(len(lines))), size=12, role="text3")
        box.addLayout(row(head, note, 1))
        self.field = QPlainTextEdit()
        self.field.setReadOnly(True)
        self.field.setAccessibleName(self.tr("原始记录"))
        self.field.setFont(fonts.tabular(12))
        self.field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.field.setPlainText("\n".join(plain(line) for line in lines))
        self.field.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        box.addWidget(self.field, 1)
        copy, close = Button(theme, self.tr("复制全部"), icon="copy"), Button(theme, self.tr("关上"), key="Esc")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.field.toPlainText()))
        close.clicked.connect(self.accept)
        box.addLayout(row(copy, 1, close))
