"""The page of one's own queue joined to the glass: which order is at hand, where its acts go, and when the next one comes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from ordertower_desktop.domain.verb import ACTION_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.models.mine.queue import in_hand, queue, tally
from ordertower_desktop.models.mine.thing import checks_made, goes_on
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.place import Place
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow

if TYPE_CHECKING:
    from ordertower_desktop.views.mine.page import MinePage

LEAVES = frozenset({"hand_over", "snooze", "resolve"})
"""What takes an order out of the hand: the next one comes."""
BATCH_MS = 80


class Guiding(QObject):
    """The order at hand stays while it is worked on, whatever the queue does meanwhile.

    One's own rows are kept apart: the pool may hold a hundred thousand, a person fifty.
    """

    def __init__(self, glass: Glass) -> None:
        super().__init__(glass)
        self._glass = glass
        self.page: MinePage | None = None
        self.case, self._asked = "", ("", 0)
        self._passed: dict[str, str] = {}
        self._whole: OrderPage | None = None
        self._held: dict[str, PoolRow] = {}
        self._known_as: tuple[str, bool] = "", False
        self._place = Place()
        self._place.shown.connect(self.begin)
        self._soon = QTimer(self._place, singleShot=True, interval=BATCH_MS)
        self._soon.timeout.connect(self.refresh)
        glass.shell.add_page("mine", self._place)
        glass.runs["mine"] = self._run

    def take(self, rows: Sequence[PoolRow], gone: Sequence[str]) -> None:
        """New contents of cases."""
        me = self._glass.me
        for row in rows:
            if row.owner == me:
                self._held[row.case] = row
            else:
                self._held.pop(row.case, None)
        for case in gone:
            self._held.pop(case, None)
        if self._seen and not self._soon.isActive():
            self._soon.start()

    def begin(self) -> None:
        """The page, from the first time on."""
        if self.page is None:
            from ordertower_desktop.views.mine.page import MinePage

            page = self.page = MinePage(self._glass.theme)
            page.asked.connect(self._asked_for)
            page.known.connect(self._known)
            page.chosen.connect(self.choose)
            self._place.hold(page)
            page.show()  # the layout would only do it later, and keys reach nothing that is not seen
        self.refresh()

    def forget(self) -> None:
        """Another hub: another queue."""
        self.case, self._asked, self._whole = "", ("", 0), None
        self._passed.clear()
        self._held.clear()
        self._known_as = "", False
        self.refresh()

    def tick(self, now: datetime) -> None:
        if self._seen and self.page is not None:
            self.page.tick(now)
            self._count()

    def page_arrived(self, answer: Any) -> None:
        """The whole order; trouble leaves the row, which says what can be done offline."""
        row = self._row
        if isinstance(answer, OrderPage) and row is not None and answer.order == row.order:
            self._whole = answer
            self._show()

    def choose(self, case: str) -> None:
        """Bring an order of the queue to the front."""
        self.case = case
        self._show()

    def refresh(self) -> None:
        """Rows have changed: the order at hand is shown anew; where it left the hand, the next one comes."""
        if self._seen:
            self._gather()
            self._count()
            row = self._row
            if row is None or row.state != "open" or row.owner != self._glass.me or self._asleep(row):
                self.next()
            else:
                self._show()

    def next(self) -> None:
        """The first of the queue, but not the one at hand unless it is the only one."""
        line = self._queue()
        self.case = next((row.case for row in line if row.case != self.case), line[0].case if line else "")
        self._show()

    # inside

    @property
    def _seen(self) -> bool:
        return self.page is not None and self._glass.shell.page == "mine"

    @property
    def _row(self) -> PoolRow | None:
        return self._held.get(self.case)

    @property
    def _post(self) -> str:
        me = self._glass.people.get(self._glass.me)
        return me.post_name or me.post if me else ""

    def _gather(self) -> None:
        """All of one's own rows, when it has just become known who one is, or what there is."""
        glass = self._glass
        if self._known_as != (glass.me, glass.model.whole):
            self._known_as = glass.me, glass.model.whole
            rows = (glass.model.row(case) for case in glass.model.known())
            self._held = {row.case: row for row in rows if row is not None and row.owner == glass.me}

    def _queue(self) -> list[PoolRow]:
        glass = self._glass
        return queue(in_hand(self._held.values(), glass.me), glass.now, post=self._post, passed=self._passed)

    def _asleep(self, row: PoolRow) -> bool:
        return row.snoozed_until is not None and row.snoozed_until > self._glass.now

    def _count(self) -> None:
        if self.page is None:
            return
        glass, me = self._glass, self._glass.people.get(self._glass.me)
        self.page.show_tally(tally(self._held.values(), glass.me, glass.now, post=self._post), me.limit if me else 0)

    def _show(self) -> None:
        if self.page is None:
            return
        glass, row, line = self._glass, self._row, self._queue()
        self.page.show_rest([one for one in line if one.case != self.case], glass.now, post=self._post)
        glass.shell.show_title(self.tr("我的"), self.tr("引导处理 · 手上 {0} 单").format(text.count(len(line))) if line else "")
        if row is None:
            self._say_nothing()
            return
        whole = self._whole if self._whole is not None and self._whole.order == row.order else None
        self.page.show_order(row, whole, glass.now, post=self._post)
        if self._asked != (row.case, row.version):
            self._asked = row.case, row.version
            glass.order_needed.emit(row.order)

    def _say_nothing(self) -> None:
        if self.page is None:
            return
        free = self._glass.model.counts.counts["nobody"]
        detail = self.tr("延迟池里还有 {0} 单没有人接").format(text.count(free)) if free else self.tr("延迟池里的单都有人接手了")
        self.page.show_nothing(self.tr("手上没有要处理的单"), detail, link=self.tr("去延迟池看看"))

    # what somebody wants

    def _run(self, verb: str) -> None:
        """From the palette: for the order at hand, never for one in the list behind."""
        if self.page is not None:
            self.page.do(verb)

    def _asked_for(self, verb: str) -> None:
        glass, row = self._glass, self._row
        match verb:
            case "list" | "pool":
                glass.open_view("mine" if verb == "list" else "nobody")
            case "undo":
                glass.verb("undo", [])
            case _ if row is None:
                return
            case "go":
                self._go(row)
            case "pass":
                self._pass(row)
            case "open":
                glass.open_order(row.case)
            case "script":
                self._copy(row)
            case _:
                self._act(verb, row)

    def _go(self, row: PoolRow) -> None:
        """The one thing; a closing whose checks the steps have made needs no question."""
        page = self.page
        if page is None or page.thing is None:
            return
        made = checks_made(row)
        if page.thing.verb == "resolve" and len(made) == 3:
            self._known("resolve", {"checks": made})
        else:
            self._act(page.thing.verb, row)

    def _act(self, verb: str, row: PoolRow) -> None:
        """A verb that may ask something first."""
        if verb not in ACTION_NAMES:
            return
        sent: list[Any] = []
        self._glass.submitted.connect(sent.append)
        try:
            self._glass.verb(verb, [row.case])
        finally:
            self._glass.submitted.disconnect(sent.append)
        if sent and verb in LEAVES:
            self.next()

    def _known(self, verb: str, said: dict[str, Any]) -> None:
        """A verb with everything that it needs; with nothing left for this person on the order, the next one comes."""
        row = self._row
        if row is None:
            return
        if not said:
            self._act(verb, row)
            return
        more = goes_on(row, self._post)
        self._glass.orders.verb.emit(verb, row.case, said)
        if verb in LEAVES or (verb in ("finish_step", "skip_step") and not more and len(self._queue()) > 1):
            self.next()
        if self.page is not None:
            self.page.setFocus()

    def _pass(self, row: PoolRow) -> None:
        """Not now, for a reason that stays with the order; it comes again after all others."""
        from ordertower_desktop.views.glass.ask import Ask

        effect = self.tr("订单尾号 {0} 排到最后，原因记为备注，时钟照走。").format(text.tail(row.order))
        ask = Ask(self._glass.theme, self._glass.shell, self.tr("跳过这一单"), effect, self.tr("跳过"))
        ask.line("why", self.tr("原因"), self.tr("如：等主管定赔付")).need("why")
        if ask.exec() == Ask.DialogCode.Accepted:
            why = ask.values()["why"]
            self._passed[row.case] = why
            self._glass.orders.verb.emit("note", row.case, {"text": self.tr("引导中跳过：{0}").format(why)})
            self.next()

    def _copy(self, row: PoolRow) -> None:
        from ordertower_desktop.models.script import script

        QGuiApplication.clipboard().setText(script(row, self._glass.now))
        self._glass.shell.toasts.show("ok", self.tr("话术已复制，可直接粘贴给尾号 {0} 的客户").format(text.tail(row.order)))
