"""The pool through the surface: the views that every desk starts with, exact, and the pool of a moment that is over."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.api.views import VIEWS
from ordertower_desktop.models.pool import filters
from tests.hub.floor import Floor

EXAMPLES = Path(__file__).parents[2] / "examples"


def orders(floor: Floor, who: str = "zhao", **query: str) -> list[str]:
    page = floor.read(dict[str, Any], "/v1/pool", who=who, **query)
    assert page["total"] == len(page["items"])
    return sorted(row["order"] for row in page["items"])


@pytest.fixture
def mixed(floor: Floor) -> Floor:
    """Late and later, VIP and not; `1` is taken by 赵一鸣, `9` was late and has been sent."""
    floor.paid("1", hours_ago=50)
    floor.paid("2", hours_ago=25, customer_level="VIP2")
    floor.paid("3", hours_ago=45)
    row = floor.pool()["1"]
    floor.sync({"id": "a1", "do": "acknowledge", "case": row.case, "version": row.version}, who="zhao")
    floor.work()
    floor.paid("9", hours_ago=30)
    case = floor.pool()["9"]
    floor.sync({"id": "a2", "do": "archive", "case": case.case, "version": case.version}, who="li")
    floor.work()
    return floor


def test_every_view_answers_by_name_and_by_key_as_the_desk_counts_it(mixed: Floor) -> None:
    rows = list(mixed.pool().values())
    assert [(one.key, one.name) for one in VIEWS] == [(one.key, one.name) for one in filters.VIEWS]
    for one in filters.VIEWS[:-1]:
        tests = filters.tests(one.filter, me="zhao", now=mixed.now)
        wanted = sorted(row.order for row in rows if all(test(row) for test in tests))
        assert orders(mixed, view=one.name) == orders(mixed, view=one.key) == wanted, one.name


def test_views_hold_what_their_names_say(mixed: Floor) -> None:
    assert orders(mixed) == orders(mixed, view="全部") == ["1", "2", "3"]
    assert orders(mixed, view="VIP") == ["2"]
    assert "1" in orders(mixed, view="我的")
    assert orders(mixed, view="平台承诺不足 4 时") == ["3"]
    assert orders(mixed, view="今日已结") == ["9"]
    assert set(orders(mixed, view="已超时")) >= {"1"}


def test_an_unknown_view_is_refused_with_the_views_that_there_are(floor: Floor) -> None:
    answer = floor.call("GET", "/v1/pool", params={"view": "明天的"})
    assert answer.status_code == 400
    assert answer.json()["title"].startswith("没有视图「明天的」，可选：全部、已超时、2 小时内到期、")


def test_the_pool_of_a_past_moment_has_the_clocks_of_then(floor: Floor) -> None:
    floor.paid("1", hours_ago=30)
    floor.paid("2", hours_ago=25)
    before = floor.now - timedelta(hours=3)
    page = floor.read(dict[str, Any], "/v1/pool", at=before.isoformat())
    assert [row["order"] for row in page["items"]] == ["1"]
    assert page["now"] == before.isoformat().replace("+00:00", "Z")
    row = page["items"][0]
    assert datetime.fromisoformat(row["opened_at"]) == before - timedelta(hours=3)
    assert orders(floor, at=(floor.now - timedelta(hours=10)).isoformat()) == []
    assert sorted(floor.pool()) == ["1", "2"]


def test_what_was_sent_since_was_still_late_then(floor: Floor) -> None:
    floor.paid("1", hours_ago=30)
    then = floor.now
    floor.advance(hours=1)
    floor.told(Event(floor.now, "wms", "outbound", "1"))
    assert orders(floor) == []
    assert orders(floor, at=then.isoformat()) == ["1"]


def test_a_file_that_came_later_tells_of_a_moment_before_it(floor: Floor) -> None:
    """Imported today, asked about the minute that the pictures show."""
    at = "2025-11-12T14:32:08+08:00"
    floor.advance(days=300)
    for name in ("taobao_gbk.csv", "jd_lines.csv"):
        floor.call("POST", "/v1/imports", params={"name": name, "commit": "true"}, content=(EXAMPLES / name).read_bytes())
    floor.work()
    then = floor.read(dict[str, Any], "/v1/pool", at=at)
    assert then["total"] > 50
    moment = datetime.fromisoformat(at)
    assert all(datetime.fromisoformat(row["opened_at"]) <= moment for row in then["items"])
    lateness = [moment - datetime.fromisoformat(row["due_at"]) for row in then["items"] if row.get("due_at")]
    assert max(lateness) < timedelta(days=30)
    assert not any(row.get("owner") for row in then["items"])
