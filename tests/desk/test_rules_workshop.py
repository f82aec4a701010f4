"""What the rule editor holds: drafts that wait, trials that keep up, saves that lose nothing, and the way back."""

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.rule import RuleState
from ordertower_desktop.models.rules import tree
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.models.rules.listing import Entry, RuleListModel, counted, entry
from ordertower_desktop.models.rules.tree import Line
from ordertower_desktop.models.rules.trial import TrialModel
from ordertower_desktop.models.rules.workshop import Workshop
from tests.desk.demo_rows import NOW
from tests.desk.demo_rules import HubInHand


@pytest.fixture
def shop(qtbot: QtBot) -> Workshop:
    return Workshop()


@pytest.fixture
def hub(shop: Workshop) -> HubInHand:
    made = HubInHand(shop)
    shop.show_role("supervisor")
    shop.open()
    shop.choose("R05")
    return made


def over(draft: Draft | None, span: str) -> Draft:
    """The draft with another limit after the payment."""
    assert draft is not None
    late = next(node for node in tree.nodes(draft.root) if isinstance(node, Line) and "since" in node.table)
    return draft.with_root(tree.put(draft.root, replace(late, table={**late.table, "over": span})))


def asked(hub: HubInHand, what: str) -> list[list[Any]]:
    return [values for one, values in hub.asked if one == what]


def test_a_rule_that_is_chosen_is_tried_and_its_past_is_asked_for(hub: HubInHand, shop: Workshop) -> None:
    assert shop.draft is not None
    assert shop.draft.id == "R05"
    assert shop.trial is not None
    assert (shop.trial.added, shop.trial.removed, shop.stale) == (0, 0, False)
    assert [change.says for change in shop.past] == [["新建规则"]]


def test_a_change_is_counted_by_the_hub_once_typing_rests(qtbot: QtBot, hub: HubInHand, shop: Workshop) -> None:
    before = len(asked(hub, "rehearse"))
    for span in ("3h", "30h", "3h", "30h"):
        shop.edit(over(shop.draft, span))
    assert shop.stale
    qtbot.waitUntil(lambda: not shop.stale)
    assert len(asked(hub, "rehearse")) == before + 1
    assert shop.trial is not None
    assert (shop.trial.added, shop.trial.removed > 0) == (0, True)


def test_while_one_trial_is_on_its_way_only_the_newest_draft_waits(qtbot: QtBot, hub: HubInHand, shop: Workshop) -> None:
    hub.hold = "yes"
    before = len(asked(hub, "rehearse"))
    for span in ("20h", "21h", "22h"):
        shop.edit(over(shop.draft, span))
        shop._try()
    assert len(asked(hub, "rehearse")) == before + 1
    hub.release()
    last = asked(hub, "rehearse")[-1][0]
    assert len(asked(hub, "rehearse")) == before + 2
    assert "22h" in str(last["when"])
    assert not shop.stale


def test_counts_are_renewed_without_greying_what_is_shown(hub: HubInHand, shop: Workshop) -> None:
    before = shop.trial
    assert before is not None
    hub.orders.pop()
    hub.hold = "yes"
    shop.refresh()
    shop.refresh()
    assert (shop.trial, shop.stale) == (before, False)
    hub.release()
    assert shop.trial is not None
    assert shop.trial.judged == before.judged - 1


def test_an_unfinished_rule_is_not_sent_and_says_why(qtbot: QtBot, hub: HubInHand, shop: Workshop) -> None:
    before = len(hub.asked)
    shop.edit(over(shop.draft, "h"))
    shop._try()
    shop.save("")
    assert len(hub.asked) == before
    assert shop.why_no_trial == "填好标红的地方，就重新计算"


def test_saving_puts_the_rule_in_force_and_says_its_version(qtbot: QtBot, hub: HubInHand, shop: Workshop) -> None:
    shop.edit(over(shop.draft, "36h"))
    with qtbot.waitSignal(shop.told) as told:
        shop.save("大促放宽")
    assert told.args == ["ok", "R05 已存为第 2 版，未完结的订单正按它重新判断"]
    assert shop.draft is not None
    assert not shop.draft.touched
    assert shop.past[0].says == ["条件：付款后 24 小时未出库 → 付款后 36 小时未出库"]
    assert shop.past[0].why == "大促放宽"


def test_drafts_wait_while_another_rule_is_looked_at(hub: HubInHand, shop: Workshop) -> None:
    shop.edit(over(shop.draft, "36h"))
    shop.choose("R01")
    assert shop.touched("R05")
    shop.choose("R05")
    assert shop.draft is not None
    assert shop.draft.changes == ("条件：付款后 24 小时未出库 → 付款后 36 小时未出库",)
    shop.discard()
    assert not shop.touched("R05")


def test_anothers_save_is_shown_with_their_name_and_nothing_is_lost(qtbot: QtBot, hub: HubInHand, shop: Workshop) -> None:
    mine = over(shop.draft, "36h")
    shop.edit(mine)
    hub.change("R05", severity="critical")
    shop.save("")
    assert shop.clash is not None
    assert shop.clash.words == "赵一鸣 刚把这条规则改成第 2 版，请先看过再改"
    assert shop.clash.says == ("级别：告警 → 严重",)
    assert shop.draft is not None
    assert shop.draft.root == mine.root
    shop.keep_mine("")
    assert len(hub.versions) == 3
    assert shop.rules["R05"].severity == "warning"
    assert shop.clash is None


