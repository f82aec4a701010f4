"""The knowledge base with real widgets: found, read, said to have helped, filed from an order, and summed as a workbook."""

import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.models.knowledge.filing import drafted
from ordertower_desktop.models.knowledge.forms import quarters
from ordertower_desktop.models.knowledge.shelf import KnowledgeShelf
from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.commanding import PAGES
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.knowledge.page import KnowledgePage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.articles import ArticleLine, FormLine, FormsPage
from ordertower_desktop.wire.order import LogLine
from tests.desk.demo_articles import STOCK, WHITELIST, HubInHand
from tests.desk.demo_page import ORDER
from tests.desk.demo_page import page as order_page
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep, has
from tests.desk.rules_kit import pick, write
from tests.desk.walk import markup, nameless

Opened = tuple[KnowledgePage, HubInHand]


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(qtbot: QtBot, theme: Theme) -> Opened:
    shelf = KnowledgeShelf()
    page = KnowledgePage(theme, shelf, now=NOW)
    shelf.setParent(page)
    hub = HubInHand(shelf)
    qtbot.addWidget(page)
    shelf.show_state("online")
    page.resize(1376, 824)
    page.show()
    return page, hub


@pytest.fixture
def desk(qtbot: QtBot, light: Theme) -> Opened:
    return opened(qtbot, light)


@pytest.fixture
def page(desk: Opened) -> KnowledgePage:
    return desk[0]


def titles(page: KnowledgePage) -> list[str]:
    return [page.view.item(i).text().split("，用过")[0] for i in range(page.view.count())]


def test_words_cause_and_kind_narrow_what_is_found(qtbot: QtBot, page: KnowledgePage) -> None:
    """S63."""
    assert page.count.text() == "3 篇，用得多的在前"
    assert page.reading.meta.text() == "赵一鸣 · 昨天 10:32，第 2 版 · 用过 12 次"
    write(qtbot, page.search, "白名")
    page.shelf.type("白名")
    qtbot.waitUntil(lambda: page.view.count() == 1)
    page.shelf.type("")
    pick(page.cause, "stock_wrong")
    assert titles(page) == ["系统有货、实物缺 3 件，拆单先发，库存不准"]
    pick(page.kind, "payment")
    assert page.stack.currentWidget() is page.state, "nothing is both"


def test_the_arrows_go_through_what_was_found(qtbot: QtBot, page: KnowledgePage) -> None:
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    assert page.shelf.article == STOCK


def test_it_can_be_said_to_have_helped_only_from_another_order(qtbot: QtBot, light: Theme) -> None:
    """S63."""
    page, hub = opened(qtbot, light)
    assert page.reading.help.isHidden()
    page.shelf.open(order=ORDER, article=STOCK.id)
    assert page.shelf.article == STOCK
    page.reading.help.click()
    assert ("article_used", [STOCK.id, ORDER]) in hub.asked
    page.shelf.open(order=STOCK.order, article=STOCK.id)
    assert page.reading.help.isHidden()


def test_without_a_hub_it_says_what_still_can_be_done(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light)
    page.shelf.forget()
    hub.asked.clear()
    page.shelf.show_state("offline")
    page.shelf.look()
    assert hub.asked == []
    assert page.stack.currentWidget() is page.state


def test_the_report_is_filled_to_four_fifths_before_anybody_writes_a_word() -> None:
    """S63, S64."""
    known = order_page()
    made = drafted(replace(known, log=[*known.log, LogLine(NOW, "赵一鸣", "note", "客户 13812345678 同意等")]))
    assert made.filled >= 80
    assert "13812345678" not in made.measures
    assert "［电话］" in made.measures
    assert made.title.startswith("已付款，ERP 未收单 · 超时未接单")


def glass_with(qtbot: QtBot, theme: Theme) -> tuple[Glass, Annex]:
    glass = Glass(theme, ITEMS, now=NOW)
    annex = Annex(glass, Bridge())
    qtbot.addWidget(glass.shell)
    annex.knowing.show_state(State(Link.ONLINE, role="supervisor"))
    glass.shell.show()
    return glass, annex


