"""The page of members and posts joined to the glass; it is made when somebody first goes there."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from ordertower_desktop.models import text
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.members.page import MembersPage

KEY, OF_BOOK = "members", ("audit", "verify_audit")
HOURS = [("1", "1 小时"), ("2", "2 小时"), ("4", "4 小时"), ("8", "8 小时"), ("24", "24 小时"), ("72", "72 小时")]


class Membering(Room):
    """`question` as in the annex. Posts and people come by the feed, so they are here before the page is."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self._state: tuple[str, str] = ("", "starting")
        self._rows: dict[str, Any] = {}
        self.page: MembersPage | None = None
        self.asking: Ask | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page(KEY, self._place)

    def open(self) -> None:
        self._glass.open_page(KEY)

    def take(self, rows: Sequence[Any], gone: Sequence[str]) -> None:
        """The posts as the hub holds them now."""
        self._rows |= {row.id: row for row in rows}
        for key in gone:
            self._rows.pop(key, None)
        if self.page is not None:
            self.page.crew.take(rows, gone)

    def answered(self, what: str, answer: Any) -> None:
        if self.page is not None and what == "reveals":
            self.page.looked.answered(answer)
        elif self.page is not None:
            (self.page.book if what in OF_BOOK else self.page.crew).answered(what, answer)

    def show_state(self, state: Any) -> None:
        """What this person may do, and whether the hub is there."""
        self._state = (state.role, str(state.link))
        if self.page is not None:
            self.page.crew.show_state(*self._state, self._glass.me)

    def forget(self) -> None:
        """Another hub."""
        self._rows.clear()
        if self.page is not None:
            self.page.crew.forget()

    def tick(self, now: datetime) -> None:
        if self.page is not None and self.page.isVisibleTo(self._glass.shell):
            self.page.tick(now)
            self.page.crew.show_people(self._glass.people)

    def _shown(self) -> None:
        self._glass.shell.rail.mark("settings")
        self._made()

    def _made(self) -> "MembersPage":
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.models.members.crew import Crew
            from ordertower_desktop.views.members.page import MembersPage

            crew = Crew()
            self.page = page = MembersPage(self._glass.theme, crew, now=self._glass.now)
            crew.setParent(page)
            crew.question.connect(self.question)
            crew.told.connect(self._glass.shell.toasts.show)
            crew.invited.connect(self._invited)
            page.titled.connect(self._title)
            page.person_asked.connect(self._person)
            page.lend_asked.connect(self._lend)
            page.book.question.connect(self.question)
            page.looked.question.connect(self.question)
            page.book.told.connect(self._glass.shell.toasts.show)
            page.audit.export_asked.connect(self._export)
            crew.show_people(self._glass.people)
            crew.show_state(*self._state, self._glass.me)
            crew.take(list(self._rows.values()), [])
            self._place.hold(page)
        return self.page

    def _title(self, title: str, counts: str) -> None:
        if self._glass.shell.page == KEY:
            self._glass.shell.show_title(title, counts)

    # what somebody wants

    def _person(self, verb: str, key: str) -> None:
        from ordertower_desktop.views.glass.memberasks import change, turn

        crew = self._made().crew
        if verb == "invite":
            crew.invite(key)
            return
        crew.warehouses = [name for name, _ in self._glass.model.values("warehouse") if name]
        self.asking = change(self._glass, crew, key) if verb == "change" else turn(self._glass, crew, key)
        self.asking.open()

    def _lend(self) -> None:
        crew = self._made().crew
        staff = [(one.id, one.name) for one in crew.listed() if one.role == "agent" and not one.disabled]
        if not staff:
            self._glass.shell.toasts.show("info", self.tr("没有可以授权的客服类成员"))
            return
        effect = self.tr("到时由中枢自动收回，重启也一样；看得到的字段仍按本人的岗位；授权和收回都写进审计")
        self.asking = made = Ask(self._glass.theme, self._glass.shell, self.tr("临时授予主管权限"), effect, self.tr("授权"))
        made.choice("person", self.tr("给谁"), staff).choice("hours", self.tr("多久"), HOURS)
        made.line("why", self.tr("原因"), self.tr("例如：双11 晚班没有主管")).need("why")
        made.accepted.connect(lambda: self._lent(made.values()))
        made.open()

    def _lent(self, said: dict[str, str]) -> None:
        self._made().crew.lend(said["person"], int(said["hours"]), said["why"], self._glass.now)

    def _export(self) -> None:
        """What is narrowed to, to a file that the person names."""
        name = str(Path.home() / self.tr("审计_{0}.csv").format(text.moment(self._glass.now).replace(" ", "_").replace(":", "")))
        path, _ = QFileDialog.getSaveFileName(self._glass.shell, self.tr("导出审计记录"), name, "CSV (*.csv)")
        if path:
            self._made().book.export(Path(path))

    def _invited(self, name: str, code: str, _until: object) -> None:
        """The code is shown once, and stays until it is taken away."""
        from ordertower_desktop.views.glass.memberasks import Invitation

        self.asking = Invitation(self._glass.theme, self._glass.shell, name, code)
        self.asking.open()