def test_theirs_can_be_taken_instead(hub: HubInHand, shop: Workshop) -> None:
    shop.edit(over(shop.draft, "36h"))
    hub.change("R05", severity="critical")
    shop.save("")
    shop.take_theirs()
    assert shop.draft is not None
    assert (shop.draft.rest["severity"], shop.draft.touched, shop.clash) == ("critical", False, None)


def test_anothers_save_of_another_rule_disturbs_nobody(hub: HubInHand, shop: Workshop) -> None:
    shop.edit(over(shop.draft, "36h"))
    hub.change("R01", severity="warning")
    shop.save("")
    assert shop.clash is None
    assert (len(hub.versions), shop.rules["R01"].severity) == (3, "warning")


def test_an_old_version_is_in_force_again_with_one_step(qtbot: QtBot, hub: HubInHand, shop: Workshop) -> None:
    first = shop.rules["R05"]
    shop.edit(over(shop.draft, "36h"))
    shop.save("")
    shop.restore(shop.past[-1])
    assert shop.rules["R05"] == first
    assert hub.versions[-1][2] == "恢复到第 1 版"


def test_a_draft_is_not_run_over_by_a_restore(qtbot: QtBot, hub: HubInHand, shop: Workshop) -> None:
    shop.edit(over(shop.draft, "36h"))
    with qtbot.waitSignal(shop.told) as told:
        shop.restore(shop.past[-1])
    assert told.args[0] == "warning"
    assert shop.touched("R05")
    assert len(hub.versions) == 1


def test_a_new_rule_gets_a_free_number_and_is_saved_as_a_draft(hub: HubInHand, shop: Workshop) -> None:
    shop.new()
    shop.new()
    assert shop.current == "U02"
    shop.save("")
    assert shop.rules["U02"].state is RuleState.DRAFT
    assert shop.touched("U01")
    shop.choose("U01")
    shop.discard()
    assert not shop.touched("U01")
    assert shop.current in shop.rules


def test_an_agent_changes_nothing_and_is_told_why(hub: HubInHand, shop: Workshop) -> None:
    shop.show_role("agent")
    assert shop.locked == "只有主管能改规则；您可以看句子、条件和命中"
    before = len(hub.asked)
    shop.edit(over(shop.draft, "36h"))
    shop.restore(shop.past[-1])
    assert not shop.touched("R05")
    assert len(hub.asked) == before


def test_without_a_hub_nothing_is_lost_and_the_trouble_is_named(qtbot: QtBot, hub: HubInHand, shop: Workshop) -> None:
    hub.cut = ConnectionError("连不上中枢，请检查网线或中枢是否在运行")
    shop.edit(over(shop.draft, "36h"))
    with qtbot.waitSignal(shop.told) as told:
        shop.save("")
    assert told.args == ["error", "没有存成：连不上中枢，请检查网线或中枢是否在运行；您的修改还在"]
    shop._try()
    assert shop.why_no_trial == "连不上中枢，请检查网线或中枢是否在运行"
    assert shop.touched("R05")
    hub.cut = None
    shop.again()
    assert (shop.why_no_trial, shop.stale) == ("", False)


def test_a_rule_over_groups_is_shown_but_not_tried(hub: HubInHand, shop: Workshop) -> None:
    key = next(key for key, rule in shop.rules.items() if rule.rate is not None)
    before = len(asked(hub, "rehearse"))
    shop.choose(key)
    assert len(asked(hub, "rehearse")) == before
    assert shop.why_no_trial.startswith("按比率判断")
    assert shop.draft is not None
    assert not shop.draft.touched
    assert shop.draft.faults == {}


def test_the_list_keeps_its_lines_while_only_counts_change(
    qtbot: QtBot, qtmodeltester: ModelTester, hub: HubInHand, shop: Workshop
) -> None:
    model = RuleListModel()
    lines = [entry(rule, hits=1, touched=False) for rule in shop.rules.values()]
    model.take(lines)
    qtmodeltester.check(model)
    assert model.data(model.index(0, 0)) == "延迟与超时"
    place = model.place("R05")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        model.take([replace(one, hits=7) if one.id == "R05" else one for one in lines])
    assert changed.args[0].row() == place
    assert model.data(model.index(place, 0)) == "R05 发货超时进池，启用，命中 7 单"
    model.narrow("r05")
    assert (model.rowCount(), model.at(0), model.place("R05")) == (2, None, 1)


def test_the_list_counts_its_states() -> None:
    lines = [Entry("1", "甲", RuleState.ON, "比率"), Entry("2", "乙", RuleState.DRAFT, "比率"), Entry("3", "丙", RuleState.ON, "比率")]
    assert counted(lines) == "3 条，启用 2，影子 0，草稿 1"


def test_orders_on_trial_are_read_aloud_with_their_age(qtbot: QtBot, qtmodeltester: ModelTester, hub: HubInHand, shop: Workshop) -> None:
    shop.edit(over(shop.draft, "30h"))
    shop._try()
    model = TrialModel()
    assert shop.trial is not None
    model.take(shop.trial.first_removed, NOW)
    qtmodeltester.check(model)
    assert model.rowCount() == 20
    assert model.data(model.index(0, 0)).endswith("待接单，付款 1 天")
