"""A floor whose provinces and carriers are watched by rates: whole days of parcels, told in one go."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.wire.alarms import AlarmRow
from tests.hub.floor import PEOPLE, Floor

SIGN = """
[[rule]]
id = "R15"
name = "区域签收率连续三天偏低"
state = "on"
kind = "sign_rate"
severity = "warning"
when = { rate = "delivered", of = "out_for_delivery", group = "province", under = 0.85, for = "3d", min = 4 }
off_delay = "2h"
policy = "default"
actions = ["notify_purchasing"]
"""
CREW = (*PEOPLE, Person("zhou", "周舟", Role.AGENT, "purchasing"))


def day_of(floor: Floor) -> date:
    return floor.now.astimezone(SHANGHAI).date()


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def parcels(day: date, group: str, *, good: int, bad: int, field: str = "province") -> Iterator[Event]:
    """So many parcels of a day that were signed on it, and so many that were not."""
    for number in range(good + bad):
        order = f"{group}-{day:%m%d}-{number}"
        yield Event(noon(day), "kuaidi", "out_for_delivery", order, {"platform": "taobao", field: group})
        if number < good:
            yield Event(noon(day) + timedelta(hours=2), "kuaidi", "delivered", order)


def days(floor: Floor, shares: Mapping[str, tuple[int, int]], *, back: int = 3) -> None:
    """The last whole days of each group: (signed, not signed) a day."""
    events = [
        event
        for group, (good, bad) in shares.items()
        for ago in range(1, back + 1)
        for event in parcels(day_of(floor) - timedelta(days=ago), group, good=good, bad=bad)
    ]
    floor.told(*events)


def alarms(floor: Floor, who: str = "zhao") -> dict[str, AlarmRow]:
    """Group -> its alarm, as a desk holds it; the newest where there are several."""
    rows = floor.desk(who).catch_up().bodies("alarm", AlarmRow)
    return {row.group: row for row in sorted(rows, key=lambda row: row.opened_at)}
