"""夜间对账 joined to the glass: asked for while somebody looks at it, and written to a file that the person names."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.nights.page import NightsPage

KEY, EVERY = "nights", timedelta(seconds=30)


class Nighting(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._link = glass, "starting"
        self._asked: datetime | None = None
        self.page: NightsPage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def open(self) -> None:
        """To the page, from that of the write-backs."""
        self._glass.open_page(KEY)

    def answered(self, _what: str, answer: Any) -> None:
        if self.page is None:
            return
        if isinstance(answer, Exception):
            self.page.show_trouble(self.tr("对账记录没有取到：{0}").format(answer))
        else:
            self.page.show_nights(answer)

    def show_state(self, state: Any) -> None:
        self._link = str(state.link)

    def forget(self) -> None:
        """Another hub."""
        self._asked = None

    def tick(self, now: datetime) -> None:
        if self.page is not None and self.page.isVisibleTo(self._glass.shell) and (self._asked is None or now - self._asked >= EVERY):
            self._ask()

    def _ask(self) -> None:
        self._asked = self._glass.now
        if self._link == "offline" and self.page is not None:
            self.page.show_trouble(self.tr("中枢连不上；对账由中枢在夜里做，连上后再看"))
        else:
            self.question.emit("write_back_nights", [])

    def _shown(self) -> None:
        if self.page is None:
            from ordertower_desktop.views.nights.page import NightsPage

            self.page = NightsPage(self._glass.theme)
            self.page.order_asked.connect(self._glass.orders.seek)
            self.page.export_asked.connect(self._export)
            self._place.hold(self.page)
        self._glass.shell.show_title(self.tr("夜间对账"), "", trail=self.tr("数据源 › 回传"))
        self._glass.shell.rail.mark("sources")
        self._ask()

    def _export(self) -> None:
        name = str(Path.home() / self.tr("夜间对账 {0:%Y-%m-%d}.xlsx").format(self._glass.now))
        path, _ = QFileDialog.getSaveFileName(self._glass.shell, self.tr("导出夜间对账"), name, self.tr("Excel 工作簿 (*.xlsx)"))
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """What is shown, as a workbook."""
        from ordertower_desktop.models import nights, workbook

        if self.page is None or self.page.told is None:
            return
        toasts = self._glass.shell.toasts
        try:
            workbook.write(path, nights.sheets(self.page.told))
        except OSError as error:
            toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        toasts.show("ok", self.tr("对账记录已写到 {0}").format(path))
