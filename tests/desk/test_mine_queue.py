"""One's own queue: what saves most comes first, what others have in hand waits, and every place says why."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ordertower_desktop.models.mine.queue import because, in_hand, queue, tally
from ordertower_desktop.models.mine.thing import at_hand, checks_made, goes_on, next_thing
from ordertower_desktop.wire.rows import PoolRow, Step
from tests.desk.demo_page import NOW
from tests.desk.mine_kit import first, others, steps

HOUR = timedelta(hours=1)


def row(case: str, **more: object) -> PoolRow:
    made = replace(first(), case=case, order=case, steps=[], vip="", tags=[], due_at=NOW + HOUR)
    return replace(made, **more)


def test_a_minute_of_work_that_saves_more_comes_first() -> None:
    """S42: the same loss with half the work is worth twice as much."""
    slow = row("slow", loss_fen_per_hour=600_00, usual_min=12)
    quick = row("quick", loss_fen_per_hour=400_00, usual_min=5)
    dear = row("dear", loss_fen_per_hour=900_00, usual_min=5)
    assert [one.case for one in queue([slow, quick, dear], NOW, post="agent")] == ["dear", "quick", "slow"]


def test_what_others_have_in_hand_waits_behind_what_can_be_done() -> None:
    asleep = row("asleep", snoozed_until=NOW + HOUR)
    paused = row("paused", clock_state="paused", loss_fen_per_hour=900_00)
    at_it = row("it", steps=steps(2), loss_fen_per_hour=900_00)
    mine = row("mine", loss_fen_per_hour=1_00)
    awake = row("awake", snoozed_until=NOW, loss_fen_per_hour=2_00)
    found = [one.case for one in queue([asleep, paused, at_it, mine, awake], NOW, post="agent", passed=["awake"])]
    assert found == ["mine", "it", "paused", "awake"]
    assert next(one.case for one in queue([mine, at_it], NOW, post="it")) == "it", "to IT it is IT's own step"


@given(st.permutations(others()))
def test_the_queue_does_not_depend_on_the_order_in_which_rows_came(rows: list[PoolRow]) -> None:
    assert queue(rows, NOW, post="agent") == queue(others(), NOW, post="agent")


def test_only_open_cases_of_my_own_are_in_hand_and_nobody_has_none() -> None:
    rows = [first(), *others(), replace(first(), case="closed", state="resolved")]
    assert len(in_hand(rows, "zhao")) == 7
    assert in_hand(rows, "") == []


def test_the_numbers_over_the_queue_are_those_of_the_rows() -> None:
    """S47."""
    rows = [
        row("late", due_at=NOW), row("near", due_at=NOW + HOUR), row("far", due_at=NOW + 2 * HOUR),
        row("stands", due_at=NOW, clock_state="paused"), row("it", steps=steps(2), due_at=None),
        row("shut", state="resolved", closed_at=NOW - HOUR), row("old", state="resolved", closed_at=NOW - timedelta(days=1)),
        row("hers", owner="lin", due_at=NOW),
    ]  # fmt: skip
    found = tally(rows, "zhao", NOW, post="agent")
    assert (found.hand, found.overdue, found.near, found.waiting, found.closed) == (5, 1, 1, 2, 1)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {"tags": ["urged"], "vip": "VIP 金卡", "due_at": NOW - timedelta(minutes=6)},
            "因：客户在催，VIP 金卡，已超 6 分",
        ),
        ({"kind": "complaint", "loss_fen_per_hour": 120_00}, "因：客户已投诉，还剩 1 时，每小时约损失 ¥120"),
        ({"due_at": None, "loss_fen_per_hour": 0}, "因：时限最早"),
        ({"clock_state": "paused"}, "因：计时暂停中，等对方"),
        ({"steps": steps(2)}, "因：等 IT/运维 请 IT 恢复接口"),
    ],
)
def test_every_place_says_why(more: dict[str, object], says: str) -> None:
    assert because(row("1", **more), NOW, post="agent") == says


def test_the_one_thing_follows_the_case_from_taking_it_to_closing_it() -> None:
    free = row("1", acknowledged=False)
    assert next_thing(free, "agent").verb == "acknowledge"
    assert next_thing(row("1", clock_state="paused", steps=steps(0)), "agent").verb == "resume"
    doing = next_thing(row("1", steps=steps(0)), "agent")
    assert (doing.verb, doing.title, doing.go) == ("finish_step", "重新拉取这一单", "完成这一步")
    assert next_thing(row("1", steps=steps(1)), "agent").go == "完成，下一单", "after it IT has it in hand"
    closing = next_thing(row("1", steps=steps(4)), "agent")
    assert (closing.verb, closing.detail) == ("resolve", "结单还差：状态完成、报告归档")
    assert next_thing(row("1"), "agent").verb == "resolve"


def test_one_stays_with_an_order_while_the_next_step_is_ones_own() -> None:
    assert goes_on(row("1", steps=steps(0)), "agent")
    assert not goes_on(row("1", steps=steps(1)), "agent")
    assert goes_on(row("1", steps=steps(1)), "it")
    assert not goes_on(row("1", steps=steps(3)), "agent")


def test_the_closing_checks_come_from_finished_steps_only() -> None:
    made = [
        Step("a", "", "done", fills="archived"),
        Step("b", "", "auto", fills="state_done"),
        Step("c", "", "skipped", fills="customer_told"),
    ]
    assert checks_made(row("1", steps=made)) == ["state_done", "archived"]
    assert at_hand(row("1", steps=made)) is None
