"""The hub's time on this desk: measured at every answer, carried on by the monotonic clock, never by the wall clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

SKEW_SHOWN_S = 5
WAKE_GAP_S = 30.0
FRESH_S = 60.0


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks of this machine, handed in by whoever composes the desk."""

    wall: Callable[[], datetime]
    monotonic: Callable[[], float]

    def tick(self) -> "Tick":
        return Tick(self.wall(), self.monotonic())


@dataclass(frozen=True, slots=True)
class Tick:
    """Both clocks read at one moment."""

    wall: datetime
    mono: float


@dataclass(frozen=True, slots=True)
class HubClock:
    """`hub` was the hub's time when `at` was read here, give or take half of `trip` seconds. Unmeasured, the wall clock stands in.

    `pace` is how fast the hub's clock runs: 1, except in a rehearsal.
    """

    hub: datetime | None = None
    at: Tick | None = None
    trip: float = 0.0
    pace: float = 1.0

    def heard(self, hub: datetime, sent: Tick, *, got: Tick, pace: float = 1.0) -> "HubClock":
        """A new measurement; a much slower one does not replace a good fresh one."""
        trip = max(0.0, got.mono - sent.mono)
        fresh = self.at is not None and got.mono - self.at.mono < FRESH_S
        if fresh and pace == self.pace and trip > 4 * self.trip + 0.2:
            return self
        return HubClock(hub + timedelta(seconds=trip / 2 * pace), got, trip, pace)

    def now(self, tick: Tick) -> datetime:
        """The hub's time at `tick`."""
        if self.hub is None or self.at is None:
            return tick.wall
        return self.hub + timedelta(seconds=(tick.mono - self.at.mono) * self.pace)

    def skew_s(self, tick: Tick) -> float:
        """How far this machine's clock is ahead of the hub's, in seconds; 0 while unknown, and in a rehearsal, where it means nothing."""
        return 0.0 if self.hub is None or self.pace != 1.0 else (tick.wall - self.now(tick)).total_seconds()

    def slept(self, after: Tick) -> "HubClock":
        """The monotonic clock may stand still while the machine sleeps: let the wall clock carry the measurement over the gap."""
        if self.hub is None or self.at is None or not suspended(self.at, after):
            return self
        return HubClock(self.hub + (after.wall - self.at.wall) * self.pace, after, self.trip, self.pace)


def suspended(before: Tick, after: Tick) -> float:
    """Seconds the machine slept between two ticks, however far apart: only the wall clock went on; 0 if it did not."""
    gap = (after.wall - before.wall).total_seconds() - (after.mono - before.mono)
    return gap if gap > WAKE_GAP_S else 0.0


def woke(before: Tick, after: Tick) -> float:
    """Seconds this process was away between two ticks that should be about a second apart; 0 if it was not.

    A suspended machine moves the wall clock only; a stopped process moves both; a clock set back by hand is no sleep.
    """
    mono = after.mono - before.mono
    return suspended(before, after) or (mono if mono > WAKE_GAP_S else 0.0)
