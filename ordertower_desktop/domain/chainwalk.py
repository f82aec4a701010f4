"""A dry walk: if an order broke now, who would hear what when, by the people and channels as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ordertower_desktop.domain.addressee import addressed, backup
from ordertower_desktop.domain.escalation import Channel, EscalationPolicy, Step
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Person


class Fate(StrEnum):
    """`owed`: its channel is not connected, the step is only recorded. `nobody`: it reaches no one, the next step comes at once."""

    TOLD = "told"
    OWED = "owed"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Heard:
    """A step as it would go: when, to whom, and why not where it would not. `handed` has the order from then on."""

    step: int
    after: timedelta
    fate: Fate
    people: tuple[Person, ...] = ()
    why: str = ""
    handed: str = ""


Reach = Callable[[Person, Channel], tuple[Fate, str]]
"""How a person would be reached by a channel, and why not."""


def walk(policy: EscalationPolicy, *, owner: str, post: str, floor: Floor, reach: Reach) -> tuple[Heard, ...]:
    """Every step in turn, as long as nobody answers. The same people are found as when a step is really due."""
    found: list[Heard] = []
    missed_at: timedelta | None = None
    for place, step in enumerate(policy.steps):
        after = step.after if missed_at is None else min(step.after, missed_at)
        taker = backup(owner, post, floor) if step.hands_over else None
        owner = taker.id if taker else owner
        heard = _heard(place, after, step, owner=owner, post=post, floor=floor, reach=reach, taker=taker)
        missed_at = after if heard.fate is Fate.NOBODY else None
        found.append(heard)
    return tuple(found)


def _heard(place: int, after: timedelta, step: Step, *, owner: str, post: str, floor: Floor, reach: Reach, taker: Person | None) -> Heard:
    who = addressed(step.to, step.whom, owner=owner, post=post, floor=floor)
    handed = taker.name if taker else ""
    no_taker = "没有别人可接手" if step.hands_over and taker is None else ""
    if not who.people:
        return Heard(place, after, Fate.NOBODY, why=who.why, handed=handed)
    tried = [(person, *reach(person, step.channel)) for person in who.people]
    reached = tuple(person for person, fate, _ in tried if fate is Fate.TOLD)
    if reached:
        return Heard(place, after, Fate.TOLD, reached, no_taker or who.instead, handed)
    _, fate, why = tried[0]
    return Heard(place, after, fate, who.people, why, handed)
