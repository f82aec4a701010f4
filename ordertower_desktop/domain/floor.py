"""The values that decide on this floor: rules, policies, limits, playbooks, people, whose turn it is, and how the sources are doing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.cause import SourceState
from ordertower_desktop.domain.consolidate import Merging
from ordertower_desktop.domain.escalation import DEFAULT, POLICIES, EscalationPolicy
from ordertower_desktop.domain.judge import Bench, Context
from ordertower_desktop.domain.lazy import lazy
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.ownfield import OwnField
from ordertower_desktop.domain.pack import Pack
from ordertower_desktop.domain.people import Person, answers_for, on_duty, turn_of
from ordertower_desktop.domain.post import Post, names
from ordertower_desktop.domain.preaudit import PreAudit
from ordertower_desktop.domain.presets import PRESETS
from ordertower_desktop.domain.priority import STAKES, Stakes
from ordertower_desktop.domain.roster import Roster
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.template import Template
from ordertower_desktop.domain.terms import Terms, constant


@dataclass(frozen=True)
class Floor:
    """Everything that `step` needs to know besides the order itself. `turns`: person -> number of the last turn taken.

    `past` is how limits and calendars came to be what they are; None where they always were. `strangers` are those of whom it was made
    without because what it is to decide lies in a warehouse that is not theirs.
    """

    bench: Bench
    rules: Mapping[str, Rule]
    policies: Mapping[str, EscalationPolicy] = field(default_factory=lambda: dict(POLICIES))
    limits: Limits = field(default_factory=Limits)
    people: tuple[Person, ...] = ()
    turns: Mapping[str, int] = field(default_factory=dict)
    templates: tuple[Template, ...] = ()
    sources: tuple[SourceState, ...] = ()
    packs: tuple[Pack, ...] = ()
    roster: Roster = field(default_factory=Roster)
    posts: Mapping[str, Post] = field(default_factory=lambda: PRESETS)
    pre_audit: PreAudit = field(default_factory=PreAudit)
    merging: Merging = field(default_factory=Merging)
    past: Terms | None = None
    strangers: frozenset[str] = frozenset()
    own: tuple[OwnField, ...] = ()
    stakes: Stakes = STAKES

    @lazy
    def terms(self) -> Terms:
        """What clocks are under, now and since they began."""
        return self.past or constant(self.limits, self.calendars)

    @lazy
    def post_names(self) -> Mapping[str, str]:
        """Post -> its name on this floor."""
        return names(self.posts)

    @property
    def calendars(self) -> Mapping[str, Calendar]:
        return self.bench.context.calendars

    def policy(self, name: str) -> EscalationPolicy:
        """The named policy, or this floor's default one where a rule names none that exists."""
        return self.policies.get(name) or self.policies.get(DEFAULT.id, DEFAULT)

    def person(self, key: str) -> Person | None:
        return next((person for person in self.people if person.id == key), None)

    def next_in_turn(self, post: str) -> Person | None:
        """The person of the post on duty whose last turn is longest ago, or None when nobody is here."""
        return turn_of(self.on_duty(post), self.turns)

    def on_duty(self, post: str) -> tuple[Person, ...]:
        """Everybody of a post who is here now, in a fixed order."""
        here = self._here.get(post)
        if here is None:
            here = self._here[post] = tuple(on_duty(self.people, post))
        return here

    @lazy
    def _here(self) -> dict[str, tuple[Person, ...]]:
        """Post -> who is on duty, as far as it has been asked for: a batch asks for the same few posts for each of its orders."""
        return {}

    def serving(self, warehouse: str) -> "Floor":
        """The floor as an order of this warehouse finds it: without those who see other warehouses only (S105)."""
        if not self._bound:
            return self
        found = self._served.get(warehouse)
        if found is None:
            away = frozenset(one.id for one in self._bound if not answers_for(one, warehouse))
            near = tuple(one for one in self.people if one.id not in away)
            found = self._served[warehouse] = replace(self, people=near, strangers=away)
        return found

    @lazy
    def _bound(self) -> tuple[Person, ...]:
        return tuple(one for one in self.people if one.warehouses)

    @lazy
    def _served(self) -> dict[str, "Floor"]:
        """Warehouse -> the floor for it, as far as it has been asked for."""
        return {}

    def after_turn(self, person: str) -> "Floor":
        """The floor after somebody took a turn."""
        return replace(self, turns={**self.turns, person: max(self.turns.values(), default=0) + 1})


def floor_of(
    rules: Iterable[Rule], calendars: Mapping[str, Calendar], people: Iterable[Person] = (), *, templates: tuple[Template, ...] = ()
) -> Floor:
    """A floor with the default policies and limits."""
    rules = tuple(rules)
    bench = Bench(rules, Context(calendars=calendars))
    return Floor(bench, {rule.id: rule for rule in rules}, people=tuple(people), templates=templates)
