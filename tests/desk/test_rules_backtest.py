"""The back-test beside the rule: begun, watched, called off, read to the end, and told in words where it cannot be."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.rules import pastwords
from ordertower_desktop.models.rules.listing import ENTRY
from ordertower_desktop.sync.trouble import Refused, Unreachable
from ordertower_desktop.views.glass.labelling import numbers
from ordertower_desktop.views.rules.page import RulesPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.backtests import LabelsFound, RightRow
from tests.desk.demo_pasts import PastInHand
from tests.desk.demo_rules import HubInHand
from tests.desk.pictures import Keep
from tests.desk.rules_kit import line, opened, span, write


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    """A page is hundreds of widgets, and the next test's theme would dress them all again: let them go now."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def tried(qtbot: QtBot, light: Theme) -> tuple[RulesPage, HubInHand, PastInHand]:
    page, hub = opened(qtbot, light)
    past = PastInHand(page.tests, hub)
    return page, hub, past


def loosen(qtbot: QtBot, page: RulesPage, hours: str) -> None:
    write(qtbot, span(line(page, "since")).number, hours)


def test_a_supervisor_sees_what_a_draft_adds_and_removes_over_the_past(
    qtbot: QtBot, tried: tuple[RulesPage, HubInHand, PastInHand], keep: Keep
) -> None:
    page, _, past = tried
    loosen(qtbot, page, "30")
    qtbot.mouseClick(page.trial.start, Qt.MouseButton.LeftButton)
    view = page.tests.view
    assert view is not None
    assert view.found is not None
    assert past.asked[-2][0] == "backtest"
    assert past.asked[-2][1][0]["when"]["all"][1]["over"] == "30h"
    found = page.trial.found
    assert (found.added.number.text(), found.removed.number.text()) == ("+0", f"−{view.found.removed}")
    assert view.found.removed > 20
    assert found.orders.which.current == "removed"
    assert found.orders.model.rowCount() == view.found.removed
    assert page.trial.words.text() == f"现行第 1 版命中 {view.found.before} 单，改后 {view.found.hits} 单"
    keep(page, "rules-backtest")


def test_a_click_on_an_order_of_the_list_opens_it(qtbot: QtBot, tried: tuple[RulesPage, HubInHand, PastInHand]) -> None:
    page, _, _ = tried
    loosen(qtbot, page, "30")
    page.tests.start()
    orders = page.trial.found.orders
    with qtbot.waitSignal(page.trial.opened) as asked:
        qtbot.mouseClick(orders.view.viewport(), Qt.MouseButton.LeftButton, pos=orders.view.visualRect(orders.model.index(1, 0)).center())
    assert asked.args == [page.tests.orders[1].order]


def test_a_running_one_tells_how_far_it_is_and_is_called_off_with_one_click(
    qtbot: QtBot, tried: tuple[RulesPage, HubInHand, PastInHand]
) -> None:
    page, _, past = tried
    past.state = "running"
    page.tests.start()
    assert page.trial.going.isVisibleTo(page)
    assert page.trial.far.text() == "已回放 610 / 1,500 单"
    assert not page.trial.start.isEnabled()
    past.views[0] = replace(past.views[0], done=1200)
    page.tests._watch()
    assert page.trial.far.text() == "已回放 1,200 / 1,500 单"
    qtbot.mouseClick(page.trial.cancel, Qt.MouseButton.LeftButton)
    assert not page.trial.going.isVisibleTo(page)
    assert page.trial.note.text() == "已取消"
    assert page.trial.start.isEnabled()


def test_an_edit_after_it_says_that_the_result_is_of_the_earlier_draft(
    qtbot: QtBot, tried: tuple[RulesPage, HubInHand, PastInHand]
) -> None:
    page, _, _ = tried
    page.tests.start()
    assert page.trial.words.text().startswith("和现行第 1 版完全一样")
    loosen(qtbot, page, "36")
    assert page.trial.words.text() == "规则改过了：下面是改之前那一稿的结果"
    qtbot.mouseClick(page.trial.start, Qt.MouseButton.LeftButton)
    assert page.trial.words.text().startswith("现行第 1 版命中")


def test_without_the_hub_it_says_so_and_keeps_what_was_found(qtbot: QtBot, tried: tuple[RulesPage, HubInHand, PastInHand]) -> None:
    page, _, past = tried
    page.tests.start()
    past.cut = Unreachable("连不上中枢，请检查网络")
    page.tests.start()
    assert page.trial.trouble.text() == "连不上中枢，请检查网络"
    assert page.trial.found.isVisibleTo(page)
    past.cut = None
    qtbot.mouseClick(page.trial.start, Qt.MouseButton.LeftButton)
    assert not page.trial.trouble.isVisibleTo(page)


def test_one_that_failed_says_why_and_can_be_begun_again(tried: tuple[RulesPage, HubInHand, PastInHand]) -> None:
    page, _, past = tried
    past.state = "running"
    page.tests.start()
    past.views[0] = replace(past.views[0], state="failed", error="回测的进程意外结束了，请再试一次")
    page.tests._watch()
    assert page.trial.trouble.text() == "回测的进程意外结束了，请再试一次"
    assert page.trial.start.isEnabled()


def test_an_agent_sees_the_last_result_and_is_told_who_may_begin_one(qtbot: QtBot, theme: Theme) -> None:
    page, hub = opened(qtbot, theme, role="agent")
    past = PastInHand(page.tests, hub)
    page.trial.show_test()
    assert past.asked == []
    assert not page.trial.start.isEnabled()
    assert page.trial.words.text() == "只有主管能回测；您可以看最近一次的结果"


