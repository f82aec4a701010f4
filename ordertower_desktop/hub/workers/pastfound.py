"""What a played back-test comes to: counts a day, lists, agents' verdicts, and the interruptions that it would have meant."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from ordertower_desktop.domain.chainwalk import Reach
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.hub.workers.pastplay import Outcome
from ordertower_desktop.insight.findings import TOLERATED
from ordertower_desktop.insight.trial.hits import Hit, Stretch
from ordertower_desktop.insight.trial.load import Answering, Notice, PersonLoad, by_hour_of_day, loads, notices
from ordertower_desktop.insight.trial.verdicts import ENOUGH, Mark, Right, right
from ordertower_desktop.wire.backtests import (
    BacktestFound,
    BacktestOrder,
    DayBar,
    LabelsFound,
    NoticesFound,
    PersonNotices,
    RightRow,
    RuleFound,
)

NOBODY = PersonLoad("", 0, 0, None, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands beside the hits: the rules as they would be and as they are, the people, and what agents said and how soon."""

    after: Sequence[Rule]
    before: Sequence[Rule]
    floor: Floor
    floor_before: Floor
    reach: Reach
    marks: Sequence[Mark]
    answers: Sequence[timedelta]
    labels: Sequence[str]
    source: str
    version: int


def summed(outcome: Outcome, ground: Ground, stretch: Stretch, *, zone: tzinfo = SHANGHAI) -> BacktestFound:
    """All the figures."""
    now, was = _orders(outcome.after), _orders(outcome.before)
    return BacktestFound(
        start=stretch.start, end=stretch.end, orders=outcome.orders, version=ground.version,
        hits=len(now), before=len(was), kept=len(now & was), added=len(now - was), removed=len(was - now),
        days=_days(outcome, ground, stretch, zone=zone),
        rules=_rules(outcome, ground), notices=_notices(outcome, ground, zone=zone), labels=_labels(outcome, ground),
    )  # fmt: skip


def lists(outcome: Outcome) -> dict[str, list[BacktestOrder]]:
    """Every order by name, the earliest first: those that come, go, stay, and the labelled ones that are missed."""
    after, before = _by_order(outcome.after), _by_order(outcome.before)
    made = {
        "added": [_named(key, hits) for key, hits in after.items() if key not in before],
        "removed": [_named(key, hits) for key, hits in before.items() if key not in after],
        "kept": [_named(key, hits) for key, hits in after.items() if key in before],
    }
    made = {which: sorted(orders, key=lambda one: (str(one.since), one.order)) for which, orders in made.items()}
    return made | {"missed": [BacktestOrder(key, why=why) for key, why in outcome.missed.items()]}


def _orders(hits: Iterable[Hit]) -> set[str]:
    return {hit.order for hit in hits}


def _by_order(hits: Iterable[Hit]) -> dict[str, list[Hit]]:
    found: defaultdict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        found[hit.order].append(hit)
    return found


def _named(key: str, hits: Sequence[Hit]) -> BacktestOrder:
    ends = [hit.end for hit in hits]
    until = None if None in ends else max(end for end in ends if end is not None)
    return BacktestOrder(key, since=min(hit.start for hit in hits), until=until, rules=sorted({hit.rule for hit in hits}))


def _days(outcome: Outcome, ground: Ground, stretch: Stretch, *, zone: tzinfo) -> list[DayBar]:
    """An order counts on the day it came into the pool; one that was in it already, on the first day."""

    def day(at: datetime) -> date:
        return max(at, stretch.start).astimezone(zone).date()

    hits, before = (Counter(day(orders[0].start) for orders in _by_order(side).values()) for side in (outcome.after, outcome.before))
    real = {mark.order: mark.at for mark in ground.marks}
    missed = Counter(day(real[key]) for key in outcome.missed if key in real)
    first, last = day(stretch.start), day(stretch.end)
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    return [DayBar(one, hits[one], before[one], missed[one]) for one in days]


def _rules(outcome: Outcome, ground: Ground) -> list[RuleFound]:
    """The rules of either side that hit something or that somebody asked about."""
    after, before = _by_rule(outcome.after), _by_rule(outcome.before)
    named: dict[str, Rule] = {rule.id: rule for rule in (*ground.before, *ground.after)}
    found = []
    for key, rule in named.items():
        now, was = after[key], before[key]
        rights = [_right(right(ground.marks, hit, rule=key, kind=rule.kind)) for hit in (now, was)]
        known = any(one.id == key for one in ground.before)
        found.append(RuleFound(key, rule.name, len(now), len(was), len(now - was), len(was - now), rights[0], rights[1] if known else None))
    return found


def _by_rule(hits: Iterable[Hit]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for hit in hits:
        found[hit.rule].add(hit.order)
    return found


def _right(found: Right) -> RightRow:
    return RightRow(found.right, found.wrong, found.missed, found.precision, found.recall)


def _labels(outcome: Outcome, ground: Ground) -> LabelsFound | None:
    if not ground.labels:
        return None
    was = _orders(outcome.before)
    missed = len(outcome.missed)
    return LabelsFound(ground.source, len(ground.labels), missed, sum(key not in was for key in ground.labels), missed <= TOLERATED)


def _notices(outcome: Outcome, ground: Ground, *, zone: tzinfo) -> NoticesFound:
    """Both sides on the same people; how soon they answer is taken from the past, where there are enough answers."""
    soon = Answering(_middle(ground.answers) if len(ground.answers) >= ENOUGH else None, len(ground.answers))
    after = notices(outcome.after, ground.after, ground.floor, reach=ground.reach, answering=soon)
    before = notices(outcome.before, ground.before, ground.floor_before, reach=ground.reach, answering=soon)
    return NoticesFound(
        total=len(after), before=len(before), people=_people(after, before, ground.floor, zone),
        hours=by_hour_of_day(after, zone=zone), hours_before=by_hour_of_day(before, zone=zone),
        answered_s=None if soon.after is None else soon.after.total_seconds(), answers=soon.samples,
        nobody=_uncalled(outcome.after, ground.floor),
    )  # fmt: skip


def _middle(spans: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(span.total_seconds() for span in spans))


def _uncalled(hits: Iterable[Hit], floor: Floor) -> int:
    """Orders for which a chain began while nobody at all was on duty."""
    return len({hit.order for hit in hits if hit.calls_at is not None}) if not any(floor.on_duty(one.post) for one in floor.people) else 0


def _people(after: Sequence[Notice], before: Sequence[Notice], floor: Floor, zone: tzinfo) -> list[PersonNotices]:
    new: Mapping[str, PersonLoad] = {one.person: one for one in loads(after, zone=zone)}
    old: Mapping[str, PersonLoad] = {one.person: one for one in loads(before, zone=zone)}
    rows = []
    for key in dict.fromkeys((*new, *old)):
        person, now, was = floor.person(key), new.get(key, NOBODY), old.get(key, NOBODY)
        name, post = (person.name, person.post) if person else (key, "")
        rows.append(PersonNotices(
            key, name, post, now.notices, was.notices, now.worst, was.worst, now.worst_at, now.over_budget, now.over_limit, now.floods,
        ))  # fmt: skip
    return rows
