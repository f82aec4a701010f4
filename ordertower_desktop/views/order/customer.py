"""客户 of this order: how it was recognised, what else of theirs is open, and whether the same goods went out lately."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.customers import MergeRow
from ordertower_desktop.wire.order import OrderPage

MOST = 5


class CustomerPanel(Panel):
    """`order_asked(order)`, `merge_asked(offer)`. Hidden where nothing is known of the customer."""

    order_asked = Signal(str)
    merge_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("这位客户"))
        self.links: list[Link] = []
        self.merge: Link | None = None
        self.hide()

    def show_page(self, page: OrderPage, now: datetime) -> None:
        clear(self.body)
        told, self.links, self.merge = page.customer, [], None
        self.setVisible(told is not None)
        if told is None:
            return
        self.set_note(self.tr("共 {0} 单").format(told.orders) if told.customer else "")
        if told.why or told.note:
            self.body.addWidget(Wrapped(self._theme, told.why or told.note, size=12, role="text2"))
        for stop in told.stops:
            if stop.state == "waiting":
                badge = Badge(self._theme, self.tr("先别打单"), "red", icon="octagon-alert")
                self.body.addLayout(row(badge, Elided(self._theme, f"{stop.why}：{stop.before}", size=12, role="red")))
        for one in told.open[:MOST]:
            self._add(one, now)
        if len(told.open) > MOST:
            more = self.tr("还有 {0} 单在途").format(len(told.open) - MOST)
            self.body.addWidget(PlainLabel(self._theme, more, size=12, role="text3"))
        if told.customer and not told.open:
            self.body.addWidget(PlainLabel(self._theme, self.tr("没有别的未发订单"), size=12, role="text2"))
        if told.offer:
            self.merge = Link(self._theme, self.tr("看合单建议"), icon="merge")
            self.merge.clicked.connect(partial(self.merge_asked.emit, told.offer))
            self.body.addLayout(row(self.merge, 1))

    def _add(self, one: MergeRow, now: datetime) -> None:
        link = Link(self._theme, f"…{paint.plain(one.order)[-8:]}")
        link.setAccessibleName(self.tr("打开订单 {0}").format(paint.plain(one.order)))
        link.clicked.connect(partial(self.order_asked.emit, one.order))
        self.links.append(link)
        platform = PLATFORM_NAMES.get(one.platform, one.platform)
        told = " · ".join(part for part in (platform, one.title, text.near(one.at, now)) if part)
        self.body.addLayout(row(link, Elided(self._theme, told, size=12, role="text2"), PlainLabel(self._theme, one.stage, size=12)))
