"""Playbooks: the log of a run is a set, steps tick themselves, late ones are noted, and people are never overruled."""

from dataclasses import replace
from datetime import timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.playbook import Did, Mark, Run, StepState, checks_made, current, marked, standing, without
from ordertower_desktop.domain.playbook_reader import playbooks
from ordertower_desktop.domain.step_check import LOOK_AGAIN
from tests.domain.playbook_kit import BOOKS, LIN, T0, Story, at

GAP = playbooks(BOOKS)[0].playbook
marks = st.lists(
    st.builds(
        Mark,
        id=st.integers(0, 10**6).map(str),
        step=st.sampled_from([step.id for step in GAP.steps]),
        did=st.sampled_from(list(Did)),
        at=st.integers(0, 90).map(lambda minutes: T0 + timedelta(minutes=minutes)),
        by=st.sampled_from(["赵一鸣", "林晓"]),
    ),
    max_size=12,
    unique_by=lambda mark: mark.id,
)


@given(marks, st.randoms(use_true_random=False), st.integers(1, 3))
def test_neither_the_order_of_arrival_nor_repetition_changes_a_run(made: list[Mark], chance: object, times: int) -> None:
    start = Run(GAP, T0)
    shuffled = made * times
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one_by_one = reduce(lambda run, mark: marked(run, (mark,)), shuffled, start)
    assert one_by_one == marked(start, made)
    assert standing(one_by_one) == standing(marked(start, made))


@given(marks)
def test_every_step_stands_somewhere_and_at_most_one_is_to_do_now(made: list[Mark]) -> None:
    stands = standing(marked(Run(GAP, T0), made))
    assert [one.step for one in stands] == list(GAP.steps)
    doing = [place for place, one in enumerate(stands) if one.state is StepState.CURRENT]
    assert len(doing) <= 1
    assert all(one.ended is not None for one in stands[: doing[0]]) if doing else all(one.ended is not None for one in stands)
    assert all((one.ended is None) == (one.state in (StepState.CURRENT, StepState.TODO)) for one in stands)
    assert all(one.took >= timedelta() for one in stands)


@given(marks, marks)
def test_what_is_taken_back_was_never_there(before: list[Mark], extra: list[Mark]) -> None:
    start = marked(Run(GAP, T0), before)
    fresh = [replace(mark, id=f"x{mark.id}") for mark in extra]
    back = reduce(lambda run, mark: without(run, mark.id) or run, fresh, marked(start, fresh))
    assert back == start


def test_the_cause_opens_its_playbook_when_somebody_takes_the_case() -> None:
    """S61."""
    story = Story()
    assert story.case.run is None
    story.do(125, do.Acknowledge)
    assert story.run.playbook.id == "gap"
    assert story.said("playbook") == ["系统断层"]
    assert story.now_doing == "pull"


def test_a_running_case_keeps_its_copy_when_the_template_is_edited() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.floor = replace(story.floor, templates=())
    story.go(126)
    assert [step.id for step in story.run.playbook.steps] == ["pull", "it", "push", "tell"]


def test_steps_are_done_in_turn_with_who_when_and_evidence_in_the_history() -> None:
    """S60."""
    story = Story()
    story.do(125, do.Acknowledge)
    assert story.do(127, do.FinishStep, step="pull") is None
    assert story.now_doing == "it"
    answer = story.do(128, do.FinishStep, step="it", text="  ")
    assert isinstance(answer, Refused)
    assert "IT 回复" in answer.why
    assert story.do(130, do.FinishStep, step="it", text="已加白名单，约 14:50 生效") is None
    assert story.said("finish_step") == ["重新拉取", "请 IT 恢复接口：已加白名单，约 14:50 生效"]
    assert [(one.step.id, one.took) for one in standing(story.run) if one.ended] == [
        ("pull", timedelta(minutes=2)),
        ("it", timedelta(minutes=3)),
    ]


