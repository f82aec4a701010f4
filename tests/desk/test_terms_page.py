"""时限与日历 as a supervisor works with it: an edit, what it would do, for whom, a clash, an older version, no hub."""

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.terms.shop import TermsShop
from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.commanding import PAGES
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge
from ordertower_desktop.views.terms.page import TermsPage
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_rows import NOW
from tests.desk.demo_terms import LIMITS, HubInHand
from tests.desk.pictures import Keep
from tests.desk.show import ITEMS
from tests.desk.walk import markup, nameless


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> TermsPage:
    shop = TermsShop()
    made = TermsPage(theme, shop, now=NOW)
    shop.setParent(made)
    qtbot.addWidget(made)
    made.resize(1180, 820)
    made.show()
    return made


@pytest.fixture
def hub(page: TermsPage) -> HubInHand:
    found = HubInHand(page.shop)
    found.open()
    return found


def write(qtbot: QtBot, field: QLineEdit, words: str) -> None:
    """Typed, or pasted where a keyboard has no such key."""
    field.setFocus()
    field.selectAll()
    if words.isascii():
        qtbot.keyClicks(field, words)
    else:
        field.setText(words)
        field.textEdited.emit(words)


def tried(qtbot: QtBot, page: TermsPage) -> None:
    qtbot.waitUntil(lambda: page.shop.trial is not None and not page.shop.stale)


def test_a_limit_is_typed_said_back_and_its_consequences_are_listed_before_anything_is_saved(
    qtbot: QtBot, page: TermsPage, hub: HubInHand
) -> None:
    write(qtbot, page.usual.spans["TO_ACCEPT"].number, "3")
    assert page.saving.words.text() == "接单时限 4 小时 → 3 小时"
    assert "接单：付款后 3 小时内，按“客服”的时间；5,000 元起 1 小时；店铺是“抖音直播间”的 6 小时。" in page.sentences.text()
    tried(qtbot, page)
    assert page.trial.counts.text().startswith("若对全部未结，240 单中：提前 ")
    assert "新超时" in page.trial.turns.text()
    assert page.trial.lines[0].turn == "新超时"
    assert page.trial.lines[0].words == "接单 3 时：14:38 → 13:38"
    assert len(hub.versions["limits"]) == 1, "nothing is saved by looking"
    page.trial.more.click()
    assert len(page.trial.lines) == len(page.shop.trial.orders) if page.shop.trial else False


def test_it_is_saved_for_new_orders_unless_somebody_says_for_all(qtbot: QtBot, page: TermsPage, hub: HubInHand) -> None:
    write(qtbot, page.usual.spans["TO_PRINT"].number, "5")
    assert page.saving.meaning.text() == "已经在走的钟照旧走完，之后开始的才按新的；已用的时间不变"
    page.head.save.click()
    assert str(hub.versions["limits"][-1][0].running) == "keep"
    assert not page.shop.touched("limits")
    write(qtbot, page.usual.spans["TO_PRINT"].number, "6")
    page.shop.show_running("move")
    assert page.saving.meaning.text() == "在走的钟也改按新的，从保存那一刻起；之前已用的时间不变"
    write(qtbot, page.saving.why, "双11")
    qtbot.keyClick(page.saving.why, Qt.Key.Key_Return)
    body, by, why = hub.versions["limits"][-1]
    assert (str(body.running), body.limits["TO_PRINT"], by, why) == ("move", "6h", "li", "双11")
    assert page.past.lines[0].change.says == ["打单时限 5 小时 → 6 小时", "（对全部未结）"]


def test_what_cannot_be_saved_says_why_and_keeps_the_button_shut(qtbot: QtBot, page: TermsPage, hub: HubInHand) -> None:
    write(qtbot, page.usual.spans["TO_ACCEPT"].number, "x")
    assert "时长要写成数字加单位" in page.head.note.text()
    assert not page.head.save.isEnabled()
    write(qtbot, page.usual.spans["TO_ACCEPT"].number, "2")
    assert page.head.save.isEnabled()
    write(qtbot, page.usual.from_yuan, "多")
    assert page.head.note.text() == "高价值起点不能小于 0 元"
    page.shop.discard()
    assert page.usual.from_yuan.text() == "5,000"
    assert len(hub.versions["limits"]) == 1


def test_an_exception_is_added_by_form_and_taken_away_again(qtbot: QtBot, page: TermsPage, hub: HubInHand) -> None:
    page.others.more.click()
    line = page.others.lines[-1]
    assert page.head.note.text() == "第 3 条例外时限：要写明对哪些订单，例如店铺是“抖音直播间”"
    write(qtbot, line.value, "京东自营")
    assert page.saving.words.text() == "新增例外：店铺是“京东自营”的接单 2 小时"
    assert page.others.lines[-1] is line, "who types keeps the line"
    page.head.save.click()
    assert hub.versions["limits"][-1][0].others[-1].match == {"shop": "京东自营"}
    page.others.lines[-1].away.click()
    assert page.saving.words.text() == "去掉例外：店铺是“京东自营”的接单 2 小时"


