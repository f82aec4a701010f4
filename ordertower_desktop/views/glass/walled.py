"""The wall as a program of its own: a window, and the bridge that feeds it."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ordertower_desktop.settings import WallSettings
from ordertower_desktop.views.glass.start import Bridge, dressed
from ordertower_desktop.views.wall.letters import Screen, refusal
from ordertower_desktop.views.wall.wall import Wall
from ordertower_desktop.wire.rows import SourceRow


class WallBridge(Bridge):
    """The bridge of a wall: it needs the board, the sources and how fresh they are."""

    def fasten(self, window: Wall, app: QApplication) -> None:
        self._wall = window
        self.as_of: datetime | None = None
        self._sources: dict[str, SourceRow] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self.rows.connect(self._rows, queued)
        self.state.connect(self._fresh, queued)
        self.second.connect(self._second, queued)

    def _rows(self, topic: str, rows: list[Any], gone: list[str]) -> None:
        if topic == "board" and rows:
            self._wall.show_board(rows[-1])
        elif topic == "source":
            self._sources |= {row.id: row for row in rows}
            for key in gone:
                self._sources.pop(key, None)
            self._wall.show_sources(list(self._sources.values()))

    def _fresh(self, state: Any) -> None:
        self.as_of = state.as_of or self.as_of


def wall(app: QApplication, wanted: WallSettings, *, now: datetime, place: str) -> tuple[Wall, WallBridge]:
    """The wall's window; a screen that cannot be read from where people stand is refused on the glass."""
    dressed()
    window = Wall(now, names="yes" if wanted.names else "", turn_ms=int(wanted.turn.total_seconds() * 1000))
    bridge = WallBridge(app)
    bridge.fasten(window, app)
    window.left.connect(lambda: app.exit(0))
    screen = app.primaryScreen()
    size = screen.size() * screen.devicePixelRatio()
    window.refuse(refusal(Screen(size.width(), size.height(), wanted.diagonal_inch, wanted.distance_m)))
    if place == "window":
        window.resize(1280, 720)
        window.show()
    else:
        window.setGeometry(screen.geometry())
        window.setCursor(Qt.CursorShape.BlankCursor)
        window.showFullScreen()
    return window, bridge