def test_a_source_that_answers_again_ticks_its_step_although_nothing_arrives() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    assert story.state.next_at == at(130), "not its turn yet: nobody asks after the source for its sake"
    story.do(126, do.FinishStep, step="pull")
    assert story.state.next_at == at(126) + LOOK_AGAIN, "a source's health changes nothing in the order, so it is looked at again"
    story.erp(refused=False, seen=130)
    story.go(131)
    assert story.said("ticked") == ["请 IT 恢复接口"]
    assert story.now_doing == "push"


def test_a_system_that_comes_to_know_the_order_ticks_its_step_and_makes_the_closing_check() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.go(130, Event(at(130), "erp", "note", "1"))
    assert story.said("ticked") == ["确认 ERP 收单"]
    assert checks_made(story.run) == ("state_done",)
    assert story.now_doing == "pull", "a tick further on does not jump over what is to be done by hand"


def test_what_a_person_opens_again_the_machine_leaves_to_people() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.go(130, Event(at(130), "erp", "note", "1"))
    assert story.do(131, do.ReopenStep, step="push", why="ERP 里状态不对") is None
    story.go(132)
    assert {one.step.id: one.state for one in standing(story.run)}["push"] is StepState.TODO


def test_a_step_that_runs_over_its_time_is_noted_once_at_its_due_time() -> None:
    """S49, S48."""
    story = Story()
    story.do(125, do.Acknowledge)
    for minutes in (129.9, 130, 131, 140):
        story.go(minutes)
    late = [mark for mark in story.run.marks if mark.did is Did.LATE]
    assert [(mark.step, mark.at) for mark in late] == [("pull", at(130))]
    assert story.said("step_late") == ["重新拉取"]


def test_a_late_look_finds_the_same_late_steps_as_a_punctual_one() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.do(150, do.FinishStep, step="pull")  # nobody had looked since 125
    assert [(mark.step, mark.at) for mark in story.run.marks if mark.did is Did.LATE] == [("pull", at(130))]


def test_the_clock_of_a_step_stands_while_the_case_is_paused() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.do(126, do.Pause, why="等客户", who="客户", until=at(186))
    story.go(140)
    assert not story.said("step_late")
    story.do(146, do.Resume)
    story.go(149.9)
    assert not story.said("step_late")
    story.go(150)
    assert story.said("step_late") == ["重新拉取"]


def test_two_people_on_one_case_learn_who_did_the_step_first() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    assert story.do(126, do.FinishStep, step="pull") is None
    answer = story.do(127, do.FinishStep, LIN, step="pull")
    assert isinstance(answer, Conflict)
    assert (answer.winner, answer.why) == ("赵一鸣", "“重新拉取”已由 赵一鸣 11:06 完成")
    assert story.do(128, do.FinishStep, LIN, step="it", text="好了") is None, "another step is nobody's but hers"


def test_to_do_a_step_of_ones_own_case_is_to_answer_for_it() -> None:
    story = Story()
    owner = story.case.handling.owner
    assert owner == "lin"
    assert story.do(125, do.FinishStep, LIN, step="pull") is None
    assert story.case.handling.acknowledged_at == at(125)
    other = Story()
    other.do(125, do.FinishStep, step="pull")
    assert (other.case.handling.owner, other.case.handling.acknowledged_at) == ("lin", None), "helping out takes nobody's case away"


def test_an_undone_step_is_to_do_again_and_another_s_work_stays() -> None:
    """D15."""
    story = Story()
    story.do(125, do.Acknowledge)
    story.do(126, do.FinishStep, step="pull")
    undone = f"a{story.number}"
    story.go(126.2, Event(at(126.2), "erp", "note", "1"))
    assert story.do(126.5, do.Undo, action=undone) is None
    assert story.now_doing == "pull"
    assert story.said("ticked") == ["确认 ERP 收单"]
    assert checks_made(story.run) == ("state_done",), "what the machine saw in between stays seen"


