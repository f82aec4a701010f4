"""An order's lines hold goods (S84, D6): never more than there is, let go of when unpaid, given back, used; and leaks are found."""

from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stock import Standing
from ordertower_desktop.hub.store.judging.holding import follow
from ordertower_desktop.hub.store.tables import holdings, orders
from ordertower_desktop.hub.store.tables.holdings import Hold
from ordertower_desktop.hub.workers.stock import Keeping, hold
from ordertower_desktop.wire.stock import HoldPage, StockPage, StockRow
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place
from tests.hub.stock.yard import Stocker, came, happened, standing
from tests.hub.test_many_writers import together


def row(floor: Floor, **query: str) -> StockRow:
    return floor.read(StockPage, "/v1/stock", **query).items[0]


def test_an_order_holds_from_its_coming_until_it_leaves(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 5, None)]
    yard.work()
    came(yard, "1", items=2)
    assert (row(yard).held, row(yard).free) == (2, 3)
    happened(yard, "1", "order_modified")
    assert row(yard).held == 2
    happened(yard, "1", "outbound", waybill="ZT1")
    assert standing(yard, "1") == [("used", "已出库")]
    assert (row(yard).held, row(yard).free) == (0, 3), "the count was before it left"
    wms.figures = [("A1", "华东仓", 3, None)]
    yard.advance(minutes=1)
    assert (row(yard).on_hand, row(yard).free) == (3, 3)


def test_what_is_not_paid_lets_go_half_an_hour_after_it_was_made_and_whoever_waits_has_it(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 1, None)]
    yard.work()
    came(yard, "1", paid=False)
    yard.advance(minutes=1)
    came(yard, "2")
    assert standing(yard, "1", "2") == [("held", ""), ("short", "可用不够")]
    told = yard.read(StockPage, "/v1/stock")
    assert (told.unpaid, told.counts["short"], told.items[0].short) == (1, 1, 1)
    assert told.frees_at is not None
    assert (told.frees_at - yard.now).total_seconds() == 29 * 60
    yard.advance(minutes=28, seconds=59)
    assert standing(yard, "1")[0][0] == "held"
    yard.advance(seconds=1)
    assert standing(yard, "1", "2") == [("freed", "30 分钟未付款"), ("held", "")]
    happened(yard, "1", "payment_approved")
    assert standing(yard, "1") == [("short", "可用不够")], "paid too late: it waits like anybody"


def test_paid_in_time_it_keeps_what_it_holds(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 1, None)]
    yard.work()
    came(yard, "1", paid=False)
    yard.advance(minutes=29)
    happened(yard, "1", "payment_approved")
    yard.advance(hours=2)
    assert standing(yard, "1") == [("held", "")]


def test_a_cancelled_order_gives_back_and_more_goods_are_for_whoever_waited_longest(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 1, None)]
    yard.work()
    for order in ("1", "3", "2"):
        came(yard, order)
        yard.advance(seconds=5)
    happened(yard, "1", "cancelled")
    assert standing(yard, "1", "2", "3") == [("freed", "已取消"), ("short", "可用不够"), ("held", "")]
    wms.figures = [("A1", "华东仓", 2, None)]
    yard.advance(minutes=1)
    assert standing(yard, "2") == [("held", "")]


def test_orders_that_were_there_before_anybody_told_of_stock_hold_too(yard: Floor, wms: Stocker) -> None:
    came(yard, "1", items=2)
    assert standing(yard, "1") == []
    wms.figures = [("A1", "华东仓", 5, None)]
    yard.advance(minutes=1)
    assert standing(yard, "1") == [("held", "")]


def test_goods_of_a_warehouse_that_nobody_speaks_of_are_not_held(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 5, None)]
    yard.work()
    came(yard, "1", warehouse="西北仓")
    came(yard, "2", sku="B2")
    came(yard, "3", warehouse="")
    assert [standing(yard, order) for order in ("1", "2", "3")] == [[], [], [("held", "")]]


def test_two_hubs_that_want_the_last_pieces_at_once_never_hold_more_than_there_is(tmp_path: Path, place: Place) -> None:
    wms = Stocker("wms", "WMS", SourceKind.WMS)
    goods = [f"A{number:02}" for number in range(16)]
    wms.figures = [(sku, "华东仓", 1, None) for sku in goods]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with (
        open_floor(tmp_path / "a", db=place.url, connectors={"wms": wms}) as a,
        open_floor(tmp_path / "b", db=place.url, clock=a.clock) as b,
    ):
        a.work()
        told = {"platform": "taobao", "items": 1}
        ids = {who: [f"{sku}-{who}" for sku in goods] for who in "ab"}
        a.told(*(Event(a.now, "taobao", "payment_approved", key, {**told, "sku": key[:3]}) for mine in ids.values() for key in mine))

        def take(floor: Floor, mine: list[str]) -> None:
            for order in mine:
                with floor.tower.db.write() as conn:
                    follow(conn, orders.load(conn, [order]), floor.now)

        def states() -> list[list[str]]:
            return [sorted(state for state, _ in standing(a, *pair)) for pair in zip(ids["a"], ids["b"], strict=True)]

        for _ in range(4):
            with a.tower.db.write() as conn:  # whatever was held is forgotten: both hubs begin at the same time
                conn.execute(holdings.holds.delete())
            together(lambda: take(a, ids["a"]), lambda: take(b, ids["b"]))
            assert states() == [["held", "short"]] * 16
        with a.tower.db.write() as conn:
            holdings.note(conn, [*ids["a"], *ids["b"]])
        together(lambda: hold(a.tower, a.now), lambda: hold(b.tower, b.now))
        assert states() == [["held", "short"]] * 16
        assert {one.free for one in a.read(StockPage, "/v1/stock").items} == {0}


