"""An order's way through rules, clocks and chain, with a clock in the hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ordertower_desktop.domain import actions as do
from ordertower_desktop.domain.calendar import ALWAYS
from ordertower_desktop.domain.case import Case, CaseState
from ordertower_desktop.domain.effect import Assigned, Breached, Closed, Effect, Opened, Quiet, StepDue
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.floor import Floor, floor_of
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.people import Actor, Person, Presence, Role
from ordertower_desktop.domain.rule_reader import rule_book
from ordertower_desktop.domain.step import Act, Arrival, State, is_late, pass_time, step

T0 = datetime(2025, 11, 12, 1, 0, tzinfo=UTC)
ZHAO = Person("zhao", "赵一鸣", Role.AGENT, backup="wang")
WANG = Person("wang", "王芳", Role.AGENT, post="backup")
RULES = {
    "rule": [
        {"id": "R03", "name": "接单慢", "state": "on", "kind": "accept_overdue", "on_delay": "2min", "off_delay": "5min",
         "when": {"since": "payment_approved", "over": "2h", "without": "accepted"}},
    ]
}  # fmt: skip


def floor(*people: Person) -> Floor:
    return floor_of(rule_book(RULES).rules, {"always": ALWAYS}, people)


class Story:
    """One order and a clock in the hand."""

    def __init__(self, *people: Person) -> None:
        self.floor = floor(*people)
        self.state = State(Order("1"))
        self.effects: list[Effect] = []

    def at(self, minutes: float, arrival: Arrival = None) -> Case | None:
        now = T0 + timedelta(minutes=minutes)
        known = self.state.order if arrival is None or isinstance(arrival, Act) else absorb(self.state.order, (arrival,))
        late = is_late(replace(self.state, order=known), now, floor=self.floor)
        self.state, effects, answer = step(self.state, now, arrival, floor=self.floor)
        assert answer is None, answer
        assert isinstance(arrival, Act) or late == (self.state.case is not None and self.state.case.open)
        self.effects = list(effects)
        return self.state.case

    def told(self, name: str, minutes: float) -> Case | None:
        return self.at(minutes, Event(T0 + timedelta(minutes=minutes), "tmall", name, "1"))

    def did(self, kind: type) -> list[Effect]:
        return [effect for effect in self.effects if isinstance(effect, kind)]


def paid(*people: Person) -> Story:
    story = Story(*people)
    assert story.told("payment_approved", 0) is None
    return story


def test_a_case_opens_when_the_rule_has_been_true_for_its_delay() -> None:
    story = paid(ZHAO)
    assert story.state.next_at == T0 + timedelta(hours=2)
    assert story.at(120) is None
    assert story.state.next_at == T0 + timedelta(minutes=122)
    case = story.at(122)
    assert case is not None
    assert story.did(Opened)
    assert case.handling.owner == "zhao"


def test_the_clock_breaches_once_at_its_moment_and_the_chain_starts() -> None:
    story = paid(ZHAO)
    story.at(122)
    assert not story.did(StepDue)
    story.at(239.99)
    assert not story.did(Breached)
    story.at(240)
    assert [effect.due_at for effect in story.did(Breached)] == [T0 + timedelta(hours=4)]  # type: ignore[attr-defined]
    assert [effect.due.index for effect in story.did(StepDue)] == [0]  # type: ignore[attr-defined]
    story.at(241)
    assert not story.effects
    assert story.state.next_at == T0 + timedelta(minutes=245)


def test_every_step_is_taken_once_and_the_backup_takes_over_after_a_quarter_of_an_hour() -> None:
    """S53."""
    story = paid(ZHAO, WANG)
    story.at(122)
    taken = []
    for minute in range(240, 490):
        story.at(minute)
        taken += [(minute, effect.due.index) for effect in story.did(StepDue)]  # type: ignore[attr-defined]
    assert taken == [(240, 0), (245, 1), (250, 2), (255, 3), (480, 4)]
    assert story.state.case is not None
    assert story.state.case.handling.owner == "wang"


def test_who_answers_stops_the_chain() -> None:
    story = paid(ZHAO)
    story.at(122)
    story.at(241)
    assert story.state.case is not None
    case = story.at(243, Act(do.Acknowledge(id="a", case=story.state.case.id), Actor("zhao", "赵一鸣", Role.AGENT)))
    assert story.did(Quiet)
    story.at(600)
    assert not story.did(StepDue)
    assert case is not None


def test_what_clears_unclaimed_recovers_after_the_off_delay() -> None:
    story = paid(ZHAO)
    story.at(122)
    case = story.told("accepted", 130)
    assert case is not None
    assert case.open
    assert story.state.next_at == T0 + timedelta(minutes=135)
    case = story.at(135)
    assert case is not None
    assert case.handling.state is CaseState.RECOVERED
    assert story.did(Closed)


def test_what_clears_when_claimed_waits_for_its_owner() -> None:
    story = paid(ZHAO)
    story.at(122)
    assert story.state.case is not None
    story.at(123, Act(do.Acknowledge(id="a", case=story.state.case.id), Actor("zhao", "赵一鸣", Role.AGENT)))
    story.told("accepted", 130)
    case = story.at(135)
    assert case is not None
    assert case.open
    assert case.cleared_at == T0 + timedelta(minutes=135)


def test_a_person_who_closed_a_case_is_not_asked_again_about_the_same() -> None:
    story = paid(ZHAO)
    story.at(122)
    assert story.state.case is not None
    first = story.state.case.id
    story.at(123, Act(do.Resolve(id="a", case=first), Actor("zhao", "赵一鸣", Role.AGENT)))
    case = story.at(300)
    assert case is not None
    assert (case.id, case.open) == (first, False)


def test_a_case_with_nobody_on_duty_waits_in_the_queue_of_its_post_and_gets_the_first_who_comes() -> None:
    """S39."""
    story = paid(Person("zhao", "赵一鸣", Role.AGENT, presence=Presence.OFF))
    case = story.at(122)
    assert case is not None
    assert case.handling.owner == ""
    assert story.did(Assigned) == [Assigned(case.id, "", "agent")]
    story.at(123)
    assert not story.did(Assigned)
    story.floor = floor(ZHAO)
    case = story.at(124)
    assert case is not None
    assert case.handling.owner == "zhao"


def test_looking_only_when_next_at_says_so_gives_the_same_as_looking_every_minute() -> None:
    """The indexed `next_at` is enough: no moment is missed."""
    lazy, busy = paid(ZHAO, WANG), paid(ZHAO, WANG)
    for minute in range(1, 500):
        busy.at(minute)
        if lazy.state.next_at is not None and lazy.state.next_at <= T0 + timedelta(minutes=minute):
            lazy.at(minute)
    assert lazy.state.case == busy.state.case


def test_time_alone_changes_nothing_before_next_at() -> None:
    story = paid(ZHAO)
    before = story.state
    after, effects = pass_time(before, T0 + timedelta(minutes=119), floor=story.floor)
    assert (after.case, effects) == (before.case, ())