def test_a_skipped_step_needs_a_reason_and_makes_no_closing_check() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    assert isinstance(story.do(126, do.SkipStep, step="tell", why=""), Refused)
    assert story.do(126, do.SkipStep, step="tell", why="客户已退款") is None
    assert checks_made(story.run) == ()


def test_steps_fill_the_three_checks_of_a_breached_case() -> None:
    """S63."""
    story = Story()
    story.do(125, do.Acknowledge)
    story.go(300)
    assert story.case.breached_at is not None
    story.do(301, do.FinishStep, step="tell", text="旺旺 14:03，同意等到今晚")
    answer = story.do(302, do.Resolve, checks=("archived",))
    assert isinstance(answer, Refused)
    assert answer.why.endswith("还差：状态完成")
    story.go(303, Event(at(303), "erp", "note", "1"))
    assert story.do(304, do.Resolve, checks=("archived",)) is None
    assert story.case.handling.checks == ("state_done", "customer_told", "archived")


def test_an_unknown_cause_opens_the_five_checks_and_gives_way_when_the_cause_is_found() -> None:
    """S61."""
    story = Story(refused=False)
    story.erp(refused=False, seen=125)
    story.do(125, do.Acknowledge)
    assert story.run.playbook.id == "five"
    story.do(126, do.FinishStep, step="look")
    story.erp(refused=True, seen=127)
    story.go(128)
    assert story.run.playbook.id == "gap"
    assert story.said("playbook") == ["五步排查", "系统断层"]
    answer = story.do(129, do.FinishStep, step="moved")
    assert isinstance(answer, Refused)
    assert "系统断层" in answer.why


def test_a_known_cause_that_goes_leaves_people_with_the_steps_they_have_begun() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.do(126, do.FinishStep, step="pull")
    story.erp(refused=False, seen=130)
    story.go(131)
    assert story.run.playbook.id == "gap"


def test_a_closed_case_takes_no_more_steps() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.do(126, do.Resolve, checks=("state_done", "customer_told", "archived"))
    assert isinstance(story.do(127, do.FinishStep, LIN, step="pull"), Conflict)


def test_all_steps_done_leaves_none_to_do() -> None:
    run = marked(Run(GAP, T0), [Mark(step.id, step.id, Did.DONE, at(1)) for step in GAP.steps])
    assert current(run) is None


@pytest.mark.parametrize("did", [Did.DONE, Did.TICKED, Did.SKIPPED])
def test_who_finished_a_step_first_counts(did: Did) -> None:
    run = marked(Run(GAP, T0), [Mark("b", "pull", Did.DONE, at(5), "林晓"), Mark("a", "pull", did, at(3), "赵一鸣")])
    assert standing(run)[0].ended == Mark("a", "pull", did, at(3), "赵一鸣")


def test_a_reopened_step_has_its_whole_time_again() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.do(126, do.FinishStep, step="pull")
    story.do(129, do.ReopenStep, step="pull")
    found = current(story.run)
    assert found is not None
    assert (found.step.id, found.begun) == ("pull", at(129))


def test_what_was_opened_again_is_no_longer_looked_after() -> None:
    story = Story()
    story.do(125, do.Acknowledge)
    story.do(126, do.FinishStep, step="pull")
    story.erp(refused=False, seen=127)
    story.go(127)
    story.do(128, do.ReopenStep, step="it", why="又断了")
    story.erp(refused=True, seen=128)
    story.go(129)
    assert story.state.next_at is not None
    assert story.state.next_at > at(129) + LOOK_AGAIN


def test_an_order_that_moves_on_ticks_the_step_that_waits_for_it() -> None:
    story = Story(refused=False)
    story.erp(refused=False, seen=125)
    story.do(125, do.Acknowledge)
    assert not story.said("ticked")
    story.go(130, Event(at(130), "tmall", "accepted", "1"))
    assert story.said("ticked") == ["确认往前走"]
