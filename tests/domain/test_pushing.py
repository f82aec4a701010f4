"""推诿: handing on without doing anything is told apart from work that moves between departments (S68)."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.pushing import LONGEST_RUN, Pass, Push, Way, passes, pushes
from ordertower_desktop.domain.timeline import DeskEntry
from tests.domain.clock_kit import local, order, paid, told

NOW = local("11-12 20:00")
OPENED = DeskEntry(local("11-12 11:00"), "", "入池", "opened")


def hand(at: str, who: str, to: str) -> DeskEntry:
    return DeskEntry(local(f"11-12 {at}"), who, "", "hand_over", to)


def did(at: str, who: str, what: str) -> DeskEntry:
    return DeskEntry(local(f"11-12 {at}"), who, "", what)


def found(*entries: DeskEntry) -> list[Push]:
    return list(pushes(passes(paid(), (OPENED, *entries), NOW)))


def test_what_is_given_back_untouched_is_pushed_away_with_both_hand_overs_as_evidence() -> None:
    (one,) = found(hand("12:00", "赵一鸣", "仓库"), hand("14:30", "周凯", "客服"))
    assert (one.way, one.giver, one.taker) == (Way.BACK, "仓库", "客服")
    assert (one.since, one.at) == (local("11-12 12:00"), local("11-12 14:30"))
    assert (one.given_by, one.by) == ("赵一鸣", "周凯")


def test_what_was_worked_on_in_between_is_no_push() -> None:
    there = hand("12:00", "赵一鸣", "仓库")
    took = DeskEntry(local("11-12 13:00"), "周凯", "", "acknowledge", "仓库")
    back = hand("14:30", "周凯", "客服")
    assert found(there, did("13:00", "周凯", "finish_step"), back) == []
    assert len(found(there, took, did("13:01", "周凯", "note"), back)) == 1, "words are no work"


def test_the_order_s_own_progress_is_work() -> None:
    moved = order(told("11-12 10:00", "payment_approved"), told("11-12 13:00", "accepted", source="erp"))
    both = (OPENED, hand("12:00", "赵一鸣", "IT"), hand("14:30", "吴桐", "客服"))
    assert list(pushes(passes(moved, both, NOW))) == []


def test_the_third_department_in_a_row_that_passes_it_on_pushes_it_away() -> None:
    (one,) = found(hand("12:00", "赵", "IT"), hand("13:00", "吴", "仓库"), hand("14:00", "周", "采购"))
    assert (one.way, one.giver, one.taker) == (Way.ON, "仓库", "采购")


def test_a_hand_over_that_was_taken_back_never_was() -> None:
    assert found(hand("12:00", "赵一鸣", "仓库"), did("12:00", "赵一鸣", "undo"), hand("14:30", "周凯", "客服")) == []


def test_it_lies_until_somebody_works_on_it_or_passes_it_on() -> None:
    entries = (
        OPENED,
        hand("12:00", "赵", "仓库"),
        hand("14:00", "周", "IT"),
        did("17:00", "吴", "finish_step"),
        hand("18:00", "吴", "采购"),
    )
    assert [one.lay for one in passes(paid(), entries, NOW)] == [timedelta(hours=2), timedelta(hours=3), None]


def test_people_of_one_department_hand_over_among_themselves() -> None:
    assert passes(paid(), (OPENED, hand("12:00", "赵", "客服"), hand("13:00", "林", "客服")), NOW) == ()


PARTIES = st.sampled_from(["客服", "仓库", "IT", "采购"])


@given(st.lists(st.tuples(PARTIES, st.sampled_from(["", "", "finish_step", "note"])), max_size=8))
def test_law_a_push_is_always_a_hand_over_without_work_before_it(steps: list[tuple[str, str]]) -> None:
    entries = [OPENED]
    for place, (to, work) in enumerate(steps):
        at = local("11-12 12:00") + timedelta(minutes=20 * place)
        entries += [DeskEntry(at, f"p{place}", "", "hand_over", to)]
        entries += [DeskEntry(at + timedelta(minutes=5), f"p{place}", "", work)] if work else []
    handed = passes(paid(), entries, NOW)
    assert all(one.giver != one.taker for one in handed)
    assert all(a.taker == b.giver for a, b in pairwise(handed))
    idle = {one.at: one for one in handed if not one.worked}
    told_ = list(pushes(handed))
    assert {one.at for one in told_} <= idle.keys()
    assert all(one.at in {t.at for t in told_} for one in _third(handed)), "nobody passes on for the third time unseen"


def _third(handed: tuple[Pass, ...]) -> list[Pass]:
    run, late = 1, []
    for one in handed[1:]:
        run = 1 if one.worked else run + 1
        late += [one] if run > LONGEST_RUN else []
    return late
