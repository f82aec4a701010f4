"""库存 joined to the glass: asked for while somebody looks at it, and written to a file that the person names."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.stock.page import StockPageView

KEY, EVERY, MOST = "stock", timedelta(seconds=15), 200


class Stocking(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._link, self._after = glass, "starting", ""
        self._asked: datetime | None = None
        self.page: StockPageView | None = None
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
            self.page.show_trouble(self.tr("库存没有取到：{0}").format(answer))
        elif what == "stock_holds":
            self.page.show_holds(answer)
        else:
            self.page.show_page(answer, self._glass.now, more=self._after)

    def show_state(self, state: Any) -> None:
        self._link = str(state.link)

    def forget(self) -> None:
        """Another hub."""
        self._asked = None

    def tick(self, now: datetime) -> None:
        """Whoever reads on in a long list is not taken back to its beginning."""
        if self.page is None or not self.page.isVisibleTo(self._glass.shell):
            return
        self.page.tick(now)
        if len(self.page.rows) <= MOST and (self._asked is None or now - self._asked >= EVERY):
            self._ask()

    def _ask(self, after: str = "") -> None:
        if self.page is None:
            return
        self._asked, self._after = self._glass.now, after
        if self._link == "offline":
            self.page.show_trouble(self.tr("中枢连不上，连上后再看"))
            return
        self.question.emit("stock", [*self.page.question, after, MOST])
        if self.page.chosen is not None and not after:
            self.question.emit("stock_holds", list(self.page.chosen))

    def _shown(self) -> None:
        if self.page is None:
            from ordertower_desktop.views.stock.page import StockPageView

            self.page = StockPageView(self._glass.theme)
            self.page.order_asked.connect(self._glass.orders.seek)
            self.page.wanted.connect(self._ask)
            self.page.more_asked.connect(self._ask)
            self.page.holds_asked.connect(lambda sku, warehouse: self.question.emit("stock_holds", [sku, warehouse]))
            self.page.export_asked.connect(self._export)
            self._place.hold(self.page)
        self._glass.shell.show_title(self.tr("库存"), "", trail=self.tr("数据源"))
        self._glass.shell.rail.mark("sources")
        self._ask()

    def _export(self) -> None:
        name = str(Path.home() / self.tr("库存 {0:%Y-%m-%d %H%M}.xlsx").format(self._glass.now))
        path, _ = QFileDialog.getSaveFileName(self._glass.shell, self.tr("导出库存"), name, self.tr("Excel 工作簿 (*.xlsx)"))
        if path:
            self.write(Path(path))

    def write(self, path: Path) -> None:
        """What is shown, as a workbook."""
        from ordertower_desktop.models import stock, workbook

        if self.page is None or self.page.told is None:
            return
        toasts = self._glass.shell.toasts
        try:
            workbook.write(path, stock.sheets(self.page.rows, self.page.told.nights, self._glass.now))
        except OSError as error:
            toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        toasts.show("ok", self.tr("库存已写到 {0}").format(path))
