"""Small painted pieces of the bulk sheets: a line with strong words in it, and a bar of shares."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

Run = tuple[str, str, str]
"""(words, colour role, `strong` or empty)."""


class Words(QWidget):
    """One line of runs; the last is elided where there is no room."""

    def __init__(self, theme: Theme, runs: Sequence[Run] = (), *, size: int = 13) -> None:
        super().__init__()
        self._theme, self._size = theme, size
        self._runs: tuple[Run, ...] = tuple(runs)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_runs(runs)

    def show_runs(self, runs: Sequence[Run]) -> None:
        self._runs = tuple(runs)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return "".join(words for words, _, _ in self._runs)

    def sizeHint(self) -> QSize:
        width = sum(QFontMetricsF(self._face(strong)).horizontalAdvance(words) for words, _, strong in self._runs)
        return QSize(int(width) + 4, round(self._size * 1.55))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def _face(self, strong: str):  # type: ignore[no-untyped-def]
        return fonts.tabular_bold(self._size) if strong else fonts.tabular(self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        left = 0.0
        for words, role, strong in self._runs:
            painter.setFont(self._face(strong))
            paint.text(painter, QRectF(left, 0, self.width() - left, self.height()), words, getattr(self._theme.color, role))
            left += QFontMetricsF(painter.font()).horizontalAdvance(words)
        painter.end()


class Shares(QWidget):
    """Parts of a whole side by side with a gap of 2; `parts` are (count, colour role)."""

    def __init__(self, theme: Theme, *, height: int = 12, ground: str = "track") -> None:
        super().__init__()
        self._theme, self._ground = theme, ground
        self._parts: tuple[tuple[float, str], ...] = ()
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_parts(self, parts: Sequence[tuple[float, str]], *, whole: float = 0) -> None:
        """`whole` above the sum leaves the rest as ground."""
        total = max(whole, sum(count for count, _ in parts)) or 1
        self._parts = tuple((count / total, role) for count, role in parts if count)
        self.setAccessibleName("，".join(f"{share:.0%}" for share, _ in self._parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), 2, 2)
        painter.setClipPath(clip)
        full = sum(share for share, _ in self._parts)
        if full < 0.999:
            painter.fillRect(self.rect(), getattr(self._theme.color, self._ground))
        gap = 2 if full > 0.999 else 0
        room, left = self.width() - gap * max(0, len(self._parts) - 1), 0.0
        for share, role in self._parts:
            width = max(2.0, room * share)
            painter.fillRect(QRectF(left, 0, width, self.height()), getattr(self._theme.color, role))
            left += width + gap
        painter.end()