def test_one_of_somebody_else_is_shown_with_the_name_and_can_be_called_off(
    qtbot: QtBot, tried: tuple[RulesPage, HubInHand, PastInHand]
) -> None:
    page, _, past = tried
    past.state = "running"
    page.tests.start()
    past.views[0] = replace(past.views[0], id="b2", rule="R07", name="物流停滞", by_name="赵一鸣")
    page.shop.choose("R06")
    page.tests.forget()
    page.tests.open()
    assert page.trial.words.text() == "赵一鸣 正在回测“物流停滞”，等它完成，或先取消它"
    assert not page.trial.start.isEnabled()
    qtbot.mouseClick(page.trial.cancel, Qt.MouseButton.LeftButton)
    assert past.asked[-1] == ("cancel_backtest", ["b2"])
    assert page.trial.start.isEnabled()


def test_a_refusal_because_one_runs_asks_whose_it_is(tried: tuple[RulesPage, HubInHand, PastInHand]) -> None:
    page, _, past = tried
    past.cut = Refused("赵一鸣 正在回测“物流停滞”；等它完成，或先取消它", 409)
    page.tests.start()
    assert page.trial.trouble.text().startswith("赵一鸣 正在回测")
    assert past.asked[-1][0] == "backtests"


def test_labels_go_along_and_more_than_five_missed_are_inadequate(tried: tuple[RulesPage, HubInHand, PastInHand]) -> None:
    """S31 on the screen."""
    page, _, past = tried
    page.tests.set_labels(numbers("订单号\n X1, X2\tX3；X1"))
    assert page.trial.labels.text() == "人工标注 3 单…"
    page.tests.start()
    assert page.trial.found.told[0] == "人工标注 3 单，漏 3 单，合格（不超过 5 单）"
    page.tests.set_labels([f"X{i}" for i in range(6)])
    page.tests.start()
    assert page.trial.found.told[0] == "人工标注 6 单，漏 6 单，规则不够：最多可漏 5 单"
    page.tests.show("missed")
    assert [one.why for one in page.tests.orders] == ["中枢里没有这个单号"] * 6
    assert past.asked[-1][0] == "backtest_orders"


def test_a_rule_that_is_right_less_often_than_it_was_is_marked_in_the_list(
    tried: tuple[RulesPage, HubInHand, PastInHand], keep: Keep
) -> None:
    page, _, _ = tried
    page.tests.open()
    model = page.list.model
    words = {model.index(place, 0).data(ENTRY).id: model.index(place, 0).data(ENTRY).drift for place in range(model.rowCount())
             if not isinstance(model.index(place, 0).data(ENTRY), str)}  # fmt: skip
    assert words["R02"] == "准确率下降：近 7 天 55%（20 单），之前 28 天 90%，该回测看看"
    assert words["R05"] == ""
    keep(page, "rules-drift")


def test_few_marks_are_said_to_be_few() -> None:
    few, many = RightRow(9, 2, 1), RightRow(30, 10, 10, 0.75, 0.75)
    assert pastwords.rights(few, None)[0] == ("准确率 样本不足（9 / 11，要满 20 单）", "text3")
    assert pastwords.rights(many, RightRow(40, 10, 0, 0.8, 1.0)) == [
        ("准确率 75%（30 / 40），现行 80%", "text"),
        ("查全率 75%（30 / 40），现行 100%", "text"),
    ]
    assert pastwords.labels(LabelsFound("given", 50, 3, 5, adequate=True)) == ("人工标注 50 单，漏 3 单，合格（不超过 5 单）", "green")


def test_the_section_fits_a_narrow_window_in_the_dark(qtbot: QtBot, dark: Theme, keep: Keep) -> None:
    page, hub = opened(qtbot, dark)
    past = PastInHand(page.tests, hub)
    page.resize(1000, 2000)
    loosen(qtbot, page, "30")
    page.tests.start()
    found = page.trial.found
    inner = page._column.parentWidget()
    qtbot.waitUntil(lambda: found.isVisible() and inner.height() >= inner.minimumSizeHint().height() > 2000)
    keep(page, "rules-backtest-dark-narrow")
    assert past.asked
    for widget in (found.days, found.people.bars, found.orders):
        assert widget.mapTo(page, widget.rect().topRight()).x() <= page.width()


def test_a_rule_that_comes_and_goes_says_on_which_orders_and_what_to_do(
    qtbot: QtBot, tried: tuple[RulesPage, HubInHand, PastInHand], keep: Keep
) -> None:
    page, _, _ = tried
    card = page.chatter
    page.tests.open()
    assert card.isVisible()
    assert [link.text() for link in card.links] == ["306188420123", "441829601307"]
    assert "比 4 分 长" in card.advice.text()
    with qtbot.waitSignal(card.opened) as asked:
        card.links[0].click()
    assert asked.args == ["306188420123"]
    keep(page, "rules-chatter")
    marks = {one.id: one.chatter for one in page._entries()}
    assert (marks["R05"], marks["R08"], marks["R01"]) == ("近 7 天在 2 单上来回跳", "近 7 天在 1 单上来回跳", "")
    page.shop.choose("R08")
    assert [link.text() for link in card.links] == ["441829601311"]
    page.shop.choose("R01")
    assert card.isHidden()
