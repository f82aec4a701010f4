"""The order page: one order, its clocks, its life, what every system says, and everything that can be done to it."""

from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.order.actions import ActionBar
from ordertower_desktop.views.order.clockblock import ClockBlock
from ordertower_desktop.views.order.header import OrderHeader, of_page, of_row
from ordertower_desktop.views.order.history import RawDialog
from ordertower_desktop.views.order.keys import ACTS, MOVES
from ordertower_desktop.views.order.lanes.card import FullLanes
from ordertower_desktop.views.order.sides import LeftSide, RightSide
from ordertower_desktop.views.order.strip import Strip
from ordertower_desktop.views.order.why import WhyPopover
from ordertower_desktop.views.parts.paint import plain
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow

URGENT = "URGENT"
SHOWN_SCRIPT = 40


class OrderView(QWidget):
    """Shows a row at once and the whole order when its page arrives; it fetches nothing and does nothing by itself.

    `action_requested` carries a verb and what is already known of it (`text` of a note, `checks` of a closing); what is
    missing is for the glass to ask. `neighbour_requested` is +1 or -1 in the list that the order was opened from.
    """

    action_requested = Signal(str, dict)
    back_requested = Signal()
    neighbour_requested = Signal(int)
    why_opened = Signal()
    report_requested = Signal()
    filing_requested = Signal()
    reload_requested = Signal()
    reveal_requested = Signal()
    link_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("订单"))
        self._theme = theme
        self._row: PoolRow | None = None
        self._page: OrderPage | None = None
        self._now: datetime | None = None
        self._order, self._place = "", ""
        self._full: FullLanes | None = None
        self.popover: WhyPopover | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head, self.strip = OrderHeader(theme), Strip(theme)
        self.left, self.right, self.bar = LeftSide(theme), RightSide(theme), ActionBar(theme)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.left, 1)
        middle.addWidget(self.right)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for part in (self.head, self.strip, self.bar):
            outer.addWidget(part)
        outer.insertLayout(2, middle, 1)
        self._connect()

    def _connect(self) -> None:
        self.head.why_asked.connect(self.open_why)
        self.bar.asked.connect(self.do)
        self.bar.checks.closing_requested.connect(lambda checks: self.action_requested.emit("resolve", {"checks": checks}))
        self.right.talk.note_written.connect(lambda words: self.action_requested.emit("note", {"text": words}))
        self.right.steps.asked.connect(self.action_requested)
        self.right.steps.form.left.connect(self.setFocus)
        self.right.cause.cluster_asked.connect(lambda: self.action_requested.emit("cluster", {}))
        self.right.raw_asked.connect(self.open_raw)
        self.right.write_back.again_asked.connect(lambda: self.action_requested.emit("write_back_again", {}))
        self.left.lanes.full_requested.connect(self.open_full)
        self.left.state.asked.connect(self.reload_requested)
        self.strip.followed.connect(self.reload_requested)
        for one in (*MOVES, *ACTS):
            for keys in filter(None, (one.key, one.twin)):
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(lambda verb=one.verb: self.do(verb))

    # what is shown

    @property
    def order(self) -> str:
        """The order that is shown or waited for."""
        return self._order

    @property
    def page(self) -> OrderPage | None:
        return self._page

    def crumb(self) -> tuple[str, str, str]:
        """Where we are: 延迟池, 订单 3901, 第 1 / 2,134 单."""
        return self.tr("延迟池"), self.tr("订单 {0}").format(text.tail(plain(self._order))) if self._order else "", self._place

    def show_place(self, place: int, total: int) -> None:
        """The order's place in the list it was opened from, counted from 1; 0 when it is in none."""
        self._place = self.tr("第 {0} / {1} 单").format(text.count(place), text.count(total)) if place else ""

    def show_same(self, count: int, fen: int) -> None:
        """How many open cases share the cause, and what they are worth, as the list knows."""
        self.right.cause.show_same(count, fen)

    def show_row(self, row: PoolRow) -> None:
        """What the list knows; a newer row of the same order keeps the page that is there."""
        if row.order != self._order:
            self._order, self._page = row.order, None
            self._close_over()
            self.left.wait()
            self.right.show_row(row)
            self.strip.hide()
        self._row = row
        self._fill()

    def show_page(self, page: OrderPage) -> None:
        """The whole order; a page that nobody waits for any more is let go."""
        if self._order and page.order != self._order:
            return
        self._order, self._page = page.order, page
        if page.row is not None and (self._row is None or self._row.order != page.order or page.row.version >= self._row.version):
            self._row = page.row
        now = self._now or page.now
        self.strip.hide()
        self.left.show_page(page, now)
        self.right.show_page(page, now)
        self._fill()

    def show_offline(self, since: datetime | None) -> None:
        """The hub cannot be reached: say what is shown instead, and how old it is."""
        at = self.tr("，截至 {0}").format(text.of_day(since)) if since else ""
        if self._page is not None:
            seen = text.of_day_s(self._page.now)
            self.strip.say(
                "offline", self.tr("中枢连不上，显示的是 {0} 取到的内容；操作照存，恢复后自动补发").format(seen), link=self.tr("再试")
            )
            return
        detail = self.tr("时间轴、各系统快照和历史在中枢，本机没有；接手、备注等操作照常可做，恢复后自动补发")
        self.left.say("offline", self.tr("离线，只知道列表里的这一行{0}").format(at), detail, link=self.tr("再试"))

    def show_missing(self, why: str) -> None:
        """The hub knows no such order, or will not show it."""
        self.left.say("error", self.tr("没能取到这一单"), why, link=self.tr("再试"))

    def forget(self) -> None:
        """Leave the order; the next one begins with nothing of it."""
        self._row, self._page, self._order = None, None, ""
        self._close_over()

    def tick(self, now: datetime) -> None:
        """A second on the hub's clock."""
        self._now = now
        self.head.tick(self._stood(now))
        self.left.tick(now)
        self.right.tick(now)
        if self._full is not None:
            self._full.card.tick(now)
        if self._row is not None:
            self.bar.checks.need(self._strict(self._row, now))

    def _stood(self, now: datetime) -> datetime:
        """The clocks of a closed case stand where it was closed."""
        closed = self._row.closed_at if self._row is not None and self._row.state != "open" else None
        return closed or now

    def _fill(self) -> None:
        row, page = self._row, self._page
        now = self._now or (page.now if page else row.opened_at if row else None)
        if now is None:
            return
        if page is not None:
            self.head.show_head(of_page(page, row, now), self._stood(now))
        elif row is not None:
            self.head.show_head(of_row(row, now), self._stood(now))
        closed = row is not None and row.state != "open"
        self.right.show_steps(row, page, now)
        state = "closed" if closed else "open" if row is not None else "bare" if page is not None else "none"
        self.bar.show_state(state, scripts=len(page.scripts) if page else 0, links=int(page.tracked) if page else 0)
        self.bar.checks.show_checks(page.checks if page else [], self._strict(row, now) if row else 0)
        if row is not None and closed:
            self._say_gone(row)

    def _say_gone(self, row: PoolRow) -> None:
        """已被 林晓 结单 14:31."""
        at = text.near(row.closed_at, self._now or row.closed_at) if row.closed_at else ""
        who = row.owner_name or self.tr("系统")
        words = {
            "resolved": self.tr("已被 {0} 结单 {1}").format(who, at),
            "recovered": self.tr("已自动恢复 {0}，无需处理").format(at),
            "archived": self.tr("已被 {0} 归档 {1}").format(who, at),
        }
        self.strip.say("gone", words.get(row.state, self.tr("已结 {0}").format(at)))

    @staticmethod
    def _strict(row: PoolRow, now: datetime) -> int:
        """Overdue and urgent cases want all three checks."""
        return int(row.triage == URGENT or (row.due_at is not None and row.due_at <= now))

    # what somebody wants

    def do(self, verb: str) -> None:
        """A key, a button or the palette asks for a verb."""
        match verb:
            case "next" | "previous":
                self.neighbour_requested.emit(1 if verb == "next" else -1)
            case "back":
                self.back_requested.emit()
            case "full":
                self.open_full()
            case "why":
                if self.head.blocks:
                    self.open_why(self.head.blocks[0])
            case "mode":
                self.left.lanes.turn_mode()
            case _:
                self._act(verb)

    def _act(self, verb: str) -> None:
        if not self.bar.allows(verb):
            return
        match verb:
            case "note" if self._page is not None:
                self.right.ensureWidgetVisible(self.right.talk)
                self.right.talk.write()
            case "resolve":
                self.bar.checks.close_case()
            case "report_file" | "file_article" | "reveal" | "track_link":
                own = {"report_file": self.report_requested, "reveal": self.reveal_requested, "track_link": self.link_requested}
                own.get(verb, self.filing_requested).emit()
            case "scripts":
                self.open_scripts()
            case "finish_step" | "skip_step" | "reopen_step":
                self.right.steps.do(verb)
            case _:
                self.action_requested.emit(verb, {})

    def open_why(self, block: ClockBlock) -> None:
        """The sum of one clock, hung on its block."""
        self._close_over()
        now = self._now or (self._page.now if self._page else None)
        if now is None:
            return
        self.popover = WhyPopover(self._theme, self, block.why, now=now, page=self._page)
        self.popover.destroyed.connect(self._popover_gone)
        self.popover.show_at(block)
        self.why_opened.emit()

    def _popover_gone(self) -> None:
        self.popover = None

    def _close_over(self) -> None:
        if self.popover is not None:
            self.popover.close()
        if self._full is not None:
            self._full.reject()

    def open_full(self) -> None:
        """The lanes over the whole screen."""
        if self._page is None:
            return
        self._full = FullLanes(self._theme, self, self._page, self._now or self._page.now)
        self._full.finished.connect(self._full_gone)
        self._full.showFullScreen()

    def _full_gone(self, _result: int) -> None:
        if self._full is not None:
            self._full.deleteLater()
            self._full = None

    def open_raw(self) -> None:
        """What the systems literally said."""
        if self._page is not None:
            dialog = RawDialog(self._theme, self, self._page.order, self._page.raw)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def open_scripts(self) -> None:
        """Ready words for the customer: choosing one copies it."""
        if self._page is None or not self._page.scripts:
            return
        menu = QMenu(self)
        for script in self._page.scripts:
            shown = plain(script).replace("\n", " ")
            shown = shown if len(shown) <= SHOWN_SCRIPT else shown[: SHOWN_SCRIPT - 1] + "…"
            action = QAction(shown.replace("&", "&&"), menu)
            action.triggered.connect(lambda _on=False, script=script: self._copy_script(script))
            menu.addAction(action)
        button = self.bar.buttons["scripts"]
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def _copy_script(self, script: str) -> None:
        QGuiApplication.clipboard().setText(script)
        self.action_requested.emit("scripts", {"text": script})
