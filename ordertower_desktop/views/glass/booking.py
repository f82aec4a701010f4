"""The page of the playbooks' templates joined to the glass; it is made when somebody first goes there."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.wire.posts import PostRow

if TYPE_CHECKING:
    from ordertower_desktop.views.playbook.page import PlaybookPage

KEY = "playbooks"


class Booking(Room):
    """`question` as in the annex; `rules_asked`: back to the rules."""

    rules_asked = Signal()

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self._state: tuple[str, str] = ("", "starting")
        self._posts: dict[str, PostRow] = {}
        self.page: PlaybookPage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def open(self) -> None:
        self._glass.open_page(KEY)

    def posts(self, rows: Sequence[PostRow], gone: Sequence[str]) -> None:
        """The posts of the floor as the hub holds them now."""
        self._posts |= {row.id: row for row in rows}
        for key in gone:
            self._posts.pop(key, None)
        if self.page is not None:
            self.page.shop.show_posts(self._posts.values())

    def answered(self, what: str, answer: Any) -> None:
        if self.page is not None:
            self.page.shop.answered(what, answer)

    def show_state(self, state: Any) -> None:
        """What this person may do, and whether the hub is there."""
        self._state = (state.role, str(state.link))
        if self.page is not None:
            self.page.shop.show_state(*self._state)

    def forget(self) -> None:
        """Another hub."""
        self._posts.clear()
        if self.page is not None:
            self.page.shop.forget()

    def tick(self, now: datetime) -> None:
        if self.page is not None and self.page.isVisibleTo(self._glass.shell):
            self.page.tick(now)

    def _shown(self) -> None:
        self._glass.shell.rail.mark("rules")
        self._made()

    def _made(self) -> "PlaybookPage":
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.models.playbook.shop import BookShop
            from ordertower_desktop.views.playbook.page import PlaybookPage

            shop = BookShop()
            self.page = PlaybookPage(self._glass.theme, shop, now=self._glass.now)
            shop.setParent(self.page)
            shop.question.connect(self.question)
            shop.told.connect(self._glass.shell.toasts.show)
            self.page.titled.connect(self._title)
            self.page.list.rules_asked.connect(self.rules_asked)
            shop.show_posts(self._posts.values())
            shop.show_state(*self._state)
            self._place.hold(self.page, self.page.list.view)
        return self.page

    def _title(self, title: str, counts: str) -> None:
        if self._glass.shell.page == KEY:
            self._glass.shell.show_title(title, counts)
