"""Things done past the systems, attempts to reach somebody, and how much work is left: told by the case's own log."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.answer import Conflict, Refused
from ordertower_desktop.domain.apply import apply
from ordertower_desktop.domain.case import Case, Standing
from ordertower_desktop.domain.difficulty import group, minutes_left
from ordertower_desktop.domain.filling import remind, todo, unreachable_at
from ordertower_desktop.domain.people import Actor, Role
from ordertower_desktop.domain.playbook import Did, Mark, Playbook, PlaybookStep, Run
from ordertower_desktop.domain.triage import Triage

NOW = datetime(2025, 11, 12, 4, tzinfo=UTC)
ZHAO, LIN = Actor("zhao", "赵一鸣", Role.AGENT), Actor("lin", "林晓", Role.AGENT)
CASE = Case("c", "o", NOW, Triage.ROUTINE, "agent", standings=(Standing("R05", "ship_overdue", "warning", NOW),))
DONE = do.Improvise(id="i", case="c", what="手工开面单", why="WMS 停了")


def done(case: Case, action: do.CaseAction, *, actor: Actor = ZHAO, hours: float = 0) -> Case:
    made = apply(case, action, actor=actor, now=NOW + timedelta(hours=hours))
    assert isinstance(made, Case), made
    return made


def test_it_is_written_down_at_once_and_keeps_the_case_open_until_it_is_filled_in() -> None:
    """S65."""
    case = done(CASE, DONE)
    assert case.log[-1].sentence == "临时操作：手工开面单（WMS 停了）"
    assert case.handling.owner == "zhao", "whoever does it answers for it"
    for closing in (do.Resolve(id="r", case="c"), do.Archive(id="a", case="c")):
        refused = apply(case, closing, actor=ZHAO, now=NOW)
        assert refused == Refused("还有 1 个临时操作没有补录：手工开面单。先补录再结")
    assert todo(case, NOW) == "stopgap"
    after = done(case, do.FillIn(id="f", case="c", stopgap="i", text="运单已回填"), actor=LIN)
    assert (after.stopgaps[0].filled_by, after.stopgaps[0].text, todo(after, NOW)) == ("林晓", "运单已回填", "")
    assert not done(after, do.Resolve(id="r", case="c")).open
    twice = apply(after, do.FillIn(id="g", case="c", stopgap="i", text="再补"), actor=ZHAO, now=NOW)
    assert twice == Conflict("“手工开面单”已由 林晓 补录", "林晓")


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (do.Improvise(id="i", case="c", what=" ", why="x"), "临时操作要写明做了什么"),
        (do.Improvise(id="i", case="c", what="x", why=""), "临时操作要写明为什么"),
        (do.Improvise(id="i", case="c", what="长" * 301, why="x"), "临时操作的做了什么最多 300 字，现有 301 字"),
        (do.FillIn(id="f", case="c", stopgap="none", text="x"), "找不到这个临时操作，请刷新"),
    ],
)
def test_what_is_missing_is_said(action: do.CaseAction, why: str) -> None:
    assert apply(CASE, action, actor=ZHAO, now=NOW) == Refused(why)


def test_after_four_hours_everybody_is_reminded_once() -> None:
    """S65."""
    case = done(CASE, DONE)
    assert remind(case, NOW + timedelta(hours=3, minutes=59)) is case
    late = remind(case, NOW + timedelta(hours=9))
    assert (late.log[-1].sentence, late.log[-1].at) == ("临时操作 4 小时未补录：手工开面单", NOW + timedelta(hours=4))
    assert remind(late, NOW + timedelta(hours=10)) is late


def test_three_attempts_and_seven_days_make_one_unreachable() -> None:
    """S42."""
    case = CASE
    for number in range(2):
        case = done(case, do.Unreached(id=str(number), case="c", text="电话未接"), hours=number)
    assert unreachable_at(case) is None
    case = done(case, do.Unreached(id="3", case="c"), hours=2)
    week = NOW + timedelta(days=7)
    assert (unreachable_at(case), todo(case, week - timedelta(seconds=1)), todo(case, week)) == (week, "", "unreached")
    late = done(replace(case, log=case.log[:2]), do.Unreached(id="4", case="c"), hours=24 * 9)
    assert unreachable_at(late) == NOW + timedelta(days=9), "the third attempt has to have been made"


def test_what_only_has_to_be_closed_comes_first_and_open_steps_count_for_more_than_the_usual() -> None:
    """S42."""
    steps = tuple(PlaybookStep(str(i), str(i), "owner", timedelta(minutes=i)) for i in (10, 20))
    run = Run(Playbook("p", "p", steps), NOW, marks=(Mark("m", "10", Did.DONE, NOW),))
    cleared = replace(CASE, standings=(replace(CASE.standings[0], cleared_at=NOW),))
    found = [minutes_left(one, cause) for one, cause in ((cleared, ""), (CASE, "system_gap"), (CASE, "?"), (replace(CASE, run=run), "?"))]
    assert found == [1, 5, 9, 20]


def test_groups_work_side_by_side_and_none_has_the_other_s_cases() -> None:
    """S41."""
    of = (("ship_overdue", "system_gap"), ("address", "system_gap"), ("payment", ""), ("urged", "carrier_short"))
    assert [group(*one) for one in of] == ["A", "B", "C", ""]
