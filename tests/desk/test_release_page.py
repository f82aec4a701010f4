"""The release page: how the pre-audit stands, one key for the sample, a preview before a wave, a minute to take it back."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.glass.releaseterms import read, terms
from ordertower_desktop.views.release.lines import OrderLine
from ordertower_desktop.views.release.page import ReleasePage
from ordertower_desktop.views.release.preview import CommandPreview
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_page import NOW
from tests.desk.demo_release import RECEIPTS, SETTINGS, job, page, plan
from tests.desk.pictures import Keep


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> ReleasePage:
    made = ReleasePage(theme)
    qtbot.addWidget(made)
    made.resize(1300, 820)
    made.standing.show_may("yes")
    made.show()
    return made


def tell(made: ReleasePage, what: str = "hand") -> None:
    told = page(what)
    made.standing.show_page(told)
    made.orders.choice.choose(what)
    made.orders.choice.chosen.emit(what)
    made.orders.show_page(told)


def test_the_share_audited_without_a_person_stands_beside_its_bar_and_its_formula(shown: ReleasePage, keep: Keep) -> None:
    tell(shown)
    card = shown.standing
    assert card.audited.value.text() == "85.1%"
    assert card.audited.small.text() == "8,431 ÷ 9,902 单，目标 80%"
    assert "÷" in card.audited.toolTip()
    assert (card.minutes.value.text(), card.minutes.small.text()) == ("88 分", "自动的 3 分")
    assert card.checked.small.text() == "3 ÷ 168 单，上限 5%"
    keep(shown, "release-hand")


def test_each_order_that_waits_says_which_clause_keeps_it(shown: ReleasePage) -> None:
    tell(shown)
    lines = [line for line in shown.orders.lines if isinstance(line, OrderLine)]
    said = [line.accessibleDescription() for line in lines]
    assert said[0] == "金额不超过 500 元：1,299.00 元"
    assert said[2] == "30 天内无退货：2 次退货；VIP"
    assert said[4].endswith("仓库没收：缺货，不能放行")


def test_an_empty_list_says_what_is_not_there_and_a_draft_how_to_begin(shown: ReleasePage) -> None:
    nothing = replace(page(), lines=[], waiting={})
    shown.orders.show_page(nothing)
    assert shown.orders.empty.isVisible()
    assert "没有等人审核的订单" in words(shown)
    shown.orders.choice.chosen.emit("pass")
    shown.orders.show_page(replace(nothing, state="draft", address="draft"))
    assert any("先改成“影子”" in said for said in words(shown))
    shown.orders.choice.chosen.emit("auto")
    shown.orders.show_receipts([], NOW)
    assert "还没有自动处置" in words(shown)


def words(made: ReleasePage) -> list[str]:
    return [label.text() for label in made.orders.empty.findChildren(QLabel)]


def test_the_same_again_builds_nothing_anew(shown: ReleasePage) -> None:
    tell(shown)
    lines = list(shown.orders.lines)
    shown.orders.show_page(page())
    assert shown.orders.lines == lines


def test_one_key_answers_the_sample_and_the_line_in_hand_goes_first(shown: ReleasePage, qtbot: QtBot) -> None:
    tell(shown, "sampled")
    heard: list[tuple[str, str]] = []
    shown.orders.marked.connect(lambda order, word: heard.append((order, word)))
    shown.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shown.window())
    first, second = [line for line in shown.orders.lines if isinstance(line, OrderLine)]
    second.buttons["right"].setFocus()
    qtbot.keyClick(second.buttons["right"], Qt.Key.Key_N)
    shown.orders.choice.setFocus()
    first.buttons["wrong"].setFocus()
    qtbot.keyClick(first.buttons["wrong"], Qt.Key.Key_Y)
    assert heard == [(second.order, "wrong"), (first.order, "right")]


def test_an_order_whose_address_is_held_can_be_let_go_and_the_other_be_held(shown: ReleasePage) -> None:
    tell(shown, "address")
    heard: list[tuple[str, list[str]]] = []
    shown.orders.acted.connect(lambda command, orders: heard.append((command, orders)))
    first, second = [line for line in shown.orders.lines if isinstance(line, OrderLine)]
    first.buttons["resume"].click()
    second.buttons["hold"].click()
    assert heard == [("resume", [first.order]), ("hold", [second.order])]


def test_an_automatic_release_can_be_taken_back_from_the_list(shown: ReleasePage, keep: Keep) -> None:
    tell(shown)
    shown.orders.choice.choose("auto")
    shown.orders.choice.chosen.emit("auto")
    shown.orders.show_receipts(RECEIPTS, NOW)
    heard: list[tuple[str, list[str]]] = []
    shown.orders.acted.connect(lambda command, orders: heard.append((command, orders)))
    shown.orders.lines[0].back.click()  # type: ignore[union-attr]
    assert heard == [("intercept", [RECEIPTS[0].order])]
    keep(shown, "release-auto")


def test_the_preview_counts_who_goes_and_a_supervisors_yes_takes_the_rest_along(qtbot: QtBot, theme: Theme) -> None:
    sheet = CommandPreview(theme, plan(), may="yes")
    qtbot.addWidget(sheet)
    assert sheet.go.text() == "放行 198 单"
    with qtbot.waitSignal(sheet.agreed) as agreed:
        sheet.consent.setChecked(True)
        qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    orders, yes = agreed.args or ([], "")
    assert (len(orders), yes, sheet.go.text()) == (209, "yes", "放行 209 单")
    assert not CommandPreview(theme, plan(), may="").consent.isEnabled(), "an agent cannot say yes for a supervisor"


def test_a_preview_with_nobody_left_cannot_begin(qtbot: QtBot, theme: Theme) -> None:
    sheet = CommandPreview(theme, replace(plan(), able=[], consent=[]), may="yes")
    qtbot.addWidget(sheet)
    assert not sheet.go.isEnabled()
    with qtbot.assertNotEmitted(sheet.agreed):
        qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_job_can_be_taken_back_until_its_minute_is_over(shown: ReleasePage) -> None:
    shown.job.show_job(job(), NOW)
    assert shown.job.undo.text() == "撤回（42 秒）"
    assert shown.job.said.text().startswith("仓库已收 180，排队 31，没收 3")
    shown.job.tick(NOW + timedelta(seconds=43))
    assert not shown.job.undo.isVisible()


def test_the_state_stays_as_the_hub_says_until_a_supervisor_has_given_a_reason(shown: ReleasePage) -> None:
    tell(shown)
    heard: list[str] = []
    shown.standing.state_asked.connect(heard.append)
    shown.standing.choice.choose("draft")
    shown.standing.choice.chosen.emit("draft")
    assert (heard, shown.standing.choice.current) == (["draft"], "on")
    shown.standing.show_may("")
    assert not shown.standing.choice.isEnabled()


def test_the_form_shows_what_is_in_force_and_gives_back_shares_not_percents(qtbot: QtBot, theme: Theme) -> None:
    host = ReleasePage(theme)
    qtbot.addWidget(host)
    asking = terms(theme, host, SETTINGS)
    said = asking.values()
    assert (said["most_yuan"], said["sample"], said["limit"], said["address"]) == ("500", "2", "5", "on")
    made = read(said)
    assert {name: made[name] for name in ("most_yuan", "trust_days", "sample", "limit")} == {
        "most_yuan": 500, "trust_days": 30, "sample": 0.02, "limit": 0.05,
    }  # fmt: skip
    assert read(said | {"most_yuan": "五百"})["most_yuan"] == "五百", "the hub says what it wants instead"
