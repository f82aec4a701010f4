"""绩效 joined to the glass: asked for while somebody looks at it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.performance.page import PerformancePage

KEY, EVERY = "performance", timedelta(seconds=60)


class Scoring(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._link = glass, "starting"
        self._asked: datetime | None = None
        self.page: PerformancePage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def answered(self, _what: str, answer: Any) -> None:
        if self.page is None:
            return
        if isinstance(answer, Exception):
            self.page.show_trouble(str(answer))
        else:
            self.page.show_scores(answer)

    def show_state(self, state: Any) -> None:
        self._link = str(state.link)

    def forget(self) -> None:
        """Another hub."""
        self._asked = None
        if self.page is not None:
            self.page.show_trouble("")

    def tick(self, now: datetime) -> None:
        if self.page is not None and self.page.isVisibleTo(self._glass.shell) and (self._asked is None or now - self._asked >= EVERY):
            self._ask()

    def _ask(self) -> None:
        self._asked = self._glass.now
        if self.page is None:
            return
        if self._link == "offline":
            self.page.show_trouble(self.tr("中枢连不上；绩效由中枢按记录算，连上后再看"))
        else:
            self.question.emit("performance", [self.page.days.key()])

    def _shown(self) -> None:
        if self.page is None:
            from ordertower_desktop.views.performance.page import PerformancePage

            self.page = PerformancePage(self._glass.theme)
            self.page.asked.connect(self._ask)
            self._place.hold(self.page)
        self._glass.shell.show_title(self.tr("绩效"), self.tr("按记录算，不打扰"))
        self._glass.shell.rail.mark("mine")
        self._ask()
