"""The wall that a desk opens beside itself: made when it is first wanted, fed while it is seen."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from ordertower_desktop.wire.rows import SourceRow

if TYPE_CHECKING:
    from ordertower_desktop.views.wall.wall import Wall
    from ordertower_desktop.wire.board import Board


class Standing:
    """On the second screen where there is one, else in a window."""

    def __init__(self) -> None:
        self.wall: Wall | None = None

    def open(self, now: datetime) -> None:
        if self.wall is None:
            from ordertower_desktop.views.wall.wall import Wall

            self.wall = Wall(now)
            self.wall.left.connect(self.wall.hide)
        screens = QGuiApplication.screens()
        if len(screens) > 1:
            self.wall.setGeometry(screens[-1].geometry())
            self.wall.showFullScreen()
        else:
            self.wall.resize(1280, 720)
            self.wall.showNormal()

    def feed(self, board: "Board | None", sources: Sequence[SourceRow], *, now: datetime, as_of: datetime | None) -> None:
        if self.wall is None or not self.wall.isVisible():
            return
        self.wall.show_sources(sources)
        if board is not None:
            self.wall.show_board(board)
        self.wall.tick(now, as_of)
