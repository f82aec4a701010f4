"""What stands around the pool, joined to the glass: toasts, the tray, and the pages of the first hour."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from ordertower_desktop.models.pool.filters import Filter
from ordertower_desktop.views.glass.booking import Booking
from ordertower_desktop.views.glass.calling import Calling
from ordertower_desktop.views.glass.chaining import Chaining
from ordertower_desktop.views.glass.clashing import Clashing
from ordertower_desktop.views.glass.counting import Counting
from ordertower_desktop.views.glass.crisising import Crisising
from ordertower_desktop.views.glass.customering import Customering
from ordertower_desktop.views.glass.foreseeing import Foreseeing
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.guiding import Guiding
from ordertower_desktop.views.glass.handbooking import Handbooking
from ordertower_desktop.views.glass.holding import Holding
from ordertower_desktop.views.glass.knowing import Knowing
from ordertower_desktop.views.glass.leaving import BESIDE, FLOOR, Leaving
from ordertower_desktop.views.glass.lighting import Lighting
from ordertower_desktop.views.glass.linking import Linking
from ordertower_desktop.views.glass.membering import Membering
from ordertower_desktop.views.glass.nighting import Nighting
from ordertower_desktop.views.glass.noticing import Noticing
from ordertower_desktop.views.glass.rating import Rating
from ordertower_desktop.views.glass.releasing import Releasing
from ordertower_desktop.views.glass.replaying import Replaying
from ordertower_desktop.views.glass.revealing import Revealing
from ordertower_desktop.views.glass.ringing import Ringing
from ordertower_desktop.views.glass.room import Room
from ordertower_desktop.views.glass.ruling import Ruling
from ordertower_desktop.views.glass.scoring import Scoring
from ordertower_desktop.views.glass.staking import Staking
from ordertower_desktop.views.glass.start import Bridge
from ordertower_desktop.views.glass.stocking import Stocking
from ordertower_desktop.views.glass.telling import Telling
from ordertower_desktop.views.glass.terming import Terming
from ordertower_desktop.views.glass.updating import Updating
from ordertower_desktop.views.glass.waying import Waying
from ordertower_desktop.views.glass.welcome import Welcome
from ordertower_desktop.views.imports.drop import Files
from ordertower_desktop.views.imports.page import ImportPage
from ordertower_desktop.views.notify.popup import Notifier
from ordertower_desktop.views.notify.toaster import Toaster
from ordertower_desktop.views.notify.trayicon import TrayNotifier
from ordertower_desktop.views.settings.page import SettingsPage
from ordertower_desktop.views.shell.tray import Tray
from ordertower_desktop.views.sources.page import SourcesPage
from ordertower_desktop.views.theme.tokens import ROW_HEIGHTS


class Annex(QObject):
    """Signals go to the composer; what comes from the desk's thread comes through the bridge."""

    question = Signal(str, str, list)
    """(page, what, with what): the answer comes back as `answered(page, what, answer)`."""

    def __init__(self, glass: Glass, bridge: Bridge) -> None:
        super().__init__(glass)
        self.glass = glass
        tray = Tray(self)
        self.leaving = Leaving(glass, tray)
        self.ringing = Ringing(glass, Toaster([*_native(), TrayNotifier(tray.icon)], self), self.leaving)
        self.noticing = Noticing(glass, self.ringing)
        self.imports, self.sources = ImportPage(glass.theme), SourcesPage(glass.theme)
        self.welcome, self.hub, self.ruling = Welcome(glass), "", Ruling(glass)
        self.guiding, self.holding, self.lighting = Guiding(glass), Holding(glass), Lighting(glass)
        self.telling, self.replaying, self.updating = Telling(glass), Replaying(glass), Updating(glass)
        self.chaining, self.crisising, self.rating = Chaining(glass), Crisising(glass), Rating(glass)
        self.booking, self.knowing, self.counting = Booking(glass), Knowing(glass), Counting(glass)
        self.membering, self.terming, self.releasing = Membering(glass), Terming(glass), Releasing(glass)
        self.scoring, self.foreseeing, self.customering = Scoring(glass), Foreseeing(glass), Customering(glass)
        self.staking = Staking(glass)
        self.revealing, self.nighting, self.clashing = Revealing(glass), Nighting(glass), Clashing(glass)
        self.handbooking, self.stocking, self.calling, self.linking = Handbooking(glass), Stocking(glass), Calling(glass), Linking(glass)
        self._rooms: dict[str, Room] = {
            "rules": self.ruling, "write_backs": self.telling, "replay": self.replaying, "chain": self.chaining, "crisis": self.crisising,
            "update": self.updating, "playbooks": self.booking, "knowledge": self.knowing, "rates": self.rating, "kpi": self.counting,
            "members": self.membering, "terms": self.terming, "release": self.releasing, "performance": self.scoring,
            "customers": self.customering, "reveal": self.revealing, "nights": self.nighting, "conflicts": self.clashing,
            "stock": self.stocking, "stakes": self.staking, "calls": self.calling, "link": self.linking,
        }  # fmt: skip
        self.settings = SettingsPage(glass.theme)
        self._rooms["settings"] = Waying(glass, self.settings)
        asking: dict[str, Any] = {"imports": self.imports, "welcome": self.welcome, **self._rooms}
        for key, page in asking.items():
            page.question.connect(partial(self.question.emit, key))
        self._pages: dict[str, Any] = {"sources": self, **asking}
        for key, page in (("imports", self.imports), ("sources", self.sources), ("settings", self.settings)):
            glass.shell.add_page(key, page)
        self._join_pages()
        self._wanted: dict[str, Sequence[Callable[[Sequence[Any], Sequence[str]], None]]] = {
            "notice": (self.noticing.take,), "policy": (self.chaining.take,), "alarm": (self._alarms,),
            "post": (self.membering.take, self.chaining.posts, self.booking.posts), "light": (self.lighting.take,),
            "case": (self.guiding.take, self.holding.take, self.foreseeing.cases), "risk": (self.foreseeing.take,),
        }  # fmt: skip
        self._loaded, self._current = "", ""
        self._listen(bridge)

    def _listen(self, bridge: Bridge) -> None:
        """What comes from the desk's thread is taken up on this one."""
        queued = Qt.ConnectionType.QueuedConnection
        bridge.loaded.connect(self._filled, queued)
        bridge.answered.connect(self._answered, queued)
        bridge.decided.connect(self.ringing.decided, queued)
        bridge.decided.connect(self.noticing.decided, queued)
        bridge.outcome.connect(self.rating.outcome, queued)
        bridge.page.connect(self.guiding.page_arrived, queued)
        bridge.rows.connect(self._rows, queued)
        bridge.state.connect(self._state, queued)

    def start(self) -> None:
        """After the first paint: find out which channel of the system works."""
        self.ringing.toaster.start()

    def stop(self) -> None:
        """Take down every toast and the tray's sign."""
        self.ringing.toaster.close()
        self.leaving.tray.hide()

    def tick(self, now: datetime) -> None:
        """A second has passed on the hub's clock."""
        self.leaving.tick()
        self.welcome.tick()
        beside: Sequence[Any] = (self.noticing, self.holding, self.imports, self.guiding)
        for one in (*beside, *self._rooms.values()):
            one.tick(now)
        self.sources.show_sources(self.glass.sources.values(), now)
        self._empty()

    def answered(self, what: str, answer: Any) -> None:
        """The hub's word on a wish of the sources page."""
        failed = isinstance(answer, Exception)
        words = self.tr("没有拉成：{0}").format(answer) if failed else self.tr("已请来源重新发来数据")
        self.glass.shell.toasts.show("warning" if failed else "ok", words)

    def bring(self, files: Sequence[Any] = ()) -> None:
        """To the wizard, with the files that were dropped somewhere on the window."""
        self.welcome.page.hide()
        self.glass.shell.show_page("imports", rail="sources")
        self.imports.titled.emit(self.tr("导入表格"), "")
        if files:
            self.imports.take(files)

    def _join_pages(self) -> None:
        glass, imports = self.glass, self.imports
        imports.titled.connect(self._title)
        imports.late_asked.connect(self._late)
        doors = (
            (self.ruling.chains_asked, self.chaining), (self.ruling.books_asked, self.booking), (self.ruling.terms_asked, self.terming),
            (self.ruling.stakes_asked, self.staking), (self.ruling.rates_asked, self.rating), (self.rating.rule_asked, self.ruling),
            (self.counting.rule_asked, self.ruling), (self.ringing.alarm_asked, self.rating),
            (self.replaying.weeks_asked, self.counting), (self.settings.members_asked, self.membering),
            (self.settings.chains_asked, self.chaining), (self.sources.write_backs_asked, self.telling),
            (self.telling.nights_asked, self.nighting), (self.sources.conflicts_asked, self.clashing),
            (self.sources.stock_asked, self.stocking), (self.sources.calls_asked, self.calling),
        )  # fmt: skip
        for asked, room in doors:
            asked.connect(room.open)
        self.booking.rules_asked.connect(lambda: glass.shell.page_requested.emit("rules"))
        self.welcome.page.import_asked.connect(self._pick)
        self.sources.import_asked.connect(self.bring)
        self.sources.pull_asked.connect(lambda source: self.question.emit("sources", "pull", [source]))
        glass.shell.sources_clicked.connect(lambda: glass.shell.page_requested.emit("sources"))
        glass.shell.page_requested.connect(self._opened)
        self.settings.height_chosen.connect(self.set_height)
        self.settings.test_asked.connect(self.ringing.toaster.test)
        self.settings.welcome_asked.connect(lambda: self.welcome.page.open())
        self.ringing.toaster.channel_changed.connect(self.settings.show_channel)
        self.ringing.help_asked.connect(lambda: glass.shell.page_requested.emit("settings"))
        glass.pool.state_link.connect(self._pool_link)
        self._files = Files(glass.shell)
        self._files.dropped.connect(self.bring)

    def _answered(self, page: str, what: str, answer: Any) -> None:
        self._pages[page].answered(what, answer)

    def _title(self, title: str, subtitle: str) -> None:
        if self.glass.shell.page == "imports":
            self.glass.shell.show_title(title, subtitle)

    def _opened(self, key: str) -> None:
        names = {
            "rules": self.tr("规则"),
            "replay": self.tr("复盘与回放"),
            "sources": self.tr("数据源"),
            "settings": self.tr("设置"),
            "chain": self.tr("告警链"),
            "playbooks": self.tr("处置步骤模板"),
            "crisis": self.tr("危机响应"),
            "rates": self.tr("比率告警"),
            "kpi": self.tr("统计"),
            "members": self.tr("成员与岗位"),
            "terms": self.tr("时限与日历"),
            "stakes": self.tr("损失口径"),
            "release": self.tr("放行"),
            "customers": self.tr("客户与合单"),
        }
        if key in names:
            self.glass.shell.show_title(names[key])

    def set_height(self, height: int) -> None:
        """Rows of the pool from now on so high."""
        table = self.glass.pool.table
        for _ in ROW_HEIGHTS:
            if table.verticalHeader().defaultSectionSize() != height:
                table.turn_height()

    def _pick(self) -> None:
        self.bring()
        self.imports.drop.open_dialog()

    def seated(self, hub: str) -> None:
        """Which hub this desk belongs to (empty: the one beside it)."""
        self.hub = hub
        self.leaving.where = FLOOR if hub else BESIDE

    def forget_rows(self) -> None:
        """Another hub: nothing of the old one stays on the glass."""
        glass = self.glass
        glass.rows("case", [], list(glass.model.known()))
        for topic, held in (("source", glass.sources), ("person", glass.people)):
            glass.rows(topic, [], list(held))
        self.noticing.clear()
        beside: Sequence[Any] = (self.guiding, self.holding, self.lighting, self.foreseeing)
        for one in (*beside, *self._rooms.values()):
            one.forget()
        self._loaded, glass.me = "", ""

    def _late(self) -> None:
        self.glass.open_page("pool")
        self.glass.pool.choose_view("all")

    def _pool_link(self) -> None:
        if self.glass.model.filter != Filter():
            self.glass.pool.choose_view("all")
        else:
            self.bring()

    def _filled(self) -> None:
        self._loaded = "yes"
        self._empty()

    def _empty(self) -> None:
        """A pool without any source is not an empty pool: there is nothing yet to be late."""
        if self._loaded and self._current and not self.glass.sources and not self.glass.model.counts.counts["all"]:
            line, detail = self.tr("还没有订单"), self.tr("导入平台或 ERP 导出的表格，马上看到哪些单已经晚了")
            self.glass.pool.say("wait", line, detail, link=self.tr("导入表格"))
            self.welcome.empty()

    def _rows(self, topic: str, rows: Sequence[Any], gone: Sequence[str]) -> None:
        for take in self._wanted.get(topic, ()):
            take(rows, gone)
        self.crisising.take(topic, rows, gone)
        if topic == "board" and rows:
            self.replaying.show_board(rows[-1])
            self.crisising.show_board(rows[-1])
        elif topic in ("case", "source") and rows:
            self.welcome.page.hide()

    def _alarms(self, rows: Sequence[Any], gone: Sequence[str]) -> None:
        self.rating.take(rows, gone)
        self.ruling.show_alarms(self.rating.watch.standing())

    def _state(self, state: Any) -> None:
        if state.link == "online":  # the cache of a new folder is empty whatever the hub knows: wait for its word
            self._current = "yes"
        self.leaving.show_waiting(state.waiting)
        self.welcome.show_state(state, self.hub)
        self.settings.show_state(state)
        for room in self._rooms.values():
            room.show_state(state)


def _native() -> list[Notifier]:
    """The system's own channel, where we speak it: on Linux the session bus."""
    try:
        from ordertower_desktop.views.notify.linux import LinuxNotifier
    except ImportError:
        return []
    return [LinuxNotifier()]
