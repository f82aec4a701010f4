"""How each column of the pool is painted: one method a column, shapes and words before colour."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ordertower_desktop.models.pool.ahead import BANDS
from ordertower_desktop.models.pool.line import Line, age_face, clock_face
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.clock import clock
from ordertower_desktop.views.theme import fonts, icons
from ordertower_desktop.views.theme.theme import Theme

TEXT, RISE, SEGMENTS_DOWN = 17, 3.5, 8.0


class Cells:
    """`paint(painter, rect, line, column name)`. Words of a closed case are quiet whatever they say."""

    def __init__(self, theme: Theme, model: PoolModel) -> None:
        self._theme, self._model = theme, model
        self._columns = {
            "check": self._check,
            "order": self._order,
            "platform": self._platform,
            "stage": self._stage,
            "kind": self._kind,
            "cause": self._cause,
            "owner": self._owner,
            "clock": self._clock,
            "risk": self._risk,
            "loss": self._loss,
            "last": self._last,
            "fresh": self._fresh,
        }

    def paint(self, painter: QPainter, rect: QRectF, line: Line, column: str) -> None:
        self._columns[column](painter, rect, line)

    def tag(self, line: Line, column: str) -> str:
        """What a cell says that is not in its line: time, marks, clashes, whose desk this is."""
        match column:
            case "clock":
                return clock_face(line, self._model.now)[1]
            case "fresh":
                return age_face(line, self._model.now)[0]
            case "check":
                return "on" if line.case in self._model.chosen else "off"
            case "last":
                return "clash" if line.case in self._model.clashing else ""
            case "owner":
                return self._model.me
            case _:
                return ""

    def _check(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        paint.checkbox(painter, rect, self.tag(line, "check"), self._theme.color)

    def _ink(self, line: Line, role: str) -> QColor:
        ink: QColor = getattr(self._theme.color, role if line.open else "text3")
        return ink

    def _order(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        """The head is smaller than the tail: people say the tail."""
        head, tail = line.number
        color = self._theme.color
        bold, grey = fonts.tabular_bold(13), fonts.tabular(12)
        left = rect.left()
        if head:
            painter.setFont(grey)
            room = rect.width() - paint.advance(tail, 13, 1) - 4
            width = min(paint.advance(head, 12, 0), room)
            paint.text(painter, QRectF(left, rect.top(), width + 1, rect.height()), head, color.text2 if line.open else color.text3)
            left += width + 4
        painter.setFont(bold)
        paint.text(painter, QRectF(left, rect.top(), rect.right() - left + 1, rect.height()), tail, self._ink(line, "text"))

    def _platform(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        paint.platform_mark(painter, rect, line.platform, self._theme.color)
        self._small(painter, rect.adjusted(24, 0, 4, 0), line.shop, self._ink(line, "text2"))

    def _stage(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        middle = rect.center().y()
        painter.setFont(fonts.tabular(13))
        area = QRectF(rect.left(), middle - RISE - TEXT / 2, rect.width(), TEXT)
        paint.text(painter, area, line.stage, self._ink(line, "text"))
        paint.segments(painter, QPointF(rect.left(), round(middle + SEGMENTS_DOWN)), line.segment, self._theme.color)

    def _kind(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        painter.setFont(fonts.tabular(13))
        paint.text(painter, rect, line.kind, self._ink(line, "text"))

    def _cause(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        self._small(painter, rect, line.cause, self._ink(line, "text2"))

    def _owner(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        color = self._theme.color
        paint.avatar(painter, rect, line.owner, color)
        if line.taken_by and line.taken_by != self._model.me and line.open:
            painter.setPen(QPen(color.accent, 1.6))
            painter.setBrush(QColor(0, 0, 0, 0))
            painter.drawEllipse(QPointF(rect.left() + 11, rect.center().y()), 11.2, 11.2)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, rect.adjusted(28, 0, 6, 0), line.owner or "待认领", self._ink(line, "text" if line.owner else "text3"))

    def _clock(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        clock(painter, rect, clock_face(line, self._model.now), self._theme.color)

    def _risk(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        """A shape and a word: full and heavy for 高, quieter for 中; nothing where there is no danger."""
        word, rank = BANDS.get(line.risk, ("", 0))
        if not rank or not line.open:
            return
        hue = "red" if rank > 1 else "amber"
        tone = self._theme.color.hue(hue)
        paint.glyph(painter, QPointF(rect.left() + 5, rect.center().y()), "triangle" if rank > 1 else "diamond", tone.shape)
        painter.setFont(fonts.tabular_bold(13) if rank > 1 else fonts.tabular(13))
        paint.text(painter, rect.adjusted(14, 0, 8, 0), word, tone.text)

    def _loss(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        painter.setFont(fonts.tabular_bold(13) if line.loud and line.open else fonts.tabular(13))
        paint.text(painter, rect, line.loss or "—", self._ink(line, "text" if line.loss else "text3"), align=paint.RIGHT)

    def _last(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        color = self._theme.color
        if line.case in self._model.clashing:
            self._said(painter, rect, "equal-not", "对方已动手，三选一", color.red)
        elif line.pending:
            self._said(painter, rect, "send", line.pending, color.accent)
        else:
            self._small(painter, rect, line.brief, self._ink(line, "text2"))

    def _fresh(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        color = self._theme.color
        words, hue = ("—", "neutral") if line.pending else age_face(line, self._model.now)
        old = hue == "amber"
        painter.setFont(fonts.tabular_bold(12) if old else fonts.tabular(12))
        paint.text(painter, rect, words, color.amber if old else color.text3, align=paint.RIGHT)
        if hue != "neutral":
            width = QFontMetricsF(painter.font()).horizontalAdvance(words)
            at = QPointF(rect.right() - width - 9, rect.center().y() + 0.5)
            paint.glyph(painter, at, "triangle" if old else "circle", color.hue(hue).shape)

    def _small(self, painter: QPainter, rect: QRectF, words: str, ink: QColor) -> None:
        painter.setFont(fonts.tabular(12))
        paint.text(painter, rect, words, ink)

    def _said(self, painter: QPainter, rect: QRectF, icon: str, words: str, ink: QColor) -> None:
        mark = icons.pixmap(icon, 13, ink, density=painter.device().devicePixelRatio())
        painter.drawPixmap(QPointF(rect.left(), round(rect.center().y() - 6)), mark)
        self._small(painter, rect.adjusted(18, 0, 0, 0), words, ink)
