"""Several lines of plain text that break anywhere when they must: a long address or link never pushes its card apart."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.labels import LINES
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

LONGEST = 2000


class Wrapped(QWidget):
    """`role` names the colour. Line breaks of the text are kept. `room` is the width it will about have.

    It takes its height from its width by itself: layouts inside scroll areas and popovers ask for a height too early.
    """

    def __init__(self, theme: Theme, text: str = "", *, size: int = 13, role: str = "text", strong: str = "", room: int = 296) -> None:
        super().__init__()
        self._theme, self._role = theme, role
        self._face: QFont = fonts.tabular_bold(size) if strong else fonts.tabular(size)
        self._line = LINES.get(size, round(size * 1.5))
        self._text = paint.plain(text)[:LONGEST]
        self.setAccessibleName(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._height(room))
        theme.changed.connect(self.update)

    def text(self) -> str:
        return self._text

    def lines(self, width: int) -> list[str]:
        """The text as it breaks at this width."""
        made = []
        for part in self._text.split("\n"):
            layout = QTextLayout(part, self._face)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(12, width))
                made.append(part[line.textStart() : line.textStart() + line.textLength()].rstrip())
            layout.endLayout()
        return made or [""]

    def _height(self, width: int) -> int:
        return len(self.lines(width)) * self._line

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self._line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.setFixedHeight(self._height(event.size().width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._face)
        ink = getattr(self._theme.color, self._role)
        for i, line in enumerate(self.lines(self.width())):
            paint.text(painter, QRectF(QPointF(0, i * self._line), QSize(self.width() + 2, self._line).toSizeF()), line, ink)
        painter.end()
