"""The page of what lateness costs joined to the glass; it is made when somebody first goes there."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.stakes.page import StakesPage

KEY = "stakes"


class Staking(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self._state: tuple[str, str] = ("", "starting")
        self.page: StakesPage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def open(self) -> None:
        self._glass.open_page(KEY)

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
        if self.page is not None:
            self.page.shop.forget()

    def tick(self, now: datetime) -> None:
        if self.page is not None and self.page.isVisibleTo(self._glass.shell):
            self.page.tick(now)

    def _shown(self) -> None:
        self._glass.shell.rail.mark("rules")
        if self.page is None:
            from ordertower_desktop.models.stakes.shop import StakesShop
            from ordertower_desktop.views.stakes.page import StakesPage

            shop = StakesShop()
            self.page = StakesPage(self._glass.theme, shop, now=self._glass.now)
            shop.setParent(self.page)
            shop.question.connect(self.question)
            shop.told.connect(self._glass.shell.toasts.show)
            self.page.titled.connect(self._title)
            shop.show_state(*self._state)
            self._place.hold(self.page, self.page.penalties)

    def _title(self, title: str, counts: str) -> None:
        if self._glass.shell.page == KEY:
            self._glass.shell.show_title(title, counts)
