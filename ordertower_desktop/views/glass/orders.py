"""The order page joined to the glass: which order, what came of it, where its verbs go."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.order.report import write_report
from ordertower_desktop.views.shell.shell import Shell
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow


class Orders(QObject):
    """`verb` carries a verb, the case it is about, and what is already known of it."""

    verb = Signal(str, str, dict)
    needed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, shell: Shell, model: PoolModel) -> None:
        super().__init__(shell)
        self._shell, self._model = shell, model
        self.case, self._asked = "", 0
        self.view = OrderView(theme)
        shell.add_page("order", self.view)
        self.view.action_requested.connect(lambda verb, known: self.verb.emit(verb, self.case, known))
        self.view.back_requested.connect(self.left)
        self.view.neighbour_requested.connect(self._neighbour)
        self.view.report_requested.connect(self._report)
        self.view.reload_requested.connect(lambda: self.needed.emit(self.view.order))
        model.settled.connect(self._changed)
        shell.trail_clicked.connect(self.left)

    def open(self, case: str) -> None:
        """Bring an order of the pool to the front; its page is asked for."""
        row = self._model.row(case)
        if row is None:
            return
        self.case, self._asked = case, 0
        self.view.show_row(row)
        self._place()
        self._shell.show_page("order", rail="pool")
        self.needed.emit(row.order)
        self.title()

    def arrived(self, page: OrderPage) -> None:
        """The whole order; an order without a case may be looked at too."""
        self.view.show_page(page)
        if page.row is not None:
            self.case = page.row.case
            self.view.show_same(*self._same(page.row.cause))
        self.title()

    def seek(self, order: str) -> None:
        """Bring an order to the front by its number; what the pool knows of it is there at once, another one is asked for."""
        case = next((row.case for case in self._model.known() if (row := self._model.row(case)) and row.order == order), "")
        if case:
            self.open(case)
            return
        self.case = ""
        self.view.forget()
        self._shell.show_page("order", rail="pool")
        self.needed.emit(order)

    def title(self) -> None:
        if self._shell.page == "order":
            pool, order, place = self.view.crumb()
            self._shell.show_title(order, place, trail=pool)

    def missing(self, why: str, as_of: datetime | None) -> None:
        """The hub cannot be asked: what the list knows stays."""
        self.view.show_offline(as_of) if not why else self.view.show_missing(why)

    def tick(self, now: datetime) -> None:
        if self._shell.page == "order":
            self.view.tick(now)

    def _neighbour(self, step: int) -> None:
        cases = self._model.cases()
        place = self._model.place(self.case) + step
        if 0 <= place < len(cases):
            self.open(cases[place])

    def _place(self) -> None:
        place = self._model.place(self.case)
        self.view.show_place(place + 1, self._model.rowCount()) if place >= 0 else self.view.show_place(0, 0)

    def _changed(self) -> None:
        row = self._model.row(self.case)
        if row is not None and self._shell.page == "order":
            self.view.show_row(row)
            self._place()
            self.title()
            self._renew(row)

    def _renew(self, row: PoolRow) -> None:
        """History, lanes and closing checks follow what was done: the page is asked for again once a version."""
        page = self.view.page
        shown = page.row.version if page is not None and page.row is not None else row.version
        if row.version > max(shown, self._asked):
            self._asked = row.version
            self.needed.emit(row.order)

    def _report(self) -> None:
        """One order as a PDF or a workbook, where the person says."""
        page = self.view.page
        if page is None:
            self._shell.toasts.show("warning", self.tr("这一单还没有取到全部内容，稍后再生成报告"))
            return
        name = self.tr("订单{0}报告.pdf").format(text.tail(page.order))
        path, _ = QFileDialog.getSaveFileName(
            self._shell, self.tr("生成报告"), str(Path.home() / name), self.tr("PDF (*.pdf);;Excel 工作簿 (*.xlsx)")
        )
        if path:
            self._write(page, Path(path))

    def _write(self, page: OrderPage, path: Path) -> None:
        try:
            write_report(page, path)
        except OSError as error:
            self._shell.toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        self._shell.toasts.show("ok", self.tr("报告已写到 {0}").format(path))

    def _same(self, cause: str) -> tuple[int, int]:
        """How many open cases share a cause, and what they are worth."""
        rows = [row for case in self._model.known() if (row := self._model.row(case)) and row.cause == cause and row.state == "open"]
        return len(rows), sum(row.amount_fen for row in rows)
