"""The page of stock: figures by code and warehouse, what is the matter, who holds it, and a workbook."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.stock.page import StockPageView
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.stock import StockPage
from tests.desk.demo_page import NOW
from tests.desk.demo_stock import holds, stock
from tests.desk.show import ITEMS
from tests.desk.walk import markup, nameless

Keep = Callable[[QWidget, str], object]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> StockPageView:
    made = StockPageView(theme)
    qtbot.addWidget(made)
    made.resize(1376, 780)
    made.show()
    return made


@pytest.fixture
def annex(qtbot: QtBot, light: Theme) -> Annex:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    glass.shell.show()
    return Annex(glass, Bridge(glass))


def test_each_line_says_what_lies_there_and_what_is_the_matter(page: StockPageView, keep: Keep) -> None:
    page.show_page(stock(), NOW)
    assert [line.accessibleName() for line in page.lines] == [
        "KT-35GW 华东仓：在库 40，占用 38，缺 0，可用 2，在售 12，3 分前，超卖 10，18 分 · 第 2 次",
        "KT-35GW 华南仓：在库 25，占用 4，缺 3，可用 21，在售 20，3 分前，缺 3",
        "BX-501 华东仓：在库 9，占用 12，缺 5，可用 -3，在售 —，1 时 35 分前，缺 5",
        "<b>QF-5L</b> 全部仓：在库 —，占用 0，缺 0，可用 —，在售 300，3 分前",
    ]
    assert page.foot.text() == "未付款占用 8 单，最早 15:00 自动释放；11-12 夜准确率 99.3%，目标 99.2%；30 天放开泄漏 3 行"
    page.tick(NOW + timedelta(minutes=1))
    assert page.lines[0]._age.text() == "4 分前"
    page.show_holds(holds())
    keep(page, "stock")
    assert (markup(page), nameless(page)) == ([], [])


def test_a_line_leads_to_the_orders_that_hold_it_and_these_to_their_pages(qtbot: QtBot, page: StockPageView) -> None:
    page.show_page(stock(), NOW)
    with qtbot.waitSignal(page.holds_asked) as asked:
        page.lines[0].findChildren(Link)[0].click()
    assert asked.args == ["KT-35GW", "华东仓"]
    page.show_holds(holds())
    assert [line.accessibleName() for line in page.holds] == [
        "441829601357782390 占用 2 件，待打单", "693827412047710561 占用 1 件，待付款", "<b>9</b> 缺货 3 件，待接单",
    ]  # fmt: skip
    with qtbot.waitSignal(page.order_asked) as order:
        page.holds[0].findChildren(Link)[0].click()
    assert order.args == ["441829601357782390"]


def test_without_figures_it_says_what_to_do_and_a_source_that_is_silent_is_named(page: StockPageView) -> None:
    page.show_trouble("中枢连不上")
    page.show_page(StockPage(troubles=["WMS：没有给出能用的回答"]), NOW)
    assert page.empty.isVisible()
    assert not page.export.isEnabled()
    assert page.trouble.text() == "没有取到：WMS：没有给出能用的回答"


def test_it_is_reached_by_two_ways_narrowed_and_read_on(annex: Annex) -> None:
    asked: list[tuple[str, str, list[Any]]] = []
    annex.question.connect(lambda page, what, values: asked.append((page, what, values)))
    annex.sources.goods.click()
    assert annex.glass.shell.page == "stock"
    assert asked[-1] == ("stock", "stock", ["", "", "", "", 200])
    annex.stocking.answered("stock", stock(2, "mark"))
    page = annex.stocking.page
    assert page is not None
    assert [page.states.itemText(n) for n in range(page.states.count())] == ["全部 6", "超卖 1", "缺货 2", "数据旧 1"]
    page.more.click()
    assert asked[-1][2] == ["", "", "", "mark", 200]
    annex.stocking.answered("stock", StockPage(stock().items[:1], counts={"": 6}))
    assert len(page.lines) == 7
    assert not page.more.isVisible()
    page.states.choose("short")
    page.places.choose("")
    page.like.setText(" kt ")
    page.like.editingFinished.emit()
    assert asked[-1][2] == ["kt", "", "short", "", 200]
    page.lines[0].findChildren(Link)[0].click()
    assert asked[-1] == ("stock", "stock_holds", ["KT-35GW", "华东仓"])
    annex.stocking.answered("stock_holds", holds())
    assert len(page.holds) == 3
    annex.stop()


def test_what_is_shown_is_written_to_a_workbook(annex: Annex, tmp_path: Path) -> None:
    annex.stocking.open()
    annex.stocking.answered("stock", stock())
    annex.stocking.write(tmp_path / "stock.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "stock.xlsx")
    rows = book.get_sheet_by_name("库存").to_python()
    assert [row[0] for row in rows] == ["SKU", "KT-35GW", "KT-35GW", "BX-501", "<b>QF-5L</b>"]
    assert rows[1][1:8] == ["华东仓", 40, 36, 38, 0, 2, 12]
    assert book.get_sheet_by_name("夜间盘点").to_python()[1][1:4] == [1204, 1196, "99.3%"]
    annex.stop()
