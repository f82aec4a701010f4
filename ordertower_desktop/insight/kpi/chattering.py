"""Which rules come and go on which orders (S58): what to mend, by a longer delay or at its source."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.insight.kpi.record import Record
from ordertower_desktop.insight.postmortem.figures import Window

OFTEN, WITHIN = 3, timedelta(hours=1)
"""A rule that becomes true for one order so often within this time only makes noise."""


@dataclass(frozen=True, slots=True)
class Chatter:
    """A rule that came `times` on one order, at least three of them within an hour; `shortest` is the least that it stood."""

    rule: str
    order: str
    times: int
    first: datetime
    last: datetime
    shortest: timedelta | None = None


def chattering(records: Iterable[Record], window: Window) -> list[Chatter]:
    """Each pair of rule and order is one thing to mend, however long it went on; the most frequent first."""
    raised: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    stood: dict[tuple[str, str], list[timedelta]] = defaultdict(list)
    for record in records:
        for one in record.raised:
            if window.holds(one.since):
                pair = one.rule, record.episode.order
                raised[pair].append(one.since)
                stood[pair] += [one.cleared_at - one.since] if one.cleared_at is not None else []
    found = [
        Chatter(rule, order, len(moments), min(moments), max(moments), min(stood[rule, order], default=None))
        for (rule, order), moments in raised.items()
        if _crowded(sorted(moments))
    ]
    return sorted(found, key=lambda one: (-one.times, one.rule, one.order))


def _crowded(moments: Sequence[datetime]) -> bool:
    return any(later - at <= WITHIN for at, later in zip(moments, moments[OFTEN - 1 :], strict=False))
