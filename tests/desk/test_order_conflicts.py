"""数据冲突 on the order page: both values with their ages, what to do, and what is over."""

from datetime import timedelta

import msgspec
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.views.order.conflicts import ConflictPanel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import ConflictLine, OrderPage, Saying
from tests.desk.demo_page import NOW, page

MINUTE = timedelta(minutes=1)
SAID = [
    Saying("erp", "ERP", "¥8,599.00", NOW - 25 * MINUTE, NOW - 4 * MINUTE),
    Saying("taobao", "平台 天猫", "¥8,699.00", NOW - 90 * MINUTE, NOW),
]
OPEN = ConflictLine("amount_fen", "金额", NOW - 25 * MINUTE, SAID, advice="以平台实收为准", times=2)
OVER = ConflictLine("items", "件数", NOW - 90 * MINUTE, SAID[:1], NOW - 60 * MINUTE)


def with_conflicts(*lines: ConflictLine) -> OrderPage:
    return msgspec.structs.replace(page(), conflicts=list(lines))


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> ConflictPanel:
    made = ConflictPanel(theme)
    qtbot.addWidget(made)
    made.setFixedWidth(344)
    return made


def words(panel: ConflictPanel) -> list[str]:
    return [
        said for one in panel.findChildren(QWidget) if (said := one.text() if isinstance(one, QLabel | Wrapped) else one.accessibleName())
    ]


def test_an_open_conflict_tells_both_values_their_ages_and_what_to_do(panel: ConflictPanel) -> None:
    panel.show_page(with_conflicts(OPEN), NOW)
    said = words(panel)
    assert panel.isVisibleTo(None)
    for expected in ("金额", "已 25 分 · 第 2 次", "以平台实收为准", "1 处未消除"):
        assert expected in said, said
    assert any(one.endswith("起 · 4 分前读到") for one in said), said
    assert any("¥8,599.00" in one for one in said)
    assert any("¥8,699.00" in one for one in said)


def test_a_conflict_that_is_over_stays_as_a_line_and_asks_for_nothing(panel: ConflictPanel) -> None:
    panel.show_page(with_conflicts(OVER), NOW)
    assert "历时 30 分" in words(panel)
    assert "都已消除" in words(panel)


def test_where_the_systems_agree_there_is_no_panel(panel: ConflictPanel) -> None:
    panel.show_page(with_conflicts(OPEN), NOW)
    panel.show_page(page(), NOW)
    assert not panel.isVisibleTo(None)
