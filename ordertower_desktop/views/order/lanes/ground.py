"""What lies under and over the marks: stripes, hours and future; the lanes' names; the lines of deadline and now with their chips."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.order.lanes import ink
from ordertower_desktop.views.order.lanes.layout import Layout
from ordertower_desktop.views.order.lanes.words import tr
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.tokens import Colors

CHIP = 20


class Ground(QGraphicsItem):
    """Under everything."""

    def __init__(self, color: Colors) -> None:
        super().__init__()
        self._color = color
        self._at: Layout | None = None

    def lay(self, at: Layout) -> None:
        self.prepareGeometryChange()
        self._at = at

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._at.width, self._at.height) if self._at else QRectF()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        at, color = self._at, self._color
        if at is None:
            return
        painter.fillRect(self.boundingRect(), color.surface)
        now = max(at.scale.left, at.now_x)
        for index in range(len(at.story.lanes)):
            lane = QRectF(0, at.top(index), at.width, at.lane)
            if index % 2 == 0:
                painter.fillRect(lane, color.canvas)
            if now < at.width:
                painter.fillRect(QRectF(now, lane.top(), at.width - now, lane.height()), color.canvas if index % 2 else color.sunken)
        painter.setPen(QPen(color.border, 1))
        for tick in at.scale.ticks():
            x = round(tick.x) + 0.5
            painter.drawLine(QPointF(x, ink.AXIS), QPointF(x, at.height))
        painter.setPen(QPen(color.border, 2))
        for index in range(len(at.story.lanes)):
            y = at.middle(index)
            painter.drawLine(QPointF(at.scale.left, y), QPointF(at.scale.right, y))


class Lines(QGraphicsItem):
    """The deadline, dashed red, and now, blue, over the bands and under the marks."""

    def __init__(self, color: Colors) -> None:
        super().__init__()
        self._color = color
        self._at: Layout | None = None
        self.setZValue(2)

    def lay(self, at: Layout) -> None:
        self.prepareGeometryChange()
        self._at = at

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._at.width, self._at.height) if self._at else QRectF()

    def shape(self) -> QPainterPath:
        """Nothing to point at: the marks below keep their tooltips."""
        return QPainterPath()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        at = self._at
        if at is None:
            return
        for x, pen in ((at.due_x, ink.due_pen(self._color)), (at.now_x, QPen(self._color.accent, 2))):
            if x is not None and at.scale.left <= x <= at.scale.right:
                painter.setPen(pen)
                painter.drawLine(QPointF(round(x), ink.AXIS), QPointF(round(x), at.height))


class Front(QGraphicsItem):
    """Over everything: the lanes' names, which stay when time moves, and the axis with its chips."""

    def __init__(self, color: Colors, density: float) -> None:
        super().__init__()
        self._color, self._density = color, density
        self._at: Layout | None = None
        self.setZValue(8)

    def lay(self, at: Layout) -> None:
        self.prepareGeometryChange()
        self._at = at

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self._at.width, self._at.height) if self._at else QRectF()

    def shape(self) -> QPainterPath:
        """Nothing to point at: the marks below keep their tooltips."""
        return QPainterPath()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if self._at is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._heads(painter, self._at)
            self._axis(painter, self._at)

    def _heads(self, painter: QPainter, at: Layout) -> None:
        color = self._color
        painter.setFont(fonts.tabular(13))
        for index, lane in enumerate(at.story.lanes):
            box = QRectF(0, at.top(index), ink.HEAD - 1, at.lane)
            painter.fillRect(box, color.surface if index % 2 else color.canvas)
            y = at.middle(index)
            painter.drawPixmap(QPointF(15, y - 8), icons.pixmap(ink.ICONS.get(lane.key, "server"), 16, color.text3, density=self._density))
            paint.text(painter, QRectF(36, y - 10, ink.HEAD - 40, 20), lane.name, color.text)
        painter.setPen(QPen(color.border, 1))
        painter.drawLine(QPointF(ink.HEAD - 0.5, ink.AXIS), QPointF(ink.HEAD - 0.5, at.height))

    def _axis(self, painter: QPainter, at: Layout) -> None:
        color = self._color
        painter.fillRect(QRectF(0, 0, at.width, ink.AXIS), color.surface)
        painter.setFont(fonts.tabular(12))
        first = text.moment(at.scale.start).split(" ")[0]
        paint.text(painter, QRectF(16, 10, ink.HEAD - 40, 18), first, color.text3)
        taken = self._chips(painter, at)
        painter.setFont(fonts.tabular(12))
        metrics = QFontMetricsF(painter.font())
        for tick in at.scale.ticks():
            half = metrics.horizontalAdvance(tick.text) / 2
            box = QRectF(tick.x - half, 10, 2 * half + 1, CHIP)
            clear = not any(box.intersects(chip) for chip in taken)
            if clear and box.left() > ink.HEAD - 30 and box.right() <= at.width - 2:
                paint.text(painter, box, tick.text, color.text if tick.first else color.text3)

    def _chips(self, painter: QPainter, at: Layout) -> list[QRectF]:
        """Now over its line; the deadline beside it where both would meet. What is off the glass waits at its edge with an arrow."""
        color = self._color
        painter.setFont(fonts.tabular_bold(13))
        now = self._chip_box(at, at.now_x, tr("现在 {0}").format(text.of_day(at.story.now)))
        made = [(now, color.accent, color.accent, color.onaccent)]
        if at.due_x is not None and at.story.due_at is not None:
            said = f"{at.story.due_label} {text.near(at.story.due_at, at.story.now)}".strip()
            due = self._chip_box(at, at.due_x, said)
            if due[0].intersects(now[0].adjusted(-4, 0, 4, 0)):
                left = now[0].left() - 4 - due[0].width() if at.due_x <= at.now_x else now[0].right() + 4
                due = (QRectF(left, due[0].top(), due[0].width(), CHIP), due[1])
            made.insert(0, (due, color.redT, color.redB, color.red))
        for (box, words), fill, edge, ink_ in made:
            _chip(painter, box, words, (fill, edge, ink_))
        return [box for (box, _), *_ in made]

    @staticmethod
    def _chip_box(at: Layout, x: float, words: str) -> tuple[QRectF, str]:
        """The chip's place and words; an arrow says that its line lies outside."""
        if x < at.scale.left:
            words = f"← {words}"
        elif x > at.scale.right:
            words = f"{words} →"
        width = QFontMetricsF(fonts.tabular_bold(13)).horizontalAdvance(paint.plain(words)) + 16
        left = min(max(x - width / 2, ink.HEAD - 20), at.width - width - 4)
        return QRectF(round(left), 10, round(width), CHIP), words


def _chip(painter: QPainter, box: QRectF, words: str, inks: tuple[QColor, QColor, QColor]) -> None:
    painter.setPen(QPen(inks[1], 1))
    painter.setBrush(inks[0])
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    paint.text(painter, box.adjusted(4, 0, -4, 0), words, inks[2], align=paint.CENTER)
