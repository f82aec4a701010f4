"""The page of customers joined to the glass; it is made, and the hub is asked, only while somebody looks at it."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.wire.customers import CustomerAct, MergeOffer, Question

if TYPE_CHECKING:
    from ordertower_desktop.views.customers.page import CustomersPageView
    from ordertower_desktop.views.glass.ask import Ask

EVERY = timedelta(seconds=5)
MAY = ("supervisor", "admin")
DONE = {
    "join": "已认定为同一位客户", "refuse": "已记下不是同一人，今后不再问", "split": "已拆开，今后不会自动再合",
    "merge": "合单已领，正在请仓库暂停打单", "finish": "已合好，恢复打单", "veto": "已否决这一组", "never": "此客户今后不再提合单",
    "pass": "已放行，原因记在两单上", "end": "已拦下，原因记在两单上", "undo": "已撤销",
}  # fmt: skip
BACK = ("join", "refuse", "split", "merge", "veto", "never")


class Customering(Room):
    """`question` as in the annex."""

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass, self._role = glass, ""
        self._asked: datetime | None = None
        self._did: CustomerAct | None = None
        self.page: CustomersPageView | None = None
        self.asking: Ask | None = None
        self._place = Place()
        self._place.shown.connect(self._shown)
        glass.shell.add_page("customers", self._place)
        beside = glass.orders.view.right.customer
        beside.order_asked.connect(self._glass.orders.seek)
        beside.merge_asked.connect(self.show_offer)

    def tick(self, now: datetime) -> None:
        """Ask again every few seconds, for as long as it is looked at."""
        if self.page is None or not self.page.isVisibleTo(self._glass.shell):
            return
        if self._asked is None or now - self._asked >= EVERY:
            self._ask(now)

    def answered(self, what: str, answer: Any) -> None:
        """What the hub says, trouble as a value."""
        match what:
            case "customer_act" if isinstance(answer, Exception):
                self._glass.shell.toasts.show("warning", self.tr("没有办成：{0}").format(answer))
                self._ask(self._glass.now)
            case "customers" if isinstance(answer, Exception):
                if self.page is not None:
                    self.page.say(self.tr("取不到客户与合单"), str(answer))
            case "customers" | "customer_act" if self.page is not None:
                self.page.show_page(answer, self._glass.now)
                if what == "customer_act":
                    self._told()
            case _:
                pass

    def show_state(self, state: Any) -> None:
        """What this person may do, as the hub says."""
        self._role = state.role
        if self.page is not None:
            self.page.may = "yes" if self._role in MAY else ""

    def forget(self) -> None:
        """Another hub: its customers are others."""
        if self.page is not None:
            self.page.deleteLater()
            self.page = None

    def show_offer(self, offer: str) -> None:
        """From an order's page: the suggestion that it is in."""
        self._glass.open_page("customers")
        if self.page is not None:
            self.page.groups.want(offer)

    def _shown(self) -> None:
        if self.page is None:
            from ordertower_desktop.views.customers.page import CustomersPageView

            page = self.page = CustomersPageView(self._glass.theme)
            page.may = "yes" if self._role in MAY else ""
            self._join(page)
            self._place.hold(page)
        self._ask(self._glass.now)

    def _join(self, page: "CustomersPageView") -> None:
        page.act_asked.connect(self.key)
        page.faces.joined.connect(lambda: self.key("join"))
        page.faces.refused.connect(lambda: self.key("refuse"))
        page.faces.split_asked.connect(self._split)
        page.merge.merge_asked.connect(lambda _orders: self.key("merge"))
        page.merge.finish_asked.connect(lambda: self.key("merge"))
        page.merge.veto_asked.connect(lambda: self.key("veto"))
        page.merge.never_asked.connect(lambda: self.key("never"))
        page.merge.undo_asked.connect(lambda _act: self.key("undo"))
        page.stops.settled.connect(self._settle)
        for card in (page.merge, page.stops):
            card.order_asked.connect(self._glass.orders.seek)

    def key(self, do: str) -> None:
        """Something about the group that is chosen; what does not fit it does nothing."""
        group = self.page.group if self.page is not None else None
        if isinstance(group, Question) and do in ("join", "refuse"):
            self.act(do, group.a, other=group.b)
        elif isinstance(group, MergeOffer):
            self._of_offer(group, do)

    def _of_offer(self, offer: MergeOffer, do: str) -> None:
        page = self.page
        match do, offer.state:
            case "merge", "open" if page is not None and len(page.merge.picked) > 1:
                self.act("merge", offer.id, orders=page.merge.picked)
            case "merge", "taken":
                self.act("finish", offer.id)
            case "veto", "open" | "blocked":
                hint = self.tr("例如：客户要求分开寄")
                self._why(self.tr("否决这一组"), self.tr("这几单不合，各发各的"), hint, lambda why: self.act("veto", offer.id, why=why))
            case "never", "open" | "blocked":
                effect = self.tr("这位客户的单今后都不再提合单，可在“已定”里撤销")
                hint = self.tr("例如：代购，每单寄给不同的人")
                self._why(self.tr("此客户今后不提"), effect, hint, lambda why: self.act("never", offer.id, why=why))
            case "undo", _ if offer.act:
                self.act("undo", offer.act)
            case _:
                pass

    def _split(self, face: str) -> None:
        effect = self.tr("这个身份单独成一位客户，和其余的永不自动再合；可以撤销")
        self._why(self.tr("拆开"), effect, self.tr("例如：两兄弟合用一个号码"), lambda why: self.act("split", face, why=why))

    def _settle(self, do: str, stop: str) -> None:
        if do == "pass":
            title, effect, hint = self.tr("放行这一单"), self.tr("再扫这一单不会再停；原因记在两单上"), self.tr("例如：客户要 2 台")
        else:
            title, effect, hint = self.tr("不发这一单"), self.tr("记为拦下；到平台或 ERP 里取消它"), self.tr("例如：客户确认重复下单，取消")
        self._why(title, effect, hint, lambda why: self.act(do, stop, why=why))

    def _why(self, title: str, effect: str, hint: str, then: Callable[[str], None]) -> None:
        from ordertower_desktop.views.glass.ask import Ask

        asking = self.asking = Ask(self._glass.theme, self._glass.shell, title, effect, title)
        asking.line("why", self.tr("原因"), hint).need("why")
        asking.accepted.connect(lambda: then(asking.values()["why"]))
        asking.open()

    def act(self, do: str, about: str, *, other: str = "", orders: Sequence[str] = (), why: str = "") -> None:
        """Ask the hub; nothing of this is kept for later: by then the parcel may have left."""
        self._did = CustomerAct(uuid.uuid4().hex, do, about, other, list(orders), why)
        self.question.emit("customer_act", [self._did])

    def _told(self) -> None:
        did, self._did = self._did, None
        if did is None:
            return
        toast = self._glass.shell.toasts.show("ok", DONE[did.do], undo=60 if did.do in BACK else 0)
        toast.undone.connect(lambda: self.act("undo", did.id))

    def _ask(self, now: datetime) -> None:
        self._asked = now
        self.question.emit("customers", [])
