"""The rule editor with real widgets: read, changed by forms and by keys alone, said in step, saved, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.sentence import sentence
from ordertower_desktop.models.rules import exemption, leaf, tree
from ordertower_desktop.models.rules.tree import Group, Line
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.sync.state import State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.rules.page import RulesPage
from ordertower_desktop.views.rules.tree.forms import Form
from ordertower_desktop.views.rules.tree.inputs import Field, Pick, Several, Span
from ordertower_desktop.views.rules.tree.line import LineRow
from ordertower_desktop.views.rules.tree.view import GroupRow
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import Spared
from tests.desk.demo_rows import NOW
from tests.desk.demo_rules import LIVE, SPLIT, HubInHand
from tests.desk.pictures import Keep, has
from tests.desk.walk import markup, nameless


def opened(qtbot: QtBot, theme: Theme, *, role: str = "supervisor") -> tuple[RulesPage, HubInHand]:
    shop = Workshop()
    page = RulesPage(theme, shop, now=NOW)
    shop.setParent(page)
    hub = HubInHand(shop)
    qtbot.addWidget(page)
    shop.show_role(role)
    page.resize(1376, 824)
    page.show()
    shop.choose("R05")
    return page, hub


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    """A page is hundreds of widgets, and the next test's theme would dress them all again: let them go now."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(qtbot: QtBot, light: Theme) -> tuple[RulesPage, HubInHand]:
    return opened(qtbot, light)


@pytest.fixture
def page(desk: tuple[RulesPage, HubInHand]) -> RulesPage:
    return desk[0]


def line(page: RulesPage, kind: str) -> LineRow:
    """The first line of a kind."""
    rows = (row for row in page.tree.rows.values() if isinstance(row, LineRow))
    return next(row for row in rows if kind in row._line.table)


def span(row: QWidget) -> Span:
    return row.findChildren(Span)[0]


