"""The crisis page: what it shows of the level, the three hours, the money and the plan, and what each click asks for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.lines import Ring
from ordertower_desktop.views.crisis.page import CrisisPage
from ordertower_desktop.views.crisis.scripts import ScriptSheet
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.crisising import Crisising
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.links import decided_on
from ordertower_desktop.views.glass.start import ITEMS
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import HoldRow, PlatformNoticeRow
from tests.desk.demo_crisis import HubInHand, crisis, plan, told
from tests.desk.demo_rows import NOW
from tests.desk.pictures import take


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


class Room:
    """The page on a glass, with the hub's answers in the test's hand."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self.glass = Glass(theme, ITEMS, now=NOW)
        qtbot.addWidget(self.glass.shell)
        self.crisising = Crisising(self.glass)
        self.war: War = self.crisising.war
        self.hub = HubInHand(self.war)
        self.glass.shell.resize(1440, 900)
        self.glass.shell.show()
        self.glass.open_page("crisis")
        page = self.crisising.page
        assert page is not None
        self.page: CrisisPage = page

    def said(self, widget: QWidget | None = None) -> str:
        """Everything that can be read."""
        QApplication.processEvents()
        found = (widget or self.page).findChildren(QWidget)
        return "\n".join(one.text() for one in found if isinstance(one, PlainLabel | Elided) and one.isVisibleTo(self.page))

    def answer(self, **fields: str) -> None:
        """Fill the question that is open, and go."""
        wishes = self.crisising.wishes
        assert wishes is not None
        asking = wishes.asking
        assert isinstance(asking, Ask)
        for name, value in fields.items():
            field: Any = asking._fields[name]
            if hasattr(field, "setPlainText"):
                field.setPlainText(value)
            elif hasattr(field, "findData"):
                field.setCurrentIndex(field.findData(value))
            else:
                field.setText(value)
        asking.accept()


@pytest.fixture
def room(theme: Theme, qtbot: QtBot) -> Iterator[Room]:
    made = Room(theme, qtbot)
    told(made.war)
    yield made
    made.glass.shell.close()


def rings(widget: QWidget) -> list[Ring]:
    return widget.findChildren(Ring)


def shown(button: QWidget) -> bool:
    return not button.isHidden()


def test_the_level_says_when_the_next_one_comes_and_who_stands_to_this_one(room: Room) -> None:
    told_ = room.said(room.page.level)
    assert "约 15:47 升三级" in told_
    assert "± 29 分" in told_
    assert "今日超时 186 单；按每小时新增 12 单，还差 15 单" in told_
    assert "13:09 起 · 李婷 13:19 确认" in told_
    take(room.glass.shell, "crisis")


def test_a_level_that_nobody_confirmed_asks_a_supervisor_to(room: Room, qtbot: QtBot) -> None:
    room.war.show_row(crisis(unconfirmed=True, confirmed_by_name="", confirmed_at=None))
    assert "系统提出，待主管确认" in room.said(room.page.level)
    assert shown(room.page.level.confirm)
    qtbot.mouseClick(room.page.level.confirm, Qt.MouseButton.LeftButton)
    room.answer(why="属实")
    assert [(act.do, act.text) for act in room.hub.acts()] == [("confirm", "属实")]


def test_holding_or_raising_a_level_needs_a_reason_and_ends_by_itself(room: Room, qtbot: QtBot) -> None:
    assert room.page.level.change.text() == "提前升三级…"
    qtbot.mouseClick(room.page.level.change, Qt.MouseButton.LeftButton)
    room.answer(hours="2")
    assert room.hub.acts() == []
    room.answer(why="平台来电", hours="2")
    act = room.hub.acts()[0]
    assert (act.do, act.level, act.text, act.until) == ("keep", 3, "平台来电", NOW + timedelta(hours=2))
    room.war.show_row(crisis(hold=HoldRow("李婷", NOW, "平台来电", NOW + timedelta(hours=2))))
    assert "李婷 保持，到 16:32：平台来电" in room.said(room.page.level)
    assert shown(room.page.level.free)
    assert not shown(room.page.level.keep)


def test_the_strip_tells_every_phase_against_its_time(room: Room) -> None:
    lines = room.page.head.phases.lines()
    assert [(name, span) for name, span, _, _ in lines] == [
        ("快速定性", "0–30 分"), ("根因分析", "30–90 分"), ("协同处置", "90–150 分"), ("闭环验证", "150–180 分"),
    ]  # fmt: skip
    assert lines[0][2:] == ("已完成，用时 22 分", "text2")
    assert lines[1][2:] == ("剩 0:17:20", "amber")
    assert room.page.head.clock.text() == "1:12:40"
    assert room.page.head.left.text() == "1:47:20"
    room.war.tick(NOW + timedelta(minutes=30))
    assert room.page.head.phases.lines()[1][2:] == ("超 0:12:40", "red")
    room.war.tick(NOW + timedelta(hours=2))
    assert room.page.head.rest.text() == "已超出三小时"


