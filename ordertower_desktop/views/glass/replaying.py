"""The replay page joined to the glass; it is made when somebody first goes there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.wire.board import Board

if TYPE_CHECKING:
    from ordertower_desktop.views.replay.page import ReplayPage


class Replaying(Room):
    """`question` as in the annex."""

    weeks_asked = Signal()
    """From the day to weeks and months."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._role = glass, ""
        self._board: Board | None = None
        self.page: ReplayPage | None = None
        self._place = Place()
        self._place.shown.connect(self._made)
        glass.shell.add_page("replay", self._place)

    def _made(self) -> "ReplayPage":
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.models.replay.drafting import Drafting
            from ordertower_desktop.models.replay.film import Film
            from ordertower_desktop.models.replay.thenpool import ThenPool
            from ordertower_desktop.views.replay.page import ReplayPage

            film, drafting, pool = Film(), Drafting(), ThenPool()
            self.page = ReplayPage(self._glass.theme, film, drafting, pool)
            pool.question.connect(self.question)
            for part in (film, drafting):
                part.setParent(self.page)
                part.question.connect(self.question)
            drafting.told.connect(self._glass.shell.toasts.show)
            self.page.titled.connect(self._title)
            self.page.order_asked.connect(self._order)
            self.page.report_asked.connect(self._report)
            self.page.figures.weeks.clicked.connect(self.weeks_asked)
            if self._board is not None:
                film.show_now(self._board)
            film.show_role(self._role)
            self._place.hold(self.page, self.page.axis)
        return self.page

    def answered(self, what: str, answer: Any) -> None:
        if self.page is not None:
            match what:
                case "save_incident":
                    self.page.drafting.answered(answer)
                case "pool_at":
                    self.page.pool.model.answered(answer)
                case _:
                    self.page.film.answered(what, answer)

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says."""
        self._role = state.role
        if self.page is not None:
            self.page.film.show_role(state.role)

    def show_board(self, board: Board) -> None:
        """The floor of now, to compare with."""
        self._board = board
        if self.page is not None:
            self.page.film.show_now(board)

    def forget(self) -> None:
        """Another hub."""
        self._board = None
        if self.page is not None:
            self.page.film.forget()

    def _title(self, title: str, subtitle: str) -> None:
        if self._glass.shell.page == "replay":
            self._glass.shell.show_title(title, subtitle)

    def _order(self, order: str) -> None:
        self._glass.orders.seek(order)

    def _report(self) -> None:
        """A PDF to read, or a workbook to reckon with: the ending says which."""
        page = self.page
        if page is None or page.film.page is None:
            return
        name = self.tr("复盘{0}.pdf").format(page.film.page.day)
        path, _ = QFileDialog.getSaveFileName(
            self._glass.shell, self.tr("导出报告"), str(Path.home() / name), self.tr("PDF (*.pdf);;Excel 工作簿 (*.xlsx)")
        )
        if path:
            self._write(page, Path(path))

    def _write(self, page: "ReplayPage", path: Path) -> None:
        from ordertower_desktop.views.replay.report import write_report

        toasts = self._glass.shell.toasts
        try:
            write_report(page.film, page.drafting, path, pictures=page.pictures())
        except OSError as error:
            toasts.show("error", self.tr("没有写成：{0}，请换个地方").format(error.strerror or error))
            return
        toasts.show("ok", self.tr("报告已写到 {0}").format(path))
