"""Orders, calendars and times that the clock tests share."""

from datetime import UTC, date, datetime, timedelta

from ordertower_desktop.domain.calendar import ALWAYS, Calendar, weekly
from ordertower_desktop.domain.clock import CaseMarks, Clock, ClockKind, Pause
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.terms import constant

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DESK = weekly("desk", "客服", *["09:00-21:00"] * 7)
FINANCE = Calendar(
    "finance", "财务", weekly("", "", *["09:00-18:00"] * 5, "", "").week, holidays=frozenset({date(2026, 2, 16)}), published_through=2026
)
CALENDARS = {"always": ALWAYS, "desk": DESK, "finance": FINANCE}
LIMITS = Limits()
TERMS = constant(LIMITS, CALENDARS)


def local(text: str) -> datetime:
    """`11-12 10:18:05` on the wall in Shanghai, this year."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI).astimezone(UTC)


def told(at: str, name: str, *, source: str = "tmall", late: int | None = 8, **payload: Value) -> Event:
    moment = local(at)
    return Event(moment, source, name, "3901", payload, arrived=moment + timedelta(seconds=late) if late is not None else None)


def order(*events: Event) -> Order:
    return absorb(Order("3901"), events)


def paid(at: str = "11-12 10:18:05", **payload: Value) -> Order:
    return order(told(at, "payment_approved", **payload))


def running(found: Order, now: str, *, marks: CaseMarks | None = None, limits: Limits = LIMITS) -> dict[ClockKind, Clock]:
    """The clocks of an order by kind; no two of them are of one kind."""
    made = clocks(found, case_marks=marks, terms=constant(limits, CALENDARS), now=local(now))
    by_kind = {clock.kind: clock for clock in made}
    assert len(by_kind) == len(made)
    return by_kind


def marks(opened: str, triage: str, *pauses: Pause, **when: datetime) -> CaseMarks:
    return CaseMarks(local(opened), triage, pauses=pauses, **when)


WAITING = Pause(local("11-12 10:40:00"), local("11-12 11:25:00"), "等客户确认地址", "何静")
