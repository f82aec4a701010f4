"""The rule editor with real widgets: read, changed by forms and by keys alone, said in step, saved, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.sentence import sentence
from ordertower_desktop.models.rules import exemption, tree
from ordertower_desktop.models.rules.tree import Line
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.sync.state import State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import ITEMS, Bridge
from ordertower_desktop.views.rules.page import RulesPage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import Spared
from tests.desk.demo_rows import NOW
from tests.desk.demo_rules import LIVE, SPLIT, HubInHand
from tests.desk.pictures import Keep, has
from tests.desk.rules_kit import line, opened, pick, span, write
from tests.desk.walk import markup, nameless


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


def test_the_sentence_the_tree_and_the_counts_stand_side_by_side(page: RulesPage) -> None:
    assert page.sentence.text().startswith("非预售 且 付款后 24 小时未出库 且 待发货 且 非承诺后移 且 非挂起 且 客户无免催标识 → 进延迟池")
    assert page.shop.draft is not None
    assert page.sentence.text() == sentence(page.shop.rules["R05"])
    counts = [row.count.number.text() for row in page.tree.rows.values()]
    assert counts[0] == "300"
    assert [int(one) for one in counts[1:]] == sorted((int(one) for one in counts[1:]), reverse=True)
    assert page.effect.kept.number.text() == counts[-1]


def test_the_ways_on_from_the_list_can_be_read(qtbot: QtBot, page: RulesPage) -> None:
    qtbot.waitExposed(page)
    links = page.list.chains, page.list.terms, page.list.promos, page.list.books
    assert [link.text() for link in links if link.width() < link.sizeHint().width()] == []


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
