"""The delay pool: views, filters, causes, list, pane; signals say what somebody wants."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.filters import Filter, View
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.parts.bulkbar import BulkBar
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.handing import Handing
from ordertower_desktop.views.parts.ribbon import CauseRibbon, Part
from ordertower_desktop.views.parts.state import Skeleton, StateView
from ordertower_desktop.views.pool.detail import DetailPane
from ordertower_desktop.views.pool.filterbar import FilterBar
from ordertower_desktop.views.pool.keys import BULK
from ordertower_desktop.views.pool.nothing import nothing
from ordertower_desktop.views.pool.table import PoolTable
from ordertower_desktop.views.pool.viewbar import ViewBar
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage

PANE, HIDE_PANE_BELOW, PAGE_MS = 340, 1136, 150


class PoolPage(QWidget):
    """`verb_asked` carries a verb and the cases it is about; the composer makes actions of them."""

    verb_asked = Signal(str, list)
    order_opened = Signal(str)
    page_needed = Signal(str)
    why_asked = Signal(str)
    search_asked = Signal()
    back_asked = Signal()
    state_link = Signal()
    words_left = Signal(str)

    def __init__(self, theme: Theme, model: PoolModel) -> None:
        super().__init__()
        self._theme, self._model, self._view = theme, model, "all"
        self._checked = self._hint = self._pane_closed = ""
        self._surge: dict[str, int] = {}
        self._wanted = QTimer(self, singleShot=True, interval=PAGE_MS)
        self._wanted.timeout.connect(self._need_page)
        self.views, self.filters, self.ribbon = ViewBar(theme, model), FilterBar(theme, model), CauseRibbon(theme)
        self.table, self.pane = PoolTable(theme, model), DetailPane(theme)
        self._state, self._wait = StateView(theme), Skeleton(theme)
        self._stack = QStackedWidget()
        for widget in (self.table, self._state, self._wait):
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(self._wait)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._left())
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 1)
        self.pane.setMinimumWidth(320)
        self.pane.setMaximumWidth(480)
        self._split.setSizes([1100, PANE])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._split)
        Handing(self, self.table)
        self._connect()
        self.filters.show_filter(model.filter, model.sorting)
        self._recount()

    def _left(self) -> QWidget:
        left = Surface(self._theme)
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for widget, margin in ((self.views, 0), (self.filters, 0), (self.ribbon, 16)):
            inner = QVBoxLayout()
            inner.setContentsMargins(margin, 0, margin, 0)
            inner.addWidget(widget)
            box.addLayout(inner)
        box.addWidget(self._stack, 1)
        return left

    @cached_property
    def bulk(self) -> BulkBar:
        """Made when something is marked for the first time."""
        made = BulkBar(self._theme, self._stack, BULK)
        made.asked.connect(self.ask)
        made.all_asked.connect(lambda: self.ask("mark_all"))
        made.closed.connect(self.clear_marks)
        return made

    def _connect(self) -> None:
        model = self._model
        model.counted.connect(self._recount)
        model.settled.connect(self._settled)
        model.waiting_changed.connect(self.filters.show_waiting)
        self.views.chosen.connect(self.choose_view)
        self.table.view_asked.connect(self._nth_view)
        self.table.sort_asked.connect(lambda sort: self.show_filter(model.filter, sort))
        self.filters.sort_wanted.connect(lambda sort: self.show_filter(model.filter, sort))
        self.filters.wanted.connect(self._chosen)
        self.filters.refresh_wanted.connect(model.settle)
        self.filters.columns_wanted.connect(self.table.turn_height)
        self.filters.guide_wanted.connect(lambda: self.ask("guide"))
        self.ribbon.chosen.connect(self.show_cause)
        self.table.asked.connect(self.ask)
        self.table.marks_changed.connect(self._marks)
        self.table.current_changed.connect(self._moved)
        self.pane.asked.connect(self.ask)
        self.pane.why_asked.connect(lambda: self.why_asked.emit(self.table.current))
        self.pane.cluster_asked.connect(self.show_cause)
        self.pane.closed.connect(self._close_pane)
        self._state.asked.connect(self.state_link)

    # what is shown

    def choose_view(self, key: str) -> None:
        """Another view; its own filter, the same sort."""
        self._view = key
        self.show_filter(self._of(key).filter, self._model.sorting)

    def show_filter(self, wanted: Filter, sort: str, *, hint: str = "") -> None:
        """`hint` says why a time that was typed is none, should nothing be found."""
        self._hint = hint
        self._model.aim(wanted, sort)
        self.filters.show_filter(wanted, sort)
        self._recount()

    def _chosen(self, wanted: Filter) -> None:
        """The chips say otherwise than the search box: only the words that still count stay in it."""
        if wanted.within != self._model.filter.within:
            self.words_left.emit(wanted.text)
        self.show_filter(wanted, self._model.sorting)

    def show_cause(self, cause: str) -> None:
        """Only this cause, or all again."""
        causes = frozenset({cause} if cause else ())
        self.show_filter(msgspec.structs.replace(self._model.filter, cause=causes), self._model.sorting)

    def search(self, words: str) -> None:
        """Everything that says `words`, at the time among them; an empty text goes back to the view."""
        from ordertower_desktop.models.pool.typed import typed  # the first paint has no use for it

        view = self._of(self._view).filter
        wanted, hint = typed(words, view, self._model.now) if words else (view, "")
        self.show_filter(wanted, self._model.sorting, hint=hint)

    def show_page(self, page: OrderPage, now: datetime) -> None:
        self.pane.show_page(page, now)

    def tick(self, now: datetime) -> None:
        self._model.tick(now)
        self.pane.tick(now)

    def show_surge(self, surge: dict[str, int]) -> None:
        """How many more an hour each cause brings, where it brings many more than usual."""
        if surge != self._surge:
            self._surge = surge
            self._show_causes()

    def show_checked(self, words: str) -> None:
        """What the empty pool says of itself: `已检查 72,140 单，6 秒前`."""
        self._checked = words
        self._settled()

    def say(self, kind: str, line: str, detail: str = "", *, link: str = "") -> None:
        """A state in the place of the list: offline with nothing kept, an error."""
        self._state.show_state(kind, line, detail, link=link)
        self._stack.setCurrentWidget(self._state)

    def targets(self) -> Sequence[str]:
        """The marked cases, else the one under the cursor."""
        marked = self._model.chosen_cases()
        return marked or ([self.table.current] if self.table.current else [])

    def clear_marks(self) -> None:
        self._model.choose_none()
        self._marks()

    def go_on(self) -> None:
        """After an action, the next row."""
        self.table.go(self._model.place(self.table.current) + 1)

    def go_to(self, case: str) -> None:
        self.table.go(self._model.place(case))

    def _of(self, key: str) -> View:
        return next((view for view in self._model.views if view.key == key), self._model.views[0])

    def _nth_view(self, place: int) -> None:
        if place < len(self._model.views):
            self.choose_view(self._model.views[place].key)

    def ask(self, verb: str) -> None:
        """A key, a button or the palette wants something of the list."""
        match verb:
            case "next" | "previous" | "mark" | "mark_range" | "copy" | "height":
                self.table.do(verb)
            case "open":
                if self.table.current:
                    self.order_opened.emit(self.table.current)
            case "search":
                self.search_asked.emit()
            case "filter" | "time":
                self.filters.do(verb)
            case "refresh":
                self._model.settle()
            case "mark_all":
                self._model.choose_all()
                self._marks()
            case "back":
                self._back()
            case _:
                self.verb_asked.emit(verb, list(self.targets()))

    def _back(self) -> None:
        if self._model.chosen_count():
            self.clear_marks()
        elif self._model.filter != self._of(self._view).filter:
            self.choose_view(self._view)
        else:
            self.back_asked.emit()

    def _moved(self, case: str) -> None:
        self._show_pane()
        self._wanted.start()

    def _show_pane(self) -> None:
        """What is under the cursor; while the first rows are on their way, the list itself is to be seen before."""
        if self._model.whole or self.isVisible():
            self.pane.show_row(self._model.row(self.table.current), self._model.now)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_pane)

    def _need_page(self) -> None:
        """The whole order, once the cursor has come to rest."""
        row = self._model.row(self.table.current)
        if row is not None:
            self.page_needed.emit(row.order)

    def _marks(self) -> None:
        model = self._model
        count = model.chosen_count()
        if not count:
            if "bulk" in self.__dict__:
                self.bulk.hide()
            return
        total = text.worth_sum(model.chosen_fen(), text.veiled([model.row(model.case_at(0))]))
        chosen = self.tr("已选全部 {0} 单") if count == model.rowCount() else self.tr("已选 {0} 单")
        other = "" if count == model.rowCount() else self.tr("选择全部 {0} 单").format(text.count(model.rowCount()))
        self.bulk.show_count(chosen.format(text.count(count)), self.tr("合计 {0}").format(total), other)

    def _recount(self) -> None:
        self.views.show_counts(self._view)

    def _settled(self) -> None:
        model = self._model
        self._show_causes()
        if model.rowCount():
            self._stack.setCurrentWidget(self.table)
            if not self.table.current or not self.table.used:
                self.table.go(0)
            self._show_pane()
        elif self._checked or model.filter != Filter():
            kind, line, detail, link = nothing(model.filter, self._hint, self._checked, now=model.now)
            self._state.show_state(kind, line, detail, link=link)
            self._stack.setCurrentWidget(self._state)
        self._place_pane()
        self._marks()

    def _show_causes(self) -> None:
        causes, chosen = self._model.causes(), self._model.filter.cause
        parts = tuple(Part(key, name or self.tr("原因未明"), count, self._surge.get(key, 0)) for key, name, count in causes)
        self.ribbon.show_parts(parts[:6], next(iter(chosen), ""))
        self.ribbon.setVisible(self._model.whole and (len(parts) > 1 or bool(chosen)))

    def _close_pane(self) -> None:
        self._pane_closed = "yes"
        self._place_pane()

    def open_pane(self) -> None:
        self._pane_closed = ""
        self._place_pane()

    def _place_pane(self) -> None:
        """Beside the list, where there is room; not beside an empty one."""
        self.pane.setVisible(self.width() >= HIDE_PANE_BELOW and not self._pane_closed and self._stack.currentWidget() is not self._state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_pane()
        if "bulk" in self.__dict__:
            self.bulk.place()
