"""What pauses were used for: counted by who paused and by who was waited for, with the breaches that they spared."""

from datetime import timedelta
from typing import Any

import pytest

from ordertower_desktop.domain.people import Role
from ordertower_desktop.wire.pauses import PausePage, PauseUse
from tests.hub.floor import Floor


def report(floor: Floor, days: int = 7) -> PausePage:
    return floor.read(PausePage, "/v1/pauses", who="li", days=days)


def do(floor: Floor, kind: str, case: str, by: str, **more: Any) -> None:
    id_ = f"{kind}-{case}-{floor.now.isoformat()}"
    (answer,) = floor.sync({"do": kind, "id": id_, "case": case, **more}, who=by).results.values()
    assert answer.ok, answer.why
    floor.work()


def pause(floor: Floor, order: str, who: str, party: str, *, hours: float, why: str = "等客户确认地址") -> None:
    until = (floor.now + timedelta(hours=hours)).isoformat()
    do(floor, "pause", f"{order}#1", who, why=why, who=party, until=until)


@pytest.fixture
def late(floor: Floor) -> Floor:
    """Three orders in the pool: their handling is due in 24 hours."""
    for order in ("a", "b", "c"):
        floor.paid(order, hours_ago=25)
    floor.work()
    return floor


def test_minutes_are_counted_by_person_and_by_party_and_a_pause_ends_by_itself(late: Floor) -> None:
    pause(late, "a", "zhao", "客户", hours=2)
    pause(late, "b", "zhao", "仓库", hours=10)
    pause(late, "c", "lin", "客户", hours=10, why="等补款")
    late.advance(hours=3)
    do(late, "resume", "b#1", "zhao")
    late.advance(hours=1)
    found = report(late)
    assert [(one.name, one.count, one.minutes) for one in found.people] == [("赵一鸣", 2, 300), ("林晓", 1, 240)]
    assert [(one.name, one.count, one.minutes) for one in found.parties] == [("客户", 2, 360), ("仓库", 1, 180)]
    assert (found.orders, found.reasons) == (3, {"等客户确认地址": 2, "等补款": 1})


def test_a_breach_that_there_was_none_of_only_by_a_pause_is_told_as_such(late: Floor) -> None:
    pause(late, "a", "zhao", "客户", hours=5)
    pause(late, "b", "zhao", "客户", hours=1)
    late.advance(hours=26)
    (zhao,) = report(late).people
    assert zhao == PauseUse("赵一鸣", 2, 360, avoided=1, breached=2, share=pytest.approx(1 / 3, abs=0.001))


def test_what_is_long_ago_is_not_counted_and_only_a_supervisor_reads_it(late: Floor) -> None:
    pause(late, "a", "zhao", "客户", hours=1)
    late.advance(days=3)
    assert report(late, days=2).people == []
    assert late.call("GET", "/v1/pauses", role=Role.AGENT).status_code == 403
    assert "1 到 92" in late.call("GET", "/v1/pauses?days=400", who="li").json()["title"]
