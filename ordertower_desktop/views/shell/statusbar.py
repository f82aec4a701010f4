"""The line at the bottom: how old every source is, what waits to be sent, how near the hub is, what time it is."""

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.labels import keycap
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme


class Age(msgspec.Struct, frozen=True):
    """A source and how old its news is; `hue`: green | amber | red | neutral."""

    name: str
    age: str
    hue: str = "green"


class StatusBar(QWidget):
    """28 px; painted, because it changes every second."""

    help_asked = Signal()
    outbox_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._ages: tuple[Age, ...] = ()
        self._outbox, self._hub, self._hub_hue, self._clock = 0, "", "neutral", ""
        self._lock = ""
        self._places: list[tuple[QRectF, Signal]] = []
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("状态栏"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(600, 28)

    def show_ages(self, ages: tuple[Age, ...]) -> None:
        if ages != self._ages:
            self._ages = ages
            self.update()

    def show_outbox(self, count: int) -> None:
        self._outbox = count
        self.update()

    def show_hub(self, text: str, hue: str) -> None:
        self._hub, self._hub_hue = text, hue
        self.update()

    def show_lock(self, text: str) -> None:
        """A warning about where secrets are kept, or empty."""
        self._lock = text
        self.update()

    def show_clock(self, text: str) -> None:
        if text != self._clock:
            self._clock = text
            self.setAccessibleDescription(f"{self._hub} {text}")
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        for place, signal in self._places:
            if place.left() <= x <= place.right():
                signal.emit()  # type: ignore[attr-defined]
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(self.rect(), color.surface)
        painter.fillRect(QRectF(0, 0, self.width(), 1), color.border)
        limit = self._paint_right(painter)
        left = 16.0
        for age in self._ages:
            ink = color.hue(age.hue)
            face = fonts.tabular_bold(12) if age.hue in ("amber", "red") else fonts.tabular(12)
            width = QFontMetrics(fonts.font(12)).horizontalAdvance(age.name) + QFontMetrics(face).horizontalAdvance(age.age) + 18
            if left + width > limit:
                break
            paint.glyph(painter, QPointF(left + 3, 14.5), "circle" if age.hue == "green" else "triangle", ink.shape)
            painter.setFont(fonts.font(12))
            name_width = QFontMetrics(painter.font()).horizontalAdvance(age.name)
            paint.text(painter, QRectF(left + 11, 1, name_width + 2, 27), age.name, color.text2)
            painter.setFont(face)
            paint.text(painter, QRectF(left + 15 + name_width, 1, 200, 27), age.age, color.text3 if age.hue == "green" else ink.text)
            left += width + 16
        painter.end()

    def _paint_right(self, painter: QPainter) -> float:
        """From the right edge inwards; returns where it ends."""
        color = self._theme.color
        self._places = []
        right = self.width() - 16.0
        right = self._word(painter, right, self._clock, fonts.tabular_bold(12), "text") - 18
        left = self._word(painter, right, self.tr("快捷键"), fonts.font(12), "text2")
        keycap(painter, QRectF(left - 23, 6, 17, 17), "?", color.text3, edge=color.border2)
        self._places.append((QRectF(left - 23, 0, right - left + 23, 28), self.help_asked))  # type: ignore[arg-type]
        right = left - 41
        if self._hub:
            role = {"red": "red", "amber": "amber"}.get(self._hub_hue, "text2")
            right = self._word(painter, right, self._hub, fonts.tabular(12), role) - 18
        shown = self.tr("发件箱") + f" {self._outbox}" + (" " + self.tr("待发") if self._outbox else "")
        left = self._word(
            painter, right, shown, fonts.tabular_bold(12) if self._outbox else fonts.tabular(12), "accent" if self._outbox else "text2"
        )
        painter.drawPixmap(
            int(left - 19), 8, icons.pixmap("send", 13, color.accent if self._outbox else color.text3, density=self.devicePixelRatioF())
        )
        self._places.append((QRectF(left - 19, 0, right - left + 19, 28), self.outbox_asked))  # type: ignore[arg-type]
        right = left - 34
        if self._lock:
            right = self._word(painter, right, self._lock, fonts.font(12), "amber") - 18
        return right

    def _word(self, painter: QPainter, right: float, word: str, face: QFont, role: str) -> float:
        width = QFontMetrics(face).horizontalAdvance(word)
        painter.setFont(face)
        paint.text(painter, QRectF(right - width, 1, width + 2, 27), word, getattr(self._theme.color, role))
        return float(right - width)