def test_a_task_counts_down_and_what_ran_out_stays_red_and_is_counted(room: Room) -> None:
    said = room.said(room.page.pack)
    assert "1 / 7 完成 · 超时 1 项已记录" in said
    assert "超 0:12:40" in said
    assert "剩 0:17:20" in said
    room.war.tick(NOW + timedelta(seconds=1))
    assert "剩 0:17:19" in room.said(room.page.pack)


def test_a_task_that_wants_evidence_asks_for_it_and_another_is_done_at_once(room: Room, qtbot: QtBot) -> None:
    qtbot.mouseClick(rings(room.page.pack)[2], Qt.MouseButton.LeftButton)
    assert [(act.do, act.about) for act in room.hub.acts()] == [("finish", "priority")]
    qtbot.mouseClick(rings(room.page.pack)[1], Qt.MouseButton.LeftButton)
    assert len(room.hub.acts()) == 1
    room.answer(text="401，出口地址变更")
    assert (room.hub.acts()[1].about, room.hub.acts()[1].text) == ("repull", "401，出口地址变更")


def test_a_task_without_an_owner_is_taken_with_one_click(room: Room, qtbot: QtBot) -> None:
    link = next(one for one in room.page.pack.findChildren(Link) if one.text() == "客户经理 认领")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert [(act.do, act.about) for act in room.hub.acts()] == [("take", "vip")]


def test_without_a_response_everything_can_be_read_and_only_be_started(theme: Theme, qtbot: QtBot) -> None:
    room = Room(theme, qtbot)
    told(room.war, running="")
    assert "启动响应后开始计时" in room.said(room.page.pack)
    assert "限 15 分" in room.said(room.page.pack)
    assert not any(ring.isEnabled() for ring in rings(room.page))
    assert not shown(room.page.money.new)
    qtbot.mouseClick(room.page.head.declare, Qt.MouseButton.LeftButton)
    room.answer(why="双11 积压")
    assert [(act.do, act.text) for act in room.hub.acts()] == [("declare", "双11 积压")]
    take(room.glass.shell, "crisis_calm")
    room.glass.shell.close()


def test_an_agent_sees_all_of_it_and_is_offered_nothing_that_the_hub_would_refuse(theme: Theme, qtbot: QtBot) -> None:
    room = Room(theme, qtbot)
    told(room.war, me="he", role="agent")
    head, level = room.page.head, room.page.level
    assert not any(shown(one) for one in (head.declare, head.next, head.end, level.confirm, level.keep, level.change, level.free))
    assert not any("批准" in button.text() for button in room.page.money.findChildren(Button))
    assert "待另一位主管" in room.said(room.page.money)
    assert not any(ring.isEnabled() for ring in rings(room.page.checks))
    assert all(ring.isEnabled() for ring in rings(room.page.pack))
    room.glass.shell.close()


def test_the_money_says_what_is_left_and_what_was_kept_out_and_a_second_person_approves(room: Room, qtbot: QtBot) -> None:
    said = room.said(room.page.money)
    for words in ("本次上限 ¥30,000", "¥28,020", "批准后剩 ¥22,440", "拦下 9 单", "剩 ¥20", "补偿券 30 元 × 186 单"):
        assert words in said
    approve = next(one for one in room.page.money.findChildren(Button) if one.text() == "批准 ¥5,580")
    qtbot.mouseClick(approve, Qt.MouseButton.LeftButton)
    room.answer()
    assert [(act.do, act.about) for act in room.hub.acts()] == [("approve", "o2")]


def test_an_offer_names_its_orders_from_the_pool_and_those_that_get_it_again(room: Room, qtbot: QtBot) -> None:
    qtbot.mouseClick(room.page.money.new, Qt.MouseButton.LeftButton)
    room.answer(remedy="gift200", scope="vip", again="4418296013577823901，X1", why="第一份寄错")
    act = room.hub.acts()[0]
    vips = {row.order for row in room.war.cases.values() if row.vip and row.state == "open"}
    assert set(act.orders) == vips | {"X1", "4418296013577823901"}
    assert (act.do, act.about, act.fen, act.again) == ("offer", "gift200", 20000, ["4418296013577823901", "X1"])
    late = {row.order for row in room.war.cases.values() if row.state == "open" and row.due_at is not None and row.due_at <= NOW}
    assert set(room.war.scope("late")) == late
    assert len(late) == 186


def test_vip_customers_who_have_been_called_go_to_the_end(room: Room) -> None:
    vips = room.war.vips()
    assert len(vips) == 37
    assert vips[-1].order == "4418296013577823901"
    assert "37 位，已联系 1" in room.said(room.page.vips)


