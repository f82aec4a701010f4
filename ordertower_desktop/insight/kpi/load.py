"""Alarm hygiene (B14): what a floor's alarms do to the people who get them, against the published benchmarks of ISA-18.2."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ordertower_desktop.domain.case import SEVERITIES
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.insight.kpi.chattering import chattering
from ordertower_desktop.insight.kpi.record import Record
from ordertower_desktop.insight.postmortem.figures import Window

SHIFT = timedelta(hours=8)
"""A day on which somebody was interrupted counts as so long: nobody clocks in here."""
TEN = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
BEGINS, ENDS = 10, 5
"""A flood begins with more than so many in ten minutes, and ends with fewer than so many."""
FLEETING, STALE = timedelta(minutes=1), timedelta(hours=24)
TOP = 10


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Somebody was disturbed: a toast, a message or an SMS to one person. `rule` is what raised its case."""

    person: str
    at: datetime
    severity: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """`per_hour` over shifts; `flood_s` seconds in a flood, `worst` the most within ten minutes."""

    name: str
    interrupts: int
    days: int
    per_hour: float
    worst: int
    full: int
    flood_s: int


@dataclass(frozen=True, slots=True)
class Noise:
    """A rule and its share of all interrupts."""

    rule: str
    interrupts: int
    share: float


@dataclass(frozen=True, slots=True)
class Hygiene:
    """A stretch of days. Shares are of one; `full` of a person counts ten-minute periods with more than ten interrupts."""

    interrupts: int
    people: list[Person]
    flood: float
    full: float
    noisiest: list[Noise]
    top: float
    chattering: int
    fleeting: int
    stale: list[tuple[date, int]]
    mix: list[tuple[str, int]]


def hygiene(told: Sequence[Interrupt], records: Sequence[Record], window: Window) -> Hygiene:
    """What the benchmarks ask for. `told` are the interrupts of the stretch, `records` the cases that stood in it."""
    by_person: dict[str, list[datetime]] = defaultdict(list)
    for one in told:
        by_person[one.person].append(one.at)
    people = sorted((_person(name, sorted(at)) for name, at in by_person.items()), key=lambda p: (-p.per_hour, p.name))
    shifts = sum(person.days for person in people) * SHIFT
    rules = Counter(one.rule for one in told if one.rule).most_common(TOP)
    mix = Counter(one.severity for one in told)
    return Hygiene(
        interrupts=len(told),
        people=people,
        flood=sum(p.flood_s for p in people) / shifts.total_seconds() if shifts else 0.0,
        full=sum(p.full for p in people) / (shifts / TEN) if shifts else 0.0,
        noisiest=[Noise(rule, count, count / len(told)) for rule, count in rules],
        top=sum(count for _, count in rules) / len(told) if told else 0.0,
        chattering=len(chattering(records, window)),
        fleeting=sum(_fleeting(record, window) for record in records),
        stale=_stale(records, window),
        mix=[(severity, mix[severity]) for severity in SEVERITIES],
    )


def _person(name: str, moments: Sequence[datetime]) -> Person:
    days = len({at.astimezone(SHANGHAI).date() for at in moments})
    tens = Counter(at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % TEN for at in moments)
    flood = sum((until - since for since, until in floods(moments)), timedelta())
    return Person(
        name, len(moments), days, len(moments) / (days * SHIFT / timedelta(hours=1)),
        max((place + 1 - bisect_left(moments, at - TEN + timedelta(microseconds=1)) for place, at in enumerate(moments)), default=0),
        sum(1 for count in tens.values() if count > BEGINS), int(flood.total_seconds()),
    )  # fmt: skip


def floods(moments: Sequence[datetime]) -> list[tuple[datetime, datetime]]:
    """From the interrupt that is one too many within ten minutes until fewer than five stand in the last ten; `moments` ascend."""
    found: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for place, at in enumerate(moments):
        held = place + 1 - bisect_left(moments, at - TEN + timedelta(microseconds=1))
        if since is None:
            since = at if held > BEGINS else None
        elif (ended := moments[place - ENDS] + TEN) < at:  # by then only four of those before were left
            found.append((since, ended))
            since = at if held > BEGINS else None
    if since is not None:
        found.append((since, moments[-ENDS] + TEN))
    return found


def _fleeting(record: Record, window: Window) -> int:
    return sum(window.holds(r.since) and r.cleared_at is not None and r.cleared_at - r.since < FLEETING for r in record.raised)


def _stale(records: Sequence[Record], window: Window) -> list[tuple[date, int]]:
    """Day by day, at its end: cases open for a day or longer that nobody touched for as long."""
    found = []
    end = window.since
    while end < window.until:
        end = min(end + timedelta(days=1), window.until)
        day = (end - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
        found.append((day, sum(_stands_still(record, end) for record in records)))
    return found


def _stands_still(record: Record, at: datetime) -> bool:
    opened, closed = record.episode.opened_at, record.closed_at
    if opened > at - STALE or (closed is not None and closed <= at):
        return False
    return not any(at - STALE < act <= at for act in record.acts)
