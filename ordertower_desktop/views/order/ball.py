"""Who has held the ball, and for how long: one bar that the life of the case fills."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.parts import paint, tips
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import Colors
from ordertower_desktop.wire.order import Ball

BAR, GAP, LINE = 10, 2, 20
WAITED_FOR = ("客户", "买家")


def inks(balls: Sequence[Ball], color: Colors) -> list[QColor]:
    """A colour a party: purple for the customer, who is waited for; the others in steps of blue."""
    blues = iter((color.h5, color.h3, color.h4, color.neutralF, color.h2, color.control))
    return [color.purpleF if ball.party in WAITED_FOR else next(blues, color.h2) for ball in balls]


class BallBar(QWidget):
    """The bar and its legend, which wraps when parties are many."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._balls: tuple[Ball, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_balls(self, balls: tuple[Ball, ...]) -> None:
        self._balls = balls
        said = "，".join(self.words(ball) for ball in balls)
        self.setAccessibleName(said)
        self.setToolTip(tips.tip(said))
        self.updateGeometry()
        self.update()

    @staticmethod
    def words(ball: Ball) -> str:
        return f"{paint.plain(ball.party)} {text.spoken(timedelta(seconds=ball.seconds))}"

    def sizeHint(self) -> QSize:
        return QSize(280, BAR + 6 + LINE * max(1, (len(self._balls) + 2) // 3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        total = sum(ball.seconds for ball in self._balls)
        if not total:
            return
        colours = inks(self._balls, color)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left, room = 0.0, self.width() - GAP * (len(self._balls) - 1)
        for ball, ink in zip(self._balls, colours, strict=True):
            width = max(2.0, room * ball.seconds / total)
            painter.setBrush(ink)
            painter.drawRoundedRect(QRectF(left, 0, width, BAR), 2, 2)
            left += width + GAP
        painter.setFont(fonts.tabular(12))
        for start in range(0, len(self._balls), 3):
            self._legend(painter, BAR + 6 + start // 3 * LINE, start, colours)
        painter.end()

    def _legend(self, painter: QPainter, top: int, start: int, colours: Sequence[QColor]) -> None:
        """Up to three parties: the first left, the last right, the middle between."""
        metrics = QFontMetricsF(painter.font())
        words = [self.words(ball) for ball in self._balls[start : start + 3]]
        widths = [metrics.horizontalAdvance(said) + 14 for said in words]
        spare = max(10.0, (self.width() - sum(widths)) / max(1, len(words) - 1)) if len(words) > 1 else 0.0
        left = 0.0
        for i, (said, width) in enumerate(zip(words, widths, strict=True)):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours[start + i])
            painter.drawRoundedRect(QRectF(left, top + 6, 8, 8), 2, 2)
            paint.text(painter, QRectF(left + 14, top, max(8.0, self.width() - left - 14), LINE), said, self._theme.color.text)
            left += width + spare


class BallPanel(Panel):
    """球在谁手里."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("球在谁手里"))
        self.bar = BallBar(theme)
        self.body.addWidget(self.bar)

    def show_balls(self, balls: Sequence[Ball]) -> None:
        total = sum(ball.seconds for ball in balls)
        self.set_note(self.tr("共 {0}").format(text.spoken(timedelta(seconds=total))) if total else "")
        self.bar.show_balls(tuple(balls))
        self.setVisible(total > 0)
