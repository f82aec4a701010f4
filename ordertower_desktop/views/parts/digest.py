"""The digest card: a flood of reminders told as at most three causes, each with one act."""

from dataclasses import dataclass, replace
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button, IconButton
from ordertower_desktop.views.parts.card import clear
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

MOST = 3
HEAD_HEIGHT, ROW_HEIGHT, VERBS_WIDTH = 48, 58, 252


@dataclass(frozen=True, slots=True)
class DigestCause:
    """One cause in ready words; `hue` red | amber | neutral says how near its earliest deadline is, `act` what to do about it."""

    key: str
    name: str
    detail: str
    count: str
    amount: str
    deadline: str
    hue: str = "neutral"
    vip: str = ""
    act: str = ""


def untimed(cause: DigestCause) -> DigestCause:
    """What stays as it is while time passes."""
    return replace(cause, detail="", deadline="", hue="")


class DigestCard(QWidget):
    """`asked` carries the cause and list | later | act; collapsed it is one line."""

    asked = Signal(str, str)
    folded = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._causes: tuple[DigestCause, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self._made_head())
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._body = QWidget()
        self._body.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._body)
        theme.changed.connect(self.update)

    def _made_head(self) -> QWidget:
        theme, head = self._theme, QWidget()
        head.setFixedHeight(HEAD_HEIGHT)
        self._title, self._span = PlainLabel(theme, size=14, strong="yes"), PlainLabel(theme, size=12, role="text3")
        self._mode, self._note = Badge(theme, "", "amber"), PlainLabel(theme, size=12, role="text2")
        self._fold = IconButton(theme, "chevron-down", self.tr("收起"), size=28)
        self._fold.clicked.connect(lambda: self.fold("no" if self._body.isHidden() else "yes"))
        line = QHBoxLayout(head)
        line.setContentsMargins(46, 0, 10, 0)
        line.setSpacing(10)
        line.addWidget(self._title)
        line.addWidget(self._span)
        line.addStretch(1)
        for widget in (self._mode, self._note, self._fold):
            line.addWidget(widget)
        return head

    def show_digest(self, title: str, span: str, causes: tuple[DigestCause, ...], *, mode: str = "", note: str = "") -> None:
        """The first three causes; `span` says when and that nothing is lost, `note` when single reminders come back."""
        self._title.setText(title)
        self._span.setText(span)
        self._mode.show_text(mode)
        self._mode.setVisible(bool(mode))
        self._note.setText(note)
        self.setAccessibleName(self._title.text())
        shown, self._causes = self._causes, causes[:MOST]
        if [untimed(cause) for cause in shown] != [untimed(cause) for cause in self._causes]:
            clear(self._rows)
            for place, cause in enumerate(self._causes):
                row = CauseRow(self._theme, cause, kind="primary" if place == 0 else "plain")
                row.asked.connect(self.asked)
                self._rows.addWidget(row)
        elif shown != self._causes:
            for row, cause in zip(self._body.findChildren(CauseRow), self._causes, strict=True):
                row.tell(cause)
        self.adjustSize()

    def fold(self, on: str) -> None:
        """yes | no."""
        self._body.setVisible(on == "no")
        self._fold.set_icon("chevron-up" if on == "yes" else "chevron-down")
        self._fold.setAccessibleName(self.tr("展开") if on == "yes" else self.tr("收起"))
        self.adjustSize()
        self.folded.emit(on == "yes")

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.border2, 1))
        painter.setBrush(color.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.drawPixmap(QPointF(18, 16), icons.pixmap("bell-ring", 18, color.amber, density=self.devicePixelRatioF()))
        painter.end()


class CauseRow(QWidget):
    """What happened, how many, how dear, how near, what to do."""

    SHAPES: ClassVar = {"red": "triangle", "amber": "diamond"}
    asked = Signal(str, str)

    def __init__(self, theme: Theme, cause: DigestCause, *, kind: str) -> None:
        super().__init__()
        self._theme, self._cause = theme, cause
        self.setFixedHeight(ROW_HEIGHT)
        self._detail, self._deadline = Elided(theme, size=12, role="text2"), PlainLabel(theme)
        line = QHBoxLayout(self)
        line.setContentsMargins(46, 0, 16, 0)
        line.setSpacing(12)
        line.addLayout(self._words(), 1)
        for text, width, face in (
            (cause.count, 72, PlainLabel(theme, size=16, strong="yes")),
            (cause.amount, 84, PlainLabel(theme, role="text2")),
            ("", 136, self._deadline),
        ):
            face.setText(text)
            face.setMinimumWidth(width)
            face.setAlignment((Qt.AlignmentFlag.AlignLeft if width > 100 else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(face)
        line.addWidget(self._verbs(kind))
        theme.changed.connect(self.update)
        self.tell(cause)

    def tell(self, cause: DigestCause) -> None:
        """How near it is now; the rest stays, with whatever the hand is on."""
        self._cause, pressing = cause, cause.hue != "neutral"
        self._detail.set_text(cause.detail)
        self._deadline.set_face(fonts.tabular_bold(13) if pressing else fonts.tabular(13))
        self._deadline.set_role(cause.hue if pressing else "text2")
        self._deadline.setText(cause.deadline)
        self.update()

    def _verbs(self, kind: str) -> QWidget:
        """As wide in every row, so that the figures stand under each other."""
        made = QWidget()
        made.setMinimumWidth(VERBS_WIDTH)
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        verbs = (("list", self.tr("列出"), "plain"), ("later", self.tr("稍后 10 分"), "plain"), ("act", self._cause.act, kind))
        for verb, name, look in verbs:
            if name:
                button = Button(self._theme, name, kind=look)
                button.setAccessibleName(f"{name}：{paint.plain(self._cause.name)}")
                button.clicked.connect(lambda _on=False, verb=verb: self.asked.emit(self._cause.key, verb))
                line.addWidget(button)
        return made

    def _words(self) -> QVBoxLayout:
        words, first = QVBoxLayout(), QHBoxLayout()
        words.setSpacing(0)
        first.setSpacing(8)
        first.addWidget(PlainLabel(self._theme, self._cause.name, strong="yes"))
        if self._cause.vip:
            first.addWidget(Badge(self._theme, self._cause.vip, "purple"))
        first.addStretch(1)
        words.addStretch(1)
        words.addLayout(first)
        words.addWidget(self._detail)
        words.addStretch(1)
        return words

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), color.line)
        shape = self.SHAPES.get(self._cause.hue, "circle")
        paint.glyph(painter, QPointF(25, self.height() / 2), shape, color.hue(self._cause.hue).shape)
        painter.end()
