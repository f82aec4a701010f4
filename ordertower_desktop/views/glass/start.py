"""From nothing to a window: the application, the theme, the glass, and the bridge that other threads speak through."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from ordertower_desktop.settings import WallSettings
from ordertower_desktop.views.glass.commanding import Commanding
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.more import More
from ordertower_desktop.views.shell.rail import Item
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.icons import logo
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.wall.letters import Screen, refusal
from ordertower_desktop.views.wall.wall import Wall
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import SourceRow
from ordertower_desktop.wire.sync import Result

ITEMS = (
    Item("overview", "总览", "layout-dashboard"),
    Item("pool", "延迟池", "inbox"),
    Item("mine", "我的", "user-round-check"),
    Item("wall", "大屏", "monitor"),
    Item("sources", "数据源", "cable"),
    Item("settings", "设置", "settings-2", foot="yes"),
)


class Bridge(QObject):
    """Signals are the one safe way from the desk's thread to the glass: Qt queues them."""

    rows = Signal(str, list, list)
    loaded = Signal()
    outcome = Signal(object)
    state = Signal(object)
    decided = Signal(str, object)
    second = Signal()
    raised = Signal(str)
    page = Signal(object)
    found = Signal(object)
    answered = Signal(str, str, object)

    def join(self, glass: Glass, app: QApplication) -> None:
        """Fasten every signal to a method of an object of the glass's own thread; a bare lambda would run on the speaker's."""
        self._glass = glass
        queued = Qt.ConnectionType.QueuedConnection
        self.rows.connect(glass.rows, queued)
        self.outcome.connect(self._outcome, queued)
        self.state.connect(self._state, queued)
        self.page.connect(self._page, queued)
        self.second.connect(app.quit, queued)
        self.raised.connect(self._raised, queued)

    def _outcome(self, outcome: Any) -> None:
        self._glass.answered(outcome.id, Result(str(outcome.state), outcome.why, outcome.winner, outcome.case))

    def _state(self, state: Any) -> None:
        self._glass.show_me(state.person)
        self._glass.show_state(str(state.link), state.lag_ms, state.waiting, state.as_of)

    def _page(self, page: object) -> None:
        if isinstance(page, OrderPage):
            self._glass.page_arrived(page)
        else:
            self._glass.page_missing(str(page))

    def _raised(self, _link: str) -> None:
        self._glass.shell.show()
        self._glass.shell.raise_()
        self._glass.shell.activateWindow()


def application(argv: list[str]) -> QApplication:
    """The one QApplication, dressed; closing the window does not end it."""
    app = QApplication(argv)
    app.setApplicationName("ordertower")
    app.setApplicationDisplayName("订单控制塔")
    app.setDesktopFileName("ordertower")
    app.setQuitOnLastWindowClosed(False)
    fonts.load()
    app.setWindowIcon(logo(64))
    return app


def opened(app: QApplication, mode: str, *, now: datetime) -> tuple[Glass, Bridge]:
    """The glass with the bridge's ends fastened to it."""
    theme = Theme(app, mode)
    glass = Glass(theme, ITEMS, now=now)
    bridge = Bridge(app)
    Commanding(glass)
    More(glass)
    bridge.join(glass, app)
    glass.open_page("pool")
    return glass, bridge


class WallBridge(Bridge):
    """The bridge of a wall: it needs the board, the sources and how fresh they are."""

    def fasten(self, window: Wall, app: QApplication) -> None:
        self._wall = window
        self.as_of: datetime | None = None
        self._sources: dict[str, SourceRow] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self.rows.connect(self._rows, queued)
        self.state.connect(self._fresh, queued)
        self.second.connect(app.quit, queued)

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
    window = Wall(now, names="yes" if wanted.names else "", turn_ms=int(wanted.turn.total_seconds() * 1000))
    bridge = WallBridge(app)
    bridge.fasten(window, app)
    window.left.connect(app.quit)
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
