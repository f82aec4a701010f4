"""Customers, parcels and files as somebody meets them who sees one warehouse only (S105)."""

import msgspec

from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.store.tables import imports, people
from ordertower_desktop.hub.store.tables.imports import Batch
from ordertower_desktop.wire.customers import Checked, CustomersPage, OrderCustomer
from ordertower_desktop.wire.pages import ImportView, RowProblem
from tests.hub.customers.kit import LI, People
from tests.hub.sightkit import answers

HERE, THERE = "杭州仓", "嘉兴仓"
ELSEWHERE = "KANARIE-4711"


def bound(floor: People) -> None:
    with floor.hub.tower.db.write() as conn:
        people.put(conn, [Person("qian", "钱进", Role.AGENT, "warehouse", warehouses=(HERE,))])


def scan(floor: People, code: str, who: str = "qian") -> Checked:
    answer = floor.hub.call("POST", "/v1/shipments/check", who=who, json={"code": code, "station": "1"})
    assert answer.status_code == 200, answer.text
    assert ELSEWHERE not in answer.text.replace(f'"order":"{code}"', "").replace(f"运单 {code}", "")
    return msgspec.json.decode(answer.content, type=Checked)


def test_a_twin_of_another_warehouse_stops_the_parcel_and_is_not_named(people: People) -> None:
    bound(people)
    people.buys(ELSEWHERE, hours_ago=72, sku="AF-5L", stage=Stage.SIGNED, warehouse=THERE, **LI)
    people.buys("NEW", sku="AF-5L", platform="douyin", warehouse=HERE, **LI)
    told = scan(people, "NEW")
    assert (told.stop, told.known, told.why) == (True, True, "2 天前买过同款")
    assert told.row is not None
    assert (told.row.before, told.row.before_stage, told.row.before_at) == ("别的仓的一单", "", None)
    unknown = scan(people, ELSEWHERE)
    assert (unknown.stop, unknown.known) == (True, False)
    for path, answer in answers(people.hub, "qian", "NEW").items():
        assert ELSEWHERE not in answer.text, path
    (stop,) = people.hub.read(CustomersPage, "/v1/customers", who="qian").stops
    assert (stop.order, stop.before) == ("NEW", "别的仓的一单")
    whole = people.hub.read(OrderCustomer, "/v1/customers/of/NEW", who="zhao")
    near = people.hub.read(OrderCustomer, "/v1/customers/of/NEW", who="qian")
    assert (whole.orders, near.orders) == (2, 1)
    assert whole.stops[0].before == ELSEWHERE


def test_a_suggestion_shows_the_orders_here_and_none_where_fewer_than_two_are(people: People) -> None:
    bound(people)
    people.buys("A", warehouse=HERE, **LI)
    people.buys(ELSEWHERE, warehouse=THERE, platform="taobao", **LI)
    assert len(people.offer().rows) == 2
    assert people.page(who="qian").offers == []
    people.buys("B", warehouse=HERE, **LI)
    (offer,) = people.page(who="qian").offers
    assert {row.order for row in offer.rows} == {"A", "B"}
    assert all(ELSEWHERE not in answer.text for answer in answers(people.hub, "qian", "A").values())


def test_the_files_of_others_are_not_there(people: People) -> None:
    bound(people)
    view = ImportView("b1", f"{ELSEWHERE}.csv", "done", problems=[RowProblem("f", 1, "c", "r", ELSEWHERE)])
    with people.hub.tower.db.write() as conn:
        imports.put(conn, Batch("b1", "li", "", view, b""), people.hub.now)
    assert people.hub.call("GET", "/v1/imports", who="zhao").json()[0]["id"] == "b1"
    assert people.hub.call("GET", "/v1/imports", who="qian").json() == []
    for method, path in (("GET", "/v1/imports/b1"), ("DELETE", "/v1/imports/b1"), ("POST", "/v1/imports/b1/commit")):
        assert people.hub.call(method, path, who="qian").status_code == 404
