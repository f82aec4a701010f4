"""How the backlog goes: net rate, the cohort of the peak, and when it will be cleared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.board import Point

ENOUGH = timedelta(hours=2)
HOUR = timedelta(hours=1)
PEAK_SHARE = 0.25
FAR = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Clearing:
    """When nothing is left at the present rate, give or take `band`; None of it while there is too little to go by."""

    at: datetime | None
    band: timedelta


def net_per_hour(trend: Sequence[Point], open_now: int, now: datetime) -> int:
    """By how much the backlog shrank in the last hour (negative: it grew); 0 without an hour of history."""
    before = [point for point in trend if point.at <= now - HOUR]
    return before[-1].open - open_now if before else 0


def peak_began(trend: Sequence[Point], now: datetime) -> datetime:
    """The moment since which the backlog has not been below a quarter of its highest: where the cohort starts."""
    recent = [point for point in trend if point.at > now - timedelta(days=3)]
    if not recent:
        return now
    top = max(point.open for point in recent)
    low = [point.at for point in recent if point.open < top * PEAK_SHARE]
    return low[-1] if low else recent[0].at


def clearing(trend: Sequence[Point], open_now: int, net: int, *, now: datetime) -> Clearing:
    """A projection of the net rate: none before two hours of history, none when the backlog does not shrink or would take days."""
    if not trend or now - trend[0].at < ENOUGH or net <= 0 or open_now == 0:
        return Clearing(None, timedelta())
    left = timedelta(hours=open_now / net)
    return Clearing(None, timedelta()) if left > FAR else Clearing(rounded(now + left, left), max(HOUR, left / 24) // HOUR * HOUR)


def clearing_with(open_now: int, net: int, *, closed_per_person: float, more: int, now: datetime) -> datetime | None:
    """The same projection with `more` people who each close as much as those here do."""
    rate = net + closed_per_person * more
    return rounded(now + timedelta(hours=open_now / rate), timedelta()) if rate > 0 else None


def rounded(at: datetime, left: timedelta) -> datetime:
    """To a quarter of an hour below four hours, to ten minutes for what-ifs, to the hour above."""
    grain = timedelta(minutes=10) if not left else timedelta(minutes=15) if left < timedelta(hours=4) else HOUR
    start = at.replace(minute=0, second=0, microsecond=0)
    return start + round((at - start) / grain) * grain
