"""More on sale than in the warehouse (S20, D6): it lasts before it counts, raises the orders that stand on it, and heals."""

from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.hub.store.tables import people
from ordertower_desktop.wire.conflicts import ConflictPage
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.stock import HoldPage, StockPage
from tests.hub.floor import Floor
from tests.hub.stock.yard import Stocker, came, happened


def conflicts(floor: Floor) -> list[tuple[str, str]]:
    return [(one.order, one.line.field) for one in floor.read(ConflictPage, "/v1/conflicts").items]


def oversold(floor: Floor) -> list[tuple[str, str, int]]:
    return [(one.sku, one.warehouse, one.oversold) for one in floor.read(StockPage, "/v1/stock", state="oversold").items]


def test_it_stands_in_the_list_and_in_the_pool_when_it_has_lasted_and_leaves_when_it_is_settled(
    yard: Floor, wms: Stocker, shop: Stocker
) -> None:
    wms.figures, shop.figures = [("A1", "华东仓", 5, None)], [("A1", "华东仓", None, 5)]
    yard.work()
    came(yard, "1")
    came(yard, "2", sku="B2")
    shop.figures = [("A1", "华东仓", None, 9)]
    yard.advance(minutes=1)
    assert (oversold(yard), conflicts(yard)) == ([], [])
    yard.advance(minutes=2)
    assert oversold(yard) == [("A1", "华东仓", 5)]
    assert conflicts(yard) == [("1", "stock")]
    (line,) = yard.read(OrderPage, "/v1/orders/1").conflicts
    assert [(said.name, said.text) for said in line.said] == [("平台 天猫", "9 件"), ("WMS 华东 WMS", "4 件")]
    page = yard.read(OrderPage, "/v1/orders/1")
    assert (page.cause_detail, [one.source for one in page.columns]) == ("平台 与 WMS 差 5 件", ["wms"])
    assert set(yard.pool()) == {"1"}
    shop.figures = [("A1", "华东仓", None, 4)]
    yard.advance(minutes=1)
    assert len(oversold(yard)) == 1, "agreement has to last too"
    yard.advance(minutes=3)
    assert (oversold(yard), conflicts(yard)) == ([], [])
    yard.advance(minutes=30)
    assert yard.pool() == {}


def test_an_order_that_comes_while_it_is_oversold_is_raised_and_one_that_leaves_is_let_go(yard: Floor, wms: Stocker, shop: Stocker) -> None:
    wms.figures, shop.figures = [("A1", "华东仓", 2, None)], [("A1", "华东仓", None, 9)]
    yard.work()
    yard.advance(minutes=3)
    came(yard, "1")
    yard.advance(minutes=3)
    assert conflicts(yard) == [("1", "stock")]
    happened(yard, "1", "outbound", waybill="ZT1")
    yard.advance(minutes=3)
    assert conflicts(yard) == []


def test_what_comes_and_goes_between_two_readings_is_no_conflict(yard: Floor, wms: Stocker, shop: Stocker) -> None:
    wms.figures, shop.figures = [("A1", "华东仓", 5, None)], [("A1", "华东仓", None, 9)]
    came(yard, "1")
    yard.advance(minutes=1)
    shop.figures = [("A1", "华东仓", None, 3)]
    yard.advance(minutes=1)
    yard.advance(minutes=5)
    assert (oversold(yard), conflicts(yard), yard.pool()) == ([], [], {})


def test_a_shop_that_names_no_warehouse_is_held_against_all_of_them(yard: Floor, wms: Stocker, shop: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 5, None), ("A1", "华南仓", 4, None)]
    shop.figures = [("A1", "", None, 9)]
    yard.work()
    yard.advance(minutes=3)
    assert oversold(yard) == []
    shop.figures = [("A1", "", None, 10)]
    yard.advance(minutes=1)
    yard.advance(minutes=3)
    assert oversold(yard) == [("A1", "", 1)]


def test_a_person_of_one_warehouse_sees_its_stock_only(yard: Floor, wms: Stocker, shop: Stocker) -> None:
    with yard.tower.db.write() as conn:
        people.put(conn, [Person("ku", "库明", Role.AGENT, "warehouse", warehouses=frozenset({"华南仓"}))])
    wms.figures = [("A1", "华东仓", 5, None), ("A1", "华南仓", 4, None), ("B2", "华东仓", 1, None)]
    shop.figures = [("A1", "", None, 90), ("A1", "华东仓", None, 80)]
    yard.work()
    came(yard, "1", warehouse="华东仓", items=2)
    came(yard, "2", warehouse="华南仓", items=3)
    wms.silent = "WMS 没有给出能用的回答"
    yard.advance(minutes=3)
    page = yard.read(StockPage, "/v1/stock", who="ku")
    assert (page.troubles, len(yard.read(StockPage, "/v1/stock").troubles)) == ([], 1)
    assert [(one.sku, one.warehouse, one.on_hand, one.held, one.free) for one in page.items] == [("A1", "华南仓", 4, 3, 1)]
    assert (page.warehouses, page.counts["oversold"], page.nights) == (["华南仓"], 0, [])
    assert [one.order for one in yard.read(HoldPage, "/v1/stock/holds", who="ku", sku="A1").items] == ["2"]


def test_lines_are_narrowed_and_read_page_by_page(yard: Floor, wms: Stocker) -> None:
    wms.figures = [(f"A{number}", place, number, None) for number in range(3) for place in ("华东仓", "华南仓")]
    yard.work()
    whole = [(one.sku, one.warehouse) for one in yard.read(StockPage, "/v1/stock").items]
    assert whole == sorted((f"A{number}", place) for number in range(3) for place in ("华东仓", "华南仓"))
    found, after = list[tuple[str, str]](), ""
    for _ in range(4):
        page = yard.read(StockPage, "/v1/stock", limit=2, after=after)
        found += [(one.sku, one.warehouse) for one in page.items]
        if not (after := page.after):
            break
    assert found == whole
    assert [one.sku for one in yard.read(StockPage, "/v1/stock", q="a1", warehouse="华南仓").items] == ["A1"]
    assert yard.call("GET", "/v1/stock", params={"state": "lost"}).status_code == 400
