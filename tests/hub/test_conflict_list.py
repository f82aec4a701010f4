"""The list of conflicts that are open (S20): what stands there is what the orders' own pages say, moment by moment."""

from datetime import timedelta
from typing import Any

import pytest

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.post import Field, Sight
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.wire.conflicts import ConflictPage
from ordertower_desktop.wire.order import OrderPage
from tests.hub.floor import Floor

MINUTE = timedelta(minutes=1)


def read(floor: Floor, order: str, source: str, kind: SourceKind, *facts: Fact, **fields: Value) -> None:
    said = Snapshot(floor.now, source, kind, order, {"platform": "taobao", **fields}, Stage.TO_PRINT, frozenset(facts))
    with floor.tower.db.write() as conn:
        take_in(conn, [said], now=floor.now, floor=floor.tower.floors.current(conn))


def against(floor: Floor, order: str, platform: str = "taobao", **fields: Value) -> None:
    """Two systems say different amounts."""
    read(floor, order, "taobao", SourceKind.PLATFORM, amount_fen=9900, platform=platform, **fields)
    read(floor, order, "erp", SourceKind.ERP, amount_fen=8900, platform=platform, **fields)


def listed(floor: Floor, **query: Any) -> ConflictPage:
    return floor.read(ConflictPage, "/v1/conflicts", **query)


def brief(page: ConflictPage) -> list[tuple[str, str]]:
    return [(one.order, one.line.field) for one in page.items]


def test_a_conflict_is_listed_when_it_has_lasted_and_until_the_agreement_has(floor: Floor) -> None:
    against(floor, "1")
    began = floor.now
    floor.advance(minutes=1)
    assert listed(floor) == ConflictPage()
    floor.advance(minutes=1)
    (found,) = listed(floor).items
    assert (found.order, found.platform, found.line.name, found.line.since) == ("1", "天猫", "金额", began)
    assert [(said.name, said.text) for said in found.line.said] == [("ERP", "¥89.00"), ("平台 天猫", "¥99.00")]
    assert "以平台实收为准" in found.line.advice
    read(floor, "1", "erp", SourceKind.ERP, amount_fen=9900, checked=True)
    floor.advance(minutes=1)
    assert brief(listed(floor)) == [("1", "amount_fen")]
    floor.advance(minutes=1)
    assert listed(floor) == ConflictPage()


def test_the_list_says_what_every_orders_own_page_says(floor: Floor) -> None:
    for number in range(12):
        against(floor, str(number), items=number % 3, **({} if number % 4 else {"customer_level": "VIP"}))
        if number % 5 == 0:
            read(floor, str(number), "wms", SourceKind.WMS, amount_fen=9900, items=number % 2)
        if number % 3 == 0:
            read(floor, str(number), "erp", SourceKind.ERP, amount_fen=9900, again=True)
        floor.advance(seconds=45)
    for _ in range(5):
        pages = {str(number): floor.read(OrderPage, f"/v1/orders/{number}") for number in range(12)}
        wanted = [(order, line) for order, page in pages.items() for line in page.conflicts if line.cleared_at is None]
        shown = listed(floor)
        assert sorted((one.order, one.line.field) for one in shown.items) == sorted((order, line.field) for order, line in wanted)
        assert all((one.order, one.line) in wanted for one in shown.items)
        assert [one.line.since for one in shown.items] == sorted(one.line.since for one in shown.items)
        floor.advance(minutes=1)


def test_page_by_page_it_is_the_same_list(floor: Floor) -> None:
    for number in range(7):
        against(floor, str(number), items=number)
    read(floor, "3", "wms", SourceKind.WMS, amount_fen=9900, items=9)
    floor.advance(minutes=3)
    whole, after, found = brief(listed(floor)), "", list[tuple[str, str]]()
    assert len(whole) == 8
    for _ in range(8):
        page = listed(floor, limit=2, after=after)
        found += brief(page)
        if not (after := page.after):
            break
    assert found == whole
    assert floor.call("GET", "/v1/conflicts", params={"after": "yesterday"}).status_code == 400


def test_it_is_narrowed_by_field_source_and_platform_and_counted(floor: Floor) -> None:
    against(floor, "1")
    against(floor, "2", platform="jd")
    read(floor, "3", "taobao", SourceKind.PLATFORM, items=1)
    read(floor, "3", "wms", SourceKind.WMS, items=2)
    floor.advance(minutes=3)
    assert [(one.field, one.name, one.count) for one in listed(floor).fields] == [("amount_fen", "金额", 2), ("items", "件数", 1)]
    assert listed(floor, field="items").fields == listed(floor).fields
    assert brief(listed(floor, field="items")) == brief(listed(floor, source="wms")) == [("3", "items")]
    assert brief(listed(floor, source="erp", platform="jd")) == [("2", "amount_fen")]
    assert brief(listed(floor, source="er")) == brief(listed(floor, source="%")) == []


@pytest.mark.parametrize("fact", [Fact.CANCELLED, Fact.REFUNDED])
def test_nobody_has_to_settle_what_is_over(floor: Floor, fact: Fact) -> None:
    against(floor, "1")
    floor.advance(minutes=3)
    assert len(listed(floor).items) == 1
    read(floor, "1", "taobao", SourceKind.PLATFORM, fact, amount_fen=9900)
    floor.advance(seconds=1)
    assert listed(floor) == ConflictPage()


def test_who_sees_no_amounts_sees_none_in_the_list(floor: Floor) -> None:
    against(floor, "1")
    floor.advance(minutes=3)
    (found,) = veil.conflicts(listed(floor), {Field.AMOUNT: Sight.HIDDEN}).items
    assert [said.text for said in found.line.said] == ["金额不可见", "金额不可见"]
