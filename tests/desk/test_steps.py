"""The steps on the order page: one key does the step at hand, evidence is asked for in place, and it works without a hub."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ordertower_desktop.domain import actions as do
from ordertower_desktop.sync.preview import overlay
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.order.steps import right_of, told
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PersonRow, PoolRow, Step
from tests.desk.demo_page import NOW, page, row

ME = PersonRow("zhao", "赵一鸣", "agent", "agent")


def in_hand() -> PoolRow:
    return replace(row(), steps=page().steps, playbook="系统断层 SOP", acknowledged=True)


@pytest.fixture
def view(qtbot: QtBot, light: Theme) -> OrderView:
    made = OrderView(light)
    qtbot.addWidget(made)
    made.resize(1376, 824)
    made.show()
    made.tick(NOW)
    made.show_row(in_hand())
    made.show_page(page())
    made.setFocus()
    return made


def asked(view: OrderView, qtbot: QtBot, key: Qt.Key, *mods: Qt.KeyboardModifier) -> tuple[str, dict[str, str]]:
    with qtbot.waitSignal(view.action_requested) as caught:
        qtbot.keyClick(view, key, *mods)
    verb, known = caught.args
    return verb, known


def test_the_key_asks_for_the_evidence_and_enter_finishes_the_step(view: OrderView, qtbot: QtBot) -> None:
    """S60."""
    form = view.right.steps.form
    with qtbot.assertNotEmitted(view.action_requested):
        qtbot.keyClick(view, Qt.Key.Key_D)
    assert form.hint.text() == "先写留证：IT 回复"
    qtbot.waitUntil(form.line.hasFocus)
    qtbot.keyClicks(form.line, "Done at 14:50")  # a D in the line is a letter
    with qtbot.waitSignal(view.action_requested) as caught:
        qtbot.keyClick(form.line, Qt.Key.Key_Return)
    assert caught.args == ["finish_step", {"step": "3", "text": "Done at 14:50"}]


def test_a_step_is_skipped_only_with_a_reason(view: OrderView, qtbot: QtBot) -> None:
    form = view.right.steps.form
    with qtbot.assertNotEmitted(view.action_requested):
        qtbot.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert form.hint.text() == "先写为什么跳过"
    form.line.setText("客户已退款")
    view.setFocus()
    assert asked(view, qtbot, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier) == ("skip_step", {"step": "3", "why": "客户已退款"})


def test_the_last_finished_step_can_be_opened_again(view: OrderView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.action_requested) as caught:
        view.do("reopen_step")
    assert caught.args == ["reopen_step", {"step": "2"}]


def test_before_anybody_took_the_case_the_steps_are_shown_and_the_key_takes_it(view: OrderView, qtbot: QtBot) -> None:
    coming = [Step("重新拉取", "责任人", "todo", "5 分")]
    view.forget()
    view.show_row(row())
    view.show_page(replace(page(), steps=coming))
    assert not view.right.steps.form.isVisible()
    assert view.right.steps.hint.isVisible()
    assert asked(view, qtbot, Qt.Key.Key_D)[0] == "acknowledge"


def test_what_was_done_here_shows_at_once_and_the_next_step_begins(view: OrderView) -> None:
    """Offline: the row alone carries the steps, the outbox the action."""
    action = do.FinishStep(id="a", case=row().case, step="3", text="已加白名单")
    after = overlay(in_hand(), [action], me=ME, now=NOW)
    assert [step.state for step in after.steps] == ["done", "done", "done", "current", "todo"]
    assert after.steps[3].due_at == NOW + timedelta(minutes=30)
    assert told(after.steps[2]) == "赵一鸣 · 已加白名单"
    view.show_row(after)
    assert view.right.steps.form.step is not None
    assert view.right.steps.form.step.id == "4"
    back = overlay(in_hand(), [action, do.Undo(id="b", case=row().case, action="a")], me=ME, now=NOW)
    assert back.steps == in_hand().steps


def test_steps_open_and_skipped_show_as_what_they_are() -> None:
    skipped = overlay(in_hand(), [do.SkipStep(id="a", case=row().case, step="4", why="已退款")], me=ME, now=NOW)
    assert [step.state for step in skipped.steps] == ["done", "done", "current", "skipped", "todo"]
    again = overlay(in_hand(), [do.ReopenStep(id="a", case=row().case, step="2")], me=ME, now=NOW)
    assert [step.state for step in again.steps] == ["done", "current", "todo", "todo", "todo"]


def test_a_row_without_a_page_shows_its_steps(qtbot: QtBot, light: Theme) -> None:
    made = OrderView(light)
    qtbot.addWidget(made)
    made.tick(NOW)
    made.show_row(in_hand())
    made.show_offline(None)
    assert made.right.steps.form.step is not None


@pytest.mark.parametrize(("left", "words", "hue"), [(3601, "剩 1:00:01", ""), (3600, "剩 1:00:00", "amber"), (-61, "超 1:01", "red")])
def test_the_countdown_turns_bold_amber_at_an_hour_and_red_when_over(left: int, words: str, hue: str) -> None:
    """S48."""
    step = Step("联系客户", "", "current", due_at=NOW + timedelta(seconds=left))
    assert right_of(step, NOW) == (words, hue)


def test_a_written_line_stays_while_the_clock_of_its_step_moves(view: OrderView) -> None:
    form = view.right.steps.form
    form.line.setText("正在写")
    newer = [replace(step, state="overdue") if step.id == "3" else step for step in in_hand().steps]
    view.show_row(replace(in_hand(), steps=newer, version=9))
    assert form.line.text() == "正在写"
