"""What the page of the alarm chains holds: drafts that keep order, conflicts that lose nothing, and saves that say what runs."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.escalation import DEFAULT, Channel, To
from ordertower_desktop.models.chain.draft import ChainDraft
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.wire.rows import PersonRow
from tests.desk.demo_chains import PEOPLE, HubInHand

MINUTE = timedelta(minutes=1)


@pytest.fixture
def shop(qtbot: QtBot) -> ChainShop:
    return ChainShop()


@pytest.fixture
def hub(shop: ChainShop) -> HubInHand:
    made = HubInHand(shop)
    made.open()
    return made


def draft(shop: ChainShop) -> ChainDraft:
    found = shop.draft
    assert found is not None
    return found


def delays(shop: ChainShop) -> list[int]:
    return [step.after // MINUTE for step in draft(shop).policy.steps]


def asked(hub: HubInHand, what: str) -> int:
    return sum(1 for one, _ in hub.asked if one == what)


def test_a_step_with_another_time_finds_its_place(hub: HubInHand, shop: ChainShop) -> None:
    shop.edit(*draft(shop).delayed(3, "7min", shop.names))
    assert delays(shop) == [0, 5, 7, 10, 240]
    assert (shop.step, draft(shop).policy.steps[shop.step].to) == (2, To.BACKUP)
    assert not draft(shop).faults


def test_a_step_that_changes_places_takes_the_time_of_the_place(hub: HubInHand, shop: ChainShop) -> None:
    shop.edit(*draft(shop).moved(2, -1))
    assert delays(shop) == [0, 5, 10, 15, 240]
    assert [step.channel for step in draft(shop).policy.steps[:3]] == [Channel.IN_APP, Channel.SMS, Channel.WECOM]
    assert draft(shop).changes(shop.names) == (
        "第 2 步：5 分钟 企业微信提醒责任人 → 5 分钟 短信提醒责任人",
        "第 3 步：10 分钟 短信提醒责任人 → 10 分钟 企业微信提醒责任人",
    )
    shop.edit(*draft(shop).moved(1, 1))
    assert not draft(shop).touched


def test_what_is_no_number_is_kept_as_typed_and_is_not_sent(hub: HubInHand, shop: ChainShop) -> None:
    before = len(hub.asked)
    shop.edit(*draft(shop).delayed(1, "min", shop.names))
    shop._walk()
    shop.save("")
    assert draft(shop).faults == {1: "多久之后？请写数字，如 5"}
    assert len(hub.asked) == before
    shop.edit(*draft(shop).delayed(1, "5min", shop.names))
    assert not draft(shop).touched


def test_whom_a_step_named_is_forgotten_when_it_speaks_to_others(hub: HubInHand, shop: ChainShop) -> None:
    shop.edit(*draft(shop).set(0, shop.names, to=To.PERSON))
    assert draft(shop).faults == {0: "请选是哪一位"}
    shop.edit(*draft(shop).set(0, shop.names, whom="li"))
    assert draft(shop).policy.steps[0].name == "站内提醒李婷"
    shop.edit(*draft(shop).set(0, shop.names, to=To.OWNER, hands_over=False))
    assert not draft(shop).touched


def test_the_walk_follows_the_draft_once_typing_rests_and_the_people_who_come_and_go(qtbot: QtBot, hub: HubInHand, shop: ChainShop) -> None:
    before = asked(hub, "walk_chain")
    for minutes in ("6min", "7min", "8min"):
        shop.edit(*draft(shop).delayed(1, minutes, shop.names))
    assert shop.stale
    qtbot.waitUntil(lambda: not shop.stale)
    assert asked(hub, "walk_chain") == before + 1
    assert shop.trial is not None
    assert [one.fate for one in shop.trial.told] == ["told", "told", "owed", "told", "told"]
    hub.people = {**PEOPLE, "linx": replaced("linx", "off"), "zhao": replaced("zhao", "off")}
    shop.show_people(hub.people)
    qtbot.waitUntil(lambda: not shop.stale)
    assert shop.trial.owner == ""


def replaced(key: str, presence: str) -> PersonRow:
    return msgspec.structs.replace(PEOPLE[key], presence=presence)


def test_saving_names_the_version_and_what_becomes_of_those_under_way(qtbot: QtBot, hub: HubInHand, shop: ChainShop) -> None:
    shop.edit(*draft(shop).delayed(1, "3min", shop.names))
    shop.show_running("move")
    with qtbot.waitSignal(shop.told) as told:
        shop.save("夜里快一点")
    assert told.args == ["ok", "已存为第 2 版，正在走的单按新的走"]
    assert shop.running == "keep"
    assert not draft(shop).touched
    assert shop.past is not None
    assert shop.past.changes[0].says == ["第 2 步：5 分钟 企业微信提醒责任人 → 3 分钟 企业微信提醒责任人", "正在走的单改按新的走"]


def test_a_walk_that_was_overtaken_by_the_save_is_walked_again(hub: HubInHand, shop: ChainShop) -> None:
    """The hub is slow: the feed has the new chain before the walk of the old one comes back."""
    hub.hold = "yes"
    shop.edit(*draft(shop).delayed(1, "3min", shop.names))
    shop._walk()
    shop.discard()
    shop._walk()
    hub.put(replace(DEFAULT, steps=(DEFAULT.steps[0], *DEFAULT.steps[3:])), by="陈立")
    for _ in range(4):
        hub.release()
    assert not shop.stale
    assert shop.trial is not None
    assert len(shop.trial.told) == 3


def test_another_supervisor_s_change_is_named_while_one_still_types_and_nothing_is_lost(hub: HubInHand, shop: ChainShop) -> None:
    shop.edit(*draft(shop).delayed(1, "3min", shop.names))
    hub.put(replace(DEFAULT, steps=DEFAULT.steps[:4]), by="陈立")
    assert shop.clash is not None
    assert (shop.clash.words, shop.clash.says) == ("陈立 刚把这条告警链改成第 2 版", ("去掉第 5 步：4 小时 邮件提醒区域经理",))
    assert delays(shop) == [0, 3, 10, 15, 240]
    shop.save("")
    assert len(hub.versions) == 2, "a draft that was overtaken is not saved by the way"
    shop.keep_mine("夜里快一点")
    assert len(hub.versions) == 3
    assert delays(shop) == [0, 3, 10, 15, 240]


def test_a_conflict_that_the_hub_found_first_is_shown_too(hub: HubInHand, shop: ChainShop) -> None:
    """The save overtakes the feed: the hub's no names the other, and the feed then says what they changed."""
    shop.edit(*draft(shop).delayed(1, "3min", shop.names))
    hub.versions.append(({**hub.versions[-1][0], "default": replace(DEFAULT, steps=DEFAULT.steps[:4])}, "陈立", ""))
    shop.save("")
    assert shop.clash is not None
    assert shop.clash.words == "陈立 刚把这条告警链改成第 2 版，请先看过再改"
    shop.take(hub.rows())
    assert shop.clash.says == ("去掉第 5 步：4 小时 邮件提醒区域经理",)
    shop.discard()
    assert delays(shop) == [0, 5, 10, 15]


