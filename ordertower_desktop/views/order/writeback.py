"""What the shop was told of this order's shipments: state, tries, the next one, and why."""

from datetime import datetime

from PySide6.QtCore import Signal

from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.dots import Dots
from ordertower_desktop.views.writeback.ledger import HUES, RENEWABLE, state
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.writebacks import WriteBackLine


class WriteBackPanel(Panel):
    """回传. `again_asked`: somebody wants it begun anew."""

    again_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("回传"))
        self.links: list[Link] = []
        self.hide()

    def show_page(self, page: OrderPage, now: datetime) -> None:
        clear(self.body)
        self.links = []
        for line in page.write_backs:
            self._add(line, now)
        open_ = page.row is not None and page.row.state == "open"
        if open_ and any(line.state in RENEWABLE for line in page.write_backs):
            again = Link(self._theme, self.tr("重新回传"), icon="repeat")
            again.clicked.connect(self.again_asked)
            self.links.append(again)
            self.body.addLayout(row(again, 1))
        self.set_note(page.write_backs[-1].source_name if page.write_backs else "")
        self.setVisible(bool(page.write_backs))

    def _add(self, line: WriteBackLine, now: datetime) -> None:
        hue, glyph = HUES.get(line.state, HUES["cancelled"])
        badge, dots = Badge(self._theme, state(line), hue, glyph=glyph), Dots(self._theme, line.tries, line.most, line.state)
        at = self.tr("下次 {0}").format(text.near(line.next_at, now)) if line.next_at else text.near(line.done_at or line.at, now)
        self.body.addLayout(row(badge, dots, 1, PlainLabel(self._theme, at, size=12, role="text3")))
        self.body.addWidget(Elided(self._theme, f"{line.carrier} {line.waybill}".strip(), size=12, role="text2"))
        if line.why:
            self.body.addWidget(Wrapped(self._theme, line.why, role="text2"))
        if any(one.repeat for one in line.log):
            self.say(self.tr("其中有补发：前一次没有等到答复，先查后发"), role="text3")