def test_leaks_are_freed_and_reported(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 2, None)]
    yard.work()
    came(yard, "1")
    happened(yard, "1", "cancelled")
    with yard.tower.db.write() as conn:  # as a database that was brought back from a backup would have it
        holdings.put(conn, [Hold(order, "A1", "华东仓", 1, Standing.HELD, yard.now) for order in ("1", "ghost")])
    came(yard, "2")
    assert standing(yard, "2") == [("short", "可用不够")]
    yard.advance(hours=1)
    assert standing(yard, "1", "ghost", "2") == [("freed", "泄漏：已取消"), ("freed", "泄漏：中心没有这一单"), ("held", "")]
    (night, *_) = yard.read(StockPage, "/v1/stock").nights
    assert night.leaks == 2
    assert "stock" in [one["object"] for one in yard.call("GET", "/v1/audit", who="li").json()["items"]]


def test_a_hold_that_runs_out_of_an_order_that_nobody_knows_is_a_leak_at_once(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 2, None)]
    yard.work()
    with yard.tower.db.write() as conn:
        holdings.put(conn, [Hold("ghost", "A1", "华东仓", 1, Standing.HELD, yard.now, yard.now + timedelta(minutes=1))])
    yard.advance(minutes=1)
    assert standing(yard, "ghost") == [("freed", "泄漏：中心没有这一单")]


def test_an_order_that_is_changed_or_sent_elsewhere_holds_what_it_needs_now(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 5, None), ("A1", "华南仓", 1, None), ("B2", "华南仓", 5, None)]
    yard.work()
    came(yard, "1", items=2)
    happened(yard, "1", "order_modified", items=3)
    assert (row(yard).held, row(yard).free) == (3, 2)
    happened(yard, "1", "order_modified", warehouse="华南仓")
    assert standing(yard, "1") == [("short", "可用不够")]
    assert (row(yard).held, row(yard, warehouse="华南仓").short) == (0, 3)
    happened(yard, "1", "order_modified", sku="B2")
    assert standing(yard, "1") == [("freed", "改单"), ("held", "")]
    happened(yard, "1", "order_modified", warehouse="西北仓")
    assert standing(yard, "1") == [("freed", "改单"), ("freed", "改单")]


def test_every_night_it_is_counted_how_many_lines_are_right(yard: Floor, wms: Stocker, shop: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 2, None), ("B2", "华东仓", 4, None), ("C3", "华东仓", 4, None), ("D4", "华东仓", 4, None)]
    shop.figures = [("A1", "华东仓", None, 9), ("B2", "华东仓", 5, None), ("C3", "华东仓", 4, None)]
    yard.work()
    yard.advance(hours=15)
    night = yard.read(StockPage, "/v1/stock").nights[0]
    assert (night.lines, night.right) == (4, 2), "one is oversold, of one two systems count differently"
    Keeping().tick(yard.tower, yard.now)
    assert yard.read(StockPage, "/v1/stock").nights[0] == night


def test_who_holds_it_is_told_the_oldest_first(yard: Floor, wms: Stocker) -> None:
    wms.figures = [("A1", "华东仓", 1, None), ("A1", "华南仓", 1, None)]
    yard.work()
    for order, place in (("1", "华东仓"), ("2", "华东仓"), ("3", "华南仓")):
        came(yard, order, warehouse=place)
        yard.advance(seconds=2)
    page = yard.read(HoldPage, "/v1/stock/holds", sku="a1", warehouse="华东仓")
    assert [(one.order, one.state, one.platform, one.stage) for one in page.items] == [
        ("1", "held", "天猫", "待接单"), ("2", "short", "天猫", "待接单"),
    ]  # fmt: skip
    assert yard.call("GET", "/v1/stock/holds").status_code == 400


@pytest.mark.parametrize("said", ["WMS 没有给出能用的回答"])
def test_a_source_that_does_not_answer_is_named_and_its_figures_grow_old(yard: Floor, wms: Stocker, said: str) -> None:
    wms.figures = [("A1", "华东仓", 1, None)]
    yard.work()
    wms.silent = said
    yard.advance(minutes=61)
    page = yard.read(StockPage, "/v1/stock")
    assert page.troubles == [f"华东 WMS：{said}"]
    assert (page.items[0].on_hand, page.items[0].stale, page.counts["stale"]) == (1, True, 1)
    wms.silent = ""
    yard.advance(minutes=1)
    page = yard.read(StockPage, "/v1/stock")
    assert (page.troubles, page.items[0].stale) == ([], False)
