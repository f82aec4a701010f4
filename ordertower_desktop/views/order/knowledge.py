"""同类处理: what helped with orders like this one, out of the knowledge base."""

from PySide6.QtCore import Signal

from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.articles import ArticleLine
from ordertower_desktop.wire.order import OrderPage

LONGEST = 90


class KnowledgePanel(Panel):
    """`asked(article)`: read it whole; empty: search."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("同类处理"))
        self.links: list[Link] = []
        self.hide()

    def show_page(self, page: OrderPage) -> None:
        clear(self.body)
        self.set_note(self.tr("知识库"))
        self.links = []
        for one in page.articles:
            self._add(one)
        more = Link(self._theme, self.tr("搜知识库"), icon="search", size=12)
        more.clicked.connect(lambda: self.asked.emit(""))
        self.links.append(more)
        self.body.addLayout(row(more, 1))
        self.setVisible(page.row is not None and bool(page.articles))

    def _add(self, one: ArticleLine) -> None:
        title, used = Elided(self._theme, one.title, strong="yes"), self.tr("用过 {0} 次").format(one.used) if one.used else ""
        read = Link(self._theme, self.tr("看全文"), size=12)
        read.setAccessibleName(self.tr("看全文：{0}").format(one.title))
        read.clicked.connect(lambda: self.asked.emit(one.id))
        self.links.append(read)
        made = row(title, PlainLabel(self._theme, used, size=12, role="text3"), read)
        made.setStretch(0, 1)
        self.body.addLayout(made)
        short = one.measures if len(one.measures) <= LONGEST else one.measures[: LONGEST - 1] + "…"
        self.body.addWidget(Wrapped(self._theme, short, size=12, role="text2"))
