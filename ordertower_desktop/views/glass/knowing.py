"""The knowledge base joined to the glass: its page, the way to it from an order, and the report that goes into it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.wire.rows import PoolRow

if TYPE_CHECKING:
    from ordertower_desktop.views.glass.filing import Filing
    from ordertower_desktop.views.knowledge.page import KnowledgePage

KEY = "knowledge"
MAY = ("supervisor", "admin")


class Knowing(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self._state: tuple[str, str] = ("", "starting")
        self.page: KnowledgePage | None = None
        self.asking: Filing | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)
        view = glass.orders.view
        view.filing_requested.connect(self._file)
        glass.beyond["file_article"] = self._of_list
        self._wanted = ""
        view.right.knowledge.asked.connect(self._from_order)

    def answered(self, what: str, answer: Any) -> None:
        if what == "incident_forms":
            self._forms(answer)
        elif self.page is not None:
            self.page.shelf.answered(what, answer)

    def show_state(self, state: Any) -> None:
        """What this person may do, and whether the hub is there."""
        self._state = (state.role, str(state.link))
        if self.page is not None:
            self._tell(self.page)

    def forget(self) -> None:
        """Another hub."""
        if self.page is not None:
            self.page.shelf.forget()

    def tick(self, now: datetime) -> None:
        if self.page is not None and self.page.isVisibleTo(self._glass.shell):
            self.page.tick(now)
        known = self._glass.orders.view.page
        if self._wanted and known is not None and known.order == self._wanted:
            self._file()

    def _from_order(self, article: str) -> None:
        """From the page of an order: its like, or one of them."""
        page = self._made()
        page.shelf.open(order=self._glass.orders.view.order, article=article)
        self._glass.open_page(KEY)

    def _shown(self) -> None:
        self._made()

    def _tell(self, page: "KnowledgePage") -> None:
        role, link = self._state
        page.show_may("yes" if role in MAY else "")
        page.shelf.show_state(link)

    def _made(self) -> "KnowledgePage":
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.models.knowledge.shelf import KnowledgeShelf
            from ordertower_desktop.views.knowledge.page import KnowledgePage

            shelf = KnowledgeShelf()
            self.page = KnowledgePage(self._glass.theme, shelf, now=self._glass.now)
            shelf.setParent(self.page)
            shelf.question.connect(self.question)
            shelf.told.connect(self._glass.shell.toasts.show)
            self.page.titled.connect(self._title)
            self.page.order_asked.connect(self._glass.orders.seek)
            self.page.forms_asked.connect(lambda quarter: self.question.emit("incident_forms", [quarter]))
            self._tell(self.page)
            self._place.hold(self.page, self.page.search)
        return self.page

    def _of_list(self, rows: Sequence[PoolRow]) -> None:
        """From a list: a report is made of what the page of its order knows, so that comes first."""
        if len(rows) != 1:
            self._glass.shell.toasts.show("info", self.tr("报告一单一单归档：先选一单"))
            return
        self._wanted = rows[0].order
        self._glass.open_order(rows[0].case)

    def _file(self) -> None:
        """The report of the order in front, drafted from what its page knows; saved like any other deed, cable in or out."""
        from ordertower_desktop.models.knowledge.filing import drafted
        from ordertower_desktop.views.glass.filing import Filing

        glass, self._wanted = self._glass, ""
        page = glass.orders.view.page
        if page is None or page.row is None:
            glass.shell.toasts.show("warning", self.tr("这一单还没有取到全部内容，或没有异常，不能归档"))
            return
        row = page.row
        asking = self.asking = Filing(glass.theme, glass.shell, drafted(page))
        asking.accepted.connect(lambda: self._filed(glass.verbs.known("file_article", row, asking.said())))
        asking.open()

    def _filed(self, action: Any) -> None:
        self._glass.submitted.emit([action])
        self._glass.receipts.sent("file_article", [action])

    def _forms(self, answer: Any) -> None:
        """The quarter's forms, where the person says."""
        toasts = self._glass.shell.toasts
        if isinstance(answer, Exception):
            toasts.show("warning", self.tr("登记表没有取到：{0}").format(answer))
            return
        name = self.tr("异常处理登记表{0}.xlsx").format(answer.quarter)
        path, _ = QFileDialog.getSaveFileName(self._glass.shell, self.tr("导出登记表"), str(Path.home() / name), "Excel (*.xlsx)")
        if path:
            self.write_forms(answer, Path(path))

    def write_forms(self, answer: Any, path: Path) -> None:
        from ordertower_desktop.models import workbook
        from ordertower_desktop.models.knowledge.forms import sheets

        toasts = self._glass.shell.toasts
        try:
            workbook.write(path, sheets(answer))
        except OSError as error:
            toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        toasts.show("ok", self.tr("{0} 张登记表已写到 {1}，已填 {2}%").format(len(answer.forms), path, answer.filled))

    def _title(self, title: str, counts: str) -> None:
        if self._glass.shell.page == KEY:
            self._glass.shell.show_title(title, counts)
