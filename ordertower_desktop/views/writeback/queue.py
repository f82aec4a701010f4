"""回传队列: one line a shop, how timely all were, and the switch that stops them all."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Card, Rule, clear
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import GUTTER, lay
from ordertower_desktop.views.writeback.dots import Dots, Parts
from ordertower_desktop.wire.writebacks import WriteBackShop, WriteBackSummary

COLUMNS = (
    Column("店铺", 168), Column("", 76), Column("", 0), Column("排队", 56, "right"), Column("重试中", 64, "right"),
    Column("转工单", 64, "right"), Column("", 24), Column("最深轮次", 112), Column("熔断器", 132), Column("及时率", 60, "right"),
    Column("下次", 72, "right"),
)  # fmt: skip
MODES = {"on": ("回传", "green"), "dry": ("演练", "purple"), "off": ("已停用", "neutral")}
SWITCHES = {"closed": ("通", "green", "circle"), "open": ("熔断", "red", "triangle"), "half": ("试通", "amber", "diamond")}


class ShopLine(QWidget):
    """One shop."""

    def __init__(self, theme: Theme, shop: WriteBackShop, longest: int, now: datetime) -> None:
        super().__init__()
        self.shop = shop
        mode, hue = MODES.get(shop.mode, MODES["off"])
        name, colour, glyph = SWITCHES.get(shop.breaker, SWITCHES["closed"])
        if shop.breaker == "open" and shop.breaker_until:
            name = f"熔断至 {text.of_day(shop.breaker_until)}"
        state = "given_up" if shop.handed and not shop.retrying else "pending" if shop.retrying else "done"
        lay(
            self,
            COLUMNS,
            (
                Elided(theme, shop.name, strong="yes"), Badge(theme, mode, hue),
                Parts(theme, (shop.waiting, shop.retrying, shop.handed), longest), PlainLabel(theme, text.count(shop.waiting)),
                PlainLabel(theme, text.count(shop.retrying), role="amber" if shop.retrying else "text3"),
                PlainLabel(theme, text.count(shop.handed), role="red" if shop.handed else "text3", strong="yes" if shop.handed else ""),
                QWidget(), Dots(theme, shop.deepest, 6, state), Badge(theme, name, colour, glyph=glyph),
                PlainLabel(theme, share(shop.timely), role="text2"),
                PlainLabel(theme, text.near(shop.next_at, now) if shop.next_at else "—", role="text2"),
            ),
        )  # fmt: skip
        self.setAccessibleName(
            f"{paint.plain(shop.name)}，{mode}，排队 {shop.waiting}，重试中 {shop.retrying}，转工单 {shop.handed}，熔断器{name}"
        )


class QueueCard(Card):
    """`stop_asked`: everything is to stand still; `go_asked`: it may go on; `nights_asked`: what the nights have found."""

    stop_asked = Signal()
    go_asked = Signal()
    nights_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "回传队列", "出库即回传；失败后每 15 分钟再试，共 5 轮，再失败转工单", padding=1)
        self.lines: list[ShopLine] = []
        self._told: WriteBackSummary | None = None
        self.timely = PlainLabel(theme, "", role="text2")
        self.stop = Button(theme, self.tr("停止全部回传"), kind="danger", icon="octagon-alert", small="yes")
        self.go = Button(theme, self.tr("恢复回传"), kind="primary", icon="play", small="yes")
        self.stop.clicked.connect(self.stop_asked)
        self.go.clicked.connect(self.go_asked)
        self.nights = Button(theme, self.tr("夜间对账"), icon="moon", small="yes")
        self.nights.clicked.connect(self.nights_asked)
        self.head.setContentsMargins(15, 0, 15, 0)
        for widget in (self.timely, self.nights, self.stop, self.go):
            self.head.addWidget(widget)
        self.go.hide()
        self.halted = PlainLabel(theme, "", role="red", strong="yes", wrap="yes")
        self.halted.setContentsMargins(15, 2, 15, 6)
        self.halted.hide()
        self.body.setSpacing(0)
        self.body.addWidget(self.halted)
        self.body.addWidget(MiniHead(theme, COLUMNS, gutter=GUTTER))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.none = PlainLabel(
            theme, self.tr('还没有店铺开启回传。在设置文件的 [[source]] 里写 write_back = "dry" 先演练，再改成 "on"'), role="text3"
        )
        self.none.setContentsMargins(15, 14, 15, 14)
        self.body.addWidget(self.none)

    def show_summary(self, told: WriteBackSummary) -> None:
        """Made anew only when a shop's line says something else."""
        self.timely.setText(self.tr("及时率 {0}，目标 {1}").format(share(told.timely), share(told.target)))
        self.stop.setVisible(not told.stopped)
        self.go.setVisible(told.stopped)
        at = text.near(told.stopped_at, told.now) if told.stopped_at else ""
        self.halted.setText(self.tr("全部回传已停：{0}（{1}，{2}）").format(paint.plain(told.stopped_why), told.stopped_by, at))
        self.halted.setVisible(told.stopped)
        if self._told is None or self._told.shops != told.shops:
            clear(self._list)
            longest = max((shop.waiting + shop.retrying + shop.handed for shop in told.shops), default=0)
            self.lines = [ShopLine(self._theme, shop, longest, told.now) for shop in told.shops]
            for line in self.lines:
                self._list.addWidget(line)
                self._list.addWidget(Rule(self._theme))
        self.none.setVisible(not told.shops)
        self._told = told


def share(part: float | None) -> str:
    """97.1%; nothing has been told yet: —."""
    return "—" if part is None else f"{part:.1%}"
