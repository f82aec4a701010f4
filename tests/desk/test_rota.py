"""The roster on the page of the chains: a day as bars, a shift changed by keyboard and form, a swap, saved as one version."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain.roster import Roster
from ordertower_desktop.models.chain.rota import rota_day
from ordertower_desktop.models.chain.rotashop import RotaShop
from ordertower_desktop.views.chain.rotacard import RotaCard
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.codec import decode
from ordertower_desktop.wire.roster import RosterBody, roster
from tests.desk.demo_chains import PEOPLE
from tests.desk.demo_rota import ROSTER, WEDNESDAY, RosterInHand
from tests.desk.demo_rows import NOW


@pytest.fixture
def shop(qapp: QApplication) -> RotaShop:
    return RotaShop(NOW)


@pytest.fixture
def hub(shop: RotaShop) -> RosterInHand:
    made = RosterInHand(shop)
    made.open()
    return made


@pytest.fixture
def card(qapp: QApplication, qtbot: QtBot, shop: RotaShop, hub: RosterInHand) -> RotaCard:
    made = RotaCard(Theme(qapp, "light"), shop)
    qtbot.addWidget(made)
    made.resize(960, 480)
    made.show()
    return made


def test_a_day_shows_each_post_its_shifts_the_hole_and_who_is_really_there() -> None:
    day = rota_day(ROSTER, WEDNESDAY, PEOPLE, NOW)
    lines = {line.post: line for line in day.lines}
    assert [bar.said for bar in lines["warehouse"].bars] == ["周凯", "空岗（刘思远 不来）", "周凯"]
    assert (day.empty, day.without_backup, lines["it"].backups) == (1, 1, "")
    assert (lines["agent"].words, lines["agent"].hue) == ("在岗", "green")
    assert (lines["risk"].words, lines["risk"].hue) == ("休息", "amber"), "何静 takes a break in her shift"
    assert (lines["warehouse"].words, lines["warehouse"].hue) == ("无人，转备岗", "red")
    assert day.now is not None
    assert abs(day.now - 14.535) < 0.01


def test_a_night_stands_on_both_its_days() -> None:
    bars = {(bar.start, bar.end) for line in rota_day(ROSTER, WEDNESDAY, PEOPLE, NOW).lines for bar in line.bars if bar.said == "孙浩"}
    assert {(0.0, 4.0), (20.0, 24.0)} <= bars
    monday = rota_day(ROSTER, WEDNESDAY - timedelta(days=2), PEOPLE, NOW)
    assert (0.0, 4.0) not in {(bar.start, bar.end) for line in monday.lines for bar in line.bars}, "there is none on Sunday"
    assert monday.now is None
    assert {line.words for line in monday.lines} == {""}


def test_a_shift_is_found_and_taken_out_by_keys_alone(card: RotaCard, shop: RotaShop, qtbot: QtBot) -> None:
    qtbot.keyClick(card.table, Qt.Key.Key_Right)
    assert shop.current is not None
    assert shop.current.person == "li"
    assert card.form.isVisible()
    qtbot.keyClick(card.table, Qt.Key.Key_Delete)
    assert shop.changes == ["去掉：客服主管 李婷，每天 08:00–20:00，备岗 陈立"]
    assert card.words.text() == shop.changes[0]
    qtbot.keyClick(card.table, Qt.Key.Key_PageDown)
    assert card.day.text() == "11月13日 周四"


def test_a_bar_is_picked_by_the_mouse(card: RotaCard, shop: RotaShop, qtbot: QtBot) -> None:
    bar, rect = next((bar, rect) for bar, rect in card.table.bars() if bar.name == "吴桐")
    qtbot.mouseClick(card.table, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert shop.shift == bar.shift
    assert card.form.person.key() == "wu"


def test_what_is_changed_is_saved_as_one_version_with_its_reason(card: RotaCard, shop: RotaShop, hub: RosterInHand, qtbot: QtBot) -> None:
    shop.pick(0)
    shop.set(person="he", backup="sun")
    card.form.start.setText("09:30")
    card.form.start.editingFinished.emit()
    card.why.setText("换人")
    qtbot.keyClick(card.why, Qt.Key.Key_Return)
    ((text, base, why),) = hub.saved
    assert (base, why) == (3, "换人")
    first = roster(decode(text, RosterBody)).shifts[0]
    assert (first.person, first.backup, first.start) == ("he", "sun", timedelta(hours=9.5))
    assert shop.changes == []
    assert shop.version == 4


def test_a_swap_is_for_the_day_that_is_looked_at(card: RotaCard, shop: RotaShop) -> None:
    shop.go(1)
    shop.pick(0)
    shop.stand_in("linx")
    assert shop.changes == ["11月13日 一线客服 赵一鸣 由 林晓 代班"]
    assert card.form.swap.key() == "linx"
    shop.stand_in(None)
    assert shop.changes == []


def test_a_time_that_cannot_be_read_is_said_and_changes_nothing(card: RotaCard, shop: RotaShop) -> None:
    shop.pick(0)
    card.form.start.setText("9点")
    card.form.start.editingFinished.emit()
    assert "时间要写成 09:00，收到“9点”" in card.form.wrong.text()
    assert card.form.start.text() == "9点", "what was typed stays to be mended"
    card.form.start.setText("01:00")
    card.form.start.editingFinished.emit()
    assert card.form.wrong.text() == ""
    card.form.end.setText("23:30")
    card.form.end.editingFinished.emit()
    assert "一班最长 16 小时" in card.form.wrong.text()


def test_who_may_not_change_it_and_who_cannot_now_is_told_why(card: RotaCard, shop: RotaShop) -> None:
    shop.show_state("agent", "online")
    assert card.hint.text() == "只有主管能改排班"
    shop.pick(0)
    shop.set(person="he")
    shop.add()
    assert shop.changes == []
    assert not card.form.person.isEnabled()
    shop.show_state("supervisor", "offline")
    assert card.hint.text() == "中枢连不上：排班只能看"


def test_somebody_else_who_was_first_is_told_and_nothing_is_lost(shop: RotaShop, hub: RosterInHand) -> None:
    said: list[str] = []
    shop.told.connect(lambda _kind, words: said.append(words))
    shop.pick(0)
    shop.set(person="he")
    hub.trouble = "chen 刚改成第 4 版，请先看过再改"
    shop.save("")
    assert said == ["排班没有存：chen 刚改成第 4 版，请先看过再改"]
    assert len(shop.changes) == 2


def test_a_floor_without_a_roster_is_told_what_one_does(qapp: QApplication, qtbot: QtBot, shop: RotaShop) -> None:
    card = RotaCard(Theme(qapp, "light"), shop)
    qtbot.addWidget(card)
    card.show()
    RosterInHand(shop, Roster()).open()
    assert card.hint.text().startswith("还没有写排班：人人按自己的在岗状态")
    card.more.click()
    assert card.table.isVisible()
    assert [line[:3] for line in shop.changes] == ["加上："]


def test_who_rests_on_holidays_is_said_and_has_no_bar_on_one(card: RotaCard, shop: RotaShop, qtbot: QtBot) -> None:
    shop.pick(0)
    assert [card.form.holiday.itemText(row) for row in range(card.form.holiday.count())] == ["节假日照常", "按“客服工作日”休"]
    card.form.holiday.choose("office")
    card.form.holiday.activated.emit(card.form.holiday.currentIndex())
    assert shop.changes[-1] == "加上：一线客服 赵一鸣，每天 08:00–17:00，备岗 林晓，节假日休"
    assert any(bar.name == "赵一鸣" for line in shop.shown.lines for bar in line.bars)
    assert not card.rest.isVisible()
    qtbot.keyClick(card.table, Qt.Key.Key_PageDown)
    assert not any(bar.name == "赵一鸣" for line in shop.shown.lines for bar in line.bars)
    assert card.rest.text() == "这一天是节假日，不来：赵一鸣"


def test_quiet_hours_say_what_they_do_now_and_are_changed_in_place(card: RotaCard, shop: RotaShop, hub: RosterInHand) -> None:
    everybody, he = card.quiet.lines
    assert (everybody.said.text(), he.said.text()) == ("现在照常", "正在免打扰，16:00 止"), "it is 14:32"
    assert (everybody.person.currentText(), everybody.way.currentText()) == ("所有人", "全部站外渠道")
    everybody.way.choose("sms")
    everybody.way.activated.emit(everybody.way.currentIndex())
    everybody.end.setText("07:30")
    everybody.end.editingFinished.emit()
    assert shop.changes == ["去掉：免打扰 所有人，全部站外渠道，22:00–次日 08:00", "加上：免打扰 所有人，短信，22:00–次日 07:30"]
    card.quiet.more.click()
    card.quiet.lines[2].person.choose("zhao")
    card.quiet.lines[2].person.activated.emit(card.quiet.lines[2].person.currentIndex())
    card.quiet.lines[1].away.click()
    card.save.click()
    kept = roster(decode(hub.saved[0][0], RosterBody)).quiet
    assert [(one.person, one.channel) for one in kept] == [("*", "sms"), ("zhao", "")]
    assert shop.changes == []


def test_quiet_hours_that_are_none_are_said_and_what_was_typed_stays(card: RotaCard, shop: RotaShop) -> None:
    edit = card.quiet.lines[0]
    edit.end.setText("21:00")
    edit.end.editingFinished.emit()
    assert card.quiet.wrong.text() == "最长 12 小时，22:00 到 21:00 太长；手机渠道不能整天关着"
    assert edit.end.text() == "21:00"
    assert shop.changes == []
    edit.end.setText("8点")
    edit.end.editingFinished.emit()
    assert "时间要写成 09:00，收到“8点”" in card.quiet.wrong.text()
    shop.discard()
    assert edit.end.text() == "08:00"
    assert not card.quiet.wrong.isVisible()


def test_quiet_hours_of_a_floor_that_somebody_may_only_read(card: RotaCard, shop: RotaShop) -> None:
    shop.show_state("agent", "online")
    assert not card.quiet.more.isEnabled()
    assert not card.quiet.lines[0].start.isEnabled()
    shop.quiets.add()
    shop.quiets.remove(0)
    assert shop.changes == []
