"""The bulk sheets as widgets: nothing goes out before consent, everything that went out is accounted for."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain import actions as do
from ordertower_desktop.models.bulk import Ask
from ordertower_desktop.views.bulk.conflict import ConflictCard
from ordertower_desktop.views.bulk.flow import BulkFlow
from ordertower_desktop.views.bulk.names import NameList
from ordertower_desktop.views.bulk.preview import Preview
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PersonRow, PoolRow
from ordertower_desktop.wire.sync import Result

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
ME = PersonRow(id="li", name="李婷", role="agent", post="agent")
DONE, LOST = Result("done"), Result("conflict", "被 何静 抢先接手", winner="何静")


def rows(count: int) -> dict[str, PoolRow]:
    made = [
        PoolRow(
            case=f"c{i}",
            order=f"441829601122{i:04}",
            version=1,
            state="open",
            kind="k",
            kind_name="超时未接单",
            opened_at=NOW,
            amount_fen=100_00,
        )
        for i in range(count)
    ]
    return {row.case: row for row in made}


class Floor:
    """A window, a flow over it, and everything that it sent."""

    def __init__(self, qtbot: QtBot, count: int) -> None:
        self.held = rows(count)
        self.host = QWidget()
        self.host.resize(1200, 800)
        qtbot.addWidget(self.host)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.flow = BulkFlow(Theme(app, "light"), self.host, QWidget(self.host), look=self.held.get, now=NOW)
        self.sent: list[do.Action] = []
        self.flow.submitted.connect(self.sent.extend)
        self.host.show()
        self.qtbot = qtbot

    def begin(self, verb: str = "acknowledge") -> Preview:
        def make(some: object) -> list[do.Action]:
            return [do.Acknowledge(id=f"a-{row.case}", case=row.case, version=row.version) for row in some]  # type: ignore[attr-defined]

        self.flow.begin(list(self.held.values()), Ask(verb, ME, NOW), make=make, source="筛选：仅未结")
        return self.sheet(Preview)

    def sheet(self, kind: type[QWidget]):  # type: ignore[no-untyped-def]
        found = [sheet for sheet in self.flow.veil.findChildren(kind) if sheet.isVisible()]
        assert len(found) == 1
        return found[0]

    def agree(self) -> None:
        self.qtbot.keyClick(self.begin(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def floor(qtbot: QtBot) -> Floor:
    return Floor(qtbot, 30)


def said(widget: QWidget) -> str:
    """Everything that a widget says, for eyes and for screen readers."""
    return " ".join(f"{child.accessibleName()} {getattr(child, 'text', str)()}" for child in widget.findChildren(QWidget))


def test_nothing_goes_out_before_ctrl_enter_and_escape_leaves(floor: Floor) -> None:
    sheet = floor.begin()
    assert "30" in said(sheet)
    floor.qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert floor.sent == []
    floor.qtbot.keyClick(floor.flow.veil, Qt.Key.Key_Escape)
    assert not floor.flow.veil.isVisible()
    assert floor.sent == []
    floor.agree()
    assert len(floor.sent) == 30


def test_the_receipt_names_each_failure_and_counts_the_rest(floor: Floor) -> None:
    floor.agree()
    for action in list(floor.sent):
        assert floor.flow.take_result(action.id, LOST if action.id == "a-c7" else DONE)
    assert not floor.flow.take_result("somebody else's", DONE)
    words = said(floor.flow.receipt)
    assert floor.flow.receipt.isVisible()
    assert not floor.flow.bar.isVisible()
    assert "已接手 29 单" in words
    assert "4418 2960 1122 0007  被 何静 抢先接手" in words


def test_undo_takes_back_what_was_done_and_says_what_stays(floor: Floor) -> None:
    floor.agree()
    for action in list(floor.sent):
        floor.flow.take_result(action.id, DONE)
    floor.sent.clear()
    assert floor.flow.undo()
    assert {undo.action for undo in floor.sent if isinstance(undo, do.Undo)} == {f"a-{case}" for case in floor.held}
    for place, action in enumerate(list(floor.sent)):
        floor.flow.take_result(action.id, LOST if place == 0 else DONE)
    assert "已还原 29 单；1 单别人已动手，保持现状" in said(floor.flow.receipt)
    assert not floor.flow.undo()


def test_after_a_minute_there_is_no_way_back(floor: Floor) -> None:
    floor.agree()
    for action in list(floor.sent):
        floor.flow.take_result(action.id, DONE)
    floor.flow.tick(NOW + timedelta(seconds=60))
    assert not floor.flow.undo()
    assert "撤销全部" not in [button.text() for button in floor.flow.receipt.findChildren(Button) if button.isVisible()]


def test_a_run_can_be_held_and_stopped_and_goes_on_from_there(qtbot: QtBot) -> None:
    floor = Floor(qtbot, 250)
    floor.agree()
    assert len(floor.sent) == 100
    assert floor.flow.busy
    floor.flow.bar.pause_asked.emit()
    for action in list(floor.sent):
        floor.flow.take_result(action.id, DONE)
    assert len(floor.sent) == 100
    floor.flow.bar.stop_asked.emit()
    assert "已停：100 单已做，150 单未动" in said(floor.flow.receipt)
    floor.flow.receipt.resume_asked.emit()
    assert len(floor.sent) == 200


def test_a_conflict_offers_three_ways_and_the_middle_one_acts_on_the_order_as_it_is(floor: Floor) -> None:
    floor.agree()
    for action in list(floor.sent):
        floor.flow.take_result(action.id, LOST if action.id in ("a-c1", "a-c2", "a-c3") else DONE)
    for case in ("c1", "c2", "c3"):
        floor.held[case] = msgspec.structs.replace(floor.held[case], owner="he", owner_name="何静", version=5, acknowledged_at=NOW)
    floor.sent.clear()
    floor.flow.show_conflicts(["a-c1", "a-c2", "a-c3"])
    card = floor.sheet(ConflictCard)
    assert "≠ 何静 14:32" in said(card)
    floor.qtbot.keyClick(card, Qt.Key.Key_Return)
    card._ways["mine"].setChecked(True)
    floor.qtbot.keyClick(card, Qt.Key.Key_Return)
    card._ways["facts"].setChecked(True)
    floor.qtbot.keyClick(card, Qt.Key.Key_Return)
    merged, mine = floor.sent
    assert isinstance(merged, do.Note)
    assert (merged.case, merged.text) == ("c1", "14:32 曾接手，与 何静 的操作撞上，责任人不变")
    assert isinstance(mine, do.Acknowledge)
    assert (mine.case, mine.version) == ("c2", 5)
    assert mine.id != "a-c2"
    assert not floor.flow.veil.isVisible()
    assert floor.flow.run is not None
    assert not floor.flow.run.failures


def test_the_names_behind_a_count_can_be_seen_and_copied(floor: Floor) -> None:
    sheet = floor.begin()
    next(link for link in sheet.findChildren(Link) if link.text() == "看名单").click()
    names = floor.sheet(NameList)
    next(button for button in names.findChildren(Button) if button.text() == "复制订单号").click()
    assert QGuiApplication.clipboard().text().splitlines() == [row.order for row in floor.held.values()]
    next(button for button in names.findChildren(Button) if button.text() == "返回").click()
    assert floor.sheet(Preview) is sheet


def test_hostile_names_stay_text(floor: Floor) -> None:
    floor.held["c0"] = msgspec.structs.replace(floor.held["c0"], cause_name="<b>x</b><img src=a>")
    assert "<b>x</b>" in said(floor.begin())
