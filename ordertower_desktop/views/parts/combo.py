"""A drop-down of our own look: one frame, one chevron; a hue when something is still to be chosen."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme


class Combo(QComboBox):
    """`name` is read aloud; what is chosen stands in `strong` letters.

    The wheel scrolls the page, not the choice: a choice changed in passing goes unseen.
    """

    def __init__(self, theme: Theme, name: str, choices: tuple[tuple[str, str], ...] = (), *, strong: str = "yes") -> None:
        super().__init__()
        self._theme, self._hue, self._strong = theme, "", strong
        self.setAccessibleName(paint.plain(name))
        self.setFont(fonts.tabular(13))
        self.setMaxVisibleItems(18)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, words in choices:
            self.addItem(words, key)
        theme.changed.connect(self.update)

    def key(self) -> str:
        """What is chosen."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        self.setCurrentIndex(max(0, self.findData(key)))

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """These (key, name) and no others; what was chosen stays so, where it is still among them."""
        wanted = list(choices)
        if [(self.itemData(place), self.itemText(place)) for place in range(self.count())] != wanted:
            held = self.key()
            self.clear()
            for key, name in wanted:
                self.addItem(name, key)
            self.choose(held)

    def show_hue(self, hue: str) -> None:
        """amber while somebody still has to choose, else empty."""
        if hue != self._hue:
            self._hue = hue
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + 12, 30)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hue = color.hue(self._hue) if self._hue else None
        edge = color.focus if self.hasFocus() else hue.edge if hue else color.border2
        painter.setPen(QPen(edge, 1))
        painter.setBrush(hue.fill if hue else color.hover if self.underMouse() else color.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        ink = color.disabled if not self.isEnabled() else hue.text if hue else color.text
        painter.setFont(fonts.tabular_bold(13) if (self.currentData() and self._strong) or hue else fonts.tabular(13))
        paint.text(painter, QRectF(10, 0, self.width() - 34, self.height()), self.currentText(), ink)
        chevron = icons.pixmap("chevron-down", 14, ink, density=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(self.width() - 22, round(self.height() / 2 - 7)), chevron)
        painter.end()
