"""The frame around every page: rail, top bar, a strip for what must be known, the page, the status bar."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.views.shell.banner import Banner
from ordertower_desktop.views.shell.rail import Item, Rail
from ordertower_desktop.views.shell.statusbar import StatusBar
from ordertower_desktop.views.shell.topbar import TopBar
from ordertower_desktop.views.theme.theme import Theme

if TYPE_CHECKING:
    from ordertower_desktop.views.parts.toast import Toasts

NARROW, LOW = 1024, 667
LEAST = (900, 450)
"""What a screen of 1920 x 1080 leaves at 200 %, with the system's bars taken off."""


class Shell(QWidget):
    """The main window. It knows pages by their keys and nothing of what they show."""

    page_requested = Signal(str)
    search_changed = Signal(str)
    search_submitted = Signal(str)
    palette_requested = Signal()
    bell_clicked = Signal()
    person_clicked = Signal()
    sources_clicked = Signal()
    level_clicked = Signal()
    trail_clicked = Signal()
    help_requested = Signal()
    banner_followed = Signal(str)
    closing = Signal()

    def __init__(self, theme: Theme, items: tuple[Item, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._pages: dict[str, QWidget] = {}
        self.setWindowTitle(self.tr("订单控制塔"))
        self.setMinimumSize(*LEAST)
        self.resize(1440, 900)
        self.setAutoFillBackground(True)
        self.rail, self.top, self.status = Rail(theme, items), TopBar(theme), StatusBar(theme)
        self.banner, self.stack = Banner(theme), QStackedWidget()
        right = QVBoxLayout()
        for widget in (self.top, self.banner):
            right.addWidget(widget)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        outer = QHBoxLayout(self)
        outer.addWidget(self.rail)
        outer.addLayout(right, 1)
        for box in (right, outer):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        self._connect()

    def _connect(self) -> None:
        self.rail.chosen.connect(self.page_requested)
        self.top.search.textEdited.connect(self.search_changed)
        self.top.search.returnPressed.connect(lambda: self.search_submitted.emit(self.top.search.text().strip()))
        self.top.search.escaped.connect(lambda: self.search_changed.emit(""))
        self.top.trail.clicked.connect(self.trail_clicked)
        self.top.bell.clicked.connect(self.bell_clicked)
        self.top.sources.clicked.connect(self.sources_clicked)
        self.top.level.clicked.connect(self.level_clicked)
        self.status.help_asked.connect(self.help_requested)
        self.banner.followed.connect(self.banner_followed)
        self.top.person.clicked.connect(self.person_clicked)
        for keys, call in (("Ctrl+K", self.palette_requested.emit), ("Ctrl+T", self._theme.toggle)):
            QShortcut(QKeySequence(keys), self).activated.connect(call)

    @cached_property
    def toasts(self) -> "Toasts":
        from ordertower_desktop.views.parts.toast import Toasts

        return Toasts(self._theme, self, left=self.rail.width())

    def add_page(self, key: str, page: QWidget) -> None:
        self._pages[key] = page
        self.stack.addWidget(page)

    def has_page(self, key: str) -> bool:
        return key in self._pages

    def show_page(self, key: str, *, rail: str = "") -> None:
        """Bring a page to the front; `rail` marks another item than its own key."""
        self.stack.setCurrentWidget(self._pages[key])
        self.rail.mark(rail or key)
        self._pages[key].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def page(self) -> str:
        """The key of the page in front, or empty."""
        return next((key for key, page in self._pages.items() if page is self.stack.currentWidget()), "")

    def show_title(self, title: str, subtitle: str = "", *, trail: str = "") -> None:
        """`trail` names the page that this one was opened from; a click on it emits `trail_clicked`."""
        self.top.trail.show_text(trail)
        self.top.title.setText(title)
        self.top.subtitle.setText(subtitle)

    def show_level(self, text: str, hue: str) -> None:
        """How high the floor stands; empty hides it. `hue`: amber | red | green | neutral."""
        self.top.level.show_text(text, hue, icon="siren")

    def show_sources(self, text: str, hue: str) -> None:
        """Which sources are behind, in one line; empty hides it."""
        self.top.sources.show_text(text, hue, glyph="circle" if hue == "green" else "triangle")

    def show_person(self, name: str) -> None:
        self.top.person.setText(name)

    def show_bell(self, count: int) -> None:
        self.top.bell.show_dot(count)
        self.top.bell.setAccessibleDescription(f"{count} 条未确认" if count else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < NARROW + 1 or self.height() < LOW)
        if "toasts" in self.__dict__:
            self.toasts.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is a wish; whoever knows whether there is a way back decides between hiding and getting small."""
        event.ignore()
        self.closing.emit()
