"""The small inputs of a condition: a duration, a whole number, a word, one or several names out of a list."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from ordertower_desktop.domain.duration import duration, spell
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Chip
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

HEIGHT = 30
EDGES, MOST = 24, 320
UNITS = {"min": ("分钟", 60.0), "h": ("小时", 3600.0), "d": ("天", 86_400.0), "s": ("秒", 1.0)}


class Field(QLineEdit):
    """A word or a number; `wide` in pixels, and wider where what stands in it needs more: half a number is another number."""

    def __init__(self, name: str, text: str = "", *, wide: int = 120, hint: str = "") -> None:
        super().__init__(text)
        self._wide = wide
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(fonts.tabular(13))
        self.setMaxLength(500)
        self.setCursorPosition(0)
        self.textChanged.connect(lambda _text: self.updateGeometry())

    def sizeHint(self) -> QSize:
        return QSize(max(self._wide, min(MOST, self.fontMetrics().horizontalAdvance(self.text()) + EDGES)), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, HEIGHT)


class Pick(Combo):
    """A drop-down as wide as its column."""

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], chosen: str, *, wide: int) -> None:
        super().__init__(theme, name, tuple(choices), strong="")
        self._wide = wide
        self.setMinimumWidth(40)
        self.choose(chosen)

    def offer_with(self, choices: Mapping[str, str], chosen: str) -> None:
        """These to choose from; what is chosen stands among them whatever it is."""
        known = dict(choices) if chosen in choices else {**choices, chosen: chosen}
        self.offer(known.items())
        self.choose(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the line; Space and F4 open the list."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self._wide, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, HEIGHT)


class Span(QWidget):
    """A duration: a number and its unit. What is no number is handed on as it is, for the line to say so."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, said: str) -> None:
        super().__init__()
        number, unit = _split(said)
        self.number = Field(name, number, wide=46)
        self.unit = Pick(theme, self.tr("{0}的单位").format(name), [(key, words) for key, (words, _) in UNITS.items()], unit, wide=66)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.number)
        box.addWidget(self.unit)
        self.number.textEdited.connect(lambda _text: self.changed.emit())
        self.unit.activated.connect(lambda _row: self.changed.emit())

    def said(self) -> str:
        """As a rules file says it."""
        return f"{self.number.text().strip()}{self.unit.key()}"

    def show_said(self, said: str) -> None:
        """Another duration, though nobody typed it."""
        number, unit = _split(said)
        self.number.setText(number)
        self.unit.choose(unit)


def _split(said: str) -> tuple[str, str]:
    """`90min` -> 90, min: the largest unit in which the number is whole."""
    try:
        seconds = duration(said).total_seconds()
    except ValueError:
        return said.rstrip("dhmins"), "h"
    if not seconds:
        return "0", "min"
    plain = spell(duration(said))
    for unit in ("d", "h", "min", "s"):
        if plain.endswith(unit) and plain.removesuffix(unit).isdigit():
            return plain.removesuffix(unit), unit
    unit = next(unit for unit in ("h", "min", "s") if not seconds % UNITS[unit][1] or unit == "s")
    return f"{seconds / UNITS[unit][1]:g}", unit


class _Open(QMenu):
    """Stays open while several are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> object:
        action = next((one for one in self.actions() if one is self.activeAction()), None)
        if action is not None:
            action.trigger()
        return action


class Several(Chip):
    """Names out of a list; the button says which, its menu ticks them (Space ticks, Esc closes)."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[str, str]], chosen: Sequence[str], *, none: str) -> None:
        super().__init__(theme, "", tail="chevron-down")
        self._names = dict(choices) | {key: dict(choices).get(key, key) for key in chosen}
        self._none, self._called, self._chosen = none, name, list(chosen)
        self.menu = _Open(self)
        for key, words in self._names.items():
            action = self.menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key in chosen)
            action.toggled.connect(lambda on, key=key: self._turn(key, int(on)))
        self.clicked.connect(lambda: self.menu.popup(self.mapToGlobal(self.rect().bottomLeft())))
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(min(220, super().sizeHint().width()), HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As a drop-down looks."""
        color = self._theme.color
        painter = QPainter(self)
        box = self._box(painter, color.hover if self.underMouse() and self.isEnabled() else color.surface, color.border2)
        ink = color.text if self.isEnabled() else color.disabled
        painter.setFont(fonts.tabular(13))
        paint.text(painter, QRectF(10, 0, self.width() - 32, self.height()), self.text(), ink)
        self._icon_at(painter, QPointF(self.width() - 22, box.center().y()), "chevron-down", 14, ink)
        painter.end()

    def said(self) -> list[str]:
        return list(self._chosen)

    def _turn(self, key: str, on: int) -> None:
        chosen = {*self._chosen, key} if on else {*self._chosen} - {key}
        self._chosen = [one for one in self._names if one in chosen]
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        words = "、".join(self._names[key] for key in self._chosen)
        self.setText(words if len(words) < 14 or len(self._chosen) < 2 else f"{self._names[self._chosen[0]]} 等 {len(self._chosen)} 项")
        if not words:
            self.setText(self._none)
        self.setToolTip(words)
        self.setAccessibleName(f"{self._called}：{words or self._none}")
        self.updateGeometry()
        self.update()
