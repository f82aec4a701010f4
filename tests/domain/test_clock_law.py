"""The law of the ledger: whatever is paused, edited, planned, moved or restarted, what was used stays used and the sum is the due time."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from ordertower_desktop.domain.terms import Running
from tests.domain.clock_life import IDS, PATTERNS, Life

running = st.sampled_from(list(Running))
days = st.lists(st.integers(0, 9), max_size=3).map(tuple)
steps = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 30)),
    st.tuples(st.just("wait"), st.integers(1, 6)),
    st.tuples(st.just("pause"), st.one_of(st.none(), st.integers(1, 20))),
    st.tuples(st.just("resume")),
    st.tuples(st.just("edit_limit"), st.integers(1, 60), st.integers(1, 20), st.sampled_from([*IDS, "always"]), running),
    st.tuples(st.just("edit_calendar"), st.sampled_from(IDS), st.integers(0, len(PATTERNS) - 1), days, days, running),
    st.tuples(st.just("plan"), st.integers(0, 10), st.integers(1, 40), st.integers(1, 60), st.sampled_from([*IDS, "always"])),
    st.tuples(st.just("promise"), st.integers(0, 8)),
    st.tuples(st.just("restart")),
)
lives = st.lists(steps, min_size=1, max_size=16)
Steps = Sequence[tuple[Any, ...]]


def live(life: Life, told: Steps) -> None:
    life.check()
    for step in told:
        life.do(*step)


@settings(max_examples=120)
@given(lives)
def test_law_no_edit_changes_what_was_used_and_the_lines_make_the_due_time(told: Steps) -> None:
    live(Life(), told)


@pytest.mark.long
@seed(24)
@settings(max_examples=10_000, phases=(Phase.generate,))
@given(lives)
def test_law_ten_thousand_lives_of_pauses_edits_holidays_and_rushes_keep_it(told: Steps) -> None:
    live(Life(), told)
