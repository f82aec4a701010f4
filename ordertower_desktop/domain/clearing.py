"""72 小时清理计划: what each group has before it, what it has done, and what it must do in an hour to be through in time (S66)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from ordertower_desktop.domain.pack import Group

CLEARED_WITHIN = timedelta(hours=72)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Closed:
    """A case that left the pool, and what its cause was."""

    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """`planned` would be cleared by now if the work of the 72 hours were spread evenly; `needed` an hour from now on."""

    group: Group
    open: int
    cleared: int
    per_hour: int
    needed: int
    planned: int


def progress(
    groups: Iterable[Group], open_: Mapping[str, int], closed: Iterable[Closed], *, began: datetime, now: datetime
) -> list[Progress]:
    """How every group stands. Causes that no group names go to the last one, so that the groups add up to the whole pool."""
    found = list(groups)
    if not found:
        return []
    place = {cause: index for index, group in enumerate(found) for cause in group.causes}
    waiting, done, lately = [0] * len(found), [0] * len(found), [0] * len(found)
    for cause, count in open_.items():
        waiting[place.get(cause, -1)] += count
    for one in closed:
        if began < one.at <= now:
            done[place.get(one.cause, -1)] += 1
            lately[place.get(one.cause, -1)] += one.at > now - HOUR
    left = began + CLEARED_WITHIN - now
    share = min(1.0, (now - began) / CLEARED_WITHIN)
    return [
        Progress(group, open_now, cleared, recent, _needed(open_now, left), round((open_now + cleared) * share))
        for group, open_now, cleared, recent in zip(found, waiting, done, lately, strict=True)
    ]


def _needed(open_now: int, left: timedelta) -> int:
    """Orders an hour; everything at once when the time is over."""
    return ceil(open_now / (left / HOUR)) if left > HOUR else open_now
