"""The views of the pool that every desk starts with, for callers without a desk: `/v1/pool?view=已超时`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ordertower_desktop.domain.people import Actor
from ordertower_desktop.hub.api.http import Refused
from ordertower_desktop.hub.store.judging.board import day_began
from ordertower_desktop.wire.rows import PoolRow

SOON, NEAR_PROMISE = timedelta(hours=2), timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class View:
    """A view by key and by name; `shows` tells whether a row stands in it for this person at this moment."""

    key: str
    name: str
    shows: Callable[[PoolRow, datetime, Actor], bool]


def _open(row: PoolRow) -> bool:
    return row.state == "open"


def _overdue(row: PoolRow, now: datetime, _who: Actor) -> bool:
    return _open(row) and row.due_at is not None and row.due_at <= now and row.clock_state == "running"


def _soon(row: PoolRow, now: datetime, _who: Actor) -> bool:
    return _open(row) and row.due_at is not None and now < row.due_at <= now + SOON and row.clock_state == "running"


def _promise(row: PoolRow, now: datetime, _who: Actor) -> bool:
    ends = (clock.due_at for clock in row.clocks if clock.kind == "platform" and clock.due_at is not None)
    return _open(row) and any(now < end <= now + NEAR_PROMISE for end in ends)


def _closed_today(row: PoolRow, now: datetime, _who: Actor) -> bool:
    return not _open(row) and row.closed_at is not None and day_began(now) <= row.closed_at <= now


VIEWS = (
    View("all", "全部", lambda row, _now, _who: _open(row)),
    View("overdue", "已超时", _overdue),
    View("soon", "2 小时内到期", _soon),
    View("nobody", "待认领", lambda row, _now, _who: _open(row) and not row.owner),
    View("mine", "我的", lambda row, _now, who: _open(row) and row.owner == who.id),
    View("vip", "VIP", lambda row, _now, _who: _open(row) and bool(row.vip)),
    View("promise", "平台承诺不足 4 时", _promise),
    View("foreseen", "将要超期", lambda row, _now, _who: _open(row) and row.risk == "high"),
    View("closed", "今日已结", _closed_today),
)
"""The same, in the same order, as on the glass; orders that no rule has found yet have no case to stand here."""


def view(name: str) -> View:
    """The view of that name or key, all of the open pool without one; an unknown one is refused with those that there are."""
    wanted = name or "all"
    for one in VIEWS:
        if wanted in (one.key, one.name):
            return one
    raise Refused(400, f"没有视图「{name[:40]}」，可选：{'、'.join(one.name for one in VIEWS)}", kind="view")
