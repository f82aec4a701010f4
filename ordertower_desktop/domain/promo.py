"""A promotion (大促): other limits and more exemptions for as long as it lasts, put on together and off by themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ordertower_desktop.domain.condition import All, Before, Condition, Not
from ordertower_desktop.domain.limits import Limited
from ordertower_desktop.domain.rule import Exemption, Override, Rule
from ordertower_desktop.domain.specialise import limited
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.terms import Rush

EVERY_RULE = "*"


class Phase(StrEnum):
    """Where a promotion stands at a moment."""

    AHEAD = "ahead"
    ON = "on"
    OVER = "over"


PHASE_NAMES = {Phase.AHEAD: "未开始", Phase.ON: "进行中", Phase.OVER: "已结束"}


@dataclass(frozen=True, slots=True)
class Spare:
    """Orders that match are left alone by these rules (`*`: by every rule) while the promotion lasts."""

    rules: tuple[str, ...]
    match: Condition
    why: str

    def names(self, rule: str) -> bool:
        return EVERY_RULE in self.rules or rule in self.rules


@dataclass(frozen=True, slots=True)
class Promo:
    """From `begin` up to, not including, `end`; `by` answers for it. `limits`: rule -> how long things may take meanwhile.

    `clocks` and `calendars` are what clocks are under meanwhile (`Rush`).
    """

    id: str
    name: str
    begin: datetime
    end: datetime
    by: str
    limits: Mapping[str, timedelta]
    spares: tuple[Spare, ...] = ()
    note: str = ""
    clocks: Mapping[Stage | Limited, timedelta] = field(default_factory=dict)
    calendars: Mapping[str, str] = field(default_factory=dict)

    @property
    def rush(self) -> Rush:
        """What it makes of clocks."""
        return Rush(self.name, self.begin, self.end, self.clocks, self.calendars)

    def phase(self, now: datetime) -> Phase:
        if now < self.begin:
            return Phase.AHEAD
        return Phase.ON if now < self.end else Phase.OVER

    @property
    def meanwhile(self) -> Condition:
        """True of every order while the promotion lasts."""
        return All((Not(Before(self.begin)), Before(self.end)))

    def touches(self, rule: str) -> bool:
        return rule in self.limits or any(spare.names(rule) for spare in self.spares)

    def on(self, rule: Rule) -> Rule:
        """The rule with what the promotion makes of it.

        Whoever has a limit of their own by the rule keeps it: a promise to a few is not undone by a rush.
        """
        over = self.limits.get(rule.id)
        overrides = rule.overrides if over is None else (*rule.overrides, Override(self.meanwhile, over=over))
        spared = [Exemption(All((Not(Before(self.begin)), one.match)), self.end, self.by, self._reason(one)) for one in self._of(rule)]
        return replace(rule, overrides=overrides, exempt=(*rule.exempt, *spared))

    def _of(self, rule: Rule) -> Iterable[Spare]:
        return (spare for spare in self.spares if spare.names(rule.id))

    def _reason(self, spare: Spare) -> str:
        return f"{self.name}：{spare.why}"


def relaxable(rule: Rule) -> bool:
    """True when the rule has a limit, since an event or in a stage, that a promotion can replace."""
    return limited(rule.when, over=timedelta(hours=1)) != limited(rule.when, over=timedelta(hours=2))


def with_promos(rules: Iterable[Rule], promos: Sequence[Promo]) -> tuple[Rule, ...]:
    """Every rule as it is with these promotions; where two meet, the one that stands first has its limit."""
    found = tuple(rules)
    for promo in promos:
        found = tuple(promo.on(rule) if promo.touches(rule.id) else rule for rule in found)
    return found
