"""The three checks before a case is closed (S63), and the button that closes it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme


class Check(QAbstractButton):
    """A dotted ring that becomes a green tick."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setText(name)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(fonts.tabular(13)).horizontalAdvance(self.text())) + 22, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = QPointF(7, self.height() / 2)
        on = self.isChecked()
        pen = QPen(color.greenF if on else color.control, 1.2)
        if not on:
            pen.setDashPattern([2.2, 1.8])
        painter.setPen(pen)
        painter.setBrush(color.greenT if on else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 6.3, 6.3)
        if on:
            paint.glyph(painter, at, "check", color.green)
        painter.setFont(fonts.tabular(13))
        ink = color.disabled if not self.isEnabled() else color.text if on else color.text2
        paint.text(painter, QRectF(18, 0, self.width() - 18, self.height()), self.text(), ink)
        if self.hasFocus():
            painter.setPen(QPen(color.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-0.5, 1.5, -0.5, -1.5), 4, 4)
        painter.end()


class ClosingChecks(QWidget):
    """`closing_requested` carries the keys of the checks that are ticked."""

    closing_requested = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._needed = False
        self.boxes = {key: Check(theme, self.tr(name)) for key, name in CLOSING_CHECKS.items()}
        self.button = Button(theme, self.tr("结单"), icon="check", key="E")
        self.button.clicked.connect(self.close_case)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(9)
        self._title = PlainLabel(theme, self.tr("结单三查"), role="text3")
        box.addWidget(self._title)
        for check in self.boxes.values():
            check.toggled.connect(self._turn)
            box.addWidget(check)
        box.addWidget(self.button)
        self._turn()

    @property
    def ticked(self) -> list[str]:
        return [key for key, check in self.boxes.items() if check.isChecked()]

    def show_checks(self, made: list[str], needed: int) -> None:
        """Tick what the hub knows of; `needed`: overdue and urgent cases want all three."""
        self._needed = bool(needed)
        for key, check in self.boxes.items():
            check.setChecked(key in made)
        self._turn()

    def need(self, needed: int) -> None:
        """The case may have become overdue while it is looked at."""
        if bool(needed) != self._needed:
            self._needed = bool(needed)
            self._turn()

    def close_case(self) -> None:
        if self.button.isEnabled():
            self.closing_requested.emit(self.ticked)

    def _turn(self) -> None:
        missing = [check.text() for check in self.boxes.values() if not check.isChecked()]
        held = self._needed and bool(missing)
        self.button.setEnabled(self.isEnabled() and not held)
        self.button.setToolTip(self.tr("超时单和紧急单要三查齐全，还差：{0}").format("、".join(missing)) if held else "")

    def narrow(self, on: int) -> None:
        self._title.setVisible(not on)
