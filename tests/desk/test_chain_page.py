"""The page of the alarm chains with real widgets: read, changed by form and by keys alone, walked, saved, and shown without a hub."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.escalation import DEFAULT, To
from ordertower_desktop.models.chain.receipts import path, standing
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.chain.page import ChainPage
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.order.chase import ChasePanel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.chases import Chase, Telling
from tests.desk.demo_chains import PEOPLE, HubInHand
from tests.desk.demo_page import page as order_page
from tests.desk.demo_rows import NOW
from tests.desk.pictures import Keep, has
from tests.desk.rules_kit import pick, write
from tests.desk.walk import markup, nameless

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened(qtbot: QtBot, theme: Theme, *, role: str = "supervisor", link: str = "online") -> tuple[ChainPage, HubInHand]:
    shop = ChainShop()
    page = ChainPage(theme, shop, now=NOW)
    shop.setParent(page)
    hub = HubInHand(shop)
    qtbot.addWidget(page)
    hub.open(role, link)
    page.resize(1376, 824)
    page.show()
    return page, hub


@pytest.fixture
def desk(qtbot: QtBot, light: Theme) -> tuple[ChainPage, HubInHand]:
    return opened(qtbot, light)


@pytest.fixture
def page(desk: tuple[ChainPage, HubInHand]) -> ChainPage:
    return desk[0]


def boxes(page: ChainPage) -> list[str]:
    return [box.accessibleName() for box in page.steps.boxes]


def test_the_steps_the_sentence_and_the_walk_stand_side_by_side(page: ChainPage) -> None:
    assert boxes(page)[:3] == [
        "第 1 步，当场，站内提醒责任人",
        "第 2 步，5 分钟，企业微信提醒责任人",
        "第 3 步，10 分钟，短信提醒责任人，短信未接通，只记录",
    ]
    assert page.sentence.text().startswith("超时当场，站内提醒责任人；5 分钟没人接手")
    assert [line.head for line in page.walk.lines] == ["站内 林晓", "企业微信 林晓", "短信 林晓", "转备岗 赵一鸣", "邮件 陈立"]
    assert [line.words for line in page.walk.lines][2] == "短信还没接通，只记为应发"
    assert page.head.meta.text() == "第 1 版，23 条规则在用，8 单正在走"
    assert "仓库负责人：周凯 离岗，无人，转告主管" in page.duty.accessibleName()


def test_a_step_is_changed_by_its_form_and_everything_keeps_step(qtbot: QtBot, page: ChainPage) -> None:
    page.steps.boxes[1].click()
    write(qtbot, page.form.after.number, "3")
    assert boxes(page)[1] == "第 2 步，3 分钟，企业微信提醒责任人"
    assert page.saving.words.text() == "第 2 步：5 分钟 企业微信提醒责任人 → 3 分钟 企业微信提醒责任人"
    pick(page.form.who, "person")
    assert page.head.save.isEnabled() is False
    assert boxes(page)[1].endswith("请选是哪一位")
    pick(page.form.which, "li")
    pick(page.form.channel, "mail")
    assert boxes(page)[1] == "第 2 步，3 分钟，邮件提醒李婷"
    assert page.head.save.isEnabled()
    qtbot.waitUntil(lambda: not page.shop.stale)
    assert page.walk.lines[1].head == "邮件 李婷"


def test_keys_alone_move_remove_and_add_a_step(qtbot: QtBot, page: ChainPage) -> None:
    page.steps.focus(1)
    qtbot.keyClick(page.steps.boxes[1], Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert [name.split("，")[2] for name in boxes(page)[1:3]] == ["短信提醒责任人", "企业微信提醒责任人"]
    assert page.focusWidget() is page.steps.boxes[2], "the step that was moved keeps the focus"
    qtbot.keyClick(page.steps.boxes[2], Qt.Key.Key_Left)
    assert page.focusWidget() is page.steps.boxes[1]
    qtbot.keyClick(page.steps.boxes[1], Qt.Key.Key_Delete)
    assert len(page.steps.boxes) == 4
    page.more.click()
    assert boxes(page)[-1].startswith("第 5 步，4 小时 5 分钟，站内提醒主管")
    assert page.focusWidget() is page.form.after.number


def test_two_steps_alike_at_one_time_are_marked_red_and_cannot_be_saved(qtbot: QtBot, desk: tuple[ChainPage, HubInHand]) -> None:
    page, hub = desk
    page.steps.boxes[2].click()
    write(qtbot, page.form.after.number, "5")
    pick(page.form.channel, "wecom")
    assert "和第 2 步同时、同渠道、同一人，重复了" in boxes(page)[2]
    assert page.saving.title.text() == "还有 1 处要改好"
    qtbot.keyClick(page.saving.why, Qt.Key.Key_Return)
    assert len(hub.versions) == 1


def test_saving_asks_what_becomes_of_the_orders_under_way(qtbot: QtBot, desk: tuple[ChainPage, HubInHand]) -> None:
    page, hub = desk
    page.steps.boxes[1].click()
    write(qtbot, page.form.after.number, "3")
    assert page.saving.under_way.text() == "正在走的 8 单"
    page.saving.running.chosen.emit("move")
    write(qtbot, page.saving.why, "夜里快一点")
    qtbot.keyClick(page.saving.why, Qt.Key.Key_Return)
    assert hub.versions[-1][2] == "夜里快一点"
    assert hub.versions[-1][0]["default"].moved_in == 2
    assert not page.saving.isVisible()
    assert page.past.lines[0].accessibleName().startswith("第 2 版，李婷，第 2 步：5 分钟")
    page.past.lines[1].setFocus()
    qtbot.keyClick(page.past.lines[1], Qt.Key.Key_R)
    assert boxes(page)[1] == "第 2 步，5 分钟，企业微信提醒责任人"


def test_a_change_by_another_is_named_above_one_s_own(qtbot: QtBot, desk: tuple[ChainPage, HubInHand]) -> None:
    page, hub = desk
    page.steps.boxes[1].click()
    write(qtbot, page.form.after.number, "3")
    hub.put(replace(DEFAULT, steps=DEFAULT.steps[:4]), by="陈立")
    assert page.clash.words.text() == "陈立 刚把这条告警链改成第 2 版；您的修改都还在"
    assert page.clash.theirs.text() == "对方改的：去掉第 5 步：4 小时 邮件提醒区域经理"
    assert not page.head.save.isEnabled()
    page.clash.keep.click()
    assert len(hub.versions) == 3
    assert not page.clash.isVisible()


def test_a_chain_of_one_s_own_is_begun_named_and_saved(qtbot: QtBot, desk: tuple[ChainPage, HubInHand]) -> None:
    page, hub = desk
    page.head.new.click()
    assert page.head.meta.text() == "还没存过；存好后在规则里选用"
    write(qtbot, page.head.name, "夜班链")
    page.head.save.click()
    assert hub.versions[-1][0]["chain-1"].name == "夜班链"
    assert page.head.meta.text().startswith("第 2 版")


def test_without_a_hub_the_chain_is_read_from_the_cache(qtbot: QtBot, light: Theme) -> None:
    page, hub = opened(qtbot, light, link="offline")
    assert len(boxes(page)) == 5
    assert "只能看" in page.head.note.text()
    assert not page.head.save.isVisible()
    assert not page.form.after.isEnabled()
    assert hub.asked == []


def test_the_page_opens_by_keys_from_the_feed_alone(qtbot: QtBot, light: Theme) -> None:
    """G A: the chains are on the glass before the hub has been asked anything."""
    glass, bridge = Glass(light, ITEMS, now=NOW), Bridge()
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, bridge)
    glass.furnish()
    asked: list[str] = []
    annex.question.connect(lambda page, what, _values: asked.append(f"{page}.{what}"))
    hub = HubInHand(ChainShop())
    bridge.rows.emit("policy", hub.rows(), [])
    bridge.state.emit(State(link=Link.ONLINE, role="supervisor"))
    QApplication.processEvents()
    glass.shell.show()
    annex.chaining.open()
    made = annex.chaining.page
    assert made is not None
    assert glass.shell.page == "chain"
    assert len(made.steps.boxes) == 5
    assert {one for one in asked if one.startswith("chain.")} == {"chain.channels", "chain.chain_past", "chain.walk_chain"}


def test_nothing_on_the_page_is_without_a_name_or_reads_markup(qtbot: QtBot, page: ChainPage) -> None:
    draft = page.shop.draft
    assert draft is not None
    page.shop.edit(*draft.set(0, page.shop.names, to=To.PERSON, whom="<b>谁</b>"))
    assert nameless(page) == []
    assert markup(page) == []


@pytest.mark.parametrize("size", [(1376, 824), (1040, 640)])
def test_the_page_in_pictures(qtbot: QtBot, dark: Theme, keep: Keep, size: tuple[int, int]) -> None:
    page, _ = opened(qtbot, dark)
    page.resize(*size)
    QApplication.processEvents()
    image = keep(page, f"chain-{size[0]}")
    assert has(image, dark.color.sel) > 5000, "the step in hand is filled"
    assert all(box.geometry().right() <= page.steps.width() + 30 for box in page.steps.boxes)


def told(**more: object) -> Telling:
    return Telling("短信提醒责任人", "sms", str(more.pop("state")), NOW, to="林晓", queued_at=NOW, **more)  # type: ignore[arg-type]


def test_receipts_are_told_as_the_way_they_went() -> None:
    later = NOW + MINUTE
    assert path(told(state="seen", accepted_at=NOW, delivered_at=NOW, seen_at=later), later) == "已送达 14:32 → 已读 14:33"
    assert path(told(state="failed", ended_at=later), later) == "排队 14:32 → 没送到 14:33"
    assert path(told(state="queued"), later) == "排队 14:32"
    begun = Chase("默认告警链", NOW)
    assert standing(begun, NOW) == "已走完，没有人接手"
    assert standing(replace_(begun, next="短信提醒责任人", next_at=later), NOW) == "下一步 14:33 短信提醒责任人"
    assert standing(replace_(begun, stopped_at=later, stopped_by="林晓"), NOW) == "14:33 林晓 接手，已停"
    assert standing(replace_(begun, stopped_at=later, stopped_by="系统"), NOW) == "14:33 条件消除，已停"


def replace_(chase: Chase, **more: object) -> Chase:
    return msgspec.structs.replace(chase, **more)


def test_the_order_page_shows_the_chain_where_there_is_one(qtbot: QtBot, light: Theme, keep: Keep) -> None:
    panel = ChasePanel(light)
    qtbot.addWidget(panel)
    panel.resize(344, 400)
    panel.show_page(order_page(), NOW)
    assert panel.isHidden()
    chain = Chase("默认告警链", NOW, [told(state="failed", ended_at=NOW, why="短信签名待审核")], stopped_at=NOW, stopped_by="林晓")
    panel.show_page(msgspec.structs.replace(order_page(), chase=chain), NOW)
    assert not panel.isHidden()
    assert panel.note.text() == "默认告警链"
    keep(panel, "chain-receipts")


def test_everybody_of_the_crew_has_a_place_on_the_table(page: ChainPage) -> None:
    shown = {name for duty in page.duty.duties for name, _ in duty.people}
    assert shown == {one.name for one in PEOPLE.values()}
