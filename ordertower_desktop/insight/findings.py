"""What a back-test says beside its counts: verdicts, the difference to other rules, labels missed, and the load on people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import ceil

from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.insight.spells import Spell

TOLERATED = 5
"""S31: rules that miss more than this many of the orders marked by hand are inadequate."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Orders that only the new rules hit, and those that only the old ones did."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """How the rules did on orders that people marked as abnormal."""

    marked: int
    missed: tuple[str, ...]

    @property
    def adequate(self) -> bool:
        return len(self.missed) <= TOLERATED

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.marked if self.marked else 1.0


@dataclass(frozen=True, slots=True)
class Load:
    """Notices per person and local hour, had these people taken them by turns."""

    people: int
    notices: int
    per_person_hour: tuple[tuple[datetime, float], ...]

    @property
    def worst(self) -> float:
        return max((share for _, share in self.per_person_hour), default=0.0)


def within(spells: Iterable[Spell], start: datetime, end: datetime) -> list[Spell]:
    """The spells that touch the stretch that was looked at, in order of their beginning."""
    touching = (spell for spell in spells if spell.start <= end and (spell.end is None or spell.end > start))
    return sorted(touching, key=lambda spell: (spell.start, spell.order, spell.rule))


def difference(new: Iterable[Spell], old: Iterable[Spell]) -> Difference:
    """Which orders come and go when `new` replaces `old`; the same rules give no difference."""
    ours, theirs = {spell.order for spell in new}, {spell.order for spell in old}
    return Difference(tuple(sorted(ours - theirs)), tuple(sorted(theirs - ours)))


def difference_by_rule(new: Iterable[Spell], old: Iterable[Spell]) -> dict[str, Difference]:
    """The same for every rule that either side has a verdict of."""
    ours, theirs = _by_rule(new), _by_rule(old)
    return {
        key: Difference(tuple(sorted(ours[key] - theirs[key])), tuple(sorted(theirs[key] - ours[key]))) for key in sorted({*ours, *theirs})
    }


def judged(labels: Iterable[str], spells: Iterable[Spell]) -> Labels:
    """Which orders marked by hand no rule found."""
    marked, hit = set(labels), {spell.order for spell in spells}
    return Labels(len(marked), tuple(sorted(marked - hit)))


def load(spells: Iterable[Spell], rules: Sequence[Rule], *, people: int, zone: tzinfo) -> Load:
    """The notices that these verdicts would have meant, dealt by turns to `people` on duty.

    One notice for each verdict that outlives its rule's on-delay; one that comes back within the off-delay is the same verdict.
    A muted order or the escalation of an unanswered notice is not foreseen.
    """
    hours: Counter[datetime] = Counter()
    for at in notices(spells, {rule.id: rule for rule in rules}):
        hours[at.astimezone(zone).replace(minute=0, second=0, microsecond=0)] += 1
    shares = tuple((hour, ceil(100 * number / people) / 100) for hour, number in sorted(hours.items()))
    return Load(people, hours.total(), shares)


def notices(spells: Iterable[Spell], rules: Mapping[str, Rule]) -> list[datetime]:
    """When each notice would go out."""
    quiet_since: dict[tuple[str, str], datetime | None] = {}
    found: list[datetime] = []
    for spell in sorted(spells, key=lambda one: one.start):
        rule, key = rules[spell.rule], (spell.rule, spell.order)
        if key in quiet_since and _still(quiet_since[key], spell.start, rule.off_delay):
            quiet_since[key] = spell.end
            continue
        ripe = spell.start + rule.on_delay
        if spell.end is None or ripe < spell.end:
            found.append(ripe)
            quiet_since[key] = spell.end
    return sorted(found)


def _still(ended: datetime | None, again: datetime, off_delay: timedelta) -> bool:
    return ended is None or again < ended + off_delay


def _by_rule(spells: Iterable[Spell]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for spell in spells:
        found[spell.rule].add(spell.order)
    return found
