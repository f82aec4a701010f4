"""What the rules say of one order now, and when they may say something else although nothing arrives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ordertower_desktop.domain.condition import Condition, Constant
from ordertower_desktop.domain.kind import Severity
from ordertower_desktop.domain.onset import onset
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule import Rule, RuleState
from ordertower_desktop.domain.specialise import specialise
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.truth import Check, Context, check

__all__ = ["Bench", "Context", "Judgement", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule is true of an order, since `since`. A muted one stays on the board and in the count, but nobody is chased (D13)."""

    rule_id: str
    kind: str
    severity: Severity
    since: datetime
    policy: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """`verdicts` open and keep cases, `shadows` only count; before `next_at` both stay as they are unless something arrives."""

    verdicts: tuple[Verdict, ...] = ()
    shadows: tuple[Verdict, ...] = ()
    next_at: datetime | None = None


@dataclass(frozen=True)
class Bench:
    """Rules made ready to judge many orders: for each stage only the rules that can be true there."""

    rules: tuple[Rule, ...]
    context: Context

    @cached_property
    def _ready(self) -> dict[Stage, tuple[tuple[Rule, Check], ...]]:
        return {}

    @cached_property
    def _conditions(self) -> Mapping[str, Condition]:
        return {rule.id: rule.effective for rule in self.rules if rule.rate is None}

    def at(self, stage: Stage) -> tuple[tuple[Rule, Check], ...]:
        """The rules that may be true of an order at `stage`, each with its compiled condition."""
        if stage not in self._ready:
            narrowed = [(rule, specialise(self._conditions[rule.id], stage)) for rule in self.rules if rule.rate is None]
            self._ready[stage] = tuple((rule, check(when, self.context)) for rule, when in narrowed if when != Constant(False))
        return self._ready[stage]

    def judge(self, order: Order, now: datetime) -> Judgement:
        """What the rules that are on, or shadows, say of `order`."""
        found: dict[RuleState, list[Verdict]] = {RuleState.ON: [], RuleState.SHADOW: []}
        turns: list[datetime] = []
        for rule, holds in self.at(order.stage):
            if rule.state is RuleState.DRAFT:
                continue
            value, until = holds(order, now)
            if until is not None:
                turns.append(until)
            if value:
                verdict = self._verdict(rule, order, now)
                found[rule.state].append(verdict)
                turns.append(verdict.since + rule.on_delay)
        next_at = min((at for at in turns if at > now), default=None)
        return Judgement(tuple(found[RuleState.ON]), tuple(found[RuleState.SHADOW]), next_at)

    def _verdict(self, rule: Rule, order: Order, now: datetime) -> Verdict:
        since = onset(self._conditions[rule.id], order, now, context=self.context)
        return Verdict(rule.id, rule.kind, rule.severity, since, rule.policy, bool(rule.mute) and rule.mute in order.tags)


def judge(order: Order, rules: Iterable[Rule], now: datetime, context: Context) -> Judgement:
    """Judge one order. For many, keep one `Bench`: it compiles the rules once."""
    return Bench(tuple(rules), context).judge(order, now)
