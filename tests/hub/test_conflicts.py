"""数据冲突 through the hub (S20): a rule on a conflict opens a case when it has lasted, and the page says who says what since when."""

from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Value
from ordertower_desktop.domain.post import Field, Sight
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.tables import versions
from ordertower_desktop.wire.order import OrderPage
from tests.hub.floor import Floor

MINUTE = timedelta(minutes=1)


@pytest.fixture
def house(floor: Floor) -> Floor:
    """A floor that works by the rules as they are shipped."""
    rules = (Path(__file__).parents[2] / "resources" / "rules" / "default.toml").read_bytes()
    with floor.tower.db.write() as conn:
        versions.add(conn, "rules", rules, by="", now=floor.now, why="test")
    return floor


def read(floor: Floor, source: str, kind: SourceKind, stage: Stage | None = Stage.TO_PRINT, **fields: Value) -> None:
    with floor.tower.db.write() as conn:
        said = [Snapshot(floor.now, source, kind, "9", fields, stage)]
        take_in(conn, said, now=floor.now, floor=floor.tower.floors.current(conn))


def page(floor: Floor) -> OrderPage:
    return floor.read(OrderPage, "/v1/orders/9")


def test_the_page_says_who_says_what_since_when_and_what_to_do(floor: Floor) -> None:
    read(floor, "taobao", SourceKind.PLATFORM, amount_fen=869900)
    floor.advance(minutes=5)
    read(floor, "erp", SourceKind.ERP, amount_fen=859900)
    began = floor.now
    assert page(floor).conflicts == [], "read one after the other is no conflict yet"
    floor.advance(minutes=3)
    (found,) = page(floor).conflicts
    assert (found.field, found.name, found.since, found.cleared_at, found.times) == ("amount_fen", "金额", began, None, 1)
    assert [(said.name, said.text, said.since) for said in found.said] == [
        ("ERP", "¥8,599.00", began),
        ("平台 天猫", "¥8,699.00", began - 5 * MINUTE),
    ]
    assert "以平台实收为准" in found.advice
    marks = {lane.key: [(mark.at, mark.name, mark.detail) for mark in lane.events] for lane in page(floor).lanes}
    assert (began, "数据冲突", "金额") in marks["erp"]


def test_a_conflict_opens_a_case_after_its_delay_and_leaves_the_pool_when_the_systems_agree(house: Floor) -> None:
    read(house, "taobao", SourceKind.PLATFORM, amount_fen=9900)
    read(house, "erp", SourceKind.ERP, amount_fen=8900)
    house.advance(minutes=14)
    assert page(house).row is None
    house.advance(minutes=2)
    row = page(house).row
    assert row is not None
    assert (row.state, row.kind_name, "R09d" in row.verdicts) == ("open", "数据冲突", True)
    read(house, "erp", SourceKind.ERP, amount_fen=9900, checked=True)
    agreed = house.now
    house.advance(minutes=5)
    found = page(house)
    assert found.row is not None
    assert found.row.state == "recovered"
    assert [(one.field, one.cleared_at) for one in found.conflicts] == [("amount_fen", agreed)]


def test_more_on_sale_than_in_the_warehouse_stands_in_the_pool_by_the_rule_of_the_house(house: Floor) -> None:
    """R09 has a source: any system that tells `stock` of the order's goods."""
    read(house, "taobao", SourceKind.PLATFORM, stock=8)
    read(house, "wms", SourceKind.WMS, None, stock=5)
    house.advance(minutes=3)
    found = page(house)
    assert found.row is not None
    assert "R09" in found.row.verdicts
    assert [(one.field, [said.text for said in one.said]) for one in found.conflicts] == [("stock", ["8 件", "5 件"])]


def test_who_may_not_see_amounts_sees_that_they_differ_and_not_what_they_are(floor: Floor) -> None:
    read(floor, "taobao", SourceKind.PLATFORM, amount_fen=869900, items=2)
    read(floor, "erp", SourceKind.ERP, amount_fen=859900, items=3)
    floor.advance(minutes=3)
    seen = veil.page(page(floor), {Field.AMOUNT: Sight.HIDDEN})
    assert [(one.field, [said.text for said in one.said]) for one in seen.conflicts] == [
        ("amount_fen", ["金额不可见", "金额不可见"]),
        ("items", ["3 件", "2 件"]),
    ]
