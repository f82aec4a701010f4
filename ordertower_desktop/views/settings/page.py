"""The settings page: three columns of cards, each line a fact or a choice."""

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.settings.facts import KEEP, ROLES, Facts, size, skew
from ordertower_desktop.views.settings.ways import Ways
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.theme.tokens import ROW_HEIGHTS, ZOOMS


class Sample(QWidget):
    """A row of the pool at the chosen height."""

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)
        self.setAccessibleName(self.tr("行高示例"))
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        color = self._theme.color
        painter = QPainter(self)
        painter.fillRect(self.rect(), color.canvas)
        paint.order_number(painter, QRectF(12, 0, 140, self.height()), ("3061 8842", "7719"), color)
        painter.setFont(fonts.tabular(13))
        paint.text(painter, QRectF(160, 0, 90, self.height()), self.tr("出库超时"), color.text)
        painter.setFont(fonts.tabular_bold(13))
        paint.text(painter, QRectF(self.width() - 110, 0, 98, self.height()), "超 1:05:20", color.red, align=paint.RIGHT)
        painter.end()


class SettingsPage(QWidget):
    """`theme_chosen`, `height_chosen`, `zoom_chosen`: remember it; `test_asked`: show a toast; `facts_needed`;
    `welcome_asked`: the first run again;
    `members_asked`: to the members and posts; `chains_asked`: to the alarm chains, where the hub's channels are listed."""

    theme_chosen = Signal(str)
    height_chosen = Signal(int)
    zoom_chosen = Signal(int)
    test_asked = Signal()
    facts_needed = Signal()
    welcome_asked = Signal()
    members_asked = Signal()
    chains_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._values: dict[str, PlainLabel | Elided] = {}
        self.ways = Ways(theme)
        self.native, self.test = Badge(theme), Button(theme, self.tr("试发"), small="yes")
        self.test.clicked.connect(self.test_asked)
        modes = (("system", self.tr("跟随系统")), ("light", self.tr("浅色")), ("dark", self.tr("深色")))
        self.theme = Segmented(theme, modes, theme.choice)
        self.theme.chosen.connect(theme.choose)
        theme.changed.connect(self._turned)
        self.height_ = Segmented(theme, tuple((str(height), str(height)) for height in ROW_HEIGHTS), str(ROW_HEIGHTS[1]))
        self.height_.chosen.connect(self._choose_height)
        self.zoom = Segmented(theme, tuple((str(zoom), f"{zoom}%") for zoom in ZOOMS), str(ZOOMS[0]))
        self.zoom.chosen.connect(self._choose_zoom)
        self.zoom_note = PlainLabel(theme, self.tr("字和按钮一起放大，在系统缩放之上"), role="text2", size=12)
        self.sample = Sample(theme, ROW_HEIGHTS[1])
        self.welcome = Link(theme, self.tr("再看一次欢迎页，换中枢"))
        self.welcome.clicked.connect(self.welcome_asked)
        self.members = Link(theme, self.tr("成员与岗位、谁看得到什么"))
        self.members.clicked.connect(self.members_asked)
        self.chains = Link(theme, self.tr("在告警链页看"))
        self.chains.clicked.connect(self.chains_asked)
        self._build()
        self.show_channel("")
        self.show_facts(Facts())

    def _build(self) -> None:
        columns = QHBoxLayout()
        columns.setContentsMargins(16, 14, 16, 14)
        columns.setSpacing(12)
        for cards in ((self._notices(), self._secrets()), (self._data(), self._clock()), (self._display(), self._about())):
            column = QVBoxLayout()
            column.setSpacing(12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            columns.addLayout(column, 1)
        inner, scroll, outer = QWidget(), QScrollArea(), QVBoxLayout(self)
        inner.setLayout(columns)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    # what comes in

    def show_channel(self, name: str) -> None:
        """What toasts go out by; empty where nothing works."""
        self.native.show_text(self.tr("可用 · {0}").format(name) if name else self.tr("被关闭"), "green" if name else "amber")
        self.test.setEnabled(bool(name))

    def show_facts(self, facts: Facts) -> None:
        words, detail, role = KEEP[facts.keep]
        self._say("keep", words, role)
        self._say("keep_detail", detail)
        for key, value in (("folder", facts.folder), ("cache", size(facts.cache)), ("outbox", size(facts.outbox))):
            self._say(key, value)
        self._say("hub", facts.hub or self.tr("本机中枢，只有这台电脑"))
        self._say("version", facts.version)
        if str(facts.zoom) in map(str, ZOOMS):
            self.zoom.choose(str(facts.zoom))

    def show_state(self, state: Any) -> None:
        """Connection, queue and clock as the status bar knows them."""
        links = {"online": (self.tr("已连接"), "green"), "late": (self.tr("正在追数据"), "amber"), "offline": (self.tr("连不上"), "red")}
        words, role = links.get(str(state.link), (self.tr("正在找中枢"), "amber"))
        self._say("link", words if str(state.link) != "online" else self.tr("已连接，往返 {0} 毫秒").format(state.lag_ms), role)
        behind = max(0, state.head - state.cursor)
        self._say(
            "behind",
            self.tr("没有落后") if not behind else self.tr("落后 {0} 条").format(text.count(behind)),
            "amber" if behind else "text2",
        )
        waiting = self.tr("{0} 待发").format(text.count(state.waiting))
        others = self.tr("，另有别的登录 {0} 个").format(text.count(state.others)) if state.others else ""
        self._say("waiting", waiting + others, "accent" if state.waiting else "text2")
        self._say("skew", *skew(state.skew_ms))
        self._say("role", ROLES.get(state.role, state.role) or "—")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.facts_needed.emit()

    # cards

    def _notices(self) -> Card:
        card = Card(self._theme, self.tr("通知"), self.tr("点“试发”会真的弹一条"))
        self._line(card, self.tr("系统通知"), row(self.native, self.test))
        self._line(card, self.tr("站内提示"), row(Badge(self._theme, self.tr("正常"), "green")))
        card.body.addWidget(self.ways)
        self._line(card, self.tr("试发、看每一步"), row(self.chains))
        return card

    def _secrets(self) -> Card:
        card = Card(self._theme, self.tr("凭据"))
        self._fact(card, self.tr("保存在"), "keep")
        self._fact(card, "", "keep_detail")
        return card

    def _data(self) -> Card:
        card = Card(self._theme, self.tr("数据与离线"), self.tr("断网也能看全部、能接手、能记备注"))
        for words, key in (
            (self.tr("本机缓存"), "cache"),
            (self.tr("发件箱文件"), "outbox"),
            (self.tr("发件箱"), "waiting"),
            (self.tr("与中枢差异"), "behind"),
        ):
            self._fact(card, words, key)
        self._fact(card, self.tr("文件夹"), "folder", elided="yes")
        return card

    def _clock(self) -> Card:
        card = Card(self._theme, self.tr("时钟与连接"), self.tr("倒计时按中枢时间走"))
        for words, key in ((self.tr("与中枢时差"), "skew"), (self.tr("连接"), "link"), (self.tr("身份"), "role")):
            self._fact(card, words, key)
        self._fact(card, self.tr("中枢"), "hub", elided="yes")
        return card

    def _display(self) -> Card:
        card = Card(self._theme, self.tr("显示"))
        self._line(card, self.tr("主题"), row(self.theme))
        self._line(card, self.tr("行高"), row(self.height_))
        card.body.addWidget(self.sample)
        self._line(card, self.tr("大小"), row(self.zoom))
        card.body.addWidget(self.zoom_note)
        return card

    def _about(self) -> Card:
        card = Card(self._theme, self.tr("关于"))
        self._fact(card, self.tr("版本"), "version")
        card.body.addLayout(row(self.welcome, 1))
        card.body.addLayout(row(self.members, 1))
        return card

    def _line(self, card: Card, words: str, right: QLayout) -> None:
        card.body.addWidget(Rule(self._theme))
        line = QHBoxLayout()
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(PlainLabel(self._theme, words))
        line.addStretch(1)
        line.addLayout(right)
        card.body.addLayout(line)

    def _fact(self, card: Card, words: str, key: str, *, elided: str = "") -> None:
        value = Elided(self._theme, "—", role="text2") if elided else PlainLabel(self._theme, "—", role="text2")
        self._values[key] = value
        if not elided:
            self._line(card, words, row(value))
            return
        card.body.addWidget(Rule(self._theme))
        name = PlainLabel(self._theme, words)
        name.setFixedWidth(72)
        card.body.addLayout(row(name, value))

    def value(self, key: str) -> str:
        """What a line says."""
        return self._values[key].text()

    def _say(self, key: str, words: str, role: str = "text2") -> None:
        label = self._values[key]
        label.setText(words) if isinstance(label, PlainLabel) else label.set_text(words)
        label.set_role(role)

    def _turned(self) -> None:
        """Another look was chosen, here or by Ctrl+T."""
        self.theme.choose(self._theme.choice)
        self.theme_chosen.emit(self._theme.choice)

    def _choose_zoom(self, zoom: str) -> None:
        """Qt asks for it once, before the first window."""
        self.zoom_note.setText(self.tr("退出再打开后生效"))
        self.zoom_note.set_role("amber")
        self.zoom_chosen.emit(int(zoom))

    def _choose_height(self, height: str) -> None:
        self.sample.setFixedHeight(int(height))
        self.height_chosen.emit(int(height))
