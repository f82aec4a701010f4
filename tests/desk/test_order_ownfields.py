"""自定义字段 on the order page: names, values and units, and a value that does not fit with what to do."""

import msgspec
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.order.ownfields import OwnPanel
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.labels import Elided
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OwnLine
from tests.desk.demo_page import NOW, page, row
from tests.desk.pictures import Keep

PROBLEM = "这一项定的是“选项”，收到“空投”：选项里没有“空投”，现有：自提、送货；要收下它，请在“自定义字段”里加上"
OWN = [
    OwnLine("gross", "毛重", "12.5 千克", "聚水潭"), OwnLine("pickup", "提货方式", "空投", "天猫", PROBLEM),
    OwnLine("deposit", "订金", "¥99.50", "ERP"),
]  # fmt: skip


def test_the_panel_says_names_values_sources_and_what_does_not_fit(qtbot: QtBot, light: Theme) -> None:
    """S103."""
    panel = OwnPanel(light)
    qtbot.addWidget(panel)
    panel.show_page(msgspec.structs.replace(page(), own=OWN), NOW)
    said = [one.text() for one in panel.findChildren(QWidget) if isinstance(one, QLabel | Wrapped | Elided)]
    assert {"毛重", "12.5 千克", "聚水潭", "空投", PROBLEM, "1 项与类型不符"} <= set(said)
    panel.show_page(page(), NOW)
    assert panel.isHidden()


def test_it_stands_on_the_order_page_in_both_themes(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    view = OrderView(theme)
    qtbot.addWidget(view)
    view.resize(1300, 820)
    view.tick(NOW)
    view.show_row(row())
    view.show_page(msgspec.structs.replace(page(), own=OWN))
    view.show()
    assert view.right.own.isVisible()
    view.right.ensureWidgetVisible(view.right.own)
    keep(view, f"order-own-{'dark' if theme.dark else 'light'}")
