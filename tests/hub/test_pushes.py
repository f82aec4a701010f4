"""S68 through the hub: what departments pushed away, by week, with the orders and the evidence behind it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.case import Case, CaseState, Entry, Handling, Standing
from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.timeline import DeskEntry
from ordertower_desktop.domain.triage import Triage
from ordertower_desktop.insight.kpi.measuring import recorded
from ordertower_desktop.insight.kpi.pushed import blame
from ordertower_desktop.insight.kpi.record import Record
from ordertower_desktop.insight.postmortem.figures import Window
from ordertower_desktop.wire.kpi import TrendPage
from tests.hub.floor import NOON, PEOPLE, Floor, open_floor
from tests.hub.place import Place

ZHOU = Person("zhou", "周凯", Role.AGENT, "warehouse")
HOUR = timedelta(hours=1)
MONDAY = NOON - timedelta(days=2, hours=12)


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, crew=(*PEOPLE, ZHOU)) as made:
        yield made


def hands(floor: Floor, order: str, who: str, to: str) -> None:
    row = floor.pool("li")[order]
    action = {"do": "hand_over", "id": f"{order}/{to}/{row.version}", "case": row.case, "version": row.version, "to": to}
    result = floor.sync(action, who=who).results[str(action["id"])]
    assert result.state == "done", result.why
    floor.work()


def test_a_case_that_is_given_back_untouched_is_counted_with_its_evidence(floor: Floor) -> None:
    for number in ("41", "42", "43"):
        floor.paid(number, hours_ago=25)
    floor.advance(minutes=5)
    hands(floor, "41", "li", "zhou")
    hands(floor, "42", "li", "zhou")
    for number in ("41", "42"):
        row = floor.pool("li")[number]
        floor.sync({"do": "acknowledge", "id": f"a{number}", "case": row.case, "version": row.version}, who="zhou")
    floor.advance(hours=3)
    hands(floor, "41", "zhou", "zhao")
    floor.told(Event(floor.now, "wms", "printed", "42"))
    floor.advance(minutes=10)
    hands(floor, "42", "zhou", "zhao")
    page = floor.read(TrendPage, "/v1/trends", who="li", since="2025-11-10", until="2025-11-12")
    (week,) = page.blame
    assert (week.pushes, week.pushed, week.cases, week.lay) == (1, 1, 3, 2), "the warehouse printed the other one: that is work"
    (one,) = page.pushes
    told = one.push
    assert (one.order, told.way, told.giver, told.taker, told.given_by, told.by) == ("41", "back", "仓库", "客服", "李婷", "周凯")
    assert told.at - told.since == 3 * HOUR


def case_of(number: int, since: int, *, lies: float, pushed: str) -> Record:
    """A case of a late order; handed to the warehouse, where it lies so many hours, and given back or worked on."""
    at = MONDAY + timedelta(hours=since)
    order = absorb(Order(str(number)), [Event(at - 30 * HOUR, "taobao", "payment_approved", str(number), {"platform": "taobao"})])
    desk = [DeskEntry(at, "", "", "opened")]
    if lies:
        end = at + HOUR + timedelta(hours=lies)
        desk.append(DeskEntry(at + HOUR, "赵一鸣", "", "hand_over", "仓库"))
        desk.append(DeskEntry(end, "周凯", "", *(("hand_over", "客服") if pushed else ("finish_step", ""))))
    closed = Handling(CaseState.RESOLVED, closed_at=at + 12 * HOUR)
    standing = (Standing("R05", "ship_overdue", "critical", at),)
    made = Case(
        f"{number}#1", str(number), at, Triage.ROUTINE, "agent", standings=standing, handling=closed, log=(Entry(at, "", "opened"),)
    )
    return recorded(order, made, names={}, desk=desk, now=at + 24 * HOUR)


def test_the_report_of_the_requirement_is_reproduced() -> None:
    """Over 40 % of the cases lay 7.2 hours with another department, and 23 were pushed away; four the week after."""
    first = [case_of(n, n, lies=7.2 if n < 43 else 0, pushed="yes" if n < 23 else "") for n in range(100)]
    second = [case_of(500 + n, 168 + n, lies=2.5 if n < 18 else 0, pushed="yes" if n < 4 else "") for n in range(100)]
    before, after = blame([*first, *second], Window(MONDAY, MONDAY + timedelta(days=14)))
    assert (before.pushes, after.pushes) == (23, 4)
    assert (before.lay / before.cases, before.lay_s / 3600) == (0.43, 7.2)
    assert (after.lay / after.cases, after.lay_s / 3600) == (0.18, 2.5)
