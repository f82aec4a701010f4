"""From a promotions file's content to what its promotions make of clocks."""

from collections.abc import Mapping
from datetime import timedelta

from ordertower_desktop.domain.entry import Entry
from ordertower_desktop.domain.fault import suggestion
from ordertower_desktop.domain.limits import Limited
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.terms import Rush

NAMES: Mapping[str, Stage | Limited] = {str(one): one for one in (*Stage, *Limited)}


def rushes(content: Mapping[str, object]) -> tuple[Rush, ...]:
    """The rushes of a content that is known to be well; promotions that leave the clocks alone are none."""
    found = (rush(entry) for entry in Entry(content, "").each("promo"))
    return tuple(one for one in found if one.limits or one.hours)


def rush(entry: Entry) -> Rush:
    """What one promotion makes of clocks; `BadFile` says what is wrong."""
    begin, end = entry.at("begin"), entry.at("end")
    if begin is None or end is None:
        raise entry.bad("begin", "缺少开始或结束")
    return Rush(entry.text("name"), begin, end, clock_limits(entry), hours(entry))


def clock_limits(entry: Entry) -> dict[Stage | Limited, timedelta]:
    """`clocks = { TO_ACCEPT = "8h" }`: how long things may take meanwhile."""
    if not entry.has("clocks"):
        return {}
    asked = entry.inner("clocks")
    made: dict[Stage | Limited, timedelta] = {}
    for key in map(str, asked.table):
        if key not in NAMES:
            raise asked.bad(key[:40], f"没有这个环节{suggestion(key, tuple(NAMES)) or '，可用：' + '、'.join(NAMES)}")
        made[NAMES[key]] = span = asked.span(key)
        if not timedelta() < span <= timedelta(days=366):
            raise asked.bad(key, "时限要大于 0，最长 366 天")
    return made


def hours(entry: Entry) -> dict[str, str]:
    """`calendars = { desk = "desk-rush" }`: by which calendar is worked meanwhile in the place of which."""
    if not entry.has("calendars"):
        return {}
    asked = entry.inner("calendars")
    return {str(key): asked.text(str(key)) for key in asked.table}
