"""The rule as one Chinese sentence: every condition a chip that leads to its line, gaps in red."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ordertower_desktop.models.rules.words import Piece
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

SIZE, LINE, CHIP, PAD = 16, 40, 30, 9
FULL_STOPS = "，。；：、）"


class Placed(NamedTuple):
    """A piece, or a part of one, where it stands."""

    piece: Piece
    words: str
    box: QRectF


class SentenceView(QWidget):
    """`asked(key)`: somebody clicked on the words of a condition."""

    asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pieces: tuple[Piece, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        self._pieces = tuple(pieces)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return "".join(piece.words for piece in self._pieces)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        placed = self._placed(width)
        return int(placed[-1].box.bottom()) + 4 if placed else LINE

    @staticmethod
    def _face(piece: Piece) -> QFont:
        return fonts.tabular_bold(SIZE) if piece.line else fonts.tabular(SIZE)

    def _placed(self, width: float) -> list[Placed]:
        """Chips stay whole; what joins them breaks where a line ends, and no line begins with a full stop."""
        found: list[Placed] = []
        x = y = 0.0
        for piece in self._pieces:
            metrics = QFontMetricsF(self._face(piece))
            parts = [piece.words.strip()] if piece.line else _breakable(piece.words)
            for words in parts:
                pad = PAD if piece.line else 0
                wide = min(metrics.horizontalAdvance(words) + 2 * pad, width)
                room = width if words[:1] in FULL_STOPS else width - SIZE  # a full stop hangs in the room that is left
                if x and x + wide > room and words.strip():
                    x, y = 0.0, y + LINE
                found.append(Placed(piece, words, QRectF(x, y + (LINE - CHIP) / 2, wide, CHIP)))
                x += wide
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for piece, words, box in self._placed(self.width()):
            painter.setFont(self._face(piece))
            if piece.line:
                hue = color.hue("red" if piece.bad else "blue")
                painter.setPen(QPen(hue.edge, 1))
                painter.setBrush(hue.fill)
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
                paint.text(painter, box.adjusted(PAD, 0, -PAD + 2, 0), words, hue.text)
            else:
                paint.text(painter, box.adjusted(0, 0, 2, 0), words, QColor(color.text))
        painter.end()

    def _under(self, at: QPointF) -> int:
        return next((one.piece.line for one in self._placed(self.width()) if one.piece.line and one.box.contains(at)), 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._under(event.position()) else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if key := self._under(event.position()):
            self.asked.emit(key)


def _breakable(words: str) -> list[str]:
    """Joining words in pieces that may stand on different lines: Latin and digits stay together, and with what they count."""
    made: list[str] = []
    for letter in words:
        last = made[-1][-1:] if made else " "
        glued = last.isascii() and not last.isspace() and (letter.isascii() or last.isdigit()) and not letter.isspace()
        if glued:
            made[-1] += letter
        else:
            made.append(letter)
    return made
