"""The cards about the order at hand: who it is for, what is wrong, the one thing to do, and what to say."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from ordertower_desktop.models.mine.thing import Thing
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Surface, clear, row
from ordertower_desktop.views.parts.labels import Avatar, Elided, Keycap, PlainLabel
from ordertower_desktop.views.parts.paint import plain
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow

TALL = 168
CHASES = {"complaint": "已投诉", "urged": "在催"}


class Customer(Card):
    """客户, masked as everywhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("客户"))
        self.setFixedSize(224, TALL)
        self._avatar, self._name = Avatar(theme), Elided(theme, size=14, strong="yes")
        head = row(self._avatar)
        head.addWidget(self._name, 1)
        self.body.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        self._values: dict[str, Elided] = {}
        for place, (key, name) in enumerate((("phone", "电话"), ("place", "地区"), ("mood", "来意"))):
            self._values[key] = Elided(theme)
            grid.addWidget(PlainLabel(theme, self.tr(name), role="text3"), place, 0)
            grid.addWidget(self._values[key], place, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def show_row(self, shown: PoolRow) -> None:
        name = shown.buyer or self.tr("未给出姓名")
        self._avatar.set_name(plain(shown.buyer))
        self._name.set_text(" · ".join(part for part in (name, shown.vip) if part))
        self._values["phone"].set_text(shown.phone or "—")
        place = " ".join(part for part in (shown.province, shown.city, shown.district) if part)
        self._values["place"].set_text(place or "—")
        mood = next((words for tag, words in CHASES.items() if tag in shown.tags or shown.kind == tag), "")
        self._values["mood"].set_text(mood or self.tr("没有来催"))
        self._values["mood"].set_role("amber" if mood else "text")


class Trouble(Card):
    """出了什么问题. `order_asked`: the whole order, for timeline and limits."""

    order_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("出了什么问题"))
        self._theme = theme
        self.setFixedHeight(TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = QVBoxLayout()
        self._words.setSpacing(4)
        self.body.addLayout(self._words)
        self.body.addStretch(1)
        self.link = Link(theme, self.tr("时间轴和为何这个时限"), icon="activity")
        self.link.clicked.connect(self.order_asked)
        self.why = Elided(theme, size=12, role="text3")
        self.body.addWidget(self.why)
        self.body.addLayout(row(self.link, 1))
        self._shown: tuple[str, ...] = ()

    def show_order(self, shown: PoolRow, page: OrderPage | None, why: str) -> None:
        """The row at once, the sentences when the page is there; `why` is the reason for which it is this order's turn."""
        self.why.set_text(why)
        title = "：".join(part for part in (shown.cause_name or self.tr("原因未明"), shown.cause_detail) if part)
        told = (page.cause_text, *page.evidence[:1]) if page is not None else ()
        words = (title, *dict.fromkeys(part for part in told if part))
        self.set_note(self.tr("把握 {0}%").format(shown.confidence) if shown.confidence else "")
        if words == self._shown:
            return
        self._shown = words
        clear(self._words)
        for place, part in enumerate(words):
            size, role = (16, "text") if place == 0 else (13, "text2")
            self._words.addWidget(Wrapped(self._theme, part, size=size, role=role, strong="" if place else "yes", room=420))


class NextCard(Surface):
    """下一步，只做这一件."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, role="sel", edge="all", radius=10)
        self._theme = theme
        self.setFixedSize(316, TALL)
        self.title = Elided(theme, size=18, strong="yes")
        self._detail = QVBoxLayout()
        self._go = PlainLabel(theme, "", size=13, role="text")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(6)
        box.addWidget(PlainLabel(theme, self.tr("下一步，只做这一件"), size=12, role="accent", strong="yes"))
        box.addWidget(self.title)
        box.addLayout(self._detail)
        box.addStretch(1)
        box.addLayout(row(Keycap(theme, "M"), PlainLabel(theme, self.tr("复制话术")), Keycap(theme, "Space"), self._go, 1, spacing=6))
        self._shown: Thing | None = None

    def show_thing(self, thing: Thing) -> None:
        if thing == self._shown:
            return
        self._shown = thing
        self.title.set_text(thing.title)
        self._go.setText(thing.go)
        clear(self._detail)
        if thing.detail:
            self._detail.addWidget(Wrapped(self._theme, thing.detail, role="text2", room=284))
        self.setAccessibleName(plain(f"{thing.title}。{thing.detail}"))


class Script(Card):
    """话术, ready to be copied."""

    copy_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("话术"), self.tr("按订单实况写好，可直接粘贴"))
        self._theme = theme
        self.words = ""
        box = Surface(theme, role="hover", radius=8)
        self._text = QVBoxLayout(box)
        self._text.setContentsMargins(14, 12, 14, 12)
        self.body.addWidget(box)
        copy = Button(theme, self.tr("复制"), icon="copy", key="M")
        copy.clicked.connect(self.copy_asked)
        self.body.addLayout(row(1, copy))
        self.body.addStretch(1)

    def show_words(self, words: str) -> None:
        if words != self.words:
            self.words = words
            clear(self._text)
            self._text.addWidget(Wrapped(self._theme, words, size=14, room=480))
