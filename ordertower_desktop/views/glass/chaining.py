"""The page of the alarm chains joined to the glass; it is made when somebody first goes there."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.wire.posts import PostRow

if TYPE_CHECKING:
    from ordertower_desktop.views.chain.page import ChainPage

KEY = "chain"
ROSTER, DRILL = frozenset({"roster", "save_roster", "calendars_in_force"}), "rehearse_chain"


class Chaining(Room):
    """`question` as in the annex. The chains themselves come by the feed, so they are here before the page is."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self._state: tuple[str, str] = ("", "starting")
        self._rows: dict[str, Any] = {}
        self._posts: dict[str, PostRow] = {}
        self.page: ChainPage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def open(self) -> None:
        self._glass.open_page(KEY)

    def take(self, rows: Sequence[Any], gone: Sequence[str]) -> None:
        """The chains as the hub holds them now."""
        self._rows |= {row.id: row for row in rows}
        for key in gone:
            self._rows.pop(key, None)
        if self.page is not None:
            self.page.shop.take(rows, gone)

    def posts(self, rows: Sequence[PostRow], gone: Sequence[str]) -> None:
        """The posts of the floor as the hub holds them now."""
        self._posts |= {row.id: row for row in rows}
        for key in gone:
            self._posts.pop(key, None)
        if self.page is not None:
            self.page.show_posts(self._posts.values())

    def answered(self, what: str, answer: Any) -> None:
        if self.page is None:
            return
        if what == DRILL:
            self.page.drilling.answered(what, answer)
        elif what in ROSTER:
            self.page.rota.shop.answered(what, answer)
        else:
            self.page.shop.answered(what, answer)

    def show_state(self, state: Any) -> None:
        """What this person may do, and whether the hub is there."""
        self._state = (state.role, str(state.link))
        if self.page is not None:
            self.page.shop.show_state(*self._state)
            self.page.rota.shop.show_state(*self._state)

    def forget(self) -> None:
        """Another hub."""
        self._rows.clear()
        self._posts.clear()
        if self.page is not None:
            self.page.shop.forget()
            self.page.rota.shop.forget()

    def tick(self, now: datetime) -> None:
        if self.page is not None and self.page.isVisibleTo(self._glass.shell):
            self.page.tick(now)
            self.page.show_people(self._glass.people)

    def _shown(self) -> None:
        self._glass.shell.rail.mark("rules")
        self._made()

    def _made(self) -> "ChainPage":
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.models.chain.shop import ChainShop
            from ordertower_desktop.views.chain.page import ChainPage

            shop = ChainShop()
            self.page = ChainPage(self._glass.theme, shop, now=self._glass.now)
            shop.setParent(self.page)
            shop.question.connect(self.question)
            shop.told.connect(self._glass.shell.toasts.show)
            for other in (self.page.rota.shop, self.page.drilling):
                other.question.connect(self.question)
                other.told.connect(self._glass.shell.toasts.show)
            self.page.rota.shop.show_state(*self._state)
            self.page.titled.connect(self._title)
            shop.show_people(self._glass.people)
            self.page.show_posts(self._posts.values())
            shop.show_state(*self._state)
            shop.take(list(self._rows.values()))
            self._place.hold(self.page, self.page.steps)
        return self.page

    def _title(self, title: str, counts: str) -> None:
        if self._glass.shell.page == KEY:
            self._glass.shell.show_title(title, counts)
