"""Playing the morning: time goes on in steps, every source is read, every rule judged, everybody does their work."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from ordertower_desktop.demo import story
from ordertower_desktop.demo.clock import DemoClock

BEGIN = datetime(2025, 11, 11, 9, 32, 8, tzinfo=story.ZONE)
COARSE, FINE = timedelta(minutes=30), timedelta(minutes=10)
FINE_FROM = datetime(2025, 11, 12, 8, 32, 8, tzinfo=story.ZONE)
EARLY = (timedelta(seconds=6), timedelta(seconds=3), timedelta())
"""The last step is gone over three times, twice a moment early: what one does, the next takes up, and the board counts all."""

Work = Callable[[datetime], object]


def steps(until: datetime) -> Iterator[datetime]:
    """The moments of the morning, coarse by night; the refusal of 09:42 and the last one are met exactly."""
    at = BEGIN
    while at < until:
        yield at
        after = min(at + (FINE if at >= FINE_FROM else COARSE), until)
        if at < story.SILENT_SINCE < after:
            yield story.SILENT_SINCE
        at = after
    yield until


def play(clock: DemoClock, moments: Sequence[datetime], work: Sequence[Work], *, told: Callable[[datetime, float], None]) -> None:
    """Bring the floor through these moments, one after the other; at each everybody works once, in this order.

    `told` hears each moment that is done, and the share of them.
    """
    for number, at in enumerate(moments, start=1):
        for early in EARLY if at == moments[-1] else EARLY[-1:]:
            clock.set(at - early)
            for one in work:
                one(clock.now())
        told(at, number / len(moments))
