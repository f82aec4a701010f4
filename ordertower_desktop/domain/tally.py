"""Counting the pool: from one line per open case to the shares that the board shows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low

from ordertower_desktop.domain.board import HeatCell, Overdue, Person, Share, StageShare
from ordertower_desktop.domain.stage import SEGMENT_NAMES, Segment

SOON = timedelta(hours=2)
OVERDUE_LINES = 8

STAGE_PROMISE = {
    Segment.ACCEPT: timedelta(hours=1),
    Segment.PRINT: timedelta(hours=2),
    Segment.SHIP: timedelta(hours=2),
    Segment.WRITE_BACK: timedelta(hours=2),
}
"""How long an order may rest in a segment before the board's light turns."""


@dataclass(frozen=True, slots=True)
class Line:
    """An open case as the board counts it. `owner` is empty while nobody has taken it; `due_at` is None while no clock runs."""

    case: str
    order: str
    platform: str = ""
    region: str = ""
    province: str = ""
    category: str = ""
    stage: str = ""
    segment: str = ""
    cause: str = ""
    owner: str = ""
    owner_name: str = ""
    due_at: datetime | None = None
    entered_at: datetime | None = None
    loss_fen_per_hour: int = 0
    vip: bool = False
    stage_name: str = ""
    cause_text: str = ""


def overdue(line: Line, now: datetime) -> bool:
    """True when the governing clock has passed."""
    return line.due_at is not None and line.due_at <= now


def due_soon(lines: Iterable[Line], now: datetime) -> int:
    """How many end within two hours and have not passed."""
    return sum(1 for line in lines if line.due_at is not None and now < line.due_at <= now + SOON)


def shares(lines: Iterable[Line], key: Callable[[Line], str], *, now: datetime, names: Mapping[str, str]) -> list[Share]:
    """Open and overdue counts by one attribute, largest first; lines without the attribute are counted under an empty key."""
    total: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for line in lines:
        total[key(line)] += 1
        late[key(line)] += overdue(line, now)
    ranked = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Share(value, names.get(value, value) or "未填", count, late[value]) for value, count in ranked]


def stages(lines: Iterable[Line], *, now: datetime) -> list[StageShare]:
    """The four segments in the order of an order's life; empty ones too."""
    waiting: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        waiting[line.segment].append(line)
    return [_stage(segment, waiting[segment], now=now) for segment in Segment]


def _stage(segment: Segment, lines: Sequence[Line], *, now: datetime) -> StageShare:
    late = sum(overdue(line, now) for line in lines)
    rests = [now - line.entered_at for line in lines if line.entered_at is not None]
    dwell = median_low(rests) if rests else timedelta()
    return StageShare(
        key=segment,
        name=SEGMENT_NAMES[segment],
        open=len(lines),
        overdue=late,
        light=light(dwell, STAGE_PROMISE[segment], late=late),
        dwell_s=int(dwell.total_seconds()),
        promise_s=int(STAGE_PROMISE[segment].total_seconds()),
    )


def light(dwell: timedelta, promise: timedelta, *, late: int) -> str:
    """red: the median order waits longer than promised; amber: past half of it with some overdue; else green."""
    if dwell > promise:
        return "red"
    return "amber" if late and dwell > promise / 2 else "green"


def heat(lines: Iterable[Line], *, now: datetime) -> list[HeatCell]:
    """Region x category, every combination that occurs."""
    total: Counter[tuple[str, str]] = Counter()
    late: Counter[tuple[str, str]] = Counter()
    for line in lines:
        cell = (line.region, line.category)
        total[cell] += 1
        late[cell] += overdue(line, now)
    return [HeatCell(region, category, count, late[region, category]) for (region, category), count in sorted(total.items())]


def longest_overdue(lines: Iterable[Line], *, now: datetime) -> list[Overdue]:
    """The worst lines, longest overdue first."""
    late = sorted(
        ((line.due_at, line) for line in lines if line.due_at is not None and line.due_at <= now), key=lambda pair: (pair[0], pair[1].case)
    )
    return [
        Overdue(line.case, line.order, line.platform, line.stage_name, line.cause_text, line.owner_name, due_at, line.loss_fen_per_hour)
        for due_at, line in late[:OVERDUE_LINES]
    ]


@dataclass(frozen=True, slots=True)
class Shift:
    """What one person closed today and how heavy it was."""

    id: str
    name: str
    limit: int
    presence: str
    closed: int = 0
    points: int = 0


def people(lines: Iterable[Line], shifts: Iterable[Shift], *, now: datetime) -> list[Person]:
    """What everybody carries, best score first."""
    total: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for line in lines:
        total[line.owner] += 1
        late[line.owner] += overdue(line, now)
    made = [
        Person(shift.id, shift.name, total[shift.id], late[shift.id], shift.closed, shift.points, shift.limit, shift.presence)
        for shift in shifts
    ]
    return sorted(made, key=lambda person: (-person.points, -person.closed, person.id))
