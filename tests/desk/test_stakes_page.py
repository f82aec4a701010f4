"""损失口径 as a supervisor works with it: an edit, what it would do, a clash, an older version, no hub, an agent."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.stakes.shop import StakesShop
from ordertower_desktop.views.stakes.page import StakesPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.stakes import StakesBody
from tests.desk.demo_rows import NOW
from tests.desk.demo_stakes import StakesHub
from tests.desk.walk import markup, nameless


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> StakesPage:
    shop = StakesShop()
    made = StakesPage(theme, shop, now=NOW)
    shop.setParent(made)
    qtbot.addWidget(made)
    made.resize(1180, 820)
    made.show()
    return made


@pytest.fixture
def hub(page: StakesPage) -> StakesHub:
    found = StakesHub(page.shop)
    found.open()
    return found


def write(qtbot: QtBot, page: StakesPage, key: str, words: str) -> None:
    field: QLineEdit = {**page.penalties.figures, **page.estimates.figures}[key].field
    field.setFocus()
    field.selectAll()
    if words.isascii():
        qtbot.keyClicks(field, words)
    else:
        field.setText(words)
        field.textEdited.emit(words)


def test_a_figure_is_typed_said_back_and_the_new_order_of_work_is_seen_before_anything_is_saved(
    qtbot: QtBot, page: StakesPage, hub: StakesHub
) -> None:
    write(qtbot, page, "penalties.1.hour", "5")
    assert page.saving.words.text() == "拼多多：最低 ¥3，2025-07-01 公开报道 → 最低 ¥3，之后每小时 ¥5，2025-07-01 公开报道"
    qtbot.waitUntil(lambda: page.shop.trial is not None and not page.shop.stale)
    assert page.trial.sums.text().startswith("60 张未结单合计每小时约损失 ¥")
    assert page.trial.lines[0].text().startswith("拼多多 ")
    assert len(hub.versions) == 1
    page.saving.why.setText("十月账单")
    page.head.save.click()
    body, by, why = hub.versions[-1]
    assert (body.penalties[1].hour, by, why) == (500, "li", "十月账单")
    assert not page.shop.touched
    assert page.past.lines[0].change.by_name == "李婷"


@pytest.mark.parametrize(
    ("key", "typed", "why"),
    [
        ("lost_share", "x", "每小时退款与流失要写成百分数，例如 2.5；“x”读不懂"),
        ("penalties.0.as_of", "11-01", "淘宝天猫：截至要写成日期，例如 2026-11-01；“11-01”读不懂"),
        ("efforts.usual", "1.5", "其余处理一单要写成整分钟数，例如 9；“1.5”读不懂"),
        ("factors.vip", "0", "VIP：倍数要大于 0，最多 100，收到 0"),
        ("penalties.2.share", "120", "抖音：按货款：要在 0 到 100% 之间，收到 120%"),
    ],
)
def test_what_cannot_be_saved_says_why_and_stays_as_it_was_typed(
    qtbot: QtBot, page: StakesPage, hub: StakesHub, key: str, typed: str, why: str
) -> None:
    write(qtbot, page, key, typed)
    assert page.head.note.text() == why
    assert not page.head.save.isEnabled()
    assert page.shop.draft is not None
    assert page.shop.draft.shown(key) == typed
    page.head.discard.click()
    assert page.head.note.isHidden()
    assert len(hub.versions) == 1


def test_a_platform_comes_and_goes_and_no_upper_end_is_an_empty_field(qtbot: QtBot, page: StakesPage, hub: StakesHub) -> None:
    page.penalties.aways[5].click()
    assert page.saving.words.text() == "去掉微信小店：最低 ¥3，2026-11-01 估算"
    page.penalties.added.emit("wechat")
    assert [one.platform for one in page.shop.draft.body.penalties][-2:] == ["wechat", ""] if page.shop.draft else False
    write(qtbot, page, "penalties.0.most", "20")
    page.head.save.click()
    assert hub.versions[-1][0].penalties[0].most == 20_00
    field = page.penalties.figures["penalties.0.most"].field
    field.clear()
    field.textEdited.emit("")
    page.head.save.click()
    assert hub.versions[-1][0].penalties[0].most == 0


def test_what_another_saves_meanwhile_is_named_and_the_own_draft_stays(qtbot: QtBot, page: StakesPage, hub: StakesHub) -> None:
    write(qtbot, page, "complaint", "45")
    hub.put(replace(StakesBody(), lost_share=0.05))
    page.head.save.click()
    assert page.clash.isVisible()
    assert page.clash.theirs.text() == "对方改的：每小时退款与流失：货款 2.5% → 货款 5.0%"
    assert page.clash.mine.text() == "您改的：每起投诉：¥30 → ¥45"
    page.clash.keep.click()
    assert (hub.versions[-1][0].complaint, len(hub.versions)) == (45_00, 3)


def test_an_older_version_comes_into_the_draft_first(qtbot: QtBot, page: StakesPage, hub: StakesHub) -> None:
    write(qtbot, page, "fade", "60")
    page.head.save.click()
    page.past.lines[1].restored.emit(page.past.lines[1].change)
    assert page.saving.words.text() == "提前多久算进来：60 分 → 240 分"
    assert len(hub.versions) == 2


@pytest.mark.parametrize(("role", "link", "why"), [("agent", "online", "只有主管能改"), ("supervisor", "offline", "中枢连不上")])
def test_who_may_not_or_cannot_only_looks(page: StakesPage, hub: StakesHub, role: str, link: str, why: str) -> None:
    hub.open()
    hub.open(role, link)
    assert why in page.head.note.text()
    assert not page.head.save.isVisible()
    assert not page.penalties.figures["penalties.0.share"].field.isEnabled()


def test_every_control_has_a_name_and_no_text_is_taken_for_markup(page: StakesPage, hub: StakesHub) -> None:
    hub.put(replace(StakesBody(), complaint=1), why="<b>x</b>")
    page.shop.open()
    assert not nameless(page)
    assert not markup(page)
