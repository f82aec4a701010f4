"""Closing the window, the tray, leaving for good, and what a click on a toast does on the glass."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain import actions as do
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.leaving import Leaving
from ordertower_desktop.views.glass.ringing import OFF, Ringing
from ordertower_desktop.views.notify.toaster import Toaster
from ordertower_desktop.views.shell.tray import Tray
from tests.desk.demo_rows import rows
from tests.desk.test_notify import About, Card


@dataclass
class Stand:
    glass: Glass
    leaving: Leaving
    ringing: Ringing


@pytest.fixture
def stand(pooled: Glass) -> Iterator[Stand]:
    leaving = Leaving(pooled, Tray(pooled))
    yield Stand(pooled, leaving, Ringing(pooled, Toaster([]), leaving))
    leaving.tray.menu.deleteLater()


def test_closing_without_a_tray_keeps_the_desk_running_and_says_so_once(stand: Stand) -> None:
    shell = stand.glass.shell
    shell.show()
    shell.close()
    assert shell.isMinimized()
    assert "没有托盘" in shell.banner.text()
    shell.banner_followed.emit("tray")
    shell.close()
    assert shell.banner.text() == ""


def test_leaving_says_that_the_hub_beside_stops_and_how_many_chains(stand: Stand) -> None:
    open_ones = sum(not row.acknowledged and row.closed_at is None for row in rows())
    stand.leaving.show_waiting(3)
    words = stand.leaving.words()
    assert f"本机中枢停止，{open_ones:,} 条告警链暂停" in words
    assert "3 个操作还没送到" in words
    assert open_ones > 0


def test_leaving_a_floor_says_that_its_chains_go_on(stand: Stand) -> None:
    stand.leaving.where = "floor"
    assert "中枢和告警链照常运行" in stand.leaving.words()


def test_the_tray_says_how_many_are_mine(stand: Stand) -> None:
    stand.leaving.tray.show_mine(18)
    assert stand.leaving.tray.mine.text() == "我的 18 单"


def test_taking_a_toast_in_hand_submits_one_acknowledgement(qtbot: QtBot, stand: Stand) -> None:
    row = rows()[0]
    with qtbot.waitSignal(stand.glass.submitted) as sent:
        stand.ringing.asked("take", Card(notices=(About(case=row.case),)))
    (action,) = sent.args[0]
    assert isinstance(action, do.Acknowledge)
    assert (action.case, action.version) == (row.case, row.version)


def test_putting_a_toast_off_snoozes_ten_minutes(qtbot: QtBot, stand: Stand) -> None:
    with qtbot.waitSignal(stand.glass.submitted) as sent:
        stand.ringing.asked("later", Card(notices=(About(case="C-unknown"),)))
    (action,) = sent.args[0]
    assert isinstance(action, do.Snooze)
    assert action.until - stand.glass.now == timedelta(minutes=10)
    assert action.why == "稍后处理"


def test_putting_a_digest_off_mutes_its_causes(qtbot: QtBot, stand: Stand) -> None:
    with qtbot.waitSignals([stand.ringing.muted, stand.ringing.muted]):
        stand.ringing.asked("later", Card(notices=(About(cause="erp"), About(cause="stock"))))


def test_looking_at_a_toast_brings_its_order_to_the_front(stand: Stand) -> None:
    row = rows()[3]
    stand.ringing.asked("open", Card(notices=(About(case=row.case),)))
    assert stand.glass.pool.table.current == row.case
    assert stand.glass.shell.isVisible()


def test_where_no_channel_works_the_banner_says_so(stand: Stand) -> None:
    stand.ringing._channel("")
    assert stand.glass.shell.banner.text().startswith("系统通知被关闭")
    stand.ringing._channel("系统通知")
    assert stand.glass.shell.banner.text() == ""
    assert OFF == "os"
