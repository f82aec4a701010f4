"""The dark bar over the list: how many are chosen, and what can be done with them."""

import msgspec
from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme


class BulkVerb(msgspec.Struct, frozen=True):
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
        box.setSpacing(4)
        self._count = PlainLabel(theme, role="bar_text", strong="yes")
        self._sum = PlainLabel(theme, role="bar_faint")
        self._all = Button(theme, "", kind="ink-link")
        self._all.clicked.connect(self.all_asked)
        box.addWidget(self._count)
        box.addSpacing(8)
        for widget in (self._sum, self._all, _Divider(theme)):
            box.addWidget(widget)
        for verb in verbs:
            button = Button(theme, verb.name, kind=verb.kind, icon=verb.icon, key=verb.keycap)
            button.setAccessibleName(verb.name or self.tr("更多操作"))
            button.clicked.connect(lambda _on=False, key=verb.key: self.asked.emit(key))
            box.addWidget(button)
        close = Button(theme, "", kind="ink", icon="x")
        close.setAccessibleName(self.tr("取消选择"))
        close.clicked.connect(self.closed)
        for widget in (_Divider(theme), close):
            box.addWidget(widget)
        theme.changed.connect(self.update)
        self.hide()

    def show_count(self, chosen: str, amount: str, everything: str) -> None:
        self._count.setText(chosen)
        self._sum.setText(amount)
        self._all.setText(everything)
        self._all.setVisible(bool(everything))
        self.show()
        self.place()
        self.raise_()

    def place(self) -> None:
        host = self.parentWidget()
        if host is not None:
            self.adjustSize()
            self.move((host.width() - self.width()) // 2, host.height() - self.height() - 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.bar_edge, 1))
        painter.setBrush(color.bar_fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.end()


class _Divider(QWidget):
    """A hairline between groups of the bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(13, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        faint = QColor(self._theme.color.bar_text)
        faint.setAlpha(60)
        painter.fillRect(QRectF(6, 0, 1, self.height()), faint)
        painter.end()
