"""自定义字段 of this order: the floor's own names and units; a value that does not fit its kind stands there with why."""

from datetime import datetime

from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage

NAME_WIDTH = 104


class OwnPanel(Panel):
    """Hidden where the order has none of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("自定义字段"))
        self.hide()

    def show_page(self, page: OrderPage, now: datetime) -> None:
        del now
        clear(self.body)
        wrong = sum(1 for line in page.own if line.problem)
        self.set_note(self.tr("{0} 项与类型不符").format(wrong) if wrong else "")
        self.setVisible(bool(page.own))
        for line in page.own:
            name = PlainLabel(self._theme, line.name, size=12, role="text3")
            name.setFixedWidth(NAME_WIDTH)
            value = Elided(self._theme, line.text, size=12, role="amber" if line.problem else "text")
            value.setAccessibleName(f"{line.name}：{line.text}")
            source = PlainLabel(self._theme, line.source, size=12, role="text3")
            self.body.addLayout(row(name, value, source))
            if line.problem:
                self.body.addWidget(Wrapped(self._theme, line.problem, size=12, role="amber"))
