"""What a day is told by afterwards: the moments at which something on the floor turned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BURST_WINDOW = timedelta(minutes=10)
BURST_LEAST = 10
"""So many orders that breach within a window are a burst; fewer may be chance."""


class Turning(StrEnum):
    """What sort of turn it was."""

    LEVEL = "level"
    SOURCE = "source"
    RULE = "rule"
    BREACH = "breach"
    BURST = "burst"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A moment on the day's axis. `key` names what turned, `text` says it; `grave` ones are drawn in red."""

    at: datetime
    kind: Turning
    key: str
    text: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The count of a day's breached orders as it stood at a moment."""

    at: datetime
    breached: int


def bursts(readings: Sequence[Reading]) -> Iterator[Landmark]:
    """Where at least `BURST_LEAST` orders breached within `BURST_WINDOW`: one landmark a burst, at the reading that it started from.

    The next burst can begin only where this one has ended: a window without that many new breaches.
    """
    start = 0
    running: tuple[int, int] | None = None
    for end, reading in enumerate(readings):
        while reading.at - readings[start].at > BURST_WINDOW or readings[start].breached > reading.breached:
            start += 1
        if reading.breached - readings[start].breached >= BURST_LEAST:
            running = (running[0] if running else start, end)
        elif running is not None and readings[running[1]].at + BURST_WINDOW <= reading.at:
            yield _burst(readings, *running)
            running = None
    if running is not None:
        yield _burst(readings, *running)


def _burst(readings: Sequence[Reading], first: int, last: int) -> Landmark:
    count = readings[last].breached - readings[first].breached
    minutes = max(1, int((readings[last].at - readings[first].at) / timedelta(minutes=1)))
    return Landmark(readings[first].at, Turning.BURST, "", f"集中超时：{minutes} 分内 {count} 单", grave=True)
