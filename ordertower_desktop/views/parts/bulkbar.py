"""The dark bar over the list: how many are chosen, and what can be done with them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class BulkVerb:
    key: str
    name: str
    icon: str
    keycap: str = ""
    kind: str = "ink"


class BulkBar(QWidget):
    """Floats 16 px above the bottom of its host; `asked` names the verb, `all_asked` chooses everything that matches."""

    asked = Signal(str)
    all_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, host: QWidget, verbs: tuple[BulkVerb, ...]) -> None:
        super().__init__(host)
        self._theme = theme
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 8, 8, 8)
        box.setSpacing(6)
        self._count, self._sum = QLabel(), QLabel()
        for label, face in ((self._count, fonts.tabular_bold(13)), (self._sum, fonts.tabular(13))):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(face)
            box.addWidget(label)
        self._all = Button(theme, "", kind="ink")
        self._all.clicked.connect(self.all_asked)
        box.addWidget(self._all)
        for verb in verbs:
            button = Button(theme, verb.name, kind=verb.kind, icon=verb.icon, key=verb.keycap)
            button.setAccessibleName(verb.name or verb.key)
            button.clicked.connect(lambda _on=False, key=verb.key: self.asked.emit(key))
            box.addWidget(button)
        close = Button(theme, "", kind="ink", icon="x")
        close.setAccessibleName(self.tr("取消选择"))
        close.clicked.connect(self.closed)
        box.addWidget(close)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_count(self, chosen: str, amount: str, everything: str) -> None:
        self._count.setText(chosen)
        self._sum.setText(amount)
        self._all.setText(everything)
        self._all.setVisible(bool(everything))
        self._all.updateGeometry()
        self.show()
        self.place()
        self.raise_()

    def place(self) -> None:
        host = self.parentWidget()
        if host is not None:
            self.adjustSize()
            self.move((host.width() - self.width()) // 2, host.height() - self.height() - 16)

    def _dress(self) -> None:
        for label in (self._count, self._sum):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), self._theme.color.onink)
            label.setPalette(palette)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color.ink)
        painter.drawRoundedRect(self.rect(), 10, 10)
        painter.end()
