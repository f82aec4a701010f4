"""The page of write-backs joined to the glass; it is made, and the hub is asked, only while somebody looks at it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room

if TYPE_CHECKING:
    from ordertower_desktop.views.glass.ask import Ask
    from ordertower_desktop.views.writeback.page import WriteBackPage

EVERY = timedelta(seconds=5)
MAY = ("supervisor", "admin")


class Telling(Room):
    """`question` as in the annex; `nights_asked`: to what the nights have found."""

    nights_asked = Signal()

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._role = glass, ""
        self._asked: datetime | None = None
        self.page: WriteBackPage | None = None
        self.asking: Ask | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page("write_backs", self._place)
        glass.beyond["write_back_again"] = lambda _rows: self._again_of_order()

    def open(self) -> None:
        """To the page, from that of the sources."""
        self._glass.shell.show_page("write_backs", rail="sources")
        self._glass.shell.show_title(self.tr("回传"), "", trail=self.tr("数据源"))

    def tick(self, now: datetime) -> None:
        """Ask again every few seconds, for as long as it is looked at."""
        if self.page is None or not self.page.isVisibleTo(self._glass.shell):
            return
        if self._asked is None or now - self._asked >= EVERY:
            self._ask(now)

    def answered(self, what: str, answer: Any) -> None:
        """What the hub says, trouble as a value."""
        match what:
            case _ if isinstance(answer, Exception):
                self._glass.shell.toasts.show("warning", self.tr("回传没有办成：{0}").format(answer))
            case "write_back_summary" | "write_back_switch" if self.page is not None:
                self.page.queue.show_summary(answer)
            case "write_backs" if self.page is not None:
                self.page.ledger.show_lines(answer.items, self._glass.now)
            case "write_back_again" | "write_back_agree" | "write_back_all_again":
                self._begun(answer)
            case _:
                pass

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says."""
        self._role = state.role
        if self.page is not None:
            self.page.show_may(self._may)

    @property
    def _may(self) -> str:
        return "yes" if self._role in MAY else ""

    def _shown(self) -> None:
        if self.page is None:
            from ordertower_desktop.views.writeback.page import WriteBackPage

            self.page = WriteBackPage(self._glass.theme)
            self.page.show_may(self._may)
            queue, ledger = self.page.queue, self.page.ledger
            queue.stop_asked.connect(self._stop)
            queue.nights_asked.connect(self.nights_asked)
            queue.go_asked.connect(lambda: self.question.emit("write_back_switch", [False, ""]))
            ledger.again_asked.connect(lambda ids: self.question.emit("write_back_again", [ids]))
            ledger.agreed.connect(lambda ids: self.question.emit("write_back_agree", [ids]))
            ledger.all_asked.connect(lambda: self.question.emit("write_back_all_again", []))
            ledger.order_asked.connect(self._glass.orders.seek)
            ledger.filter_chosen.connect(lambda _state: self._ask(self._glass.now))
            self._place.hold(self.page)
        self._ask(self._glass.now)

    def _ask(self, now: datetime) -> None:
        self._asked = now
        if self.page is not None:
            self.question.emit("write_back_summary", [])
            self.question.emit("write_backs", [self.page.ledger.filter])

    def _begun(self, answer: Any) -> None:
        words = self.tr("已重新回传 {0} 条").format(answer.begun)
        left = self.tr("，{0} 条已办成或不必再传").format(len(answer.left)) if answer.left else ""
        self._glass.shell.toasts.show("ok" if answer.begun else "info", words + left)
        self._asked = None
        if self._glass.shell.page == "order":
            self._glass.orders.view.reload_requested.emit()

    def _again_of_order(self) -> None:
        """重新回传 on the order page: what of this order can be begun anew."""
        page = self._glass.orders.view.page
        if page is not None:
            from ordertower_desktop.views.writeback.ledger import RENEWABLE

            self.question.emit("write_back_again", [[one.id for one in page.write_backs if one.state in RENEWABLE]])

    def _stop(self) -> None:
        """The whole floor stands still: say why, so that everybody reads it."""
        from ordertower_desktop.views.glass.ask import Ask

        effect = self.tr("所有店铺立刻不再回传，已出库的排队等着；恢复后接着传。原因会显示给所有人，并记入审计")
        asking = self.asking = Ask(self._glass.theme, self._glass.shell, self.tr("停止全部回传"), effect, self.tr("停止"))
        asking.line("why", self.tr("原因"), self.tr("例如：面单打错了一批")).need("why")
        asking.accepted.connect(lambda: self.question.emit("write_back_switch", [True, asking.values()["why"]]))
        asking.open()