def test_the_plan_says_how_far_each_group_is_behind_and_who_is_missing(room: Room) -> None:
    said = room.said(room.page.plan)
    assert "到 11-15 13:19" in said
    assert "每小时 12，需 14" in said
    assert "仓库负责人 无人在岗" in said
    slow = plan()
    room.war.show_plan(type(slow)(slow.curve, [type(slow.groups[0])("a", "A 组", "IT/运维", 900, 100, 5, 14, 240)], slow.due_at))
    assert "落后计划 140 单" in room.said(room.page.plan)


def test_a_lent_role_leaves_the_list_when_its_time_comes(room: Room, qtbot: QtBot) -> None:
    assert "何静 · 主管，到 18:32" in room.said(room.page.grants)
    room.war.tick(NOW + timedelta(hours=4))
    assert "没有人被临时授权" in room.said(room.page.grants)
    qtbot.mouseClick(room.page.grants.new, Qt.MouseButton.LeftButton)
    room.answer(person="wu", hours="4", why="晚班")
    body = next(values[0] for what, values in room.hub.asked if what == "lend")
    assert (body.person, body.why, body.until) == ("wu", "晚班", NOW + timedelta(hours=8))


def test_a_script_is_copied_as_it_is_written(room: Room, qtbot: QtBot) -> None:
    qtbot.keyClick(room.page, Qt.Key.Key_M)
    wishes = room.crisising.wishes
    assert wishes is not None
    sheet = wishes.asking
    assert isinstance(sheet, ScriptSheet)
    qtbot.mouseClick(sheet.copies[0], Qt.MouseButton.LeftButton)
    assert room.war.row is not None
    assert QGuiApplication.clipboard().text() == room.war.row.pack.scripts[0].text
    assert "已复制“延迟致歉 二级版”" in room.glass.shell.toasts.texts()[-1]
    sheet.reject()


def test_a_refusal_is_said_and_a_success_has_its_receipt(room: Room) -> None:
    room.war.act("approve", about="o2")
    room.crisising.answered("crisis_act", Refusal("自己提的补偿要由另一位主管批准"))
    assert "没有办成：自己提的补偿要由另一位主管批准" in room.glass.shell.toasts.texts()[-1]
    room.war.act("note", text="x")
    room.crisising.answered("crisis_act", crisis())
    assert room.glass.shell.toasts.texts()[-1] == "已记下"


@pytest.mark.parametrize(("width", "side"), [(1440, True), (1100, False)])
def test_a_narrow_window_puts_the_third_column_under_the_first(room: Room, width: int, side: bool) -> None:
    room.glass.shell.resize(width, 760)
    QApplication.processEvents()
    assert shown(room.page.right) is side
    assert room.page.plan.isVisibleTo(room.page)
    assert room.page.plan.width() <= room.page.left.width() or side


def test_another_hub_leaves_nothing_of_the_old_one(room: Room) -> None:
    room.crisising.forget()
    assert room.war.row is None
    assert room.war.vips() == []
    assert shown(room.page.head.declare) is False


def test_a_level_that_waits_on_the_overview_leads_to_the_page_where_it_is_confirmed(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.glass.shell.page_requested, check_params_cb=lambda page: page == "crisis"):
        room.glass.follow("decide:level")
    assert [decided_on(key) for key in ("level", "source:erp", "vip_unclaimed")] == ["crisis", "sources", "pool"]


def test_each_step_of_the_reporting_path_says_by_when_and_is_ticked_by_whoever_told(room: Room, qtbot: QtBot) -> None:
    said = room.said(room.page.path)
    assert "13:24 前" in said
    assert "14:19 前" in said
    qtbot.mouseClick(room.page.path.findChildren(Link)[1], Qt.MouseButton.LeftButton)
    assert [(act.do, act.about) for act in room.hub.acts()] == [("told", "operations")]


def test_a_platforms_notice_is_entered_with_its_points_and_settled_with_what_came_of_it(room: Room) -> None:
    """S37."""
    card = room.page.notices
    card.new.click()
    room.answer(where="拼多多 官方旗舰店", points="3分", text="延迟发货率超标")
    room.war.show_row(crisis(notices=[PlatformNoticeRow("n1", "拼多多 官方旗舰店", "延迟发货率超标", NOW, "赵一鸣", 3)]))
    assert "拼多多 官方旗舰店 扣 3 分\n延迟发货率超标 · 赵一鸣" in room.said(card)
    next(link for link in card.findChildren(Link) if link.text() == "处理完").click()
    room.answer(text="申诉通过")
    told = [(one.do, one.about, one.points, one.text) for one in room.hub.acts()]
    assert told == [("notice", "拼多多 官方旗舰店", 3, "延迟发货率超标"), ("settle", "n1", 0, "申诉通过")]