def test_a_calendar_takes_several_stretches_a_day_holidays_and_make_up_days(qtbot: QtBot, page: TermsPage, hub: HubInHand) -> None:
    page.head.chosen.emit("calendars")
    week = page.week
    write(qtbot, week.hours[6], "10:00-12:00 13:00-18:00")
    write(qtbot, week.holidays, "2025-11-15 2025-11-16")
    write(qtbot, week.workdays, "2025-11-22")
    assert page.saving.words.text().splitlines() == [
        "“客服”改为周一至周六 09:00-21:00，周日 10:00-12:00 13:00-18:00，原为周一至周日 09:00-21:00",
        "“客服”新增放假 11月15日至11月16日",
        "“客服”新增调休上班 11月22日",
    ]
    tried(qtbot, page)
    write(qtbot, week.holidays, "春节")
    assert page.head.note.text() == "日期要写成 2026-02-16，多天用空格隔开；“春节”读不懂"
    write(qtbot, week.holidays, "2025-11-15")
    page.head.save.click()
    assert [str(day) for day in hub.versions["calendars"][-1][0].calendars[0].holidays] == ["2025-11-15"]


def test_a_calendar_in_use_cannot_be_taken_away_and_a_new_one_can_be_chosen_for_a_limit(page: TermsPage, hub: HubInHand) -> None:
    page.head.chosen.emit("calendars")
    assert not page.week.away.isEnabled()
    page.week.more.click()
    page.head.save.click()
    page.head.chosen.emit("limits")
    page.usual.counted.emit("TO_PRINT", "calendar-1")
    assert page.saving.words.text() == "打单改按“新日历”计时，原按“全天”"
    page.head.save.click()
    assert hub.versions["limits"][-1][0].calendars["TO_PRINT"] == "calendar-1"


def test_somebody_else_was_first_both_changes_are_shown_and_nothing_is_lost(qtbot: QtBot, page: TermsPage, hub: HubInHand) -> None:
    write(qtbot, page.usual.spans["TO_PRINT"].number, "5")
    hub.put("limits", replace(LIMITS, limits={"TO_ACCEPT": "5h"}), by="chen")
    page.head.save.click()
    assert page.clash.isVisibleTo(page)
    assert page.clash.words.text() == "陈立 刚改成第 2 版；您的修改都还在"
    assert page.clash.theirs.text() == "对方改的：接单时限 4 小时 → 5 小时"
    assert page.clash.mine.text() == "您改的：打单时限 2 小时 → 5 小时"
    assert not page.head.save.isEnabled()
    page.clash.keep.click()
    assert len(hub.versions["limits"]) == 3
    assert not page.clash.isVisibleTo(page)


def test_an_older_version_comes_into_the_draft_so_that_its_effect_is_seen_first(qtbot: QtBot, page: TermsPage, hub: HubInHand) -> None:
    write(qtbot, page.usual.spans["TO_ACCEPT"].number, "2")
    page.head.save.click()
    qtbot.keyClick(page.past.lines[1], Qt.Key.Key_R)
    assert page.saving.words.text() == "接单时限 2 小时 → 4 小时"
    tried(qtbot, page)
    assert len(hub.versions["limits"]) == 2
    page.head.save.click()
    assert hub.versions["limits"][-1][0].limits["TO_ACCEPT"] == "4h"


@pytest.mark.parametrize(("role", "link", "words"), [("agent", "online", "只有主管能改"), ("supervisor", "offline", "中枢连不上")])
def test_who_may_not_or_cannot_reads_and_is_told_why(page: TermsPage, hub: HubInHand, role: str, link: str, words: str) -> None:
    page.shop.show_state(role, link)
    assert words in page.head.note.text()
    assert not page.usual.spans["TO_ACCEPT"].isEnabled()
    assert not page.head.save.isVisibleTo(page)
    page.usual.limited.emit("TO_ACCEPT", "1h")
    assert not page.shop.touched("limits")
    assert len(hub.versions["limits"]) == 1


@pytest.mark.parametrize("size", [(1180, 820), (860, 640)])
def test_the_page_in_pictures(qtbot: QtBot, page: TermsPage, hub: HubInHand, keep: Keep, size: tuple[int, int]) -> None:
    page.resize(*size)
    write(qtbot, page.usual.spans["TO_ACCEPT"].number, "3")
    tried(qtbot, page)
    keep(page, f"terms-{size[0]}")
    page.head.chosen.emit("calendars")
    image: Any = keep(page, f"terms-calendars-{size[0]}")
    assert image.width() >= size[0]
    assert hub.asked


def test_it_is_reached_by_keys_by_the_palette_and_from_the_rules(qtbot: QtBot, light: Theme) -> None:
    glass, bridge = Glass(light, ITEMS, now=NOW), Bridge()
    qtbot.addWidget(glass.shell)
    annex = Annex(glass, bridge)
    glass.furnish()
    asked: list[str] = []
    annex.question.connect(lambda page, what, _values: asked.append(f"{page}.{what}"))
    bridge.state.emit(State(link=Link.ONLINE, role="supervisor"))
    QApplication.processEvents()
    glass.shell.show()
    annex.ruling.terms_asked.emit()
    assert glass.shell.page == "terms"
    assert annex.terming.page is not None
    assert {one for one in asked if one.startswith("terms.")} == {
        "terms.limits_in_force", "terms.limits_past", "terms.calendars_in_force", "terms.calendars_past",
    }  # fmt: skip
    assert ("terms", "时限与日历", "G L") in PAGES


def test_nothing_on_the_page_is_without_a_name_or_reads_markup(qtbot: QtBot, page: TermsPage, hub: HubInHand) -> None:
    page.others.more.click()
    write(qtbot, page.others.lines[-1].value, "<b>谁</b>店")
    tried(qtbot, page)
    assert nameless(page) == []
    assert markup(page) == []
