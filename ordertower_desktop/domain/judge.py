"""What the rules say of one order now, and when they may say something else although nothing arrives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ordertower_desktop.domain.condition import Condition
from ordertower_desktop.domain.crowd import Reach, reaches
from ordertower_desktop.domain.kind import Severity
from ordertower_desktop.domain.lazy import lazy
from ordertower_desktop.domain.onset import Onset, onset
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rule import Rule, RuleState
from ordertower_desktop.domain.specialise import FAILS, mentioned, read, specialise
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.truth import Check, Context, check

__all__ = ["Bench", "Candidate", "Context", "Judgement", "Ready", "Verdict", "judge"]


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


class Candidate(NamedTuple):
    """A rule that may be true, compiled, with the events and `.fields` that its truth depends on."""

    rule: Rule
    holds: Check
    depends: frozenset[str]


class Ready(NamedTuple):
    """Every rule that may be true of orders in one situation, and the keys of those rules."""

    candidates: tuple[Candidate, ...] = ()
    keys: frozenset[str] = frozenset()


MOST_SITUATIONS = 4096


@dataclass(frozen=True)
class Bench:
    """Rules made ready to judge many orders: for each stage and set of known events only the rules that can be true there."""

    rules: tuple[Rule, ...]
    context: Context

    @lazy
    def _judged(self) -> tuple[tuple[Rule, Condition, frozenset[str]], ...]:
        return tuple((rule, rule.effective, mentioned(rule.effective)) for rule in self.rules if rule.rate is None)

    @lazy
    def _onsets(self) -> Mapping[str, Onset]:
        return {rule.id: onset(condition, self.context) for rule, condition, _ in self._judged}

    @lazy
    def _depends(self) -> Mapping[str, frozenset[str]]:
        return {rule.id: events | {f".{field}" for field in read(condition)} for rule, condition, events in self._judged}

    @lazy
    def _mentioned(self) -> frozenset[str]:
        return frozenset().union(*(events for _, _, events in self._judged))

    @lazy
    def reaches(self) -> Mapping[tuple[str, str], Reach]:
        """(event, field) -> how far the rules look over what orders have in common by it."""
        return reaches(self.rules)

    @lazy
    def _compiled(self) -> dict[tuple[str, Stage, frozenset[str]], Check | None]:
        return {}

    @lazy
    def _checks(self) -> dict[Condition, Check]:
        return {}

    @lazy
    def _situations(self) -> dict[tuple[Stage, frozenset[str]], Ready]:
        return {}

    def ready(self, order: Order) -> Ready:
        """The rules that may be true of an order standing like this one, each with its compiled condition."""
        situation = order.stage, self._mentioned.intersection(order.moments)
        found = self._situations.get(situation)
        if found is None:
            if len(self._situations) >= MOST_SITUATIONS:  # a hostile log could otherwise name ever new sets of events
                self._situations.clear()
            found = self._situations[situation] = self._gather(*situation)
        return found

    def _gather(self, stage: Stage, known: frozenset[str]) -> Ready:
        made = ((rule, self._compile(rule.id, condition, stage, known & events)) for rule, condition, events in self._judged)
        candidates = tuple(Candidate(rule, holds, self._depends[rule.id]) for rule, holds in made if holds is not None)
        return Ready(candidates, frozenset(one.rule.id for one in candidates))

    def _compile(self, key: str, condition: Condition, stage: Stage, known: frozenset[str]) -> Check | None:
        """None for a rule that cannot be true there. Situations that leave the same condition share one check."""
        situation = key, stage, known
        if situation not in self._compiled:
            narrowed = specialise(condition, stage, known)
            if narrowed != FAILS and narrowed not in self._checks:
                self._checks[narrowed] = check(narrowed, self.context)
            self._compiled[situation] = self._checks.get(narrowed)
        return self._compiled[situation]

    def judge(self, order: Order, now: datetime) -> Judgement:
        """What the rules that are on, or shadows, say of `order`."""
        found: dict[RuleState, list[Verdict]] = {RuleState.ON: [], RuleState.SHADOW: []}
        turns: list[datetime] = []
        for rule, holds, _ in self.ready(order).candidates:
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

    def since(self, rule: str, order: Order, now: datetime) -> datetime:
        """Since when a rule that is true of the order at `now` has been true of it."""
        return self._onsets[rule](order, now)

    def _verdict(self, rule: Rule, order: Order, now: datetime) -> Verdict:
        since = self.since(rule.id, order, now)
        return Verdict(rule.id, rule.kind, rule.severity, since, rule.policy, bool(rule.mute) and rule.mute in order.tags)


def judge(order: Order, rules: Iterable[Rule], now: datetime, context: Context) -> Judgement:
    """Judge one order. For many, keep one `Bench`: it compiles the rules once."""
    return Bench(tuple(rules), context).judge(order, now)
