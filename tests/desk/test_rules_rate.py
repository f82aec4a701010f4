"""A rule over groups of orders, edited by form: the sentence keeps step, what is wrong is said, what is saved is what was written."""

import pytest
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.aggregate import Rate
from ordertower_desktop.models.rules.words import pieces
from ordertower_desktop.views.rules.page import RulesPage
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_rules import HubInHand
from tests.desk.pictures import Keep
from tests.desk.rules_kit import opened, pick, write
from tests.desk.walk import markup, nameless

SAID = "按省份看，派件当日签收的比率连续 3 天低于 85 %（每天至少 30 单）"


@pytest.fixture
def shown(qtbot: QtBot, light: Theme) -> tuple[RulesPage, HubInHand]:
    page, hub = opened(qtbot, light)
    page.shop.choose("R15")
    return page, hub


def sentence(page: RulesPage) -> str:
    draft = page.shop.draft
    assert draft is not None
    return "".join(piece.words for piece in pieces(draft, draft.base))


def test_a_rate_is_shown_as_a_form_and_not_as_a_tree(shown: tuple[RulesPage, HubInHand], keep: Keep) -> None:
    page, _ = shown
    assert not page.rate.isHidden()
    assert page.asked.isHidden()
    assert (page.rate.under.text(), page.rate.days.text(), page.rate.least.text(), page.rate.sure.isChecked()) == ("85", "3", "30", True)
    assert sentence(page).startswith(SAID)
    keep(page, "rules-rate")
    assert nameless(page) == []
    assert markup(page) == []
    page.shop.choose("R05")
    assert page.rate.isHidden()
    assert not page.asked.isHidden()


def test_what_is_written_is_what_is_saved(qtbot: QtBot, shown: tuple[RulesPage, HubInHand]) -> None:
    page, hub = shown
    write(qtbot, page.rate.under, "92.5")
    write(qtbot, page.rate.days, "2")
    write(qtbot, page.rate.least, "50")
    pick(page.rate.group, "carrier")
    page.rate.sure.click()
    assert "连续 2 天低于 92.5 %（每天至少 50 单）" in sentence(page)
    page.foot.save.click()
    saved = page.shop.rules["R15"].rate
    assert saved == Rate("delivered", "out_for_delivery", "carrier", under=0.925, days=2, minimum=50)
    assert hub.versions[-1][1] == "李婷"


def test_what_is_no_number_is_said_and_not_saved(qtbot: QtBot, shown: tuple[RulesPage, HubInHand]) -> None:
    page, _ = shown
    write(qtbot, page.rate.under, "120")
    assert "比率写成 0 到 1 之间的小数" in page.rate.fault.text()
    assert not page.foot.save.isEnabled()
    write(qtbot, page.rate.under, "x")
    assert page.rate.fault.text()
    assert page.rate.under.text() == "x", "it stays for whoever typed it"
    write(qtbot, page.rate.under, "85")
    assert not page.rate.fault.text()


def test_an_agent_reads_it_only(qtbot: QtBot, light: Theme) -> None:
    page, _ = opened(qtbot, light, role="agent")
    page.shop.choose("R15")
    assert not page.rate.isEnabled()