def test_an_old_version_comes_back_by_one_key_but_not_over_a_draft(qtbot: QtBot, hub: HubInHand, shop: ChainShop) -> None:
    hub.put(replace(DEFAULT, steps=DEFAULT.steps[:2]), by="陈立")
    assert shop.past is not None
    first = shop.past.changes[-1]
    shop.edit(*draft(shop).delayed(1, "3min", shop.names))
    with qtbot.waitSignal(shop.told) as told:
        shop.restore(first)
    assert told.args[0] == "warning"
    shop.discard()
    shop.restore(first)
    assert delays(shop) == [0, 5, 10, 15, 240]
    assert hub.versions[-1][2] == "恢复到第 1 版"


def test_without_a_hub_the_chains_of_the_cache_are_read_only_and_nothing_is_asked(qtbot: QtBot) -> None:
    shop = ChainShop()
    hub = HubInHand(shop)
    hub.open(link="offline")
    assert shop.locked.startswith("中枢连不上")
    assert delays(shop) == [0, 5, 10, 15, 240]
    shop.edit(*draft(shop).delayed(1, "3min", shop.names))
    assert not draft(shop).touched
    assert hub.asked == []
    shop.show_state("supervisor", "online")
    assert shop.locked == ""
    assert {what for what, _ in hub.asked} == {"channels", "chain_past", "walk_chain"}


def test_an_agent_looks_and_changes_nothing(hub: HubInHand, shop: ChainShop) -> None:
    shop.show_state("agent", "online")
    shop.edit(*draft(shop).delayed(1, "3min", shop.names))
    assert not draft(shop).touched
    assert shop.trial is not None
