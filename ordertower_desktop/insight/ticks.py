"""The moments at which a back-test looks: whole multiples of a step on the clocks of one zone."""

from datetime import UTC, datetime, timedelta, tzinfo

MOST = 200_000
_ORIGIN = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock, not an instant


def ticks(first: datetime, last: datetime, *, every: timedelta, zone: tzinfo) -> tuple[datetime, ...]:
    """Every tick T with `first` <= T <= `last`, in UTC.

    Counted on the wall from midnight, so `1d` is every local midnight, and an hour that the clocks skip or repeat is one tick or none.
    """
    count = (last - first) // every
    if count > MOST:
        raise ValueError(f"时间点太多：{count} 个，上限 {MOST}；请加大 --every 或缩小 --from/--to")
    wall = _floor(first.astimezone(zone).replace(tzinfo=None), every)
    end = last.astimezone(zone).replace(tzinfo=None) + every
    found: set[datetime] = set()
    while wall <= end:
        at = wall.replace(tzinfo=zone).astimezone(UTC)
        if first <= at <= last and at.astimezone(zone).replace(tzinfo=None) == wall:
            found.add(at)
        wall += every
    return tuple(sorted(found))


def covering(first: datetime, last: datetime, *, every: timedelta, zone: tzinfo) -> tuple[datetime, ...]:
    """The ticks of a history by default: from the first at or after its first event to the first at or after its last."""
    return tuple(at for at in ticks(first, last + every, every=every, zone=zone) if at - every < last)


def _floor(wall: datetime, every: timedelta) -> datetime:
    return wall - (wall - _ORIGIN) % every
