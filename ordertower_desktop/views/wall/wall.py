"""The wall's window: pages that turn, a strip that says how old everything is, letters that can be read."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ordertower_desktop.views.theme.tokens import wall_colors
from ordertower_desktop.views.wall import heartbeat, matrix, overdue, status
from ordertower_desktop.views.wall.ink import CENTER, Ink
from ordertower_desktop.views.wall.letters import DESIGN_HEIGHT, DESIGN_WIDTH
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.rows import SourceRow

TURN_MS, SHIFT_S, SHIFT_PX = 12_000, 120, 3
STALE_AFTER = timedelta(seconds=10)
Page = Callable[[Ink, Board], None]


class Wall(QWidget):
    """Painted whole; the last numbers stay on it, greyed, when nothing comes any more."""

    left = Signal()

    def __init__(self, now: datetime, *, names: str = "yes", turn_ms: int = TURN_MS) -> None:
        super().__init__()
        self._color = wall_colors()
        self._board: Board | None = None
        self._sources: tuple[SourceRow, ...] = ()
        self._now = now
        self._as_of: datetime | None = None
        self._refusal = ""
        self._pages: tuple[Page, ...] = (status.paint, matrix.paint, lambda ink, board: overdue.paint(ink, board, names=names))
        self._page = 0
        self.setMinimumSize(640, 360)
        self.setWindowTitle(self.tr("订单控制塔 · 大屏"))
        self.setAccessibleName(self.tr("大屏"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._turning = QTimer(self, interval=max(10_000, turn_ms))
        self._turning.timeout.connect(self.turn)
        self._turning.start()

    def show_board(self, board: Board) -> None:
        self._board = board
        self.update()

    def show_sources(self, sources: Sequence[SourceRow]) -> None:
        self._sources = tuple(sorted(sources, key=lambda row: (row.kind != "platform", row.kind, row.id)))
        self.update()

    def tick(self, now: datetime, as_of: datetime | None) -> None:
        """`as_of` is the moment up to which this screen holds everything."""
        self._now, self._as_of = now, as_of
        self.update()

    def refuse(self, why: str) -> None:
        """This screen cannot be read from where people stand; say so instead of showing small letters."""
        self._refusal = why
        self.update()

    @property
    def stale(self) -> bool:
        return self._as_of is None or self._now - self._as_of > STALE_AFTER

    def turn(self) -> None:
        self._page = (self._page + 1) % len(self._pages)
        self.update()

    def show_page(self, page: int) -> None:
        self._page = page % len(self._pages)
        self._turning.start()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Q):
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Space):
            self.show_page(self._page + 1)
        elif event.key() == Qt.Key.Key_Left:
            self.show_page(self._page - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._color.bg)
        scale = min(self.width() / DESIGN_WIDTH, self.height() / DESIGN_HEIGHT)
        shift = int(self._now.timestamp()) // SHIFT_S % SHIFT_PX  # spares the panel's pixels
        painter.translate((self.width() - DESIGN_WIDTH * scale) / 2 + shift, (self.height() - DESIGN_HEIGHT * scale) / 2 + shift)
        painter.scale(scale, scale)
        old = self.stale or self._board is None
        ink = Ink(painter, self._color, "old" if old else "")
        if self._refusal:
            self._say(Ink(painter, self._color), self._refusal)
        elif self._board is None:
            self._say(ink, self.tr("正在连接中枢…"))
        else:
            self._pages[self._page](ink, self._board)
        if old:
            heartbeat.paint_old(ink, now=self._now, as_of=self._as_of)
        else:
            broken = self._board.broken if self._board is not None else ()
            heartbeat.paint(ink, self._sources, broken, now=self._now, page=self._page, pages=len(self._pages))
        painter.end()

    @staticmethod
    def _say(ink: Ink, words: str) -> None:
        ink.tile(QRectF(36, 28, 1848, 916))
        for place, start in enumerate(range(0, len(words), 30)):
            ink.words(QPointF(960, 420 + place * 96), words[start : start + 30], 56, align=CENTER)
