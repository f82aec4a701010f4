"""重复发货: the same goods, before and not after, within the days, and never one that was given up."""

from datetime import UTC, datetime, timedelta

import pytest

from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.twin import Sold, goods, twins, words

NOW = datetime(2025, 11, 12, 4, 0, tzinfo=UTC)
PAN, POT = frozenset({"sku:pan"}), frozenset({"sku:pot"})
ONE = Sold("n", NOW, PAN)


def sold(order: str, days: float, what: frozenset[str] = PAN, *, stood: bool = True) -> Sold:
    return Sold(order, NOW - timedelta(days=days), what, stood)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (sold("o", 7), True),
        (sold("o", 7.001), False),
        (sold("o", -0.001), False),
        (sold("o", 3, POT), False),
        (sold("o", 3, PAN | POT), True),
        (sold("o", 3, stood=False), False),
        (sold("n", 3), False),
        (sold("a", 0), True),
        (sold("z", 0), False),
    ],
)
def test_which_order_is_a_twin(other: Sold, *, found: bool) -> None:
    assert twins(ONE, [other], days=7) == ([other] if found else [])


def test_the_latest_is_named_first() -> None:
    assert [one.order for one in twins(ONE, [sold("a", 5), sold("b", 1)], days=7)] == ["b", "a"]
    assert (words(ONE, sold("b", 3.2)), words(ONE, sold("b", 0.3))) == ("3 天前买过同款", "24 小时内买过同款")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"sku": "AF-5L、 wj-01", "title": "x"}, {"sku:af-5l", "sku:wj-01"}),
        ({"sku": ["AF-5L"]}, {"sku:af-5l"}),
        ({"title": "空气炸锅  5L 等 3 件"}, {"title:空气炸锅 5l"}),
        ({}, set()),
    ],
)
def test_goods_are_codes_and_where_nobody_tells_codes_titles(fields: dict[str, object], found: set[str]) -> None:
    told = Snapshot(NOW, "taobao", SourceKind.PLATFORM, "1", fields)  # type: ignore[arg-type]
    assert goods(Order("1", (), (told,))) == found
