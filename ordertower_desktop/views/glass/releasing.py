"""The release page joined to the glass; it is made, and the hub is asked, only while somebody looks at it."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.views.parts.veil import Veil
from ordertower_desktop.wire.warehouse import CommandAsked, CommandJob, CommandPlan

if TYPE_CHECKING:
    from ordertower_desktop.views.glass.ask import Ask
    from ordertower_desktop.views.release.page import ReleasePage
    from ordertower_desktop.views.release.preview import CommandPreview

EVERY, SHOWN = timedelta(seconds=5), timedelta(minutes=10)
MAY = ("supervisor", "admin")
AT_ONCE = ("hold", "resume", "intercept")
"""A single one of these is its own preview: the button says it all, and it can be taken back."""
EFFECTS = {
    "draft": "从现在起不再判断，全部由人工审核。已放行的不受影响",
    "shadow": "照常判断、写出原因，但一单也不自动放行。已放行的不受影响",
    "on": "通过条款的订单从现在起自动放行到仓库，抽中的等人判断；判错太多会自动停用",
}


class Releasing(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._role, self._link = glass, "", "online"
        self._asked: datetime | None = None
        self.page: ReleasePage | None = None
        self.sheet: CommandPreview | None = None
        self.asking: Ask | None = None
        self.veil = Veil(glass.theme, glass.shell)
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page("release", self._place)
        glass.orders.view.right.pre_audit.asked.connect(self._of_order)

    def tick(self, now: datetime) -> None:
        """Ask again every few seconds, for as long as it is looked at."""
        if self.page is None or not self.page.isVisibleTo(self._glass.shell):
            return
        self.page.job.tick(now)
        if self._asked is None or now - self._asked >= EVERY:
            self._ask(now)

    def answered(self, what: str, answer: Any) -> None:
        """What the hub says, trouble as a value."""
        page = self.page
        match what:
            case _ if isinstance(answer, Exception):
                self._refused(what, str(answer))
            case "pre_audit" | "pre_audit_mark" if page is not None:
                page.standing.show_page(answer)
                page.orders.show_page(answer)
            case "receipts" if page is not None:
                page.orders.show_receipts(answer.items, self._glass.now)
            case "command_jobs" if page is not None:
                newest = next((job for job in answer if self._glass.now - job.at < SHOWN), None)
                page.job.show_job(newest, self._glass.now)
            case "command_plan":
                self._preview(answer)
            case "command_begin" | "command_undo":
                self._sent(answer)
            case "save_pre_audit":
                self._glass.shell.toasts.show("ok", self.tr("预审已改，立即生效"))
                self._ask(self._glass.now)
            case _:
                pass

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says, and whether it can be asked."""
        self._role, self._link = state.role, state.link
        if self.page is not None:
            self.page.standing.show_may(self._may)

    @property
    def _may(self) -> str:
        return "yes" if self._role in MAY else ""

    def _shown(self) -> None:
        if self.page is None:
            from ordertower_desktop.views.release.page import ReleasePage

            page = self.page = ReleasePage(self._glass.theme)
            page.standing.show_may(self._may)
            page.standing.state_asked.connect(self._change)
            page.standing.edit_asked.connect(self._edit)
            page.orders.acted.connect(self.act)
            page.orders.all_asked.connect(lambda of: self.question.emit("command_plan", ["release", [], of]))
            page.orders.marked.connect(lambda order, word: self.question.emit("pre_audit_mark", [order, word == "right"]))
            page.orders.order_asked.connect(self._glass.orders.seek)
            page.orders.list_chosen.connect(lambda _list: self._ask(self._glass.now))
            page.job.undo_asked.connect(lambda job: self.question.emit("command_undo", [job]))
            page.job.receipts_asked.connect(lambda: self._show_list("all"))
            self._place.hold(page, page.orders)
        self._ask(self._glass.now)

    def _ask(self, now: datetime) -> None:
        self._asked = now
        if self.page is None:
            return
        of = self.page.orders.list
        self.question.emit("pre_audit", [of if of not in ("auto", "all") else "hand"])
        self.question.emit("command_jobs", [])
        if of in ("auto", "all"):
            self.question.emit("receipts", ["auto" if of == "auto" else ""])

    def act(self, command: str, orders: Sequence[str]) -> None:
        """One order goes at once where that can be taken back; everything else is shown before."""
        if command in AT_ONCE and len(orders) == 1:
            self.question.emit("command_begin", [CommandAsked(command, list(orders), uuid.uuid4().hex)])
        else:
            self.question.emit("command_plan", [command, list(orders), ""])

    def _preview(self, plan: CommandPlan) -> None:
        from ordertower_desktop.views.release.preview import CommandPreview

        sheet = self.sheet = CommandPreview(self._glass.theme, plan, may=self._may)
        sheet.cancelled.connect(self.veil.leave)
        sheet.agreed.connect(lambda orders, yes: self._begin(plan.command, orders, yes))
        self.veil.hold(sheet)

    def _begin(self, command: str, orders: list[str], yes: str) -> None:
        self.veil.leave()
        self.question.emit("command_begin", [CommandAsked(command, orders, uuid.uuid4().hex, agreed=yes == "yes")])

    def _sent(self, job: CommandJob) -> None:
        toasts = self._glass.shell.toasts
        if job.undone_at is not None:
            toasts.show("ok", self.tr("{0} {1} 单已撤回，发出去的正在拦截").format(job.name, job.total))
        else:
            words = self.tr("{0} {1} 单，正在发给仓库").format(job.name, job.total)
            left = sum(len(part.orders) for part in job.left)
            words += self.tr("；{0} 单情况有变，没有发").format(left) if left else ""
            toast = toasts.show("ok", words, undo=60 if job.undo_until else 0)
            toast.undone.connect(lambda: self.question.emit("command_undo", [job.id]))
        self._ask(self._glass.now)
        if self._glass.shell.page == "order":
            self._glass.orders.view.reload_requested.emit()

    def _refused(self, what: str, why: str) -> None:
        """Commands are not kept for later: an order that is released when the line is back may be another one by then."""
        asks = what in ("pre_audit", "receipts", "command_jobs")
        if asks and self.page is not None:
            if not self.page.orders.lines:
                self.page.orders.empty.show_state("offline", self.tr("取不到订单"), why)
        else:
            self._glass.shell.toasts.show("warning", self.tr("没有办成：{0}").format(why))

    def _of_order(self, command: str) -> None:
        """From the order page: what is shown there."""
        if order := self._glass.orders.view.order:
            self.act(command, [order])

    def _show_list(self, key: str) -> None:
        if self.page is not None:
            self.page.orders.choice.choose(key)
            self.page.orders.choice.chosen.emit(key)

    def _change(self, state: str) -> None:
        """Another state: said with its effect, and why."""
        from ordertower_desktop.views.glass.ask import Ask
        from ordertower_desktop.views.release.standing import STATES

        name = dict(STATES)[state]
        asking = self.asking = Ask(self._glass.theme, self._glass.shell, self.tr("预审改为“{0}”").format(name), EFFECTS[state], name)
        asking.line("why", self.tr("原因"), self.tr("例如：影子跑了三天，没有判错")).need("why")
        asking.accepted.connect(lambda: self._save({"state": state}, asking.values()["why"]))
        asking.open()

    def _edit(self) -> None:
        from ordertower_desktop.views.glass.releaseterms import read, terms

        page = self.page.standing.page if self.page is not None else None
        if page is None:
            return
        asking = self.asking = terms(self._glass.theme, self._glass.shell, page.settings)
        asking.accepted.connect(lambda: self._save(read(asking.values()), asking.values()["why"]))
        asking.open()

    def _save(self, changed: dict[str, Any], why: str) -> None:
        """Nobody may foresee the sample: a floor without a key is given one."""
        page = self.page.standing.page if self.page is not None else None
        if page is not None:
            values = page.settings | changed
            values["key"] = values.get("key") or secrets.token_hex(16)
            self.question.emit("save_pre_audit", [values, page.version, why])
