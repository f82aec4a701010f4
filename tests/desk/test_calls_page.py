"""The page of calls: which hand-over broke, what each interface comes to, the single calls behind it, and a workbook (S8)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from ordertower_desktop.models.calls import CallRows
from ordertower_desktop.views.calls.page import CallsPage
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.calls import CallPage, CallSummary
from tests.desk.demo_calls import calls, summary
from tests.desk.demo_page import NOW
from tests.desk.show import ITEMS
from tests.desk.walk import markup, nameless

Keep = Callable[[QWidget, str], object]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> CallsPage:
    made = CallsPage(theme, CallRows())
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


def test_the_broken_link_is_named_over_the_way_and_the_interfaces(page: CallsPage, keep: Keep) -> None:
    page.show_summary(summary(), NOW)
    assert page.verdict.text().startswith("断点：ERP → 中枢 · 聚水潭：有应答，但")
    assert [one.accessibleName().partition("：")[2].partition("，")[0] for one in page.hops] == ["通", "没有新内容", "无记录", "通"]
    assert page.interfaces[0].accessibleName() == (
        "聚水潭 orders.single.query：288 次，没有成功 31 · 连不上 2、超时 29，p50 820 ms，p95 15.0 秒"
    )
    keep(page, "calls-links")
    page.resize(1000, 620)
    keep(page, "calls-links-narrow")
    assert (markup(page), nameless(page)) == ([], [])
    page.show_summary(summary(broken=False), NOW)
    assert page.verdict.text() == "各环节都在说话，没有断点"


def test_an_interface_leads_to_its_calls_and_a_call_to_its_order(qtbot: QtBot, page: CallsPage, keep: Keep) -> None:
    asked: list[list[Any]] = []
    page.rows.question.connect(lambda _what, values: asked.append(values))
    page.show_summary(summary(), NOW)
    page.interfaces[1].findChildren(Link)[0].click()
    assert asked[-1] == ["24", "taobao-1", "", "taobao.logistics.online.send", "", 200]
    page.rows.answered(calls())
    assert page.table.isVisible()
    keep(page, "calls-each")
    assert page.rows.row(1)[1:] == (
        "天猫旗舰店", "回传", "taobao.logistics.online.send", "限流 200 · 第 2 次", "96 ms", "7 accesscontrol.limited-by-api",
        "15j8wkr7lbsu2", "441829601357782390",
    )  # fmt: skip
    with qtbot.waitSignal(page.order_asked) as opened:
        page.table.activated.emit(page.rows.index(1, 0))
    assert opened.args == ["441829601357782390"]
    page.only.click()
    assert asked[-1] == ["24", "taobao-1", "", "", "", 200]
    page.kind.choose("failed")
    page.kind.activated.emit(1)
    assert asked[-1] == ["24", "taobao-1", "failed", "", "", 200]
    assert (markup(page), nameless(page)) == ([], [])


def test_without_any_it_says_so_and_keeps_what_it_has_in_trouble(page: CallsPage) -> None:
    page.show_trouble("中枢连不上")
    assert page.empty.isVisible()
    page.show_summary(CallSummary(24), NOW)
    page.rows.answered(CallPage())
    page._turn("calls")
    assert page.none.isVisible()
    page.rows.answered(calls())
    page.show_trouble("中枢连不上")
    assert page.table.isVisible()


def test_it_is_reached_by_two_ways_read_on_and_written_to_a_workbook(annex: Annex, tmp_path: Path) -> None:
    asked: list[tuple[str, str, list[Any]]] = []
    annex.question.connect(lambda page, what, values: asked.append((page, what, values)))
    annex.sources.calls.click()
    assert annex.glass.shell.page == "calls"
    assert ("calls", "call_summary", [24]) in asked
    assert asked[-1] == ("calls", "calls", ["24", "", "", "", "", 200])
    annex.calling.answered("call_summary", summary())
    annex.calling.answered("calls", calls(4, "9001"))
    page = annex.calling.page
    assert page is not None
    page.rows.more()
    assert asked[-1][2] == ["24", "", "", "", "9001", 200]
    annex.calling.answered("calls", CallPage(calls(6).items[4:]))
    assert len(page.rows.lines) == 6
    annex.calling.answered("calls", ValueError("慢"))
    assert len(page.rows.lines) == 6
    annex.calling.write(tmp_path / "calls.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "calls.xlsx")
    assert book.sheet_names == ["接口调用", "接口", "环节"]
    assert book.get_sheet_by_name("接口").to_python()[1][:4] == ["聚水潭", "orders.single.query", 288, 31]
    assert book.get_sheet_by_name("接口调用").to_python()[2][-2:] == [512, 188]
    annex.stop()
