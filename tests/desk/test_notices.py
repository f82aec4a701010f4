"""The sheet of notices: by cause, what became of every send, why it came to me, and what one can do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.escalation import CHANNEL_NAMES
from ordertower_desktop.models.notices import CHANNELS, Notices
from ordertower_desktop.sync.card import Notice as Told
from ordertower_desktop.sync.card import single
from ordertower_desktop.views.glass.annex import Annex
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.start import Bridge
from ordertower_desktop.views.notices.group import GroupHead, NoticeCard
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.digest import CauseRow
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.wire.rows import NoticeRow, Receipt
from tests.desk.demo_rows import NOW, rows
from tests.desk.pictures import Keep
from tests.desk.walk import markup, nameless

HOSTILE = "<b>ERP</b> 未收单\u202e"
SENT = Receipt("in_app", "li", "李婷", "delivered", NOW), Receipt("sms", "wang", "王芳", "failed", NOW, "号码停机")


def notice(number: int, cause: str = "erp", **more: object) -> NoticeRow:
    row = rows()[number]
    made = NoticeRow(
        f"n{number}", "li", row.case, row.order, "accept_overdue", "critical", f"订单 {row.order[-4:]} 接单超时",
        "已超 2 时\nERP 未收单", NOW,
        cause, HOSTILE if cause == "erp" else "揽收运力不足", due_at=NOW - timedelta(minutes=30), path=["接单 1 时到点", "无人认领", "你"],
        receipts=list(SENT),
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)


@dataclass
class Stand:
    glass: Glass
    annex: Annex

    def take(self, *found: NoticeRow) -> None:
        self.annex._rows("notice", found, [])


@pytest.fixture
def stand(pooled: Glass) -> Iterator[Stand]:
    pooled.open_page("pool")
    annex = Annex(pooled, Bridge(pooled))
    pooled.shell.show()
    yield Stand(pooled, annex)
    annex.stop()


def test_every_channel_of_the_hub_has_its_word() -> None:
    assert {str(channel): name for channel, name in CHANNEL_NAMES.items()} == {str(c): CHANNELS[c][0] for c in CHANNEL_NAMES}


def test_what_waits_is_grouped_by_cause_the_late_first() -> None:
    held = Notices()
    near = NOW + timedelta(hours=1)
    held.take([notice(0, "carrier", due_at=near), notice(1, "carrier", due_at=near), notice(2), notice(3, acknowledged_at=NOW)])
    assert [(group.cause, len(group.rows), group.late) for group in held.groups("waiting", now=NOW)] == [("erp", 1, 1), ("carrier", 2, 0)]
    assert [len(group.rows) for group in held.groups("all", now=NOW)] == [2, 2]
    assert held.unanswered == 3
    held.take([], ["li/n2"])
    assert held.unanswered == 2


def test_the_bell_counts_what_waits(stand: Stand) -> None:
    stand.take(notice(0), notice(1), notice(2, withdrawn_at=NOW))
    assert stand.glass.shell.top.bell.accessibleDescription() == "2 条未确认"
    stand.take(notice(0, acknowledged_at=NOW), notice(1, acknowledged_at=NOW))
    assert stand.glass.shell.top.bell.accessibleDescription() == ""


def test_the_bell_opens_the_sheet_and_escape_closes_it(qtbot: QtBot, stand: Stand) -> None:
    stand.take(notice(0))
    stand.glass.shell.top.bell.click()
    sheet = stand.annex.noticing.sheet
    assert sheet.isVisible()
    assert sheet.width() == 540
    qtbot.keyClick(sheet.close_, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_one_notice_is_taken_in_hand_from_the_sheet(qtbot: QtBot, stand: Stand) -> None:
    stand.take(notice(0))
    sheet = stand.annex.noticing.sheet
    sheet.open()
    card = sheet.findChildren(NoticeCard)[0]
    take = next(button for button in card.findChildren(Button) if button.text() == "接手")
    with qtbot.waitSignal(stand.glass.submitted) as sent:
        take.click()
    (action,) = sent.args[0]
    assert isinstance(action, do.Acknowledge)
    assert action.case == rows()[0].case


def test_a_cause_can_be_silenced(qtbot: QtBot, stand: Stand) -> None:
    with qtbot.waitSignal(stand.annex.ringing.muted) as muted:
        stand.annex.noticing.sheet.muted.emit("erp")
    assert muted.args == ["erp", stand.glass.now + timedelta(minutes=10)]


def test_a_group_unfolds_by_keyboard(qtbot: QtBot, stand: Stand) -> None:
    stand.take(notice(0), notice(1, "carrier"))
    sheet = stand.annex.noticing.sheet
    sheet.open()
    before = len(_cards(sheet))
    second = [head for head in sheet.findChildren(GroupHead) if head.isVisible()][1]
    qtbot.keyClick(second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(_cards(sheet)) == before + 1)


def test_a_flood_floats_as_one_card_over_the_pool(stand: Stand, keep: Keep) -> None:
    stand.take(*(notice(i) for i in range(6)))
    stand.annex.noticing.decided("show", _Digest())
    card = stand.annex.noticing.digest
    assert card.isVisible()
    assert card.geometry().bottom() <= stand.glass.pool.height() - 16
    keep(stand.glass.shell, "digest")
    card.fold("yes")
    assert card.height() < 60
    stand.annex.noticing.decided("withdraw", "digest")
    assert not card.isVisible()


def test_how_near_a_flood_is_follows_the_hubs_clock(stand: Stand) -> None:
    """It may come up before the hub has said what time it is, and it stands there for long."""
    stand.take(*(notice(i) for i in range(6)))
    stand.glass.tick(NOW - timedelta(minutes=31))
    stand.annex.noticing.decided("show", _Digest())
    (row,) = stand.annex.noticing.digest.findChildren(CauseRow)
    said = "已经超时的先看", "按时限先后处理"
    assert _words(row, "剩 0:01:00", *said) == {"剩 0:01:00", said[1]}
    list_, *_ = row.findChildren(Button)
    stand.annex.tick(NOW)
    assert _words(row, "剩 0:01:00", "超 0:30:00", *said) == {"超 0:30:00", said[0]}
    assert row in stand.annex.noticing.digest.findChildren(CauseRow)
    assert list_ in row.findChildren(Button)


def _words(row: CauseRow, *of: str) -> set[str]:
    told = {label.text() for label in row.findChildren(PlainLabel)} | {line.text() for line in row.findChildren(Elided)}
    return told & set(of)


def test_outside_words_stay_words_and_everything_has_a_name(stand: Stand, keep: Keep) -> None:
    stand.take(*(notice(i, "erp" if i % 2 else "carrier") for i in range(9)))
    sheet = stand.annex.noticing.sheet
    sheet.open()
    keep(stand.glass.shell, "notices")
    assert [found for found in nameless(sheet) if found != "Link in StateView"] == []  # hidden, without words until it has some
    assert markup(sheet) == []


def _cards(sheet: object) -> list[NoticeCard]:
    return [card for card in sheet.findChildren(NoticeCard) if card.isVisible()]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class _Section:
    cause: str = "erp"
    name: str = HOSTILE
    count: int = 92
    vips: int = 7
    due_at = NOW - timedelta(minutes=30)


@dataclass(frozen=True)
class _Digest:
    id: str = "digest"
    title: str = "118 条提醒，1 个原因"
    body: str = "ERP 未收单 92 条"
    severity: str = "critical"
    notices: tuple[NoticeRow, ...] = (notice(0), notice(1))
    sections: tuple[_Section, ...] = (_Section(),)
    sound: bool = True


def test_the_alarm_of_a_silent_source_leads_to_the_sources_and_asks_for_no_order(stand: Stand, qtbot: QtBot) -> None:
    silent = notice(0, "source_silent:erp", kind="source_silent", case="", order="", title="ERP 来源停更", cause_name="ERP 来源停更")
    stand.take(silent)
    stand.annex.noticing.sheet.open()
    (card,) = stand.annex.noticing.sheet.findChildren(NoticeCard)
    (button,) = card.findChildren(Button)
    assert button.text() == "查看数据源"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stand.glass.shell.page == "sources"
    stand.glass.open_page("pool")
    told = Told("n0", "", "", silent.title, silent.body, NOW, cause=silent.cause)
    stand.annex.ringing.asked("open", single(told))
    assert stand.glass.shell.page == "sources"
