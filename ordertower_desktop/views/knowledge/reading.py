"""An article as it is read: what was wrong, what was done, what was learned; and a way to say that it helped."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, clear, row
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.articles import ArticleRow

WIDEST = 860


class Reading(QWidget):
    """`helped`: it helped with the order that one came from; `order_asked(order)`: to the order that it was made of."""

    helped = Signal()
    order_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: ArticleRow | None = None
        self.meta = PlainLabel(theme, size=12, role="text3")
        self.help, self.source = Button(theme, self.tr("这篇帮上了忙"), icon="check", kind="primary"), Link(theme, "", icon="package")
        self.card = Card(theme, " ")
        self.card.setMaximumWidth(WIDEST)
        self.title, self._badges = QVBoxLayout(), QVBoxLayout()
        self._parts = QVBoxLayout()
        self._parts.setSpacing(4)
        for layout in (self.title, self._badges, self._parts):
            self.card.body.addLayout(layout)
        self.card.body.addLayout(row(self.meta, self.source, 1, self.help))
        self.card.title.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.addWidget(self.card)
        box.addStretch(1)
        self.help.clicked.connect(self.helped)
        self.source.clicked.connect(self._to_order)

    def show_article(self, one: ArticleRow, *, order: str, now: datetime, online: str) -> None:
        """`order`: the one that somebody looks for help with, if any."""
        if one != self._shown:
            self._shown = one
            self._make(one)
        version = self.tr("，第 {0} 版").format(one.version) if one.version > 1 else ""
        used = self.tr(" · 用过 {0} 次").format(one.used) if one.used else ""
        self.meta.setText(f"{one.by_name} · {text.near(one.at, now)}{version}{used}")
        self.source.setText(self.tr("来自订单 {0}").format(text.tail(one.order)))
        self.help.setVisible(bool(order) and order != one.order)
        self.help.setEnabled(bool(online))
        self.help.setToolTip(self.tr("记到订单 {0}，同一单只算一次").format(text.tail(order)) if order else "")

    def _to_order(self) -> None:
        if self._shown is not None:
            self.order_asked.emit(self._shown.order)

    def _make(self, one: ArticleRow) -> None:
        for layout in (self.title, self._badges, self._parts):
            clear(layout)
        self.title.addWidget(Wrapped(self._theme, one.title, size=18, strong="yes", room=760))
        badges = [Badge(self._theme, name, hue) for name, hue in ((one.cause_name, "blue"), (one.kind_name, "neutral")) if name]
        self._badges.addLayout(row(*badges, 1))
        for name, said in ((self.tr("问题"), one.problem), (self.tr("措施"), one.measures), (self.tr("改进"), one.improvement)):
            if said:
                self._parts.addSpacing(8)
                self._parts.addWidget(PlainLabel(self._theme, name, role="text2", strong="yes"))
                self._parts.addWidget(Wrapped(self._theme, said.replace("；", "；\n"), room=760))
