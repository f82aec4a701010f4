"""Who stands on which post at this moment, and where nobody does."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models.chain.lines import Duty
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.minihead import Column, MiniHead, places
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

HIGH = 34
COLUMNS = (Column("岗位", 108), Column("备岗", 120), Column("谁在", 0), Column("现在", 176))
HUES = {"on": "blue", "break": "purple", "off": "neutral"}
WORDS = {"on": "", "break": " 休息", "off": " 离岗"}
GLYPHS = {"green": "circle", "amber": "diamond", "red": "triangle"}


class DutyTable(QWidget):
    """A row a post; people in the tint of their presence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.duties: Sequence[Duty] = ()
        self.head = MiniHead(theme, COLUMNS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_duties(self, duties: Sequence[Duty]) -> None:
        if list(duties) == list(self.duties):
            return
        self.duties = duties
        lines = (f"{one.name}：{'、'.join(name + WORDS[here] for name, here in one.people)}，{one.words}" for one in duties)
        self.setAccessibleName("；".join(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, HIGH * max(1, len(self.duties)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, duty in enumerate(self.duties):
            self._row(painter, QRectF(0, place * HIGH, self.width(), HIGH), duty)
        painter.end()

    def _row(self, painter: QPainter, rect: QRectF, duty: Duty) -> None:
        color = self._theme.color
        if rect.top():
            painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), color.line)
        at = [QRectF(one.left(), rect.top(), one.width(), HIGH) for one in places(COLUMNS, rect.width())]
        painter.setFont(fonts.tabular_bold(13))
        paint.text(painter, at[0], duty.name, color.text)
        painter.setFont(fonts.tabular(13))
        backups = duty.backups or "未设"
        words = QFontMetricsF(painter.font()).elidedText(paint.plain(backups), Qt.TextElideMode.ElideRight, at[1].width() - 10)
        paint.text(painter, at[1], words, color.text2 if duty.backups else color.amber)
        self._people(painter, at[2], duty)
        hue = color.hue(duty.hue)
        paint.glyph(painter, QPointF(at[3].left() + 5, at[3].center().y()), GLYPHS[duty.hue], hue.shape)
        painter.setFont(fonts.tabular(13) if duty.hue == "green" else fonts.tabular_bold(13))
        paint.text(painter, at[3].adjusted(17, 0, 0, 0), duty.words, color.text if duty.hue == "green" else hue.text)

    def _people(self, painter: QPainter, rect: QRectF, duty: Duty) -> None:
        color, left = self._theme.color, rect.left()
        face = fonts.tabular(12)
        metrics = QFontMetricsF(face)
        for place, (name, here) in enumerate(duty.people):
            words = f"{paint.plain(name)}{WORDS[here]}"
            wide = metrics.horizontalAdvance(words) + 16
            more = f"另 {len(duty.people) - place} 人"
            if left + wide + (metrics.horizontalAdvance(more) + 8 if place < len(duty.people) - 1 else 0) > rect.right() - 8:
                painter.setFont(face)
                paint.text(painter, QRectF(left, rect.top(), 80, HIGH), more, color.text3)
                return
            hue = color.hue(HUES[here])
            painter.setPen(QPen(color.border if here == "off" else hue.edge, 1))
            painter.setBrush(hue.fill)
            painter.drawRoundedRect(QRectF(left + 0.5, rect.top() + 6.5, wide - 1, HIGH - 13), 5, 5)
            painter.setFont(face)
            paint.text(painter, QRectF(left, rect.top(), wide, HIGH), words, color.text if here == "on" else hue.text, align=paint.CENTER)
            left += wide + 6
