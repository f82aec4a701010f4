"""The page of one's own queue in the glass: one key does the one thing and goes on, online or not."""

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain import actions as do
from ordertower_desktop.sync.preview import overlay
from ordertower_desktop.views.glass.ask import Ask
from ordertower_desktop.views.glass.commanding import Commanding
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.guiding import Guiding
from ordertower_desktop.views.glass.start import furnish, opened
from ordertower_desktop.views.mine.page import MinePage
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PoolRow
from tests.desk.demo_page import NOW
from tests.desk.mine_kit import FIRST, ME, first, others, page, steps
from tests.desk.pictures import Keep
from tests.desk.walk import markup

SPACE, SHIFT = Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier


class Seat:
    """A glass with a queue on it; `feed` is what the desk's thread would hand in, with this desk's actions on top."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, *rows: PoolRow) -> None:
        self.glass: Glass = opened(qapp, "light", now=NOW)[0]
        furnish(self.glass)
        self.qtbot = qtbot
        qtbot.addWidget(self.glass.shell)
        self.guiding = Guiding(self.glass)
        self.sent: list[do.Action] = []
        self.known = {row.case: row for row in rows}
        self.glass.submitted.connect(self._submitted)
        self.glass.rows("person", [ME], [])
        self.glass.show_me("zhao")
        self.feed(*rows)
        self.glass.shell.show()
        self.glass.open_page("mine")

    def _submitted(self, actions: list[do.Action]) -> None:
        self.sent += actions
        changed = [overlay(row, self.sent, me=ME, now=NOW) for row in self.known.values()]
        self.feed(*(row for row in changed if row.pending))

    def feed(self, *rows: PoolRow) -> None:
        self.glass.rows("case", rows, [])
        self.guiding.take(rows, [])
        self.glass.model.flush()
        self.glass.model.settle()
        self.guiding.refresh()

    @property
    def page(self) -> MinePage:
        assert self.guiding.page is not None
        return self.guiding.page

    def press(self, key: Qt.Key, *mods: Qt.KeyboardModifier) -> list[Any]:
        """The actions that a key sends."""
        self.sent.clear()
        self.glass.shell.activateWindow()
        self.qtbot.waitUntil(self.glass.shell.isActiveWindow)  # shortcuts are the active window's
        self.page.setFocus()
        self.qtbot.keyClick(self.page, key, *mods)
        return list(self.sent)


@pytest.fixture
def seat(qapp: QApplication, qtbot: QtBot) -> Seat:
    return Seat(qapp, qtbot, first(), *others())


def test_the_page_shows_the_order_that_saves_most_and_what_comes_after_it(seat: Seat) -> None:
    """S42, S47."""
    assert seat.glass.shell.page == "mine"
    assert seat.guiding.case == FIRST
    assert seat.page.tally.hand.number.text() == "7"
    assert seat.page.next.title.text() == "核对接口报错"
    assert seat.page.bar.go.text() == "完成，下一单"
    assert seat.page.trouble.why.text() == "因：客户在催，VIP 金卡，已超 2 时 29 分"
    assert seat.page.upcoming.title.text() == "接下来 5 单"
    assert seat.page.upcoming.rest.text() == "其余 1 单"
    assert markup(seat.page) == []


def test_space_asks_for_the_evidence_does_the_step_and_brings_the_next_order(seat: Seat) -> None:
    """S60, B12: nothing here asks the hub."""
    assert seat.press(SPACE) == []
    form = seat.page.steps.form
    assert form.hint.text() == "先写留证：错误码"
    form.line.setText("401")
    done = seat.press(SPACE)
    assert [(type(one), one.case, one.step, one.text) for one in done] == [(do.FinishStep, FIRST, "2", "401")]
    assert seat.guiding.case != FIRST
    assert seat.page.thing is not None
    assert seat.page.thing.verb == "acknowledge"


def test_space_stays_with_the_order_while_the_next_step_is_ones_own(qapp: QApplication, qtbot: QtBot) -> None:
    seat = Seat(qapp, qtbot, first(at=0), *others())
    assert [type(one) for one in seat.press(SPACE)] == [do.FinishStep]
    assert seat.guiding.case == FIRST
    assert seat.page.next.title.text() == "核对接口报错"


def test_space_takes_an_order_that_nobody_has_taken_and_stays_with_it(seat: Seat) -> None:
    other = next(row.case for row in others() if row.owner == "zhao")
    seat.guiding.choose(other)
    assert [(type(one), one.case) for one in seat.press(SPACE)] == [(do.Acknowledge, other)]
    assert seat.guiding.case == other
    assert any("已接手 1 单" in words for words in seat.glass.shell.toasts.texts())


def test_a_case_whose_steps_made_the_checks_closes_with_one_key(qapp: QApplication, qtbot: QtBot) -> None:
    """S63."""
    fills = ("state_done", "customer_told", "archived", "")
    finished = [replace(step, state="done", fills=fill) for step, fill in zip(steps(4), fills, strict=True)]
    seat = Seat(qapp, qtbot, replace(first(), steps=finished), *others())
    assert seat.page.bar.go.text() == "结单，下一单"
    closed = seat.press(SPACE)
    assert [(type(one), one.checks) for one in closed] == [(do.Resolve, ("state_done", "customer_told", "archived"))]
    assert seat.guiding.case != FIRST


def test_an_order_is_passed_over_only_with_a_reason_and_comes_again_last(seat: Seat) -> None:
    refused: list[bool] = []

    def answer() -> None:
        ask = seat.glass.shell.findChild(Ask)
        field = ask.findChild(QLineEdit) if ask is not None and ask.isVisible() else None
        if ask is None or field is None:
            return
        ask.accept()
        refused.append(ask.isVisible())
        field.setText("等主管定赔付")
        ask.accept()

    waiting = QTimer(seat.page, interval=20)
    waiting.timeout.connect(answer)
    waiting.start()
    noted = seat.press(SPACE, SHIFT)
    waiting.stop()
    assert refused == [True], "without a reason it stays"
    assert [(type(one), one.text) for one in noted] == [(do.Note, "引导中跳过：等主管定赔付")]
    assert seat.guiding.case != FIRST
    assert [row.case for row in seat.guiding._queue()][-1] == FIRST


def test_an_order_that_somebody_else_closed_or_took_gives_way(seat: Seat) -> None:
    seat.feed(replace(first(), owner="lin", owner_name="林晓", version=9))
    assert seat.guiding.case != FIRST
    here = seat.guiding.case
    row = next(row for row in others() if row.case == here)
    seat.feed(replace(row, state="resolved", closed_at=NOW))
    assert seat.guiding.case not in ("", FIRST, here)


def test_the_order_at_hand_stays_when_another_becomes_dearer(seat: Seat) -> None:
    dearer = replace(next(row for row in others() if row.owner == "zhao"), loss_fen_per_hour=9_000_00)
    seat.feed(dearer)
    assert seat.guiding.case == FIRST


def test_the_page_of_the_order_fills_in_and_an_offline_one_leaves_the_row(seat: Seat, qtbot: QtBot) -> None:
    seat.guiding.page_arrived(page())
    assert seat.page.talk.isVisible()
    seat.guiding.page_arrived(ConnectionError("离线"))
    assert seat.page.row is not None
    assert seat.page.row.case == FIRST
    with qtbot.waitSignal(seat.glass.order_needed):
        seat.guiding.choose(next(row.case for row in others() if row.owner == "zhao"))
    assert not seat.page.talk.isVisible(), "the page of another order is not shown for this one"


def test_a_verb_of_the_palette_is_for_the_order_at_hand_and_not_for_the_list_behind(seat: Seat) -> None:
    other = next(row.case for row in others() if row.owner == "zhao")
    seat.guiding.choose(other)
    seat.glass.pool.table.go(0)
    assert seat.glass.pool.table.current != other
    seat.glass.run("acknowledge")
    assert [one.case for one in seat.sent] == [other]
    shown = {one.id: one.keys for one in Commanding(seat.glass).commands(acting="对手上这一单")}
    assert shown["finish_step"] == "D"


def test_m_copies_what_to_say(seat: Seat) -> None:
    assert seat.press(Qt.Key.Key_M) == []
    assert "3901" in QGuiApplication.clipboard().text()


def test_the_list_shows_the_same_orders_and_an_empty_hand_says_where_to_go(seat: Seat) -> None:
    seat.page.tally.list_asked.emit()
    assert (seat.glass.shell.page, seat.glass.model.rowCount()) == ("pool", 7)
    seat.glass.open_page("mine")
    seat.feed(*(replace(row, owner="lin") for row in seat.known.values()))
    assert seat.page.state.accessibleName() == "手上没有要处理的单"
    assert seat.press(SPACE) == []


def test_a_letter_in_the_line_of_evidence_is_a_letter(seat: Seat, qtbot: QtBot) -> None:
    line = seat.page.steps.form.line
    line.setFocus()
    qtbot.keyClicks(line, "AMPD 401")
    assert line.text() == "AMPD 401"
    assert seat.sent == []


def test_pictures_of_the_queue(qtbot: QtBot, theme: Theme, keep: Keep) -> None:
    made = MinePage(theme)
    qtbot.addWidget(made)
    made.resize(1376, 824)
    made.show_order(first(), page(), NOW, post="agent")
    made.show_rest(others()[:6], NOW, post="agent")
    made.show()
    assert made.upcoming.isVisible()
    keep(made, f"mine-{'dark' if theme.color.surface.lightness() < 128 else 'light'}")
    made.resize(960, 640)
    assert not made.upcoming.isVisible()


def test_the_list_does_the_step_under_the_cursor_and_asks_for_its_evidence(seat: Seat, qtbot: QtBot) -> None:
    seat.glass.open_view("mine")
    seat.glass.pool.go_to(FIRST)
    asked: list[str] = []

    def answer() -> None:
        ask = seat.glass.shell.findChild(Ask)
        field = ask.findChild(QLineEdit) if ask is not None and ask.isVisible() else None
        if ask is not None and field is not None:
            asked.append(field.accessibleName())
            field.setText("401")
            ask.accept()

    waiting = QTimer(seat.page, interval=20)
    waiting.timeout.connect(answer)
    waiting.start()
    qtbot.keyClick(seat.glass.pool.table, Qt.Key.Key_D)
    waiting.stop()
    assert asked == ["留证：错误码"]
    assert [(type(one), one.case, one.step, one.text) for one in seat.sent] == [(do.FinishStep, FIRST, "2", "401")]


def test_steps_are_done_one_order_at_a_time_and_only_where_there_are_any(seat: Seat) -> None:
    other = next(row.case for row in others() if row.owner == "zhao")
    seat.glass.verb("finish_step", [FIRST, other])
    seat.glass.verb("skip_step", [other])
    seat.glass.verb("reopen_step", [FIRST])
    assert [(type(one), one.step) for one in seat.sent] == [(do.ReopenStep, "1")]
    told = seat.glass.shell.toasts.texts()
    assert any("一单一单做" in words for words in told)
    assert any("接手后才打开" in words for words in told)
