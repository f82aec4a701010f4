"""接口调用 joined to the glass: asked for while somebody looks at it, and written to a file that the person names."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.calls.page import CallsPage

KEY, EVERY = "calls", timedelta(seconds=30)


class Calling(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._link = glass, "starting"
        self._asked: datetime | None = None
        self.page: CallsPage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def open(self) -> None:
        """To the page, from that of the sources."""
        self._glass.open_page(KEY)

    def answered(self, what: str, answer: Any) -> None:
        if self.page is None:
            return
        if isinstance(answer, Exception):
            self.page.show_trouble(self.tr("调用记录没有取到：{0}").format(answer))
        if what == "calls":
            self.page.rows.answered(answer)
        elif not isinstance(answer, Exception):
            self.page.show_summary(answer, self._glass.now)

    def show_state(self, state: Any) -> None:
        self._link = str(state.link)

    def forget(self) -> None:
        """Another hub."""
        self._asked = None

    def tick(self, now: datetime) -> None:
        """What the calls come to is kept fresh; the list of them stays as it is while somebody reads it."""
        if self.page is not None and self.page.isVisibleTo(self._glass.shell) and (self._asked is None or now - self._asked >= EVERY):
            self._sum(int(self.page.hours.key() or "24"))

    def _sum(self, hours: int) -> None:
        self._asked = self._glass.now
        if self._link == "offline" and self.page is not None:
            self.page.show_trouble(self.tr("中枢连不上；调用记录在中枢里，连上后再看"))
        else:
            self.question.emit("call_summary", [hours])

    def _shown(self) -> None:
        if self.page is None:
            from ordertower_desktop.models.calls import CallRows
            from ordertower_desktop.views.calls.page import CallsPage

            self.page = CallsPage(self._glass.theme, CallRows())
            self.page.order_asked.connect(self._glass.orders.seek)
            self.page.summary_asked.connect(self._sum)
            self.page.rows.question.connect(self.question)
            self.page.export_asked.connect(self._export)
            self._place.hold(self.page)
        self._glass.shell.show_title(self.tr("接口调用"), "", trail=self.tr("数据源"))
        self._glass.shell.rail.mark("sources")
        self.page.look()

    def _export(self) -> None:
        name = str(Path.home() / self.tr("接口调用 {0:%Y-%m-%d %H%M}.xlsx").format(self._glass.now))
        path, _ = QFileDialog.getSaveFileName(self._glass.shell, self.tr("导出接口调用"), name, self.tr("Excel 工作簿 (*.xlsx)"))
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """What is shown, as a workbook."""
        from ordertower_desktop.models import calls, workbook

        if self.page is None:
            return
        toasts = self._glass.shell.toasts
        try:
            workbook.write(path, calls.sheets(self.page.rows.lines, self.page.told))
        except OSError as error:
            toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        toasts.show("ok", self.tr("调用记录已写到 {0}").format(path))
