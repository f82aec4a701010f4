"""Stock by code and warehouse: what orders ask of it, what is free, and when more is on sale than there is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordertower_desktop.domain.event import Event, Value
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Fact, Stage
from ordertower_desktop.domain.stock import Figure, Offered, Oversold, Standing, claim, compared, lines
from ordertower_desktop.domain.stockroom import Piece, Stockroom

NOON = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WMS, SHOP = SourceKind.WMS, SourceKind.PLATFORM


def order(*facts: Fact, stage: Stage | None = None, events: tuple[Event, ...] = (), **fields: Value) -> Order:
    return Order("1", events, (Snapshot(NOON, "taobao", SHOP, "1", fields, stage, frozenset(facts)),))


def made(minutes_ago: int) -> Event:
    return Event(NOON - minutes_ago * MINUTE, "taobao", "order_created", "1")


def lies(number: int, warehouse: str = "华东仓", *, at: datetime = NOON, source: str = "wms", kind: SourceKind = WMS) -> Figure:
    return Figure(source, kind, "A1", warehouse, at, number)


def sells(number: int, warehouse: str = "华东仓", source: str = "taobao", at: datetime = NOON) -> Figure:
    return Figure(source, SHOP, "A1", warehouse, at, on_sale=number)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"sku": " a1 ", "items": 3}, {"A1": 3}),
        ({"sku": ["A1", "B2"], "items": 5}, {"A1": 1, "B2": 1}),
        ({"lines": [{"sku": "A1", "quantity": 2}, {"sku": "a1"}, {"name": "gift"}]}, {"A1": 3}),
        ({"sku": "A1", "items": -4}, {"A1": 1}),
        ({"title": "空调"}, {}),
    ],
)
def test_each_code_of_an_order_is_a_line_with_its_pieces(fields: dict[str, Value], asked: dict[str, int]) -> None:
    assert lines(order(**fields)) == asked


@pytest.mark.parametrize(
    ("one", "standing", "why"),
    [
        (order(events=(made(29),), stage=Stage.UNPAID), Standing.HELD, ""),
        (order(events=(made(30),), stage=Stage.UNPAID), Standing.FREED, "30 分钟未付款"),
        (order(events=(made(300),), stage=Stage.TO_PRINT), Standing.HELD, ""),
        (order(Fact.CANCELLED, events=(made(1),), stage=Stage.TO_PRINT), Standing.FREED, "已取消"),
        (order(events=(made(300),), stage=Stage.IN_TRANSIT), Standing.USED, "已出库"),
    ],
)
def test_goods_are_held_until_shipped_cancelled_or_half_an_hour_unpaid(one: Order, standing: Standing, why: str) -> None:
    asked = claim(one, NOON)
    assert (asked.standing, asked.why) == (standing, why)
    unpaid = standing is Standing.HELD and one.stage is Stage.UNPAID
    assert asked.until == (NOON + MINUTE if unpaid else None)


def test_the_warehouse_s_own_count_goes_before_the_erp_s() -> None:
    room = Stockroom([lies(5), lies(9, source="erp", kind=SourceKind.ERP, at=NOON + MINUTE)])
    assert room.free("A1", "华东仓") == 5


def test_what_is_held_and_what_left_since_the_count_is_not_free() -> None:
    held = Piece("A1", "华东仓", 2, NOON)
    before, after = (Piece("A1", "华东仓", 1, NOON, NOON + minutes * MINUTE) for minutes in (-1, 1))
    assert Stockroom([lies(5)], [held, before, after]).free("A1", "华东仓") == 2
    assert Stockroom([lies(4, at=NOON + 2 * MINUTE)], [held, before, after]).free("A1", "华东仓") == 2


def test_a_line_that_nobody_has_sent_to_a_warehouse_is_missing_everywhere_once() -> None:
    room = Stockroom([lies(3), lies(2, "华南仓")], [Piece("A1", "", 4, NOON)])
    assert [room.free("A1", place) for place in ("华东仓", "华南仓", "")] == [1, 1, 1]
    assert room.knows("A1", "华南仓")
    assert not room.knows("A1", "西北仓")
    assert not room.knows("B2", "")


@given(st.lists(st.tuples(st.sampled_from(["华东仓", "华南仓", ""]), st.integers(1, 4)), max_size=12), st.integers(0, 9), st.integers(0, 9))
def test_whoever_takes_only_what_is_free_never_takes_what_is_not_there(asked: list[tuple[str, int]], east: int, south: int) -> None:
    room, given_out = Stockroom([lies(east), lies(south, "华南仓")]), {"华东仓": 0, "华南仓": 0, "": 0}
    for place, number in asked:
        if room.free("A1", place) >= number:
            room.take(Piece("A1", place, number, NOON))
            given_out[place] += number
    assert given_out["华东仓"] <= east
    assert given_out["华南仓"] <= south
    assert sum(given_out.values()) <= east + south


def test_what_is_on_sale_is_held_against_what_was_free_when_the_shop_said_so() -> None:
    later = Piece("A1", "华东仓", 3, NOON + MINUTE)
    assert Stockroom([lies(5), sells(5)], [later]).offered("A1", "华东仓") == Offered(5, 5, ("taobao", "wms"))
    assert Stockroom([lies(5), sells(5, at=NOON + 2 * MINUTE)], [later]).offered("A1", "华东仓") == Offered(5, 2, ("taobao", "wms"))
    assert Stockroom([lies(5), lies(4, "华南仓"), sells(8, "")]).offered("A1", "") == Offered(8, 9, ("taobao", "wms"))
    assert Stockroom([lies(5)]).offered("A1", "华东仓") is None
    assert Stockroom([sells(5)]).offered("A1", "华东仓") is None


def test_it_counts_when_it_has_lasted_clears_with_patience_and_comes_back_as_the_same() -> None:
    def look(old: Oversold | None, on_sale: int, minutes: int) -> Oversold | None:
        return compared(old, "A1", "华东仓", offered=Offered(on_sale, 5, ("taobao", "wms")), now=NOON + minutes * MINUTE)

    one = look(None, 8, 0)
    assert one is not None
    assert [one.counts(NOON + minutes * MINUTE) for minutes in (1, 2)] == [False, True]
    over = look(one, 4, 5)
    assert over is not None
    assert [over.counts(NOON + minutes * MINUTE) for minutes in (6, 7)] == [True, False]
    again = look(over, 7, 12)
    assert again is not None
    assert (again.since, again.times, again.cleared_at) == (NOON, 2, None)
    other = look(over, 7, 16)
    assert other is not None
    assert (other.since, other.times) == (NOON + 16 * MINUTE, 1)
    assert look(over, 4, 16) is None
