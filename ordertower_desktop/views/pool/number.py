"""An order number as people read it, with a button that copies it without gaps."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import IconButton
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme


class _Number(QWidget):
    def __init__(self, theme: Theme, size: int) -> None:
        super().__init__()
        self._theme, self._size, self.parts = theme, size, ("", "")
        self.setFixedHeight(size + 10)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        plain, bold = QFontMetricsF(fonts.tabular(self._size)), QFontMetricsF(fonts.tabular_bold(self._size))
        head, tail = self.parts
        return QSize(int(plain.horizontalAdvance(head + " ") + bold.horizontalAdvance(tail)) + 4, self._size + 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.order_number(painter, QRectF(self.rect()), self.parts, self._theme.color, size=self._size)
        painter.end()


class NumberLabel(QWidget):
    """Shows and copies."""

    def __init__(self, theme: Theme, *, size: int = 16) -> None:
        super().__init__()
        self._order = ""
        self._number = _Number(theme, size)
        copy = IconButton(theme, "copy", self.tr("复制订单号"), size=26)
        copy.clicked.connect(self._copy)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._number)
        box.addWidget(copy)

    def show_number(self, order: str) -> None:
        self._order = order
        self._number.parts = text.grouped(order)
        self._number.setAccessibleName(order)
        self._number.setMinimumWidth(min(260, self._number.sizeHint().width()))
        self._number.updateGeometry()
        self._number.update()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._order)
