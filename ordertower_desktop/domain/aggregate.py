"""Rates over groups of orders: the share of them to which something happened, day by day (S32, S33)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import sqrt

from ordertower_desktop.domain.condition import Condition, bare
from ordertower_desktop.domain.moment import end_of_day
from ordertower_desktop.domain.order import Order, as_known
from ordertower_desktop.domain.truth import Context, truth

Z95 = 1.959963984540054
GROUP = "rate:"

Cell = tuple[date, str, bool]
"""An order in a rate: the local day it counts on, its group, and whether the thing had happened by that day's end."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Of the orders with `of` on a day, the share with `event` by the end of that day lies under `under`, `days` whole days running.

    A day speaks only with at least `minimum` orders. `confident`: the upper end of Wilson's 95 % interval must lie under it too,
    so that a small sample does not accuse a carrier.
    """

    event: str
    of: str
    group: str
    under: float
    days: int = 1
    minimum: int = 30
    confident: bool = False


@dataclass(frozen=True, slots=True)
class Failing:
    """A group below its rate: the worst share of the days that were looked at, and the orders counted on them."""

    group: str
    share: float
    orders: int


def closes(order: Order, rate: Rate, zone: tzinfo) -> datetime | None:
    """The last instant of the day on which an order counts; None for one that does not."""
    began = order.at(rate.of)
    return None if began is None else end_of_day(began.astimezone(zone).date(), zone) - timedelta(microseconds=1)


def cell(known: Order, rate: Rate, subject: Condition, *, at: datetime, context: Context) -> Cell | None:
    """How an order counts, told with what was known `at` the close of its day; None without a group, or out of the rule's scope."""
    group = known.text(bare(rate.group))
    if not group or not truth(subject, known, at, context).value:
        return None
    return at.astimezone(context.zone).date(), group, rate.event in known.moments


def counted(order: Order, rate: Rate, subject: Condition, context: Context) -> Cell | None:
    """How an order counts in a rate by everything that is known now; what happened after the close of its day is left out.

    Time alone changes nothing about it, only news of the order does: a store may keep it for as long as the order is the same.
    """
    close = closes(order, rate, context.zone)
    return None if close is None else cell(_by(order, close), rate, subject, at=close, context=context)


def _by(order: Order, at: datetime) -> Order:
    """The order as it stood at `at`; mostly nothing has happened since, and folding it again would be for nothing."""
    after = any(event.at > at for event in order.events) or any(snapshot.latest > at for snapshot in order.snapshots)
    return as_known(order, at) if after else order


def failing(rate: Rate, cells: Counter[Cell], today: date) -> tuple[Failing, ...]:
    """The groups that failed on each of the last whole days before `today`, the worst first; today is not over and does not count."""
    days = [today - timedelta(days=back) for back in range(1, rate.days + 1)]
    found = []
    for group in sorted({group for day, group, _ in cells if day in days}):
        tallies = [(cells[day, group, True], cells[day, group, False]) for day in days]
        if all(_fails(rate, k, k + rest) for k, rest in tallies):
            found.append(Failing(group, min(k / (k + rest) for k, rest in tallies), sum(map(sum, tallies))))
    return tuple(sorted(found, key=lambda one: (one.share, one.group)))


def _fails(rate: Rate, k: int, n: int) -> bool:
    if n < rate.minimum or n == 0:
        return False
    return (wilson_upper(k, n) if rate.confident else k / n) < rate.under


def wilson_upper(k: int, n: int) -> float:
    """The upper end of Wilson's 95 % interval for `k` of `n`."""
    share = k / n
    middle = share + Z95 * Z95 / (2 * n)
    return (middle + Z95 * sqrt(share * (1 - share) / n + Z95 * Z95 / (4 * n * n))) / (1 + Z95 * Z95 / n)


def subject(rule: str, group: str) -> str:
    """What an alarm about a group is about, where an order's case names its order."""
    return f"{GROUP}{rule}/{group}"


def of_group(key: str) -> bool:
    """Whether a case, or what one is about, is of a group of orders."""
    return key.startswith(GROUP)
