"""The whole glass: frame and pages joined; rows come in by slots, wishes go out by signals."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ordertower_desktop.domain.verb import ACTION_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.glass import later
from ordertower_desktop.views.glass.batches import Batches, workable
from ordertower_desktop.views.glass.links import decided_on, wanted
from ordertower_desktop.views.glass.sourcing import Lit, ages, pill
from ordertower_desktop.views.glass.standing import Standing
from ordertower_desktop.views.pool.page import PoolPage
from ordertower_desktop.views.shell.rail import Item
from ordertower_desktop.views.shell.shell import Shell
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import LevelRow, PersonRow, PoolRow, SourceRow
from ordertower_desktop.wire.sync import Result

if TYPE_CHECKING:
    from ordertower_desktop.domain.actions import Action
    from ordertower_desktop.views.board.page import BoardPage
    from ordertower_desktop.views.glass.orders import Orders
    from ordertower_desktop.views.glass.receipts import Receipts
    from ordertower_desktop.views.glass.verbs import Verbs
    from ordertower_desktop.wire.board import Board

GONE_ON = frozenset({"acknowledge", "snooze", "resolve", "archive", "hand_over"})


class Glass(QObject):
    """Knows the pages, not where rows come from. `submitted` carries actions to save, `order_needed` an order to fetch."""

    submitted = Signal(list)
    order_needed = Signal(str)
    search_needed = Signal(str)
    quit_asked = Signal()

    def __init__(self, theme: Theme, items: tuple[Item, ...], *, now: datetime) -> None:
        super().__init__()
        self.theme, self.now, self.me = theme, now, ""
        self.shell = Shell(theme, items)
        self.model = PoolModel(now)
        self.pool = PoolPage(theme, self.model)
        self.sources: dict[str, SourceRow] = {}
        self.people: dict[str, PersonRow] = {}
        self.level: LevelRow | None = None
        self._as_of: datetime | None = None
        self._board: Board | None = None
        self.standing = Standing()
        self.shell.add_page("pool", self.pool)
        self.beyond: dict[str, Callable[[Sequence[PoolRow]], None]] = {}
        self.runs: dict[str, Callable[[str], None]] = {"order": lambda verb: self.orders.view.do(verb)}
        self.lit: Lit = pill
        self.batches: Batches | None = None
        self._connect()

    def _connect(self) -> None:
        self.pool.verb_asked.connect(self.verb)
        self.pool.page_needed.connect(self.order_needed)
        self.pool.search_asked.connect(self.shell.top.search.setFocus)
        self.pool.words_left.connect(self.shell.top.search.setText)
        self.shell.search_changed.connect(self._searched)
        self.shell.search_submitted.connect(self._search_done)
        self.shell.page_requested.connect(self.open_page)
        self.shell.level_clicked.connect(lambda: self.open_page("crisis"))
        self.pool.order_opened.connect(self.open_order)
        self.pool.why_asked.connect(self.open_order)

    # What the first paint does not need is made after it, or when it is first wanted.
    @cached_property
    def board(self) -> "BoardPage":
        return later.board(self.theme, self.shell, follow=self.follow, wall=self.open_wall)

    @cached_property
    def orders(self) -> "Orders":
        made = later.orders(self.theme, self.shell, self.model)
        made.needed.connect(self.order_needed)
        made.left.connect(self._title)
        made.verb.connect(self._order_verb)
        return made

    @cached_property
    def verbs(self) -> "Verbs":
        return later.verbs(self.theme, self.shell, self.people)

    @cached_property
    def receipts(self) -> "Receipts":
        return later.receipts(self.shell.toasts, self._submit)

    def furnish(self) -> None:
        """Make the pages that were left out of the first paint."""
        _ = self.board, self.orders, self.verbs, self.receipts
        if self._board is not None:
            self.board.show_board(self._board)

    @property
    def _furnished(self) -> bool:
        return "orders" in self.__dict__ and "board" in self.__dict__

    # pages

    def open_page(self, key: str) -> None:
        """`mine` is one's own queue, and before that page is made the pool through one's own view."""
        if key == "pool" or (key == "mine" and not self.shell.has_page(key)):
            self.shell.show_page("pool", rail=key)
            self.pool.choose_view("mine" if key == "mine" else "all")
            self._title()
        elif key == "wall":
            self.open_wall()
        else:
            self.shell.show_page(key)
            self._title()

    def open_wall(self) -> None:
        self.standing.open(self.now)
        self._feed_wall()

    def _feed_wall(self) -> None:
        self.standing.feed(self._board, list(self.sources.values()), now=self.now, as_of=self._as_of)

    def follow(self, link: str) -> None:
        """Where a click on a number leads: the rows behind it."""
        kind, _, value = link.partition(":")
        if kind == "case":
            self.open_page("pool")
            self.pool.go_to(value)
        elif kind == "view":
            self.open_page("pool")
            self.pool.choose_view(value)
        elif kind in ("page", "decide"):
            self.shell.page_requested.emit(value if kind == "page" else decided_on(value))
        elif (filter_ := wanted(kind, value)) is not None:
            self.open_page("pool")
            self.pool.show_filter(filter_, self.model.sorting)

    def _title(self) -> None:
        at = self.tr("数据截至 {0}").format(text.of_day_s(self._as_of)) if self._as_of else ""
        name = {"pool": self.tr("延迟池"), "overview": self.tr("总览")}.get(self.shell.page)
        if name:
            self.shell.show_title(name, at)
        if self._furnished:
            self.orders.title()

    def _searched(self, words: str) -> None:
        if self.shell.page != "pool":
            self.shell.show_page("pool")
        self.pool.search(words.strip())

    def _search_done(self, words: str) -> None:
        """One hit opens; none in the pool asks the hub, which knows every order."""
        if self.model.rowCount():
            self.pool.table.setFocus()
            self.pool.table.go(0)
        elif words:
            self.search_needed.emit(words)

    # what comes in

    def rows(self, topic: str, rows: Sequence[Any], gone: Sequence[str]) -> None:
        """New contents of a topic of the feed."""
        match topic:
            case "case":
                self.model.take(rows, gone)
            case "source":
                self._keep(self.sources, rows, gone)
                self._show_sources()
            case "person":
                self._keep(self.people, rows, gone)
            case "level":
                self._show_level(rows)
            case "board" if rows:
                self._board = rows[-1]
                self.pool.show_surge(self._board.surge)
                if self._furnished:
                    self.board.show_board(self._board)
                self._feed_wall()
            case _:
                pass

    def show_me(self, person: str) -> None:
        """Whose desk this is, as the hub says."""
        if person and person != self.me:
            self.me = person
            self.model.set_me(person)
        if person:
            self.shell.show_person(self.people[person].name if person in self.people else "")

    def page_arrived(self, page: OrderPage) -> None:
        self.pool.show_page(page, self.now)
        if self.shell.page == "order":
            self.orders.arrived(page)

    def page_missing(self, why: str) -> None:
        """The hub did not give the order."""
        if self.shell.page == "order":
            self.orders.missing(why, self._as_of)

    def answered(self, action: str, result: Result) -> None:
        """The hub's word on one action."""
        if self.batches is None or not self.batches.take_result(action, result):
            self.receipts.answered(action, "" if result.ok else result.why, result.winner)

    def show_state(self, link: str, lag_ms: int, waiting: int, as_of: datetime | None) -> None:
        """Connection, distance, queue."""
        self._as_of = as_of or self._as_of
        words = {"online": self.tr("中枢 {0} 毫秒").format(lag_ms), "starting": self.tr("正在找中枢…"), "late": self.tr("正在追数据…")}
        self.shell.status.show_hub(words.get(link, self.tr("中枢连不上")), {"online": "green", "offline": "red"}.get(link, "amber"))
        self.shell.status.show_outbox(waiting)
        age = text.spoken(self.now - self._as_of) if self._as_of else ""
        offline = self.tr("中枢连不上，显示的是 {0}前的数据；操作照存，恢复后自动补发").format(age) if link == "offline" and age else ""
        self.shell.banner.say("link", "warning", offline)
        self._title()

    def tick(self, now: datetime) -> None:
        """A second has passed on the hub's clock."""
        self.now = now
        self.pool.tick(now)
        if self._furnished:
            self.orders.tick(now)
            self.board.tick(now)
        if self.batches is not None:
            self.batches.tick(now)
        self._feed_wall()
        self.shell.status.show_clock(text.of_day_s(now))
        self._show_sources()
        self.shell.rail.show_bubble("mine", self.model.counts.counts["mine"])

    # what somebody wants

    def verb(self, verb: str, cases: Sequence[str]) -> None:
        """Do something to cases: ask, save, and say so."""
        rows = workable([row for case in cases if (row := self.model.row(case))], self.shell.toasts)
        if verb in self.beyond:
            self.beyond[verb](rows)
        elif self.batches is not None and self.batches.wants_preview(verb, rows):
            self.batches.preview(verb, rows)
        elif verb in ACTION_NAMES:
            self._act(verb, rows)

    def run(self, verb: str) -> None:
        """A verb from the palette: for the order that the page in front is about, else as if its key were pressed in the list."""
        self.runs.get(self.shell.page, self.pool.ask)(verb)

    def _act(self, verb: str, rows: Sequence[PoolRow]) -> None:
        actions = self.verbs.made(verb, rows, me=self.me, now=self.now)
        if actions:
            self._submit(actions)
            self.receipts.sent(verb, actions)
            self.pool.clear_marks()
            if verb in GONE_ON and len(rows) == 1 and self.shell.page == "pool":
                self.pool.go_on()

    def _order_verb(self, verb: str, case: str, known: dict[str, Any]) -> None:
        """A verb of the order page; what is known is not asked again."""
        row = self.model.row(case)
        if row is None:
            self.shell.toasts.show("info", self.tr("这一单没有在池的异常，不用处理"))
        elif known:
            actions = [self.verbs.known(verb, row, known)]
            self._submit(actions)
            self.receipts.sent(verb, actions)
        else:
            self.verb(verb, [case])

    def has_page(self, key: str) -> bool:
        return key in ("mine", "wall") or self.shell.has_page(key)

    def open_view(self, key: str) -> None:
        self.open_page("pool")
        self.pool.choose_view(key)

    def open_order(self, case: str) -> None:
        self.orders.open(case)

    def _submit(self, actions: Sequence["Action"]) -> None:
        self.submitted.emit(list(actions))

    @staticmethod
    def _keep(held: dict[str, Any], rows: Sequence[Any], gone: Sequence[str]) -> None:
        for row in rows:
            held[row.id] = row
        for key in gone:
            held.pop(key, None)

    def _show_sources(self) -> None:
        self.shell.status.show_ages(ages(self.sources.values(), self.now))
        self.shell.show_sources(*self.lit(self.sources.values()))

    def _show_level(self, rows: Sequence[LevelRow]) -> None:
        if rows:
            self.level = rows[-1]
            hue = {1: "green", 2: "amber", 3: "red"}[self.level.level]
            self.shell.show_level(f"{self.level.name}响应 · 今日超时 {text.count(self.level.breached_today)}", hue)
