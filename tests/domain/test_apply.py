"""What people may do to a case, told by examples."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.apply import Conflict, Refused, apply
from ordertower_desktop.domain.case import Case, CaseState, Standing
from ordertower_desktop.domain.escalation import DEFAULT, Chain
from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.domain.triage import Triage

NOW = datetime(2025, 11, 12, 6, 32, 8, tzinfo=UTC)
LIN, ZHAO = Actor("lin", "林晓", Role.AGENT), Actor("zhao", "赵一鸣", Role.AGENT)
BOSS, WALL = Actor("li", "李婷", Role.SUPERVISOR), Actor("wall", "大屏", Role.DISPLAY)
ALL_CHECKS = ("state_done", "customer_told", "archived")


def case(**more: object) -> Case:
    made = Case(
        "3901#1", "3901", NOW - timedelta(hours=1), Triage.ROUTINE, "agent", standings=(Standing("R03", "accept_overdue", "warning", NOW),)
    )
    return replace(made, **more)  # type: ignore[arg-type]


def chased() -> Case:
    made = case()
    return replace(made, handling=replace(made.handling, owner="zhao", chain=Chain(DEFAULT, NOW - timedelta(minutes=7), taken=2)))


def done(start: Case, action: do.CaseAction, actor: Actor = LIN, now: datetime = NOW) -> Case:
    made = apply(start, action, actor=actor, now=now)
    assert isinstance(made, Case), made
    return made


def test_who_takes_a_case_owns_it_and_its_alarms_stop() -> None:
    taken = done(chased(), do.Acknowledge(id="a", case="3901#1"))
    assert (taken.handling.owner, taken.handling.acknowledged_at, taken.first_response_at) == ("lin", NOW, NOW)
    assert taken.handling.chain is not None
    assert (taken.handling.chain.stopped_at, taken.handling.chain.stopped_by) == (NOW, "lin")
    assert taken.version == 2
    assert (taken.log[-1].who, taken.log[-1].what) == ("林晓", "acknowledge")


def test_the_second_to_take_it_learns_who_was_first() -> None:
    """P15."""
    taken = done(case(), do.Acknowledge(id="a", case="3901#1", version=1))
    late = apply(taken, do.Acknowledge(id="b", case="3901#1", version=1), actor=ZHAO, now=NOW)
    assert isinstance(late, Conflict)
    assert late.winner == "林晓"


def test_whoever_has_seen_the_owner_may_take_over() -> None:
    taken = done(case(), do.Acknowledge(id="a", case="3901#1", version=1))
    assert done(taken, do.Acknowledge(id="b", case="3901#1", version=taken.version), ZHAO).handling.owner == "zhao"


def test_a_note_never_meets_a_conflict() -> None:
    taken = done(case(), do.Acknowledge(id="a", case="3901#1", version=1))
    noted = done(taken, do.Note(id="b", case="3901#1", version=1, text="客户同意等到今晚"), ZHAO)
    assert noted.handling.owner == "lin"
    assert noted.log[-1].text == "客户同意等到今晚"


def test_a_closed_case_names_who_closed_it() -> None:
    closed = done(case(), do.Resolve(id="a", case="3901#1", checks=ALL_CHECKS))
    assert closed.handling.state is CaseState.RESOLVED
    late = apply(closed, do.Snooze(id="b", case="3901#1", until=NOW + timedelta(minutes=10), why="等"), actor=ZHAO, now=NOW)
    assert isinstance(late, Conflict)
    assert "林晓" in late.why
    assert done(closed, do.Reopen(id="c", case="3901#1")).open


@pytest.mark.parametrize("grave", [{"breached_at": NOW}, {"triage": Triage.URGENT}])
def test_a_breached_or_urgent_case_closes_only_with_three_checks(grave: dict[str, object]) -> None:
    """S63."""
    answer = apply(case(**grave), do.Resolve(id="a", case="3901#1", checks=("state_done",)), actor=LIN, now=NOW)
    assert isinstance(answer, Refused)
    assert "客户确认" in answer.why
    assert not done(case(**grave), do.Resolve(id="b", case="3901#1", checks=ALL_CHECKS)).open


def test_what_was_done_by_mistake_is_given_back_within_a_minute() -> None:
    """D15."""
    before = chased()
    taken = done(before, do.Acknowledge(id="a", case="3901#1"))
    back = done(taken, do.Undo(id="u", case="3901#1", action="a"), now=NOW + timedelta(seconds=60))
    assert back.handling == before.handling
    assert back.version > taken.version
    late = apply(taken, do.Undo(id="u", case="3901#1", action="a"), actor=LIN, now=NOW + timedelta(seconds=61))
    assert isinstance(late, Refused)
    assert isinstance(apply(taken, do.Undo(id="u", case="3901#1", action="a"), actor=ZHAO, now=NOW), Refused)


def test_an_undo_never_covers_what_came_after() -> None:
    taken = done(case(), do.Acknowledge(id="a", case="3901#1"))
    passed = done(taken, do.HandOver(id="b", case="3901#1", version=taken.version, to="zhao"))
    assert isinstance(apply(passed, do.Undo(id="u", case="3901#1", action="a"), actor=LIN, now=NOW), Conflict)


def test_a_step_that_was_taken_meanwhile_stays_taken_after_an_undo() -> None:
    start = chased()
    quiet = done(start, do.MarkVerdict(id="a", case="3901#1", true=False))
    assert quiet.handling.chain is not None
    further = replace(quiet, handling=replace(quiet.handling, chain=replace(quiet.handling.chain, taken=3)))
    back = done(further, do.Undo(id="u", case="3901#1", action="a"))
    assert back.handling.chain is not None
    assert back.handling.chain.taken == 3


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (do.Snooze(id="a", case="3901#1", until=NOW, why="等"), "晚于现在"),
        (do.Snooze(id="a", case="3901#1", until=NOW + timedelta(hours=1), why=" "), "原因"),
        (do.Pause(id="a", case="3901#1", why="等客户", who="", until=NOW + timedelta(hours=1)), "在等谁"),
        (do.Pause(id="a", case="3901#1", why="等客户", who="客户", until=NOW + timedelta(days=8)), "最长 7 天"),
        (do.Resume(id="a", case="3901#1"), "没有在暂停"),
        (do.HandOver(id="a", case="3901#1", to=" "), "转派给谁"),
        (do.Note(id="a", case="3901#1", text=""), "空的"),
        (do.Resolve(id="a", case="3901#1", checks=("magic",)), "magic"),
        (do.Force(id="a", case="3901#1", why="客户在等"), "主管"),
        (do.Reopen(id="a", case="3901#1"), "未结"),
        (do.Undo(id="a", case="3901#1", action="never"), "没有可撤销"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(action: do.CaseAction, says: str) -> None:
    answer = apply(case(), action, actor=LIN, now=NOW)
    assert isinstance(answer, Refused)
    assert says in answer.why


def test_a_pause_holds_until_it_is_ended() -> None:
    held = done(case(), do.Pause(id="a", case="3901#1", why="等客户确认地址", who="客户", until=NOW + timedelta(hours=2)))
    assert isinstance(
        apply(held, do.Pause(id="b", case="3901#1", why="x", who="y", until=NOW + timedelta(hours=1)), actor=LIN, now=NOW), Refused
    )
    going = done(held, do.Resume(id="c", case="3901#1"), now=NOW + timedelta(minutes=45))
    assert going.handling.pauses[0].end == NOW + timedelta(minutes=45)


def test_a_supervisor_may_force_and_a_wall_may_do_nothing() -> None:
    assert done(case(), do.Force(id="a", case="3901#1", why="客户在等"), BOSS).log[-1].what == "force"
    assert isinstance(apply(case(), do.Note(id="a", case="3901#1", text="hi"), actor=WALL, now=NOW), Refused)