def test_an_order_s_report_is_filed_as_an_action_with_the_cable_out(qtbot: QtBot, light: Theme) -> None:
    """S63."""
    glass, annex = glass_with(qtbot, light)
    saved: list[Any] = []
    glass.submitted.connect(saved.extend)
    glass.orders.seek(ORDER)
    glass.page_arrived(order_page())
    annex.knowing.show_state(State(Link.OFFLINE, role="supervisor"))
    glass.orders.view.do("file_article")
    asking = annex.knowing.asking
    assert asking is not None
    assert asking.said()["title"].startswith("已付款，ERP 未收单")
    asking.accept()
    assert [(one.case, one.title) for one in saved] == [(f"{ORDER}#1", asking.said()["title"])]


def test_from_the_list_the_order_is_opened_first_and_several_are_refused_in_words(qtbot: QtBot, light: Theme) -> None:
    glass, annex = glass_with(qtbot, light)
    known = order_page()
    assert known.row is not None
    glass.rows("case", [known.row, replace(known.row, case="other#1", order="other")], [])
    glass.model.flush()
    glass.verb("file_article", [known.row.case, "other#1"])
    assert annex.knowing.asking is None
    glass.verb("file_article", [known.row.case])
    assert glass.shell.page == "order"
    glass.page_arrived(known)
    annex.knowing.tick(NOW)
    assert annex.knowing.asking is not None


def test_what_helped_with_its_like_stands_on_the_order_and_leads_to_the_article(qtbot: QtBot, light: Theme) -> None:
    """S63."""
    glass, annex = glass_with(qtbot, light)
    asked: list[tuple[str, str]] = []
    annex.question.connect(lambda page, what, _with: asked.append((page, what)))
    glass.orders.seek(ORDER)
    glass.page_arrived(order_page())
    panel = glass.orders.view.right.knowledge
    assert panel.isHidden(), "an order without any like shows nothing"
    glass.page_arrived(replace(order_page(), articles=[ArticleLine(WHITELIST.id, WHITELIST.title, WHITELIST.measures, 12)]))
    assert not panel.isHidden()
    panel.links[0].click()
    assert glass.shell.page == "knowledge"
    assert ("knowledge", "articles") in asked
    assert annex.knowing.page is not None
    assert annex.knowing.page.shelf.order == ORDER
    assert ("knowledge", "知识库", "G Z") in PAGES


def test_the_quarter_s_forms_are_a_workbook(qtbot: QtBot, light: Theme, tmp_path: Path) -> None:
    """S64."""
    _, annex = glass_with(qtbot, light)
    form = FormLine("3901", "超时未接单", NOW, NOW + timedelta(hours=1), "赵一鸣", None, "=HYPERLINK(1)", "")
    path = tmp_path / "表.xlsx"
    annex.knowing.write_forms(FormsPage("2025Q4", [form, form], 75), path)
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if "worksheets/sheet" in name]
        text = "".join(book.read(name).decode() for name in [*names, *(n for n in book.namelist() if "sharedStrings" in n)])
    assert len(names) == 2
    assert "（待填）" in text
    assert "<f>" not in text, "nothing that a spreadsheet would run"
    annex.knowing.write_forms(FormsPage("2025Q4", [form], 75), tmp_path / "none" / "表.xlsx")
    assert not (tmp_path / "none").exists()


def test_the_present_quarter_comes_first() -> None:
    assert [key for key, _ in quarters(datetime(2026, 1, 1, tzinfo=SHANGHAI), 3)] == ["2026Q1", "2025Q4", "2025Q3"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_on_it_has_a_name_and_its_picture_is_kept(qtbot: QtBot, request: pytest.FixtureRequest, keep: Keep, theme: str) -> None:
    look: Theme = request.getfixturevalue(theme)
    page, hub = opened(qtbot, look)
    hub.kept[0] = replace(WHITELIST, title="<b>&白名单\u202e", measures="<img src=x>" * 20)
    page.shelf.open(order=ORDER)
    assert nameless(page) == []
    assert markup(page) == []
    assert has(keep(page, f"knowledge-{theme}"), look.color.accent) > 100
