"""What hits would have asked of people: every chain walked by the people on duty, counted per person and hour against the alarm budget."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from ordertower_desktop.domain.chainwalk import Fate, Heard, Reach, walk
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Person
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.triage import FALLBACK_POST
from ordertower_desktop.insight.trial.hits import Hit

BUDGET, LIMIT, FLOOD = 6, 12, 10
"""Per person: interruptions an hour that are fine, those that are the most, and how many in ten minutes are a flood (ISA-18.2)."""
TEN_MINUTES = timedelta(minutes=10)

Walk = Callable[[str, str, str], tuple[Heard, ...]]


@dataclass(frozen=True, slots=True)
class Notice:
    """One interruption of one person."""

    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """How often somebody would have been interrupted. `over_budget` and `over_limit` count hours, `floods` ten-minute stretches."""

    person: str
    notices: int
    worst: int
    worst_at: datetime | None
    over_budget: int
    over_limit: int
    floods: int


@dataclass(frozen=True, slots=True)
class Answering:
    """How soon people answer: after `after` (None: never), as `samples` answers of the past say."""

    after: timedelta | None = None
    samples: int = 0


def notices(hits: Iterable[Hit], rules: Iterable[Rule], floor: Floor, *, reach: Reach, answering: Answering) -> list[Notice]:
    """Who is told when. Cases go round those on duty by turns; a chain stops when the order recovers or somebody answers."""
    policies = {rule.id: rule.policy for rule in rules}
    rota = _Rota(floor)
    walked: dict[tuple[str, str, str], tuple[Heard, ...]] = {}
    found: list[Notice] = []
    for at, hit in sorted((hit.calls_at, hit) for hit in hits if hit.calls_at is not None):
        owner = rota.next(hit.post)
        key = policies.get(hit.rule, ""), owner, hit.post
        if key not in walked:
            walked[key] = walk(floor.policy(key[0]), owner=owner, post=hit.post, floor=floor, reach=reach)
        found += _told(at, hit.end, walked[key], answering)
    return sorted(found, key=lambda one: (one.at, one.person))


def _told(begun: datetime, end: datetime | None, steps: Sequence[Heard], answering: Answering) -> Iterable[Notice]:
    for step in steps:
        at = begun + step.after
        if end is not None and at >= end:
            return
        if step.fate is Fate.TOLD:
            yield from (Notice(at, person.id) for person in step.people)
        if answering.after is not None and step.after >= answering.after and step.fate is Fate.TOLD:
            return


class _Rota:
    """Whose turn it is at each post, as the floor deals cases; nobody there at all: the line takes them."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._dealt: Counter[str] = Counter()

    def next(self, post: str) -> str:
        here = self._floor.on_duty(post)
        if not here and not any(one.post == post and not one.disabled for one in self._floor.people):
            here = self._floor.on_duty(FALLBACK_POST) or self._floor.on_duty("supervisor")
        if not here:
            return ""
        person: Person = min(here, key=lambda one: (self._dealt[one.id], one.id))
        self._dealt[person.id] += 1
        return person.id


def loads(told: Iterable[Notice], *, zone: tzinfo) -> list[PersonLoad]:
    """Per person, the most burdened first."""
    times: defaultdict[str, list[datetime]] = defaultdict(list)
    for one in told:
        times[one.person].append(one.at)
    found = [_load(person, sorted(own), zone) for person, own in times.items()]
    return sorted(found, key=lambda one: (-one.worst, -one.notices, one.person))


def _load(person: str, times: list[datetime], zone: tzinfo) -> PersonLoad:
    hours = Counter(hour(at, zone) for at in times)
    worst_at, worst = max(hours.items(), key=lambda item: (item[1], -item[0].timestamp()))
    over_budget, over_limit = (sum(count > most for count in hours.values()) for most in (BUDGET, LIMIT))
    return PersonLoad(person, len(times), worst, worst_at, over_budget, over_limit, _floods(times))


def _floods(times: list[datetime]) -> int:
    """Stretches of ten minutes, none overlapping another, with more than a person can take in."""
    floods = place = 0
    while place < len(times):
        end = bisect_left(times, times[place] + TEN_MINUTES, lo=place)
        flooded = end - place > FLOOD
        floods, place = floods + flooded, end if flooded else place + 1
    return floods


def by_hour_of_day(told: Iterable[Notice], *, zone: tzinfo) -> list[int]:
    """For each hour of the day, the most that one person heard in it on any day."""
    counts = Counter((one.person, hour(one.at, zone)) for one in told)
    found = [0] * 24
    for (_, at), count in counts.items():
        found[at.hour] = max(found[at.hour], count)
    return found


def hour(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
