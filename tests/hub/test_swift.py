"""S51: nearly all orders are out within eight hours; the share per shop, warehouse and day, and the orders behind what is missing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.kpi import DrillPage, FoundPage, KpiPage
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place

SINCE, UNTIL = "2025-11-10", "2025-11-12"
EIGHT = timedelta(hours=8)


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url) as made:
        yield made


def orders(floor: Floor, count: int) -> list[tuple[str, str, str, datetime, datetime | None]]:
    """(order, shop, warehouse, paid, out): as it is told, so as to be counted by hand."""
    dice, said = Random(5), []
    for number in range(count):
        paid = floor.now - timedelta(hours=dice.uniform(0, 50))
        out = paid + timedelta(hours=dice.choice((1, 7.9, 8, 8.1, 20)))
        left = out if out <= floor.now and dice.random() < 0.9 else None
        one = (f"{8000 + number}", dice.choice(("旗舰店", "专营店")), dice.choice(("华东仓", "华南仓")), paid, left)
        payload = {"platform": "taobao", "shop": one[1], "warehouse": one[2]}
        events = [Event(paid, "taobao", "payment_approved", one[0], payload)]
        events += [Event(left, "wms", "outbound", one[0])] if left is not None else []
        floor.told(*events)
        said.append(one)
    floor.advance(seconds=1)
    return said


def by_hand(floor: Floor, said: list[tuple[str, str, str, datetime, datetime | None]]) -> tuple[int, int]:
    ripe = [(paid, out) for *_, paid, out in said if out is not None or floor.now - paid >= EIGHT]
    return sum(out is not None and out - paid <= EIGHT for paid, out in ripe), len(ripe)


def test_the_share_is_what_a_plain_count_gives_per_shop_warehouse_and_day(floor: Floor) -> None:
    said = orders(floor, 80)
    page = floor.read(KpiPage, "/v1/kpi", who="li", since=SINCE, until=UNTIL)
    assert (page.orders.swift, page.orders.ripe) == by_hand(floor, said)
    assert 0 < page.orders.swift < page.orders.ripe < page.orders.orders, "or nothing was told apart"
    for by, value in (("shop", lambda one: one[1]), ("warehouse", lambda one: one[2]), ("day", day)):
        found = floor.read(DrillPage, "/v1/drill", who="li", since=SINCE, until=UNTIL, by=by)
        told = {cell.keys[0]: (cell.tally.swift, cell.tally.ripe) for cell in found.cells}
        assert told == {key: by_hand(floor, [one for one in said if value(one) == key]) for key in {value(one) for one in said}}


def day(one: tuple[str, str, str, datetime, datetime | None]) -> str:
    return one[3].astimezone(SHANGHAI).date().isoformat()


def test_the_orders_behind_it_are_those_that_were_not_out_in_time(floor: Floor) -> None:
    said = orders(floor, 40)
    where = {"warehouse": "华东仓", "day": "2025-11-11"}
    mine = [one for one in said if one[2] == "华东仓" and day(one) == "2025-11-11"]
    found = floor.read(FoundPage, "/v1/drill/orders", who="li", since=SINCE, until=UNTIL, which="slow", **where)
    slow = {one[0] for one in mine if (one[4] or floor.now) - one[3] > EIGHT}
    assert slow
    assert {one.order for one in found.items} == slow


def test_a_day_that_is_none_is_refused_in_words(floor: Floor) -> None:
    answer = floor.call("GET", "/v1/drill", who="li", params={"since": SINCE, "until": UNTIL, "by": "shop", "day": "昨天"})
    assert (answer.status_code, answer.json()["title"]) == (400, "day 要写成 2025-11-12 这样，收到 昨天")


def test_the_board_tells_the_share_of_the_day_whose_eight_hours_are_over_and_counts_it_anew_each_minute(floor: Floor) -> None:
    said = orders(floor, 80)
    floor.advance(minutes=2)
    board = floor.read(Board, "/v1/board", who="li")
    window = [(paid, out) for *_, paid, out in said if timedelta() < floor.now - EIGHT - paid <= timedelta(days=1)]
    swift = sum(out is not None and out - paid <= EIGHT for paid, out in window)
    assert (board.swift, board.ripe) == (swift, len(window))
    assert 0 < swift < len(window) < len(said)
    floor.advance(hours=24 + 8)
    assert floor.read(Board, "/v1/board", who="li").ripe == sum(paid > floor.now - EIGHT - timedelta(days=1) for *_, paid, _ in said)
