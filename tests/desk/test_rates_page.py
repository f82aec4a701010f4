"""The page of the rates: what it shows of the floor's groups, and what people do there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.rates.watch import RateWatch
from ordertower_desktop.views.glass.links import decided_on
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.rates.page import RatesPage
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_rates import ALARMS, HubInHand, opened
from tests.desk.demo_rows import NOW

Keep = Callable[[QWidget, str], QImage]


@pytest.fixture
def watch() -> RateWatch:
    return RateWatch()


@pytest.fixture
def hub(watch: RateWatch) -> HubInHand:
    return opened(watch)


def shown(qtbot: QtBot, theme: Theme, watch: RateWatch) -> RatesPage:
    page = RatesPage(theme, watch, now=NOW)
    qtbot.addWidget(page)
    page.resize(1180, 780)
    page.show()
    return page


def test_what_alarms_stands_first_and_then_what_is_only_watched(watch: RateWatch, hub: HubInHand) -> None:
    del hub
    assert [(line.group, line.alarm is not None) for line in watch.lines()] == [
        ("广东", True), ("黑龙江", True), ("圆通", True), ("西藏", False), ("浙江", False), ("江苏", False), ("中通", False),
    ]  # fmt: skip
    assert watch.chosen == ("R15", "广东")


def test_the_group_in_hand_says_its_days_its_owner_and_the_next_step(
    qtbot: QtBot, theme: Theme, watch: RateWatch, hub: HubInHand, keep: Keep
) -> None:
    del hub
    page = shown(qtbot, theme, watch)
    detail = page.detail
    assert detail.title.text() == "广东 签收率偏低"
    assert detail.said.text().startswith("派送当日签收的比率：11月9日 71 %")
    assert "责任人 周舟（采购），还没有人接手" in detail.stand.text()
    assert "下一步 14:36 短信提醒责任人" in detail.stand.text()
    QAbstractItemModelTester(page.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keep(page, "rates-alarm")


def test_too_few_orders_are_called_so_and_nothing_can_be_done_about_them(
    qtbot: QtBot, theme: Theme, watch: RateWatch, hub: HubInHand
) -> None:
    del hub
    page = shown(qtbot, theme, watch)
    page.list.view.setCurrentIndex(page.list.model.index(page.list.model.place(("R15", "西藏")), 0))
    assert page.detail.state.text() == "样本不足"
    assert not any(button.isVisible() for button in page.detail.verbs.values())


def test_a_key_takes_it_and_it_waits_until_the_hub_has_shown_it(qtbot: QtBot, theme: Theme, watch: RateWatch, hub: HubInHand) -> None:
    page = shown(qtbot, theme, watch)
    page.verb_asked.connect(watch.act)
    qtbot.mouseClick(page.detail.verbs["acknowledge"], Qt.MouseButton.LeftButton)
    ((verb, action),) = hub.acted
    assert (verb, action.case, action.version) == ("acknowledge", ALARMS[0].id, 4)
    assert page.detail.stand.text() == "已保存，等中枢确认"
    assert not page.detail.verbs["acknowledge"].isEnabled()
    watch.take([replace(ALARMS[0], version=5, acknowledged_at=NOW, next_step="", next_step_at=None)])
    assert "接手" in page.detail.stand.text()
    assert page.detail.verbs["note"].isEnabled()
    assert not page.detail.verbs["acknowledge"].isEnabled(), "it is taken already"


def test_what_the_hub_refuses_can_be_done_again(qtbot: QtBot, theme: Theme, watch: RateWatch, hub: HubInHand) -> None:
    page = shown(qtbot, theme, watch)
    watch.act("acknowledge")
    watch.refused(hub.acted[0][1].case)
    assert page.detail.verbs["acknowledge"].isEnabled()


def test_an_alarm_that_recovers_goes_below_and_its_past_stays(qtbot: QtBot, theme: Theme, watch: RateWatch, hub: HubInHand) -> None:
    del hub
    shown(qtbot, theme, watch)
    watch.take([replace(ALARMS[0], state="recovered", closed_at=NOW - timedelta(minutes=5))])
    assert {row.group for row in watch.standing()} == {"黑龙江", "圆通"}
    (old,) = watch.past("R15", "广东")
    assert old.state == "recovered"


def test_an_order_behind_and_the_rule_are_a_click_away(qtbot: QtBot, theme: Theme, watch: RateWatch, hub: HubInHand) -> None:
    del hub
    page = shown(qtbot, theme, watch)
    orders: list[str] = []
    rules: list[str] = []
    page.detail.order_asked.connect(lambda order, _case: orders.append(order))
    page.detail.rule_asked.connect(rules.append)
    number = next(link for link in page.detail.orders.findChildren(Link) if link.text() == "441720938600")
    number.click()
    page.detail.rule.click()
    assert (orders, rules) == (["441720938600"], ["R15"])


def test_a_notice_of_a_group_leads_here_and_waits_for_the_alarm_to_come(watch: RateWatch) -> None:
    watch.go_to(ALARMS[1].id)
    opened(watch)
    assert watch.chosen == ("R15", "黑龙江")
    watch.go_to("R16")
    assert watch.chosen == ("R16", "圆通")
    assert decided_on(ALARMS[0].id) == "rates"


def test_without_a_hub_the_alarms_stay_and_the_page_says_what_it_lacks(qtbot: QtBot, theme: Theme, watch: RateWatch) -> None:
    page = shown(qtbot, theme, watch)
    assert "中枢连不上" in page.state.accessibleName()
    watch.take(ALARMS)
    assert page.stack.currentIndex() == 0
    assert page.detail.chart.accessibleName().startswith("11月9日 71%，120 单")
