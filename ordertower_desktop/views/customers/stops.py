"""重复发货拦截: the parcel that waits, both orders side by side, the decision; and what was stopped today."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.customers import CustomersPage, StopRow

WIDE = 352
STATES = {"waiting": ("等处理", "red", "triangle"), "passed": ("已放行", "green", "check"), "ended": ("已拦下", "neutral", "dash")}


class StopsCard(Card):
    """`settled("pass" | "end", stop)`, `order_asked(order)`."""

    settled = Signal(str, str)
    order_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("重复发货拦截"), self.tr("打单与扫码时核对"))
        self.buttons: dict[str, Button] = {}
        self._shown: object = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def show_page(self, page: CustomersPage, now: datetime) -> None:
        said = tuple(page.stops), page.twin_days, now.replace(second=0, microsecond=0)
        if said == self._shown:
            return
        self._shown, self.buttons = said, {}
        clear(self._lines)
        waiting = [one for one in page.stops if one.state == "waiting"]
        if waiting:
            self._waiting(waiting[0], page.twin_days, now)
        else:
            words = self.tr("没有等处理的。近 {0} 天给同一位客户发过同款，打单、扫码时会停下").format(page.twin_days)
            self._lines.addWidget(Wrapped(self._theme, words, role="text2"))
        self._log(page.stops, waiting[:1], now)

    def _waiting(self, one: StopRow, days: int, now: datetime) -> None:
        theme = self._theme
        self._lines.addLayout(row(Badge(theme, self.tr("先别打单"), "red", icon="octagon-alert"), 1))
        self._lines.addWidget(Wrapped(theme, one.why, size=14, strong="yes", role="red"))
        place = " · ".join(filter(None, (one.station, text.near(one.at, now), self.tr("核对 {0:.0f} 毫秒").format(one.took_ms))))
        self._lines.addWidget(Elided(theme, place, size=12, role="text3"))
        self._lines.addWidget(Rule(theme))
        self._lines.addWidget(self._order(self.tr("本单"), one.order, (one.platform, ""), one.at_ordered, now))
        self._lines.addWidget(Elided(theme, one.goods, strong="yes"))
        self._lines.addWidget(self._order(self.tr("前单"), one.before, (one.before_platform, one.before_stage), one.before_at, now))
        same = row(PlainLabel(theme, self.tr("相同"), size=12, role="text2"), *(Badge(theme, name) for name in one.same[:4]), 1)
        self._lines.addLayout(same)
        self._lines.addWidget(PlainLabel(theme, self.tr("回看 {0} 天").format(days), size=12, role="text3"))
        end = Button(theme, self.tr("停打，不发这一单…"), kind="primary", icon="pause")
        passed = Button(theme, self.tr("放行并写原因…"))
        end.clicked.connect(partial(self.settled.emit, "end", one.id))
        passed.clicked.connect(partial(self.settled.emit, "pass", one.id))
        self.buttons = {"end": end, "pass": passed}
        for button in self.buttons.values():
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines.addWidget(end)
        self._lines.addWidget(passed)
        self._lines.addWidget(PlainLabel(theme, self.tr("原因记在两单上"), size=12, role="text3"))
        self._lines.addWidget(Rule(theme))

    def _order(self, name: str, order: str, of: tuple[str, str], at: datetime | None, now: datetime) -> QWidget:
        theme, made = self._theme, QWidget()
        link = Link(theme, paint.plain(order)[-20:])
        link.clicked.connect(partial(self.order_asked.emit, order))
        told = " ".join(filter(None, (PLATFORM_NAMES.get(of[0], of[0]), text.near(at, now) if at else "", of[1])))
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(row(PlainLabel(theme, name, size=12, role="text2"), link, 1))
        box.addWidget(Elided(theme, told, size=12, role="text2"))
        made.setLayout(box)
        return made

    def _log(self, stops: Sequence[StopRow], above: Sequence[StopRow], now: datetime) -> None:
        theme = self._theme
        count = PlainLabel(theme, self.tr("{0} 次").format(len(stops)), strong="yes")
        self._lines.addLayout(row(PlainLabel(theme, self.tr("24 小时内的拦截"), strong="yes"), 1, count))
        for one in stops:
            if one in above:
                continue
            word, hue, glyph = STATES[one.state]
            link = Link(theme, f"…{paint.plain(one.order)[-6:]}")
            link.setAccessibleName(self.tr("打开订单 {0}").format(paint.plain(one.order)))
            link.clicked.connect(partial(self.order_asked.emit, one.order))
            said = " ".join(filter(None, (one.settled_name, one.said))) or one.why
            line = QWidget()
            at = PlainLabel(theme, text.near(one.at, now), size=12, role="text3")
            line.setLayout(row(at, link, Badge(theme, word, hue, glyph=glyph), Elided(theme, said, size=12, role="text2")))
            self._lines.addWidget(line)
