"""The three-hour response: phases, due times, breaches and closing, all of it a function of the log; and the file of packs."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.crisis import ResponseLevel
from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.pack import Pack, Phase, Task, of_level
from ordertower_desktop.domain.pack_reader import packs
from ordertower_desktop.domain.response import Did, Mark, Response, State, ended, marked, noticed, phases, refused, tasks

SHIPPED = Path(__file__).parents[2] / "resources/crisis/default.toml"
START = datetime(2025, 11, 12, 5, 19, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MEETING = Task("meeting", "站会", "supervisor", Phase.QUALIFY, 15 * MINUTE, evidence="到会部门")
PUSH = Task("push", "补推", "it", Phase.ROOT, 90 * MINUTE)
APOLOGY = Task("apology", "公开致歉", "general_manager", Phase.JOINT, 120 * MINUTE)
PACKS = (Pack(ResponseLevel.TWO, (MEETING, PUSH)), Pack(ResponseLevel.THREE, (MEETING, PUSH, APOLOGY)))
CHECKS = ("state_done", "customer_told", "archived")


def begun(*marks: Mark) -> Response:
    return marked(Response("r1", ResponseLevel.TWO, PACKS, START, "li"), marks)


def mark(minutes: float, did: Did, about: str = "", text: str = "", key: str = "") -> Mark:
    return Mark(key or f"{did}/{about}/{minutes}", did, START + minutes * MINUTE, about, "li", text)


def test_the_four_phases_are_due_as_long_after_the_declaration_as_the_plan_says() -> None:
    """S62: 30, 90, 150, 180 minutes."""
    found = phases(begun())
    assert [(one.due_at - START) / MINUTE for one in found] == [30, 90, 150, 180]
    assert [(one.began_at - START) / MINUTE for one in found] == [0, 30, 90, 150]
    assert [one.state for one in found] == [State.CURRENT, State.TODO, State.TODO, State.TODO]


def test_a_phase_that_is_over_makes_the_next_one_current_and_stays_in_its_turn() -> None:
    response = begun(mark(22, Did.PHASE, "qualify"))
    assert [one.state for one in phases(response)][:2] == [State.DONE, State.CURRENT]
    assert refused(response, mark(23, Did.PHASE, "verify")).startswith("阶段要按顺序")
    assert refused(response, mark(23, Did.PHASE, "root")) == ""


@given(st.lists(st.integers(0, 400), max_size=30))
def test_every_due_time_that_passes_open_is_noted_once_and_at_its_own_time(looks: list[int]) -> None:
    response = begun(mark(10, Did.DONE, "meeting", "四部门"))
    for minutes in looks:
        response = marked(response, noticed(response, START + minutes * MINUTE))
    late = [(one.about, one.at) for one in response.marks if one.did is Did.LATE]
    last = START + max(looks, default=0) * MINUTE
    due = [(one.id, one.due_at) for one in (*phases(response), *tasks(response)) if one.due_at <= last and one.id != "meeting"]
    assert sorted(late) == sorted(due)
    assert not next(one for one in tasks(response) if one.id == "meeting").late


@given(st.permutations(range(5)), st.lists(st.integers(0, 4), max_size=4))
def test_the_order_in_which_marks_come_and_their_coming_twice_make_no_difference(order: list[int], twice: list[int]) -> None:
    told = [
        mark(5, Did.DONE, "meeting", "四部门"), mark(6, Did.REOPENED, "meeting"), mark(20, Did.PHASE, "qualify"),
        mark(25, Did.TAKEN, "push", "wu"), mark(31, Did.RAISED, "3"),
    ]  # fmt: skip
    response = begun()
    for place in (*order, *twice):
        response = marked(response, [told[place]])
    assert response == begun(*told)
    assert [(one.id, one.state, one.owner) for one in tasks(response)] == [
        ("meeting", State.TODO, ""), ("push", State.CURRENT, "wu"), ("apology", State.TODO, ""),
    ]  # fmt: skip


def test_what_a_higher_level_brings_is_counted_from_that_level_and_the_rest_from_the_declaration() -> None:
    response = begun(mark(60, Did.RAISED, "3"))
    assert [(one.id, (one.due_at - START) / MINUTE) for one in tasks(response)] == [("meeting", 15), ("push", 90), ("apology", 180)]
    assert refused(response, mark(61, Did.RAISED, "2"))


def test_a_task_is_done_once_with_its_evidence_and_can_be_reopened() -> None:
    assert refused(begun(), mark(5, Did.DONE, "meeting")) == "这一项要写下到会部门"
    done = begun(mark(5, Did.DONE, "meeting", "四部门"))
    assert refused(done, mark(6, Did.DONE, "meeting", "又一次")) == "这一项已经有人做完了"
    assert refused(begun(), mark(6, Did.DONE, "nothing")).startswith("动作包里没有")
    assert refused(marked(done, [mark(7, Did.REOPENED, "meeting")]), mark(8, Did.DONE, "meeting", "重开")) == ""


def test_a_response_ends_only_with_its_three_checks_and_then_nothing_is_written_any_more() -> None:
    """S63."""
    response = begun(mark(1, Did.CHECKED, "state_done"))
    assert "客户" in refused(response, mark(170, Did.ENDED))
    response = marked(response, [mark(160, Did.CHECKED, key) for key in CHECKS])
    assert refused(response, mark(170, Did.ENDED)) == ""
    over = marked(response, [mark(170, Did.ENDED)])
    assert ended(over) is not None
    assert "已经结束" in refused(over, mark(171, Did.NOTED, "", "还有"))
    assert noticed(over, START + timedelta(days=1)) == ()


def test_the_packs_that_ship_hold_what_every_level_asks_for() -> None:
    """S69-S74: scripts, compensation and reporting path for each; meeting and priority from 二级; general manager and apology at 三级."""
    made = packs(tomllib.loads(SHIPPED.read_text("utf-8")))
    assert [pack.level for pack in made] == list(ResponseLevel)
    assert all(pack.scripts and pack.remedies and pack.path and pack.groups and pack.budget.total_fen for pack in made)
    assert {task.phase for pack in made for task in pack.tasks if pack.level is ResponseLevel.TWO} == set(Phase)
    two, three = of_level(made, ResponseLevel.TWO), of_level(made, ResponseLevel.THREE)
    assert {"meeting", "priority", "fallback"} <= {task.id for task in two.tasks}
    assert three.task("apology")
    assert "general_manager" in {rung.post for rung in three.path}
    assert {"late", "vip"} == {remedy.audience for remedy in two.remedies}
    assert all(remedy.fen <= pack.budget.each_fen for pack in made for remedy in pack.remedies)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "没有动作包"),
        ("[[pack]]\nlevel = 4", "1 到 3 的整数"),
        ("[[pack]]\nlevel = 2\n[[pack]]\nlevel = 2", "不止一次"),
        ('[[pack]]\nlevel = 2\n[[pack.task]]\ndo = "x"\npost = "客服主官"\nphase = "快速定性"', "没有“客服主官”"),
        ('[[pack]]\nlevel = 2\n[[pack.task]]\ndo = "x"\npost = "IT"\nphase = "快速定性"\ndue = "4h"', "1min 到 3h"),
        ("[[pack]]\nlevel = 2\nbudget = { total_yuan = 10, each_yuan = 1, alone_yuan = 20 }", "免批额度"),
        ("[[pack]]\nlevel = 2\nbudget = { total_yuan = 10.001, each_yuan = 1, alone_yuan = 2 }", "最多两位小数"),
        ('[[pack]]\nlevel = 2\n[[pack.group]]\nname = "A"\ncauses = ["系统断裂"]\npost = "IT"', "没有“系统断裂”"),
        (
            '[[pack]]\nlevel = 2\n[[pack.group]]\nname = "A"\ncauses = ["系统断层"]\npost = "IT"\n'
            '[[pack.group]]\nname = "B"\ncauses = ["系统断层"]\npost = "IT"',
            "只能归一组",
        ),
    ],
)
def test_a_wrong_file_says_what_is_wrong_and_what_was_probably_meant(text: str, told: str) -> None:
    with pytest.raises(BadFile, match=told):
        packs(tomllib.loads(text))


def test_the_example_of_the_manual_is_a_file_that_can_be_put_in_force() -> None:
    manual = (SHIPPED.parents[2] / "docs/crisis.md").read_text("utf-8")
    (made,) = packs(tomllib.loads(manual.partition("```toml\n")[2].partition("```")[0]))
    assert (made.level, made.tasks[0].due, made.remedies[0].fen) == (ResponseLevel.TWO, 15 * MINUTE, 3000)
    assert (made.budget.total_fen, made.groups[0].causes) == (3_000_000, ("system_gap", "approval_stuck", "write_back_failed"))
