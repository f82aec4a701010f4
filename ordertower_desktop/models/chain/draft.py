"""An alarm chain while somebody edits it: its steps in the order of their times, what is wrong with it, what saving would change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ordertower_desktop.domain import chaincheck
from ordertower_desktop.domain.chainwords import called, differences
from ordertower_desktop.domain.duration import duration
from ordertower_desktop.domain.escalation import Channel, EscalationPolicy, Step, To
from ordertower_desktop.wire.policies import PolicyBody, PolicyRow, policy_body, policy_of

FRESH = EscalationPolicy("", "新告警链", (Step(timedelta(), Channel.IN_APP, To.OWNER, "站内提醒责任人"),))
"""How a new chain begins: with the one step that no chain can do without."""
APART = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ChainDraft:
    """`base` is the chain as the hub holds it in `version` (None: it is new). `unread`: place -> a delay that is none, as it was typed."""

    base: EscalationPolicy | None
    version: int
    policy: EscalationPolicy
    unread: Mapping[int, str]

    @property
    def touched(self) -> bool:
        return self.base is None or bool(self.unread) or self.policy != self.base

    @property
    def faults(self) -> dict[int, str]:
        """Place of a step, or `WHOLE` -> why it cannot be saved like this."""
        return chaincheck.faults(self.policy, None) | dict.fromkeys(self.unread, "多久之后？请写数字，如 5")

    def changes(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """What saving would change, in words."""
        return differences(self.base, self.policy, names)

    @property
    def body(self) -> PolicyBody:
        return policy_body(self.policy)

    def named(self, name: str) -> "ChainDraft":
        return replace(self, policy=replace(self.policy, name=name))

    def set(self, place: int, names: Mapping[str, str], **new: Any) -> tuple["ChainDraft", int]:
        """Other contents for a step, and where it stands then; its words follow what it does."""
        changed = replace(self.policy.steps[place], **new)
        if changed.to is not To.BACKUP:
            changed = replace(changed, hands_over=False)
        if "to" in new:
            changed = replace(changed, whom=new.get("whom", ""))
        changed = replace(changed, name=called(changed, names))
        steps = [*self.policy.steps[:place], *self.policy.steps[place + 1 :]]
        at = sum(1 for one in steps[:place] if one.after <= changed.after) + sum(1 for one in steps[place:] if one.after < changed.after)
        return self._with((*steps[:at], changed, *steps[at:])), at

    def delayed(self, place: int, said: str, names: Mapping[str, str]) -> tuple["ChainDraft", int]:
        """The step comes so long after the start; what is no duration is kept as it was typed, and said to be wrong."""
        try:
            after = duration(said)
        except ValueError:
            return replace(self, unread={**self.unread, place: said}), place
        return self.set(place, names, after=after)

    def added(self, names: Mapping[str, str]) -> tuple["ChainDraft", int]:
        """One more step, a while after the last one."""
        after = self.policy.steps[-1].after + APART if self.policy.steps else timedelta()
        step = Step(after, Channel.IN_APP, To.SUPERVISOR, "")
        return self._with((*self.policy.steps, replace(step, name=called(step, names)))), len(self.policy.steps)

    def removed(self, place: int) -> tuple["ChainDraft", int]:
        steps = (*self.policy.steps[:place], *self.policy.steps[place + 1 :])
        return self._with(steps), max(0, min(place, len(steps) - 1))

    def moved(self, place: int, by: int) -> tuple["ChainDraft", int]:
        """The step changes places with its neighbour: the times stay, what is done at them is exchanged."""
        other = place + by
        if not 0 <= other < len(self.policy.steps):
            return self, place
        steps = list(self.policy.steps)
        one, two = steps[place], steps[other]
        steps[place], steps[other] = replace(two, after=one.after), replace(one, after=two.after)
        return self._with(tuple(steps)), other

    def _with(self, steps: tuple[Step, ...]) -> "ChainDraft":
        return replace(self, policy=replace(self.policy, steps=steps), unread={})


def begun(row: PolicyRow) -> ChainDraft:
    """The draft of a chain before anybody touched it."""
    base = policy_of(row)
    return ChainDraft(base, row.version, base, {})


def blank(key: str) -> ChainDraft:
    """A chain that nobody has saved yet."""
    return ChainDraft(None, 0, replace(FRESH, id=key), {})


def entries(chains: Mapping[str, PolicyRow], drafts: Mapping[str, ChainDraft]) -> list[tuple[str, str]]:
    """(id, name) of every chain, the default one first, and those last that nobody has saved yet."""
    saved = sorted(chains.values(), key=lambda row: (row.id != "default", row.id))
    return [*((row.id, row.name) for row in saved), *((key, one.policy.name) for key, one in drafts.items() if key not in chains)]
