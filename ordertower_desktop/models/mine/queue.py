"""In what order a person works through what they have in hand, and why an order is where it is. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from ordertower_desktop.models import text
from ordertower_desktop.models.mine.thing import at_hand, is_mine
from ordertower_desktop.wire.rows import PoolRow

NEAR = timedelta(hours=1)
USUAL_MIN = 9
CHASED = {"complaint": "客户已投诉", "urged": "客户在催"}


class Tally(NamedTuple):
    """What one has in hand, in numbers; `waiting`: the step is in another post's hands, or the clock is paused."""

    hand: int = 0
    overdue: int = 0
    near: int = 0
    waiting: int = 0
    closed: int = 0


def in_hand(rows: Iterable[PoolRow], me: str) -> list[PoolRow]:
    """The open cases of one person."""
    return [row for row in rows if me and row.owner == me and row.state == "open"]


def queue(rows: Iterable[PoolRow], now: datetime, *, post: str, passed: Collection[str] = ()) -> list[PoolRow]:
    """What to work on, first to last: what a minute of work saves most; what others have in hand and what was passed over come last.

    What was put off until later is not in it.
    """
    awake = [row for row in rows if row.snoozed_until is None or row.snoozed_until <= now]
    return sorted(awake, key=lambda row: (row.case in passed, waits(row, post), -saved_per_minute(row), _due(row), row.case))


def saved_per_minute(row: PoolRow) -> float:
    """Fen an hour of waiting costs, for each minute that the case takes to handle."""
    return row.loss_fen_per_hour / max(1, row.usual_min or USUAL_MIN)


def waits(row: PoolRow, post: str) -> bool:
    """Whether others have to act first: the clock is paused, or the step at hand is another post's."""
    step = at_hand(row)
    return row.clock_state == "paused" or (step is not None and not is_mine(step, post))


def tally(rows: Iterable[PoolRow], me: str, now: datetime, *, post: str) -> Tally:
    """The numbers over the queue."""
    known = list(rows)
    mine = in_hand(known, me)
    late = [row for row in mine if row.due_at is not None and row.due_at <= now and row.clock_state == "running"]
    near = [row for row in mine if row.due_at is not None and now < row.due_at <= now + NEAR and row.clock_state == "running"]
    day = text.of_date(now)
    closed = [row for row in known if me and row.owner == me and row.closed_at is not None and text.of_date(row.closed_at) == day]
    return Tally(len(mine), len(late), len(near), sum(waits(row, post) for row in mine), len(closed))


def because(row: PoolRow, now: datetime, *, post: str = "") -> str:
    """Why the order stands where it does, at most three reasons: `因：客户在催，已超 6 分，每小时约损失 ¥120`."""
    step = at_hand(row)
    if row.clock_state == "paused":
        return "因：计时暂停中，等对方"
    if step is not None and not is_mine(step, post):
        return f"因：等 {step.post} {step.title}"
    said = [words for tag, words in CHASED.items() if tag in row.tags or row.kind == tag][:1]
    said += [row.vip] if row.vip else []
    said += [_clock(row.due_at - now)] if row.due_at is not None else []
    said += [f"每小时约损失 ¥{text.hourly(row.loss_fen_per_hour)}"] if row.loss_fen_per_hour else []
    return f"因：{'，'.join(said[:3])}" if said else "因：时限最早"


def _clock(left: timedelta) -> str:
    return f"已超 {text.spoken(-left)}" if left <= timedelta() else f"还剩 {text.spoken(left)}"


def _due(row: PoolRow) -> float:
    return row.due_at.timestamp() if row.due_at is not None else float("inf")
