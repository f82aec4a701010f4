"""Which moment stands where: the one axis of all lanes, with its ticks; no Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.models.text import SHANGHAI

STEPS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)) + tuple(
    timedelta(days=d) for d in (1, 2, 7, 14, 28, 91, 365, 1826, 7305)
)
NARROWEST, WIDEST = timedelta(minutes=5), timedelta(days=3650)
TICK_ROOM = 84.0
BEFORE, AFTER = 0.05, 0.18
HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tick:
    """`first` marks the first tick of a local day: it says the date."""

    x: float
    at: datetime
    text: str
    first: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The stretch of time from `start` to `end`, laid over `width` pixels from `left` on."""

    start: datetime
    end: datetime
    left: float
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def per_second(self) -> float:
        return self.width / max(1.0, (self.end - self.start).total_seconds())

    def x(self, at: datetime) -> float:
        return self.left + (at - self.start).total_seconds() * self.per_second

    def at(self, x: float) -> datetime:
        return self.start + timedelta(seconds=(x - self.left) / self.per_second)

    def sized(self, left: float, width: float) -> "Scale":
        """The same time on other pixels."""
        return Scale(self.start, self.end, left, max(40.0, width))

    def zoomed(self, factor: float, x: float) -> "Scale":
        """`factor` above 1 shows less time; what is under `x` stays there."""
        span = min(WIDEST, max(NARROWEST, (self.end - self.start) / factor))
        share = min(1.0, max(0.0, (x - self.left) / self.width))
        start = self.at(x) - span * share
        return Scale(start, start + span, self.left, self.width)

    def moved(self, dx: float) -> "Scale":
        """Dragged by `dx` pixels to the right."""
        by = timedelta(seconds=-dx / self.per_second)
        return Scale(self.start + by, self.end + by, self.left, self.width)

    def ticks(self) -> list[Tick]:
        """Round local times, never closer than a label is wide."""
        step = next((s for s in STEPS if s.total_seconds() * self.per_second >= TICK_ROOM), STEPS[-1])
        at, made, day = _floor(self.start, step), [], None
        while at <= self.end:
            here = at.astimezone(SHANGHAI)
            x = self.x(at)
            if x >= self.left - 1:
                date = f"{here.month}月{here.day}日"
                turned = day is not None and here.date() != day
                made.append(Tick(x, at, date if step >= DAY or turned else f"{here:%H:%M}", date if turned else ""))
                day = here.date()
            at += step
        return made


def fitted(moments: Iterable[datetime], now: datetime, *, left: float, width: float) -> Scale:
    """The scale that shows every moment and now, from and to a round half hour, with some future to the right."""
    known = [*moments, now]
    first, last = min(known), max(known)
    span = max(last - first, HALF_HOUR)
    step = HALF_HOUR if span < 2 * DAY else 12 * HALF_HOUR if span < 20 * DAY else DAY
    start = _floor(first - span * BEFORE, step)
    end = _floor(last + span * AFTER, step) + step
    if end - (last + span * AFTER) == step:
        end -= step
    return Scale(start, end, left, max(40.0, width))


def _floor(at: datetime, step: timedelta) -> datetime:
    """The last whole step of the local day (or of the calendar, for steps of days) at or before `at`."""
    here = at.astimezone(SHANGHAI)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    if step >= DAY:
        return (midnight - timedelta(days=midnight.toordinal() % step.days)).astimezone(at.tzinfo)
    return (midnight + (here - midnight) // step * step).astimezone(at.tzinfo)
