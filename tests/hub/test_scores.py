"""A month of health on a floor: reckoned, frozen by itself, corrected only as a further revision, measured by dated anchors."""

from datetime import UTC, datetime, timedelta

import msgspec

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.store.tables import healths
from ordertower_desktop.insight.kpi.health import Health, scored
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.kpi import HealthPage
from tests.hub.floor import Floor

OCTOBER = datetime(2025, 10, 20, 2, tzinfo=UTC)


def month(floor: Floor, name: str = "2025-10") -> HealthPage:
    return floor.read(HealthPage, f"/v1/scores/{name}", who="li")


def sold(floor: Floor, prefix: str, count: int, *, warehouse: str, late: int = 0, at: datetime = OCTOBER) -> None:
    """Orders of a warehouse, the first of them sent only after two days, the others after an hour."""
    for number in range(count):
        key, hours = f"{prefix}{number}", 50 if number < late else 1
        payload = {"platform": "taobao", "warehouse": warehouse, "province": "浙江"}
        floor.told(
            Event(at, "taobao", "payment_approved", key, payload),
            Event(at + timedelta(hours=hours), "wms", "outbound", key),
            Event(at + timedelta(hours=hours + 20), "carrier", "delivered", key),
        )


def health(page: HealthPage, kind: str, name: str) -> Health:
    return next(one for group in page.groups if group.kind == kind for one in group.units if one.name == name)


def test_a_month_freezes_by_itself_and_is_corrected_only_as_a_revision_that_says_why(floor: Floor) -> None:
    """S95: the frozen bytes stay; what is told later shows as moved until somebody makes a revision of it."""
    floor.clock.at = datetime(2025, 10, 25, 4, tzinfo=UTC)
    floor.work()
    floor.clock.at = datetime(2025, 11, 2, 4, tzinfo=UTC)
    sold(floor, "5", 6, warehouse="华东仓")
    assert month(floor).revision == 0
    floor.clock.at = datetime(2025, 11, 5, 4, tzinfo=UTC)
    floor.work()
    frozen = month(floor)
    assert (frozen.revision, frozen.revisions[0].by, frozen.moved) == (1, "系统", False)
    with floor.tower.db.read() as conn:
        kept = healths.revisions(conn, "2025-10")[0].body
    floor.told(Event(OCTOBER + timedelta(hours=3), "taobao", "complaint", "50"))
    moved = month(floor)
    assert (moved.groups, moved.moved) == (frozen.groups, True)
    refused = floor.call("POST", "/v1/scores/2025-10", who="li", json={})
    assert (refused.status_code, refused.json()["title"]) == (422, "2025-10 已封存，更正要写明原因")
    made = floor.call("POST", "/v1/scores/2025-10", who="li", json={"why": "补计投诉"})
    page = decode(made.content, HealthPage)
    assert (page.revision, page.moved, page.revisions[0].why, page.revisions[0].by) == (2, False, "补计投诉", "李婷")
    assert health(page, "warehouse", "华东仓").parts[2].count == 1
    with floor.tower.db.read() as conn:
        assert [one.body for one in healths.revisions(conn, "2025-10")][1] == kept
    again = floor.call("POST", "/v1/scores/2025-10", who="li", json={"why": "再来"})
    assert (again.status_code, "重算的结果一样" in again.json()["title"]) == (409, True)


def test_anchors_hold_from_their_day_on_and_leave_earlier_months_alone(floor: Floor) -> None:
    sold(floor, "5", 3, warehouse="华东仓")
    sold(floor, "6", 3, warehouse="华东仓", at=datetime(2025, 11, 11, 2, tzinfo=UTC))
    before = month(floor), month(floor, "2025-11")
    text = "late = 0.10\nfaulty = 0.05\nunhappy = 0.10\nworth = [60, 20, 20]\n"
    assert floor.call("PUT", "/v1/health", who="li", json={"text": text, "why": "收紧"}).status_code == 200
    after = month(floor), month(floor, "2025-11")
    assert before[0] == after[0]
    assert (after[1].anchors.bad, after[1].anchors.version) == ((0.10, 0.05, 0.10), 2)
    assert "10% × 60 分" in after[1].formula
    refused = floor.call("PUT", "/v1/health", who="li", json={"text": "late = 0", "why": ""})
    assert (refused.status_code, refused.json()["title"].startswith("health：健康度口径：late：要写成")) == (422, True)


def test_a_month_that_a_file_brought_is_not_frozen_while_it_may_still_be_read(floor: Floor) -> None:
    sold(floor, "5", 2, warehouse="华东仓")
    floor.advance(minutes=10)
    assert month(floor).revision == 0
    assert floor.call("POST", "/v1/scores/2025-10", who="li", json={}).json()["revision"] == 1


def test_what_was_frozen_can_be_reckoned_again_from_what_was_counted(floor: Floor) -> None:
    """Links count the orders that came so far; a hub that starts anew says the same bytes."""
    sold(floor, "5", 5, warehouse="华东仓")
    first, second = (floor.call("GET", "/v1/scores/2025-10", who="li").content for _ in range(2))
    assert first == second
    page = msgspec.json.decode(first, type=HealthPage)
    assert {one.name: one.orders for group in page.groups if group.kind == "hop" for one in group.units} == {
        "平台 → ERP": 5, "ERP → WMS": 5, "WMS → 物流": 5, "物流 → 客户": 5,
    }  # fmt: skip
    assert encode(scored([], page.anchors)) == b"[]"


def test_a_month_that_is_not_over_or_not_there_is_refused_in_words(floor: Floor) -> None:
    for path, status, words in (
        ("2025-11", 409, "2025-11 还没过完，月底以后再封存"),
        ("2025-12", 404, "2025-12 还没有记录"),
        ("november", 400, "月份要写成 2025-11 这样，收到 november"),
    ):
        answer = floor.call("POST", f"/v1/scores/{path}", who="li", json={})
        assert (answer.status_code, answer.json()["title"]) == (status, words)
    assert floor.call("GET", "/v1/scores/2025-10", who="zhao").status_code == 403
