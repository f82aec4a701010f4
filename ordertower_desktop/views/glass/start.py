"""From nothing to a window: the application, the theme, the glass, and the bridge that other threads speak through."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.shell.rail import Item
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.icons import logo
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow
from ordertower_desktop.wire.sync import Result

ITEMS = (
    Item("overview", "总览", "layout-dashboard"),
    Item("pool", "延迟池", "inbox"),
    Item("mine", "我的", "user-round-check"),
    Item("release", "放行", "clipboard-check"),
    Item("customers", "合单", "merge"),
    Item("wall", "大屏", "monitor"),
    Item("rules", "规则", "workflow"),
    Item("crisis", "危机", "siren"),
    Item("replay", "复盘", "history"),
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
        self.loaded.connect(glass.model.complete, queued)
        self.outcome.connect(self._outcome, queued)
        self.state.connect(self._state, queued)
        self.page.connect(self._page, queued)
        self.second.connect(self._second, queued)
        self.raised.connect(self._raised, queued)
        self.found.connect(self._found, queued)

    def _outcome(self, outcome: Any) -> None:
        if str(outcome.state) == "conflict" and outcome.case:
            self._glass.model.clash([outcome.case])
        self._glass.answered(outcome.id, Result(str(outcome.state), outcome.why, outcome.winner, outcome.case))

    def _state(self, state: Any) -> None:
        self._glass.show_me(state.person)
        self._glass.show_state(str(state.link), state.lag_ms, state.waiting, state.as_of)

    def _page(self, page: object) -> None:
        if isinstance(page, OrderPage):
            self._glass.page_arrived(page)
        else:
            self._glass.page_missing(str(page))

    def _found(self, answer: Any) -> None:
        from ordertower_desktop.views.glass.hits import Hits  # nobody searches before the first paint

        Hits(self._glass).take(answer)

    def _second(self) -> None:
        """Another desk has this folder: quit() would ask the window, which only hides."""
        QApplication.exit(0)

    def _raised(self, link: str) -> None:
        from ordertower_desktop.views.glass.links import order_in  # a link is rare, and comes after the first paint

        if order := order_in(link):
            self._glass.orders.seek(order)
        self._glass.shell.show()
        self._glass.shell.raise_()
        self._glass.shell.activateWindow()


def application(argv: list[str]) -> QApplication:
    """The one QApplication, dressed; closing the window does not end it."""
    app = QApplication([*argv, "-style", "fusion"])
    app.setApplicationName("ordertower")
    app.setApplicationDisplayName("订单控制塔")
    app.setDesktopFileName("ordertower")
    app.setQuitOnLastWindowClosed(False)
    fonts.load()
    return app


def dressed() -> None:
    """What the first words do without: large figures, Qt's own words in Chinese, the icon. Call once."""
    fonts.load_rest()
    QApplication.setWindowIcon(logo(64))


def opened(app: QApplication, mode: str, rows: Sequence[PoolRow] = (), *, now: datetime) -> tuple[Glass, Bridge]:
    """The glass with the rows that are known, and the bridge's ends fastened to it."""
    theme = Theme(app, mode, sheet="later")
    glass = Glass(theme, ITEMS, now=now)
    bridge = Bridge(app)
    bridge.join(glass, app)
    glass.open_page("pool")
    if rows:
        glass.model.begin(rows)
    theme.wear()
    return glass, bridge


class _FirstPaint(QObject):
    """Calls once: when a window has been painted for the first time, or after `UNSEEN_MS` when nobody sees it."""

    UNSEEN_MS = 3000

    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        self._unseen = QTimer(self, singleShot=True, interval=self.UNSEEN_MS)
        self._unseen.timeout.connect(self._call)
        self._unseen.start()
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._unseen.start(0)
        return False

    def _call(self) -> None:
        self._window.removeEventFilter(self)
        self._then()


def painted(window: QWidget, then: Callable[[], object]) -> None:
    """Have `then` done when the window has been painted for the first time."""
    _FirstPaint(window, then)


def show(window: QWidget, then: Callable[[], object]) -> None:
    """The window, no larger than its screen; and have `then` done when it has been painted."""
    window.resize(window.size().boundedTo(window.screen().availableSize()).expandedTo(window.minimumSize()))
    painted(window, then)
    window.show()


def furnish(glass: Glass) -> None:
    """Everything that the first paint did not need: pages, palette, bulk acts. Call once, after it."""
    from ordertower_desktop.views.glass.commanding import Commanding
    from ordertower_desktop.views.glass.more import More
    from ordertower_desktop.views.glass.onestep import OneStep

    dressed()
    glass.furnish()
    Commanding(glass)
    More(glass)
    OneStep(glass)
