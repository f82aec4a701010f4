"""Rates over groups of orders: the share of them to which something happened, day by day (S32, S33)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """Of the orders with `of` on a day, the share with `event` by that day's end lies under `under`, in a group, `days` whole days running.

    A day counts with at least `minimum` orders. With `confident` the upper end of Wilson's 95 % interval must lie under it.
    """

    event: str
    of: str
    group: str
    under: float
    days: int = 1
    minimum: int = 30
    confident: bool = False
