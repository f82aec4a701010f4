"""The list of groups at the left: open alarms first, then what is watched, each with its last days as a line of small bars."""

from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout

from ordertower_desktop.models.rates.watch import FEW, LOW, Line, RateWatch, words
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

WIDTH, ROW, HEAD, EDGE, SHOWN = 300, 56, 36, 14, 7
LINE = Qt.ItemDataRole.UserRole + 1


class Lines(QAbstractListModel):
    """Lines under two heads: those with an alarm, and those that are only watched."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[Line | str] = []
        self._said: dict[tuple[str, str], str] = {}

    def show_lines(self, lines: list[Line], said: dict[tuple[str, str], str], heads: tuple[str, str]) -> None:
        """New content; the whole list is short."""
        alarms, watched = [line for line in lines if line.alarm], [line for line in lines if not line.alarm]
        rows: list[Line | str] = [heads[0], *alarms] if alarms else []
        rows += [heads[1], *watched] if watched else []
        if (rows, said) != (self._rows, self._said):
            self.beginResetModel()
            self._rows, self._said = rows, said
            self.endResetModel()

    def place(self, key: tuple[str, str] | None) -> int:
        return next((i for i, row in enumerate(self._rows) if not isinstance(row, str) and row.key == key), -1)

    def at(self, place: int) -> Line | None:
        row = self._rows[place] if 0 <= place < len(self._rows) else None
        return None if isinstance(row, str) else row

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if self.at(index.row()) is None else super().flags(index)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == LINE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else f"{row.group} {row.rule_name} {self._said[row.key]}"
        return self._said.get(row.key, "") if role == Qt.ItemDataRole.ToolTipRole and not isinstance(row, str) else None

    def said(self, line: Line) -> str:
        return self._said.get(line.key, "")


class LineDelegate(QStyledItemDelegate):
    """Group and rule, how it stands, and a bar a day against the line that it must not fall below."""

    def __init__(self, theme: Theme, model: Lines, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH - 2, HEAD if isinstance(index.data(LINE), str) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        row: Line | str = index.data(LINE)
        rect = QRectF(option.rect)
        painter.save()
        if isinstance(row, str):
            painter.setFont(fonts.bold(12))
            paint.text(painter, rect.adjusted(EDGE, 8, -EDGE, 0), row, self._theme.color.text2)
        else:
            self._line(painter, rect, row, option.state)
        painter.restore()

    def _line(self, painter: QPainter, rect: QRectF, line: Line, state: QStyle.StateFlag) -> None:
        color = self._theme.color
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, color.sel if chosen else color.hover)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color.focus, 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        bars = QRectF(rect.right() - EDGE - SHOWN * 9, rect.top() + 12, SHOWN * 9, 32)
        day_bars(painter, bars, line, self._theme)
        wide = bars.left() - rect.left() - EDGE - 10
        top, under = QRectF(rect.left() + EDGE, rect.top() + 8, wide, 20), QRectF(rect.left() + EDGE, rect.top() + 29, wide, 18)
        face = fonts.tabular_bold(13)
        painter.setFont(face)
        name = QFontMetricsF(face).elidedText(paint.plain(line.group), Qt.TextElideMode.ElideRight, wide)
        paint.text(painter, top, name, color.text)
        left = QFontMetricsF(face).horizontalAdvance(name) + 8
        painter.setFont(fonts.font(12))
        _elided(painter, top.adjusted(left, 0, 0, 0), line.rule_name, color.text3)
        ink = color.red if line.alarm is not None and line.alarm.acknowledged_at is None else color.text2
        _elided(painter, under, self._model.said(line), ink)


def _elided(painter: QPainter, rect: QRectF, words_: str, ink: QColor) -> None:
    if rect.width() > 12:
        shown = QFontMetricsF(painter.font()).elidedText(paint.plain(words_), Qt.TextElideMode.ElideRight, rect.width())
        paint.text(painter, rect, shown, ink)


def day_bars(painter: QPainter, box: QRectF, line: Line, theme: Theme) -> None:
    """One bar a day, red where it lies under the line, hollow where it says nothing; the line itself is a hairline."""
    color = theme.color
    days = line.days[-SHOWN:]
    left = box.right() - 9 * len(days)
    for number, day in enumerate(days):
        high = max(2.0, box.height() * day.good / day.total)
        bar = QRectF(left + 9 * number + 1.5, box.bottom() - high, 6, high)
        if day.word == FEW:
            painter.setPen(QPen(color.border2, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(bar, color.redF if day.word == LOW else color.h3)
    if days:
        at = round(box.bottom() - box.height() * line.under) + 0.5
        painter.setPen(QPen(color.text3, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(left, at), QPointF(box.right(), at))


class RateList(Surface):
    """`chosen(rule, group)`: another group is looked at."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="right")
        self.setFixedWidth(WIDTH)
        self.view = QListView()
        self.model = Lines(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(LineDelegate(theme, self.model, self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(self.tr("比率与告警"))
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 1, 0)
        box.addWidget(self.view)
        self.view.selectionModel().currentChanged.connect(lambda now, _was: self._moved(now.row()))
        self._showing = ""

    def show_watch(self, watch: RateWatch, now: datetime) -> None:
        """The lines as they are, the one in hand marked."""
        lines = watch.lines()
        said = {line.key: words(line, now) for line in lines}
        self._showing = "yes"
        self.model.show_lines(lines, said, (self.tr("告警中"), self.tr("在看的组")))
        place = self.model.place(watch.chosen)
        if place >= 0:
            self.view.setCurrentIndex(self.model.index(place, 0))
        self._showing = ""

    def _moved(self, place: int) -> None:
        line = self.model.at(place)
        if line is not None and not self._showing:
            self.chosen.emit(*line.key)
