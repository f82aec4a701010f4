"""The page that this one was opened from: 延迟池 /. A click goes back there."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme


class Trail(QAbstractButton):
    """Hidden on a page that was opened from none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.update)

    def show_text(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(self.tr("返回 {0}").format(text))
        self.setVisible(bool(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(fonts.font(16)).horizontalAdvance(f"{self.text()}  /")) + 1, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setFont(fonts.font(16))
        on = self.underMouse() or self.hasFocus()
        paint.text(painter, QRectF(self.rect()), f"{self.text()}  /", color.accent if on else color.text2)
        painter.end()
