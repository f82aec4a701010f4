"""A system that tells of stock by its mapping file's `[stock]`: all of it or nothing, in codes and places of ours, and onto the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tomllib import loads
from typing import Any

import jsonschema_rs
import pytest

from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.stock import Figure
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.mapped.file.reading import mapping
from ordertower_desktop.wire.stock import StockPage
from tests.hub.connectors.mapped_kit import PAGES, Asked, Reply, Rig, System, rig, text_of
from tests.hub.connectors.test_mapped_file import SCHEMA
from tests.hub.floor import NOON, open_floor
from tests.hub.stock.yard import came

STOCK = """
[stock]
path = "/stock"
query = { page = "{page}", size = "{size}" }
walk = "pages"
size = 2
rows = "data.items"
total = "data.total"
every = "1min"
sku = "code"
warehouse = "pick(house, `{\\"E\\": \\"华东仓\\"}`, house)"
on_hand = "qty"
reserved = "locked"
on_sale = "offered"
at = "time(counted)"
"""


class House(System):
    """Also tells what lies in it."""

    def __init__(self) -> None:
        super().__init__()
        self.stock: list[dict[str, Any]] = [
            {"code": "a1 ", "house": "E", "qty": "5", "locked": 2, "counted": "2025-11-12 11:58:00"},
            {"code": "A1", "house": "E", "qty": 3, "locked": None, "counted": "2025-11-12 11:40:00"},
            {"code": "B2", "house": "华南仓", "qty": 0, "offered": 9},
        ]

    def answer(self, asked: Asked) -> Reply:
        if asked.path != "/stock":
            return super().answer(asked)
        self.asked.append(asked)
        if self.faults and (fault := self.faults.popleft()) is not None:
            return fault
        start = (int(asked.query["page"]) - 1) * int(asked.query["size"])
        return Reply(200, {"code": 0, "data": {"items": self.stock[start : start + int(asked.query["size"])], "total": len(self.stock)}})


@contextmanager
def house(folder: Path, told: str = STOCK) -> Iterator[tuple[House, Rig]]:
    made = House()
    with rig(folder, system=made, pull=PAGES + told) as one:
        yield made, one


def test_every_page_is_read_and_what_comes_twice_is_added_up(tmp_path: Path) -> None:
    with house(tmp_path) as (system, one):
        a1, b2 = one.connector.stock(now=NOON)
        assert one.connector.stock_every == timedelta(minutes=1)
        assert (a1.sku, a1.warehouse, a1.on_hand, a1.reserved, a1.on_sale) == ("A1", "华东仓", 8, 2, None)
        assert a1.at == NOON - timedelta(minutes=20), "only then it was true of both"
        assert b2 == Figure("erp", a1.kind, "B2", "华南仓", NOON, 0, None, 9)
        assert [asked.query["page"] for asked in system.asked if asked.path == "/stock"][:2] == ["1", "2"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"code": "C3", "house": "E", "qty": "一箱"}, "件数"),
        ({"house": "E", "qty": 1}, "没有 SKU"),
        ({"code": ["C3"], "qty": 1}, "读不出来"),
    ],
)
def test_a_row_that_cannot_be_read_is_no_short_answer(tmp_path: Path, row: dict[str, Any], why: str) -> None:
    with house(tmp_path) as (system, one):
        system.stock.append(row)
        with pytest.raises(Unreachable, match=why):
            one.connector.stock(now=NOON)


def test_a_refusal_is_told_in_words_and_a_broken_page_is_nothing(tmp_path: Path) -> None:
    with house(tmp_path) as (system, one):
        system.faults.append(Reply(403, {"code": 403}))
        with pytest.raises(SourceRefused):
            one.connector.stock(now=NOON)
        system.faults += [None, Reply(404, {"code": 404})]
        with pytest.raises(SourceRefused, match="没有这个库存接口"):
            one.connector.stock(now=NOON)


def test_a_mapping_without_it_is_never_asked(tmp_path: Path) -> None:
    with house(tmp_path, "") as (system, one):
        assert one.connector.stock_every is None
        assert (list(one.connector.stock(now=NOON)), system.asked) == ([], [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('on_hand = "qty"', ""), ""),
        (('on_hand = "qty"\nreserved = "locked"\non_sale = "offered"', ""), "stock.on_hand：要写明在库数或在售数"),
        (('sku = "code"', 'sku = "code"\nsweep = { query = { a = "b" } }'), "stock.sweep：库存每次读全"),
        (('{page}"', '{order}"'), "stock"),
        (('every = "1min"', 'evry = "1min"'), "stock.evry：不认识的键"),
    ],
)
def test_a_section_that_is_wrong_says_where(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    table = loads(text_of("http://127.0.0.1:1", pull=PAGES + STOCK.replace(*change)))
    if not said:
        assert mapping(table).stock is not None
        assert jsonschema_rs.is_valid(SCHEMA, table)
        return
    with pytest.raises(BadFile, match=said):
        mapping(table)


def test_what_it_tells_stands_on_the_page_and_is_held(tmp_path: Path) -> None:
    with house(tmp_path) as (_, one), open_floor(tmp_path, connectors={"erp": one.connector}) as floor:
        floor.work()
        came(floor, "1", items=6)
        rows = floor.read(StockPage, "/v1/stock").items
        assert [(row.sku, row.warehouse, row.on_hand, row.reserved, row.held, row.free, row.source) for row in rows] == [
            ("A1", "华东仓", 8, 2, 6, 2, "ERP"), ("B2", "华南仓", 0, None, 0, 0, "ERP"),
        ]  # fmt: skip
