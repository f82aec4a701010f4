"""The cheat sheet: every key by what it does, in two columns."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models.palette.commands import Command, caps
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.card import row
from ordertower_desktop.views.parts.labels import PlainLabel, keycap
from ordertower_desktop.views.parts.veil import Sheet
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

WIDTH, LINE = 668, 30


class CheatSheet(Sheet):
    """Groups stand whole in one column; the columns are as even as that allows."""

    def __init__(self, theme: Theme, commands: Sequence[Command]) -> None:
        super().__init__(theme, width=WIDTH)
        self.setAccessibleName(self.tr("快捷键"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 18, 24, 20)
        outer.setSpacing(12)
        hint = PlainLabel(theme, self.tr("列表内单键有效，不受中文输入法影响"), size=12, role="text2")
        outer.addLayout(row(PlainLabel(theme, self.tr("快捷键"), size=16, strong="yes"), 1, hint))
        columns = QHBoxLayout()
        columns.setSpacing(40)
        for groups in _even(_grouped(commands)):
            column = QVBoxLayout()
            column.setSpacing(0)
            for name, members in groups:
                title = PlainLabel(theme, name, size=12, role="text2", strong="yes")
                title.setContentsMargins(0, 8, 0, 4)
                column.addWidget(title)
                for at, command in enumerate(members):
                    column.addWidget(_Line(theme, command, "" if at == 0 else "line"))
            column.addStretch(1)
            columns.addLayout(column, 1)
        outer.addLayout(columns)


class _Line(QWidget):
    """A name and its keycaps over a hairline."""

    def __init__(self, theme: Theme, command: Command, rule: str) -> None:
        super().__init__()
        self._theme, self._command, self._rule = theme, command, rule
        self.setAccessibleName(f"{command.title} {command.keys}")
        self.setFixedHeight(LINE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        if self._rule:
            painter.fillRect(QRectF(0, 0, self.width(), 1), color.line)
        right = float(self.width())
        for cap in reversed(caps(self._command.keys)):
            width = max(18.0, QFontMetricsF(fonts.font(11)).horizontalAdvance(cap) + 10)
            keycap(painter, QRectF(right - width, 6, width, 18), cap, color.text2, edge=color.border2)
            right -= width + 4
        painter.setFont(fonts.tabular(13))
        paint.text(painter, QRectF(0, 0, right - 8, LINE), self._command.title, color.text)
        painter.end()


Groups = list[tuple[str, list[Command]]]


def _grouped(commands: Sequence[Command]) -> Groups:
    found: dict[str, list[Command]] = {}
    for command in commands:
        if command.keys:
            found.setdefault(command.group, []).append(command)
    return list(found.items())


def _even(groups: Groups) -> tuple[Groups, Groups]:
    """Two columns: each group, in the order given, goes where less stands so far."""
    columns: tuple[Groups, Groups] = ([], [])
    heights = [0.0, 0.0]
    for name, members in groups:
        at = heights.index(min(heights))
        columns[at].append((name, members))
        heights[at] += len(members) + 1.3
    return columns
