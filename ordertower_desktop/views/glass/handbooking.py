"""使用手册 joined to the glass: F1 opens the chapter that speaks of the page in front."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.handbook.chapters import CHAPTERS, chapter_of

if TYPE_CHECKING:
    from ordertower_desktop.views.handbook.page import HandbookPage

KEY = "handbook"


class Handbooking(QObject):
    """Asks nobody: the handbook lies in the package, and reads the same with the cable out."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._from = glass, glass.shell.page
        self.page: HandbookPage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)
        glass.shell.stack.currentChanged.connect(self._turned)

    def _turned(self, _place: int) -> None:
        """Remember what somebody was looking at before they opened the handbook."""
        if (page := self._glass.shell.page) != KEY:
            self._from = page

    def _shown(self) -> None:
        if self.page is None:
            from ordertower_desktop.views.handbook.page import HandbookPage

            self.page = HandbookPage(self._glass.theme)
            self.page.opened.connect(self._title)
            self._place.hold(self.page, self.page.pages)
        if self.page.chapter == (wanted := chapter_of(self._from)):
            self._title(wanted)  # read on where one was
        else:
            self.page.open(wanted)

    def _title(self, chapter: str) -> None:
        if self._glass.shell.page == KEY:
            self._glass.shell.show_title(self.tr("使用手册"), dict(CHAPTERS)[chapter])
