"""On and off; one of several."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme


class Switch(QAbstractButton):
    """32 x 18; `name` is read aloud."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(36, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(2, 3, 32, 18)
        painter.setPen(QPen(color.focus, 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        on = self.isChecked()
        painter.setBrush(color.disabled if not self.isEnabled() else color.accent if on else color.neutralF)
        painter.drawRoundedRect(track, 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color.surface)
        painter.drawEllipse(QRectF(track.right() - 16 if on else track.left() + 2, track.top() + 2, 14, 14))
        painter.end()


class _Piece(QAbstractButton):
    """One word of a segmented control; the outer corners are round."""

    def __init__(self, theme: Theme, name: str, *, ends: str) -> None:
        super().__init__()
        self._theme, self._ends = theme, ends
        self.setText(paint.plain(name))
        self.setShortcut(QKeySequence())
        self.setAccessibleName(self.text())
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(fonts.tabular_bold(13)).horizontalAdvance(self.text()) + 24, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color, on = self._theme.color, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color.focus if self.hasFocus() else color.border2, 1))
        painter.setBrush(color.sel if on else color.hover if self.underMouse() and self.isEnabled() else color.surface)
        painter.setClipRect(self.rect())
        # A round end that reaches beyond the piece is cut straight where the next piece begins.
        left = 0.5 if "first" in self._ends else -0.5 if not self.hasFocus() else 0.5
        wide = self.width() - left - (0.5 if "last" in self._ends or self.hasFocus() else 0.0)
        grow_left, grow_right = (0 if "first" in self._ends else 8), (0 if "last" in self._ends else 8)
        painter.drawRoundedRect(QRectF(left - grow_left, 0.5, wide + grow_left + grow_right, self.height() - 1), 6, 6)
        if grow_left:
            painter.drawLine(QPointF(0.5, 1), QPointF(0.5, self.height() - 1))
        painter.setFont(fonts.tabular_bold(13) if on else fonts.tabular(13))
        ink = color.disabled if not self.isEnabled() else color.accent if on else color.text2
        paint.text(painter, QRectF(self.rect()), self.text(), ink, align=paint.CENTER)
        painter.end()


class Segmented(QWidget):
    """One of several words, in one frame."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, choices: tuple[tuple[str, str], ...], current: str) -> None:
        super().__init__()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._group = QButtonGroup(self)
        self._pieces: dict[str, _Piece] = {}
        for place, (key, name) in enumerate(choices):
            ends = ("first " if place == 0 else "") + ("last" if place == len(choices) - 1 else "")
            piece = _Piece(theme, name, ends=ends)
            piece.setChecked(key == current)
            piece.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
            self._group.addButton(piece)
            self._pieces[key] = piece
            box.addWidget(piece)
        box.addStretch(1)

    def choose(self, key: str) -> None:
        self._pieces[key].setChecked(True)

    def rename(self, key: str, name: str) -> None:
        """Another word on a piece: a count has changed."""
        piece = self._pieces[key]
        if piece.text() != name:
            piece.setText(paint.plain(name))
            piece.setAccessibleName(piece.text())
            piece.updateGeometry()

    @property
    def current(self) -> str:
        return next((key for key, piece in self._pieces.items() if piece.isChecked()), "")
