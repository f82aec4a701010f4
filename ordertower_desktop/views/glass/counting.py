"""The statistics page joined to the glass; it is made when somebody first goes there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.kpi.page import KpiPage

KEY = "kpi"


class Counting(Room):
    """`question` as in the annex."""

    rule_asked = Signal(str)

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._role = glass, ""
        self.page: KpiPage | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def open(self) -> None:
        self._glass.open_page(KEY)

    def answered(self, what: str, answer: Any) -> None:
        if self.page is not None:
            self.page.stats.answered(what, answer)

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says."""
        self._role = state.role
        if self.page is not None:
            self.page.stats.show_role(state.role)

    def forget(self) -> None:
        """Another hub."""
        if self.page is not None:
            self.page.stats.forget()

    def _shown(self) -> None:
        self._glass.shell.rail.mark("replay")
        self._made()

    def _made(self) -> "KpiPage":
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.models.kpi.stats import Stats
            from ordertower_desktop.views.kpi.page import KpiPage

            stats = Stats(self._glass.now.astimezone(SHANGHAI).date())
            stats.question.connect(self.question)
            stats.show_role(self._role)
            page = self.page = KpiPage(self._glass.theme, stats)
            stats.setParent(page)
            stats.told.connect(self._glass.shell.toasts.show)
            stats.gathered.connect(self._save)
            page.titled.connect(self._title)
            page.order_asked.connect(self._glass.orders.seek)
            page.rule_asked.connect(self.rule_asked)
            page.report_asked.connect(stats.gather)
            page.freeze_asked.connect(self._freeze)
            self._place.hold(page)
        return self.page

    def _title(self, title: str, subtitle: str) -> None:
        if self._glass.shell.page == KEY:
            self._glass.shell.show_title(title, subtitle)

    def _freeze(self) -> None:
        """The first time needs no reason; a correction does."""
        page = self._made()
        scores = page.stats.pages.get("scores")
        if scores is None or not scores.revision:
            page.stats.freeze("")
            return
        why, given = QInputDialog.getText(self._glass.shell, self.tr("更正 {0}").format(scores.month), self.tr("为什么更正（会写进档案）"))
        if given:
            page.stats.freeze(why)

    def _save(self) -> None:
        """A PDF to read, or a workbook to reckon with: the ending says which."""
        page = self._made()
        name = f"统计 {page.stats.span.first} 至 {page.stats.span.last}.pdf"
        path, _ = QFileDialog.getSaveFileName(
            self._glass.shell, self.tr("导出报告"), str(Path.home() / name), self.tr("PDF (*.pdf);;Excel 工作簿 (*.xlsx)")
        )
        if path:
            self._write(page, Path(path))

    def _write(self, page: "KpiPage", path: Path) -> None:
        from ordertower_desktop.views.kpi.report import write_report

        toasts = self._glass.shell.toasts
        try:
            write_report(page.stats, path)
        except OSError as error:
            toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        toasts.show("ok", self.tr("报告已写到 {0}").format(path))
