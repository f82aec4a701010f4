"""A rule of the floor: data that people edit, the screen prints and the log names."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.aggregate import Rate
from ordertower_desktop.domain.condition import All, AnyOf, Before, Condition, Not
from ordertower_desktop.domain.kind import Severity
from ordertower_desktop.domain.specialise import limited


class RuleState(StrEnum):
    """A draft is judged only by back-tests; a shadow is judged live but opens nothing."""

    DRAFT = "draft"
    SHADOW = "shadow"
    ON = "on"


RULE_STATE_NAMES = {RuleState.DRAFT: "草稿", RuleState.SHADOW: "影子", RuleState.ON: "启用"}


@dataclass(frozen=True, slots=True)
class Exemption:
    """Orders that match are left alone until `until` (None: for good); somebody answers for it, with a reason."""

    match: Condition
    until: datetime | None
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Override:
    """Orders that match have other limits (S22, S25): `over` for every limit since an event or in a stage, `ahead` for deadlines."""

    match: Condition
    over: timedelta | None = None
    ahead: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Sla:
    """What should have happened by when: `within` after `since` on a calendar, or the moment in the field `by`."""

    within: timedelta | None = None
    since: str = ""
    by: str = ""
    calendar: str = "always"


@dataclass(frozen=True, slots=True)
class Rule:
    """`when` is judged of each order; a rule over a `rate` is judged of groups of orders instead (`aggregate`).

    `scope` says which orders it is about at all, `overrides` who has other limits; `mute` is the tag whose bearers are not chased.
    `on_delay` and `off_delay` belong to the case: the rule itself is true or not.
    """

    id: str
    name: str
    when: Condition
    kind: str = "other"
    state: RuleState = RuleState.ON
    severity: Severity = Severity.WARNING
    scope: Condition | None = None
    rate: Rate | None = None
    overrides: tuple[Override, ...] = ()
    exempt: tuple[Exemption, ...] = ()
    on_delay: timedelta = timedelta()
    off_delay: timedelta = timedelta()
    policy: str = ""
    sla: Sla | None = None
    actions: tuple[str, ...] = ()
    cause: str = ""
    mute: str = "no_nudge"
    note: str = ""

    @property
    def subject(self) -> Condition:
        """Which orders the rule is about: those in its scope that no exemption covers."""
        parts: list[Condition] = [] if self.scope is None else [self.scope]
        parts += [Not(_exempts(one)) for one in self.exempt]
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    @property
    def effective(self) -> Condition:
        """Scope, exemptions and overrides told as one condition: true of exactly the orders that the rule hits."""
        within = _with_overrides(self.when, self.overrides)
        return within if self.scope is None and not self.exempt else All((self.subject, within))


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of a floor under one version."""

    rules: tuple[Rule, ...] = ()
    version: str = ""

    def rule(self, key: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == key), None)


def _exempts(exemption: Exemption) -> Condition:
    return exemption.match if exemption.until is None else All((exemption.match, Before(exemption.until)))


def _with_overrides(when: Condition, overrides: tuple[Override, ...]) -> Condition:
    """The first override that matches sets the limits; an order that none matches keeps the rule's own."""
    if not overrides:
        return when
    others = tuple(Not(one.match) for one in overrides)
    cases = [All((*others[:i], one.match, limited(when, over=one.over, ahead=one.ahead))) for i, one in enumerate(overrides)]
    return AnyOf((*cases, All((*others, when))))
