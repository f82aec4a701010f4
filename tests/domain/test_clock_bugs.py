"""Does the law of the ledger catch what it should? Each bug here is one that somebody could write."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import Phase, given, settings

from ordertower_desktop.domain.clock import Clock, ClockKind, Pause
from ordertower_desktop.domain.terms import Change, Running, Terms, constant
from tests.domain.clock_life import Life
from tests.domain.test_clock_law import Steps, live, lives

HUNT = settings(max_examples=600, phases=(Phase.generate,), database=None, derandomize=True)


class RewritesThePast(Life):
    """Counts everything by the limits and calendars of today, as if they had always been."""

    def terms(self) -> Terms:
        return constant(self.limits[-1].value, self.calendars[-1].value)


class MovesWhoShouldKeep(Life):
    """只对新单 and 对全部未结 are the same to it."""

    def terms(self) -> Terms:
        moved = super().terms()
        return replace(moved, limits=tuple(replace(change, running=Running.MOVE) for change in moved.limits))


class KeepsWhoShouldMove(Life):
    """An edit of a calendar never reaches a clock at work."""

    def terms(self) -> Terms:
        kept = super().terms()
        return replace(kept, calendars=tuple(replace(change, running=Running.KEEP) for change in kept.calendars))


class ForgetsAllButTheLastEdit(Life):
    """Reads only the version in force when it starts again."""

    def terms(self) -> Terms:
        return Terms(tuple(self.limits[-1:]), tuple(self.calendars[-1:]), tuple(self.rushes))


class RushBySnapshot(Life):
    """A changed plan is believed to have been the plan from the beginning."""

    def terms(self) -> Terms:
        return replace(super().terms(), rushes=tuple(Change(change.value) for change in self.rushes[-1:]))


class RushStays(Life):
    """What a promotion allowed does not end with it."""

    def terms(self) -> Terms:
        ever = timedelta(days=400)
        plans = [replace(plan, value=tuple(replace(rush, end=rush.end + ever) for rush in plan.value)) for plan in self.rushes]
        return replace(super().terms(), rushes=tuple(plans))


class LosesAnOpenPause(Life):
    """A pause that nobody ended is not kept."""

    def kept_pauses(self) -> tuple[Pause, ...]:
        return tuple(one for one in self.pauses if one.end is not None)


class PausesForEver(Life):
    """The longest time of a pause is forgotten."""

    def kept_pauses(self) -> tuple[Pause, ...]:
        return tuple(replace(one, until=None) for one in self.pauses)


class OnlyTheLastPause(Life):
    """Every pause takes the place of the one before."""

    def kept_pauses(self) -> tuple[Pause, ...]:
        return tuple(self.pauses[-1:])


class AddsToANumber(Life):
    """Keeps the due time and moves it by what it believes has changed, instead of reckoning it."""

    def running(self) -> dict[ClockKind, Clock]:
        stood = sum((one.stretch(self.now)[1] - one.start for one in self.pauses), timedelta())
        return {kind: self._moved(clock, stood) for kind, clock in super().running().items()}

    def _moved(self, clock: Clock, stood: timedelta) -> Clock:
        if clock.limit is None or clock.start is None:
            return clock
        bare = replace(clock, pauses=())
        due: datetime = clock.start + clock.limit + stood
        return replace(bare, pauses=clock.pauses, due_at=due)


BUGS = [
    RewritesThePast, MovesWhoShouldKeep, KeepsWhoShouldMove, ForgetsAllButTheLastEdit, RushBySnapshot, RushStays, LosesAnOpenPause,
    PausesForEver, OnlyTheLastPause, AddsToANumber,
]  # fmt: skip


@pytest.mark.parametrize("bug", BUGS)
def test_the_law_catches(bug: type[Life]) -> None:
    @HUNT
    @given(lives)
    def hunt(told: Steps) -> None:
        live(bug(), told)

    with pytest.raises(AssertionError):
        hunt()
