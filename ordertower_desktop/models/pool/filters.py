"""Which rows a view shows: a frozen value that can be saved, combined and counted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from ordertower_desktop.wire.rows import FORESEEN, PoolRow

if TYPE_CHECKING:
    from ordertower_desktop.domain.period import Period

SOON = timedelta(hours=2)
NEAR_PROMISE = timedelta(hours=4)


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every set field must hold. `due`: overdue | soon | promise; `owner`: an id, `*nobody` or `*me`; `state`: open | closed | ahead | all.

    `ahead` is what is open, and what is forecast although no rule has found it yet.

    `time`: paid | created | due, which has to lie in the period that `within` spells; a moving one moves on in a view that is kept.
    """

    state: str = "open"
    due: str = ""
    owner: str = ""
    vip: bool = False
    platform: frozenset[str] = frozenset()
    shop: frozenset[str] = frozenset()
    warehouse: frozenset[str] = frozenset()
    category: frozenset[str] = frozenset()
    region: frozenset[str] = frozenset()
    segment: frozenset[str] = frozenset()
    cause: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    group: frozenset[str] = frozenset()
    todo: frozenset[str] = frozenset()
    risk: frozenset[str] = frozenset()
    text: str = ""
    time: str = ""
    within: str = ""


class View(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named filter; `hue` colours its count."""

    key: str
    name: str
    filter: Filter
    hue: str = ""
    shared: bool = True


VIEWS = (
    View("all", "全部", Filter()),
    View("overdue", "已超时", Filter(due="overdue"), "red"),
    View("soon", "2 小时内到期", Filter(due="soon"), "amber"),
    View("nobody", "待认领", Filter(owner="*nobody")),
    View("mine", "我的", Filter(owner="*me")),
    View("vip", "VIP", Filter(vip=True)),
    View("promise", "平台承诺不足 4 时", Filter(due="promise")),
    View("foreseen", "将要超期", Filter(state="ahead", risk=frozenset({"high"}))),
    View("closed", "今日已结", Filter(state="closed")),
)
"""What every desk starts with; people add their own."""

SETS = ("platform", "shop", "warehouse", "category", "region", "segment", "cause", "kind", "group", "todo", "risk")
Test = Callable[[PoolRow], bool]
TIMES: dict[str, Callable[[PoolRow], datetime | None]] = {
    "paid": lambda row: row.paid_at,
    "created": lambda row: row.created_at,
    "due": lambda row: row.due_at,
}
"""`Filter.time` -> where a row has it."""


def tests(wanted: Filter, *, me: str, now: datetime) -> list[Test]:
    """What a row must pass, cheapest first."""
    found: list[Test] = []
    if wanted.state != "all":
        found.append(_STATES[wanted.state])
    found += [_among(name, getattr(wanted, name)) for name in SETS if getattr(wanted, name)]
    if wanted.owner:
        owner = {"*nobody": "", "*me": me}.get(wanted.owner, wanted.owner)
        known = wanted.owner != "*me" or bool(me)
        found.append(lambda row: known and row.owner == owner)
    if wanted.vip:
        found.append(lambda row: bool(row.vip))
    if wanted.due:
        found.append(_due(wanted.due, now))
    if wanted.within:
        found.append(_within(wanted, now))
    if wanted.text.strip():
        found.append(_says(wanted.text.strip().lower()))
    return found


_STATES: dict[str, Test] = {
    "open": lambda row: row.state == "open",
    "closed": lambda row: row.state not in ("open", FORESEEN),
    "ahead": lambda row: row.state in ("open", FORESEEN),
}


def every(wanted: list[Test]) -> Test:
    """One test for several; it is asked a hundred thousand times in a row, so the usual lengths are spelt out."""
    match wanted:
        case []:
            return lambda _row: True
        case [only]:
            return only
        case [first, second]:
            return lambda row: first(row) and second(row)
        case _:
            return lambda row: all(test(row) for test in wanted)


def _among(name: str, values: frozenset[str]) -> Test:
    return lambda row: getattr(row, name) in values


def _due(which: str, now: datetime) -> Test:
    if which == "overdue":
        return lambda row: row.due_at is not None and row.due_at <= now and row.clock_state == "running"
    if which == "soon":
        return lambda row: row.due_at is not None and now < row.due_at <= now + SOON and row.clock_state == "running"
    return lambda row: any(
        clock.kind == "platform" and clock.due_at is not None and now < clock.due_at <= now + NEAR_PROMISE for clock in row.clocks
    )


def period(wanted: Filter, now: datetime) -> "Period | None":
    """What `within` spells, or None where nothing can read it: a kept view may have been written by another program."""
    from ordertower_desktop.domain.period_reader import Unclear, held  # the first paint has no use for it

    try:
        return held(wanted.within, now)
    except Unclear:
        return None


def _within(wanted: Filter, now: datetime) -> Test:
    """Compares what the row holds already; nothing is made for it."""
    meant, time = period(wanted, now), TIMES.get(wanted.time)
    if meant is None or time is None:
        return lambda _row: False
    start, end = meant.bounds(now)
    return lambda row: (at := time(row)) is not None and (start is None or at >= start) and (end is None or at < end)


def _says(word: str) -> Test:
    """Order number or its tail without gaps, masked name, phone tail, waybill, title."""
    compact = word.replace(" ", "")

    def says(row: PoolRow) -> bool:
        numbers = (row.order.lower(), row.waybill.lower())
        words = (row.buyer.lower(), row.phone.lower(), row.title.lower(), row.shop.lower(), row.owner_name.lower())
        return any(compact in number for number in numbers) or any(word in text for text in words)

    return says