def write(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Digits by keys; Chinese as an input method commits it."""
    field.selectAll()
    if text.isascii():
        qtbot.keyClicks(field, text)
    else:
        commit = QInputMethodEvent()
        commit.setCommitString(text)
        QApplication.sendEvent(field, commit)


def pick(combo: Pick, key: str) -> None:
    """As the keyboard does it."""
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def test_the_sentence_the_tree_and_the_counts_stand_side_by_side(page: RulesPage) -> None:
    assert page.sentence.text().startswith("非预售 且 付款后 24 小时未出库 且 待发货 且 非承诺后移 且 非挂起 且 客户无免催标识 → 进延迟池")
    assert page.shop.draft is not None
    assert page.sentence.text() == sentence(page.shop.rules["R05"])
    counts = [row.count.number.text() for row in page.tree.rows.values()]
    assert counts[0] == "300"
    assert [int(one) for one in counts[1:]] == sorted((int(one) for one in counts[1:]), reverse=True)
    assert page.effect.kept.number.text() == counts[-1]


def test_a_threshold_changes_by_typing_and_everything_keeps_step(qtbot: QtBot, page: RulesPage) -> None:
    write(qtbot, span(line(page, "since")).number, "30")
    assert "付款后 30 小时未出库" in page.sentence.text()
    assert page.foot.words.text() == "条件：付款后 24 小时未出库 → 付款后 30 小时未出库"
    assert page.effect.note.text() == "正在计算…"
    qtbot.waitUntil(lambda: not page.shop.stale)
    assert page.effect.added.number.text() == "+0"
    assert page.effect.removed.number.text() != "−0"
    assert page.effect.which.current == "removed"
    assert page.effect.view.isVisible()
    pick(span(line(page, "since")).unit, "d")
    assert "付款后 30 天未出库" in page.sentence.text()


def test_what_is_wrong_is_said_at_once_where_it_is(qtbot: QtBot, page: RulesPage) -> None:
    row = line(page, "since")
    write(qtbot, span(row).number, "x")
    assert row.wrong.text() == "时长：要填大于 0 的数字，例如 24，再选单位"
    assert row.wrong.isVisible()
    assert "还没填好" in page.sentence.text()
    assert not page.foot.save.isEnabled()
    assert page.foot.title.text() == "还有 1 处要填好"
    write(qtbot, span(row).number, "24")
    assert not row.wrong.isVisible()
    assert page.foot.title.text() == "没有修改"


def test_a_condition_comes_changes_its_kind_and_goes(qtbot: QtBot, page: RulesPage) -> None:
    root = page.tree.rows[1]
    assert isinstance(root, GroupRow)
    qtbot.mouseClick(root.line, Qt.MouseButton.LeftButton)
    made = list(page.tree.rows.values())[-1]
    assert isinstance(made, LineRow)
    assert made.isAncestorOf(page.focusWidget())
    pick(made.kind, "event")
    assert page.sentence.text().count("24 小时内改订单至少 3 次") == 1
    pick(made.kind, "field")
    field, how = made.form.findChildren(Pick)
    pick(field, "amount_fen")
    how = made.form.findChildren(Pick)[1]
    pick(how, "at_least")
    write(qtbot, made.form.findChildren(Field)[0], "5000")
    assert "金额不少于 5,000 元" in page.sentence.text()
    qtbot.mouseClick(made.away, Qt.MouseButton.LeftButton)
    assert page.shop.draft is not None
    assert not page.shop.draft.touched


def test_groups_are_built_and_lines_moved_by_keys_alone(qtbot: QtBot, page: RulesPage) -> None:
    root = page.tree.rows[1]
    assert isinstance(root, GroupRow)
    root.group.setFocus()
    qtbot.keyClick(root.group, Qt.Key.Key_Space)
    added = list(page.tree.rows.values())[-1]
    group = tree.parent(page.tree.root, added.key)
    assert group is not None
    assert group.join == "any"
    last = list(page.tree.rows)[-3]
    moving = page.tree.rows[last]
    moving.focus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    inside = tree.find(page.tree.root, group.key)
    assert isinstance(inside, Group)
    assert [part.key for part in inside.parts] == [last, added.key]
    assert "（客户无免催标识 或 非预售）" in page.sentence.text()
    grip = page.tree.rows[last].grip
    grip.setFocus()
    qtbot.keyClick(grip, Qt.Key.Key_Up)
    assert page.focusWidget() is page.tree.rows[last].grip
    assert tree.parent(page.tree.root, last) == page.tree.root
    page.tree.rows[added.key].focus()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert page.tree.rows[group.key].wrong.text() == "至少要有一个条件"


def test_a_group_can_ask_for_any_and_a_nested_one_for_none(qtbot: QtBot, page: RulesPage) -> None:
    root = page.tree.rows[1]
    assert isinstance(root, GroupRow)
    pick(root.join, "any")
    assert " 或 付款后 24 小时未出库 或 " in page.sentence.text()
    assert page.foot.words.text().startswith("组合方式：")
    assert [root.join.itemData(i) for i in range(root.join.count())] == ["all", "any"]


def test_saving_by_keys_names_the_version_and_the_list_forgets_the_dot(qtbot: QtBot, desk: tuple[RulesPage, HubInHand]) -> None:
    page, hub = desk
    write(qtbot, span(line(page, "since")).number, "36")
    write(qtbot, page.foot.why, "大促放宽")
    place = page.list.model.place("R05")
    assert "有未保存的修改" in page.list.model.data(page.list.model.index(place, 0))
    qtbot.keyClick(page.foot.why, Qt.Key.Key_Return)
    assert hub.versions[-1][2] == "大促放宽"
    assert page.focusWidget() is page.list.view
    assert page.past.lines[0].accessibleName() == "第 2 版，李婷，条件：付款后 24 小时未出库 → 付款后 36 小时未出库"
    assert "未保存" not in page.list.model.data(page.list.model.index(place, 0))
    assert page.foot.why.text() == ""
    assert page.head.meta.text() == "R05 第 2 版"


def test_one_key_on_an_old_version_puts_it_in_force_again(qtbot: QtBot, desk: tuple[RulesPage, HubInHand]) -> None:
    page, hub = desk
    write(qtbot, span(line(page, "since")).number, "36")
    page.foot.save.click()
    page.past.lines[0].setFocus()
    qtbot.keyClick(page.past.lines[0], Qt.Key.Key_R)
    assert len(hub.versions) == 2
    qtbot.keyClick(page.past.lines[0], Qt.Key.Key_Down)
    assert page.focusWidget() is page.past.lines[1]
    qtbot.keyClick(page.past.lines[1], Qt.Key.Key_R)
    assert hub.versions[-1][2] == "恢复到第 1 版"
    assert "付款后 24 小时未出库" in page.sentence.text()


def test_a_rule_goes_from_draft_over_shadow_to_on(qtbot: QtBot, page: RulesPage) -> None:
    page.list.new.click()
    assert page.focusWidget() is page.head.name
    assert page.head.badge.text() == "还没存过"
    write(qtbot, page.head.name, "复合规则")
    words = []
    for state in ("draft", "shadow", "on"):
        page.head.state._pieces[state].click()
        words.append(page.foot.save.text())
        page.foot.save.click()
        assert page.shop.rules["U01"].state == state
    assert words == ["存为草稿", "保存，影子运行", "保存并立即生效"]
    assert (page.shop.rules["U01"].name, page.head.badge.text()) == ("复合规则", "启用")
    assert page.effect.then.text().startswith("现在命中")


def test_the_list_is_walked_and_narrowed_by_keys(qtbot: QtBot, page: RulesPage) -> None:
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Qt.Key.Key_Down)
    assert page.shop.current == "R06"
    write(qtbot, page.list.filter, "催单")
    names = [entry.name for place in range(page.list.model.rowCount()) if (entry := page.list.model.at(place))]
    assert names
    assert all("催单" in name for name in names)
    page.list.filter.clear()
    assert page.shop.current == "R06"


def test_an_agent_reads_everything_and_changes_nothing(qtbot: QtBot, light: Theme, keep: Keep) -> None:
    page, hub = opened(qtbot, light, role="agent")
    assert page.foot.title.text() == "只有主管能改规则；您可以看句子、条件和命中"
    assert not page.foot.save.isVisible()
    assert not page.list.new.isEnabled()
    assert not page.exempt.add.isVisible()
    assert all(not row.isEnabled() for row in page.tree.rows.values())
    assert not page.past.lines[0].restore.isVisible()
    assert page.effect.kept.number.text() != "—"
    assert {what for what, _ in hub.asked} == {"rules", "rule_changes", "rehearse"}
    keep(page, "rules-agent")


def test_anothers_save_stands_over_the_rule_with_both_ways_on(qtbot: QtBot, desk: tuple[RulesPage, HubInHand], keep: Keep) -> None:
    page, hub = desk
    write(qtbot, span(line(page, "since")).number, "36")
    hub.change("R05", severity="critical")
    page.foot.save.click()
    assert page.clash.words.text() == "赵一鸣 刚把这条规则改成第 2 版，请先看过再改；您的修改都还在"
    assert page.clash.theirs.text() == "对方改的：级别：告警 → 严重"
    assert page.clash.mine.text() == "存您的会再改：级别：严重 → 告警；条件：付款后 24 小时未出库 → 付款后 36 小时未出库"
    assert not page.foot.save.isEnabled()
    keep(page, "rules-clash")
    page.clash.keep.click()
    assert not page.clash.isVisible()
    assert len(hub.versions) == 3


def test_exemptions_say_until_when_who_and_what_they_spare(qtbot: QtBot, page: RulesPage) -> None:
    found = exemption.lines([LIVE, SPLIT], page.shop.trial.spared if page.shop.trial else [], NOW)
    assert [(one.words, one.until, one.by, one.hue) for one in found] == [
        ("店铺是“抖音直播间”", "11月15日 24:00", "李婷", "text2"),
        ("分批发货", "11月13日 10:00", "何静", "amber"),
    ]
    assert found[0].more
    assert found[0].more > 0
    gone = exemption.lines([SPLIT], [Spared("平台是“jd”", "周凯", "搬仓", 3, own=False)], NOW + timedelta(days=9))
    assert [(one.until, one.more, one.own) for one in gone] == [("11月13日 10:00 已到期", None, True), ("长期", 3, False)]


def test_an_exemption_is_granted_with_an_end_and_taken_away_again(qtbot: QtBot, page: RulesPage) -> None:
    said = {"about": "shop", "value": "旗舰店、专营店", "until": "2", "why": "搬仓"}
    page.grant(exemption.made(said, by="李婷", now=NOW))
    assert page.foot.words.text() == "新增豁免：店铺属于“旗舰店”或“专营店”（搬仓，李婷，到 11月14日 24:00 止）"
    page.exempt._drop(2)
    assert page.shop.draft is not None
    assert not page.shop.draft.touched
    assert exemption.made(said | {"about": "tag:vip", "value": "", "until": ""}, by="李婷", now=NOW) == {
        "match": {"tag": "vip"}, "by": "李婷", "why": "搬仓",
    }  # fmt: skip


def test_delays_severity_and_special_limits_are_part_of_the_rule(qtbot: QtBot, page: RulesPage) -> None:
    page.shop.choose("R03")
    write(qtbot, page.limits.spans["by[0]"].number, "2")
    assert page.foot.words.text() == "去掉限值：金额不少于 5,000 元 时为 1 小时\n新增限值：金额不少于 5,000 元 时为 2 小时"
    page.shop.discard()
    assert page.limits.spans["by[0]"].number.text() == "1"
    pick(page.limits.severity, "notice")
    write(qtbot, page.limits.spans["on_delay"].number, "0")
    assert page.foot.words.text() == "级别：严重 → 提示\n持续多久才进池：2 分钟 → 无"


def test_a_click_on_the_words_of_a_condition_leads_to_its_line(qtbot: QtBot, page: RulesPage) -> None:
    placed = next(one for one in page.sentence._placed(page.sentence.width()) if "付款后" in one.words)
    at = placed.box.center().toPoint()
    qtbot.mouseClick(page.sentence, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
    assert line(page, "since").isAncestorOf(page.focusWidget())


@pytest.mark.parametrize("table", [*leaf.FRESH.values(), {"stage": ["待审核", "TO_PRINT"]}, {"field": "shop", "in": ["甲", "乙"]}])
@pytest.mark.parametrize("denied", [False, True])
def test_every_form_reads_back_what_it_shows(qtbot: QtBot, light: Theme, table: dict[str, object], denied: bool) -> None:
    asked = Line(7, table, denied)
    form = Form(light, asked)
    qtbot.addWidget(form)
    assert leaf.meaning(form.read(7)) == leaf.meaning(asked) or table == {"stage": ["待审核", "TO_PRINT"]}
    assert leaf.words(form.read(7)) == leaf.words(asked)
    assert nameless(form) == []


def test_several_names_are_ticked_one_by_one_and_read_aloud(qtbot: QtBot, light: Theme) -> None:
    made = Several(light, "未发生的事件", (("a", "接单"), ("b", "出库"), ("c", "打包")), ["b"], none="（不限）")
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.changed):
        made.menu.actions()[0].trigger()
    assert (made.said(), made.text(), made.accessibleName()) == (["a", "b"], "接单、出库", "未发生的事件：接单、出库")
    for action in made.menu.actions()[:2]:
        action.trigger()
    assert (made.said(), made.text()) == ([], "（不限）")


@pytest.mark.parametrize(("said", "shown"), [("90min", ("90", "min")), ("24h", ("24", "h")), ("7d", ("7", "d"))])
def test_a_duration_is_shown_in_its_largest_whole_unit(qtbot: QtBot, light: Theme, said: str, shown: tuple[str, str]) -> None:
    made = Span(light, "时长", said)
    qtbot.addWidget(made)
    assert (made.number.text(), made.unit.key()) == shown


def test_everything_has_a_name_and_nothing_reads_markup(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    page, _ = opened(qtbot, theme)
    draft = page.shop.draft
    assert draft is not None
    hostile = Line(99, {"field": "shop", "is": "<b>店</b> & 'x'"})
    page.shop.edit(replace(draft, rest={**draft.rest, "name": "<b>晚</b>"}, root=tree.add(draft.root, 1, hostile)))
    qtbot.waitUntil(lambda: not page.shop.stale and page.tree.rows[99].height() >= 34)
    image = keep(page, "rules-dark" if theme.dark else "rules")
    assert has(image, theme.color.accent) > 100
    assert nameless(page) == []
    assert markup(page) == []


def test_where_there_is_no_room_the_third_column_goes_under_the_second(qtbot: QtBot, page: RulesPage, keep: Keep) -> None:
    page.resize(960, 600)
    QApplication.processEvents()
    assert page.side.y() > 400
    assert page.tree.width() > 500
    assert page._column.indexOf(page.aside) > page._column.indexOf(page.exempt)
    keep(page, "rules-narrow")


def test_rules_that_do_not_come_are_asked_for_again(qtbot: QtBot, light: Theme) -> None:
    shop = Workshop()
    page = RulesPage(light, shop, now=NOW)
    hub = HubInHand(shop)
    hub.cut = ConnectionError("连不上中枢")
    qtbot.addWidget(page)
    page.show()
    assert page.state.accessibleName() == "没能取到规则"
    hub.cut = None
    page.state.asked.emit()
    assert page.stack.currentIndex() == 0


def test_the_page_is_made_when_somebody_goes_there_and_asks_through_the_annex(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, Bridge(glass))
    glass.shell.show()
    assert annex.ruling.page is None
    with qtbot.waitSignal(annex.question) as asked:
        glass.open_page("rules")
    assert asked.args == ["rules", "rules", []]
    assert annex.ruling.page is not None
    annex.stop()


def test_a_grant_needs_a_value_and_a_reason_and_lands_in_the_rule(qtbot: QtBot, light: Theme) -> None:
    glass = Glass(light, ITEMS, now=NOW)
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, Bridge(glass))
    glass.shell.show()
    ruling = annex.ruling
    ruling.show_state(State(role="supervisor"))
    glass.open_page("rules")
    assert ruling.page is not None
    hub = HubInHand(ruling.page.shop)
    hub.shop.answered("rules", hub.rules())
    hub.shop.choose("R05")
    ruling.page.exempt.add.click()
    asking = ruling.asking
    assert asking is not None
    asking.accept()
    assert asking.isVisible()
    asking._fields["value"].setText("旗舰店")  # type: ignore[attr-defined]
    asking._fields["why"].setText("搬仓")  # type: ignore[attr-defined]
    asking.accept()
    assert ruling.page.foot.words.text() == "新增豁免：店铺是“旗舰店”（搬仓，本机，到 11月12日 24:00 止）"
    annex.stop()
