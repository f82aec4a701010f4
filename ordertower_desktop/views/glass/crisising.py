"""The crisis page joined to the glass; it is made when somebody first goes there, and knows what is told about it from the start."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from ordertower_desktop.domain import actions as do
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.wire.board import Board

if TYPE_CHECKING:
    from ordertower_desktop.views.crisis.page import CrisisPage
    from ordertower_desktop.views.glass.crisiswishes import Wishes


class Crisising(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self.war = War(glass.now)
        self.war.setParent(self)
        self.war.question.connect(self.question)
        self.war.told.connect(lambda kind, words: glass.shell.toasts.show(kind, words))
        self.page: CrisisPage | None = None
        self.wishes: Wishes | None = None
        self._role = ""
        self._place = Place()
        self._place.shown.connect(self._made)
        glass.shell.add_page("crisis", self._place)

    def _made(self) -> "CrisisPage":
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.views.crisis.page import CrisisPage

            self._who()
            page = self.page = CrisisPage(self._glass.theme, self.war)
            page.titled.connect(self._title)
            self._join(page)
            self._place.hold(page)
        return self.page

    def _join(self, page: "CrisisPage") -> None:
        from ordertower_desktop.views.glass.crisiswishes import Wishes

        wishes = self.wishes = Wishes(self._glass, self.war)
        page.head.declare_asked.connect(wishes.declare)
        page.head.rehearse_asked.connect(wishes.rehearse)
        page.head.stop_asked.connect(lambda: self.war.act("stop"))
        page.head.phase_asked.connect(wishes.phase)
        page.head.end_asked.connect(wishes.end)
        page.level.confirm_asked.connect(wishes.confirm)
        page.level.hold_asked.connect(wishes.hold)
        page.level.release_asked.connect(wishes.release)
        page.pack.finish_asked.connect(wishes.finish)
        page.pack.reopen_asked.connect(wishes.reopen)
        page.pack.take_asked.connect(lambda task: self.war.act("take", about=task.id))
        page.pack.scripts_asked.connect(partial(wishes.scripts, ""))
        page.vips.script_asked.connect(partial(wishes.scripts, "vip"))
        page.vips.called_asked.connect(wishes.called)
        page.vips.order_asked.connect(self._glass.open_order)
        page.log.note_asked.connect(wishes.note)
        page.money.offer_asked.connect(wishes.offer)
        page.money.approve_asked.connect(wishes.approve)
        page.money.refuse_asked.connect(wishes.refuse)
        page.money.file_asked.connect(lambda offer: self.question.emit("offer", [offer]))
        self.war.listed.connect(wishes.file)
        page.checks.check_asked.connect(wishes.check)
        page.path.told_asked.connect(lambda post: self.war.act("told", about=post))
        page.path.answer_asked.connect(self._answer)
        page.notices.enter_asked.connect(wishes.notice)
        page.notices.settle_asked.connect(wishes.settle)
        page.grants.lend_asked.connect(wishes.lend)
        page.grants.take_back_asked.connect(lambda grant: self.question.emit("take_back", [grant]))

    # what comes in

    def answered(self, what: str, answer: Any) -> None:
        self.war.answered(what, answer)

    def take(self, topic: str, rows: Sequence[Any], gone: Sequence[str]) -> None:
        """New contents of a topic of the feed."""
        match topic:
            case "case":
                self.war.take_cases(rows, gone)
            case "crisis" if rows:
                self.war.show_row(rows[-1])
            case "clearing" if rows:
                self.war.show_plan(rows[-1])
            case "person":
                self._who()
            case _:
                pass

    def show_board(self, board: Board) -> None:
        self.war.show_board(board)

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says."""
        self._role = state.role
        self._who()

    def tick(self, now: datetime) -> None:
        self.war.tick(now)

    def forget(self) -> None:
        self.war.forget()

    def _who(self) -> None:
        self.war.show_who(self._glass.me, self._role, list(self._glass.people.values()))

    def _answer(self, case: str) -> None:
        """Somebody who has to know of the level says that they do."""
        self._glass.submitted.emit([do.Acknowledge(id=uuid.uuid4().hex, case=case, version=0)])
        self._glass.shell.toasts.show("ok", self.tr("已应答，不再提醒"))

    def _title(self, title: str, subtitle: str) -> None:
        if self._glass.shell.page == "crisis":
            self._glass.shell.show_title(title, subtitle)
