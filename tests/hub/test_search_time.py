"""The hub's search by time: what the search box understands, the hub understands, and both find the same orders."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, update

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.period import spell
from ordertower_desktop.domain.period_reader import find
from ordertower_desktop.hub.store.feed.tables import documents
from ordertower_desktop.hub.store.migrate import bring_up
from ordertower_desktop.models.pool import filters
from ordertower_desktop.models.pool.filters import Filter, every
from tests.hub.floor import Floor


def found(floor: Floor, **query: str) -> list[str]:
    return [line["order"] for line in floor.read(dict[str, Any], "/v1/orders", **query)["items"]]


def refused(floor: Floor, **query: str) -> str:
    answer = floor.call("GET", "/v1/orders", params=query)
    assert answer.status_code == 400
    return str(answer.json()["title"])


@pytest.fixture
def days(floor: Floor) -> Floor:
    """It is noon of 12 November: `1` was ordered before midnight and paid after it, `2` at nine today, `3` the day before yesterday."""
    ordered = {"1": floor.now - timedelta(hours=12, minutes=10), "2": floor.now - timedelta(hours=3), "3": floor.now - timedelta(hours=50)}
    for order, at in ordered.items():
        paid = at + timedelta(minutes=20)
        fields = {"platform": "taobao", "buyer": "李小明", "phone": "13800008000"}
        floor.told(Event(at, "taobao", "order_created", order, fields), Event(paid, "taobao", "payment_approved", order, fields))
    return floor


def test_the_order_and_its_payment_may_lie_on_either_side_of_midnight(days: Floor) -> None:
    assert found(days, q="昨天") == found(days, q="下单 昨天") == ["1"]
    assert found(days, q="付款 昨天") == []
    assert found(days, q="付款 今天") == ["1", "2"]
    assert found(days, q="昨天 23:00~今天 00:30") == found(days, q="付款 昨天 23:00~今天 00:30") == ["1"]
    assert found(days, q="9点到12点") == ["2"]
    assert found(days, q="11-10~11-12") == ["1", "2", "3"]
    assert found(days, q="11-11 起") == ["1", "2"]
    assert found(days, q="近 4 小时") == ["2"]


def test_the_start_is_within_and_the_end_is_not(days: Floor) -> None:
    assert found(days, q="09:00~09:01") == ["2"]
    assert found(days, q="08:00~09:00") == []


def test_a_time_narrows_a_tail_a_name_and_a_phone(days: Floor) -> None:
    assert found(days, q="李 昨天") == ["1"]
    assert found(days, q="8000 付款 今天") == ["1", "2"]
    assert found(days, q="3 昨天") == []


def test_what_falls_due_is_found_by_the_clocks_of_the_pool(days: Floor) -> None:
    rows = days.pool()
    assert set(rows) == {"3"}
    due = rows["3"].due_at
    assert due is not None
    minute = due + timedelta(hours=8)
    assert found(days, q=f"到期 {minute:%m-%d %H:%M}~{minute + timedelta(minutes=1):%H:%M}") == ["3"]
    assert found(days, q="到期 明天") == found(days, q="到期 9:00~9:01") == []
    assert found(days, q="李 到期 11-10~11-12") == ["3"]


def test_a_filter_is_a_time_and_nothing_else_and_joins_what_else_is_asked(days: Floor) -> None:
    assert found(days, filter="付款 今天") == found(days, filter="paid: 今天") == ["1", "2"]
    assert found(days, filter="付款 今天", q="昨天") == ["1"]
    assert found(days, filter="付款 今天", since="2025-11-12T00:00:00+08:00") == ["2"]
    assert refused(days, filter="今天吧").startswith("看不懂时间「今天吧」。时间可以写：")
    assert refused(days, filter="12:00~9:00").startswith("起在止之后")


def test_half_a_time_is_refused_with_how_to_write_it_and_never_an_empty_list(days: Floor) -> None:
    assert refused(days, q="11-12 09:").startswith("时间可以写：")
    assert refused(days, q="13-45").startswith("没有 13 月 45 日")
    assert refused(days, q="12:00~9:00").startswith("起在止之后")
    assert found(days, q="没有的人") == []


def test_a_number_that_looks_like_a_time_is_found_as_it_stands(floor: Floor) -> None:
    floor.paid("13-45", hours_ago=1)
    assert found(floor, q="13-45") == ["13-45"]


def test_pages_of_a_time_follow_each_other(days: Floor) -> None:
    first = days.read(dict[str, Any], "/v1/orders", filter="11-10 起", limit="2")
    assert [line["order"] for line in first["items"]] == ["1", "2"]
    assert found(days, filter="11-10 起", limit="2", after=first["after"]) == ["3"]


TYPED = """今天
昨天
近 30 小时
付款 前天 06:00~11:00
付款 近 27 小时
到期 昨天
到期 今天
到期 未来 2 小时
11-10 00:00~昨天 08:00
9点 前"""


def test_desk_and_hub_find_the_same_rows(floor: Floor) -> None:
    """Every order of this floor is in the pool, so that both look among the same."""
    for hour in range(25, 60, 5):
        floor.paid(f"{hour}", hours_ago=hour)
    rows = floor.pool()
    assert len(rows) == 7
    sizes = set()
    for typed in TYPED.splitlines():
        sought = find(typed, floor.now)
        assert sought.asked is not None
        wanted = Filter(state="all", time=sought.asked.which, within=spell(sought.asked.period))
        passes = every(filters.tests(wanted, me="", now=floor.now))
        assert found(floor, q=typed) == sorted(row.order for row in rows.values() if passes(row)), typed
        sizes.add(len(found(floor, q=typed)))
    assert len(sizes) > 3


def go_back(floor: Floor) -> None:
    """To the first schema, and to rows that tell desks no times."""
    with floor.tower.db.write() as conn:
        config = Config()
        config.set_main_option("script_location", "ordertower_desktop.hub.store:migrations")
        config.attributes["connection"] = conn
        command.downgrade(config, "0001")
        for row in conn.execute(select(documents.c.key, documents.c.body).where(documents.c.topic == "case")).all():
            told = {name: value for name, value in msgspec.json.decode(row.body).items() if name not in ("paid_at", "created_at")}
            conn.execute(update(documents).where(documents.c.key == row.key).values(body=msgspec.json.encode(told)))


def test_a_database_from_before_learns_when_orders_were_paid_and_tells_the_desks(floor: Floor) -> None:
    floor.paid("1", hours_ago=30)
    go_back(floor)
    assert bring_up(floor.tower.db)
    assert found(floor, q="付款 昨天") == []
    floor.work()
    assert found(floor, q="付款 昨天") == ["1"]
    assert floor.pool()["1"].paid_at == floor.now - timedelta(hours=30)
