"""How files are opened: encodings, delimiters, packing, sheets, and what cannot be read at all."""

import gzip
import io
from datetime import datetime
from pathlib import Path

import pytest

from ordertower_desktop.hub.connectors.sheets import Unreadable, open_table
from tests.hub.sheets_kit import HEADINGS, csv_bytes, csv_table, results, snapshots, workbook

PAID = "2025-11-12 10:18:00"
PAID_UTC = "2025-11-12T02:18:00.000000Z"
ROW = ["4418296013577823901", PAID, "买家已付款，等待卖家发货", "8699.00"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found_and_the_reading_is_the_same(encoding: str) -> None:
    assert snapshots(csv_table([HEADINGS, ROW], encoding)) == snapshots(csv_table([HEADINGS, ROW]))


def test_a_rare_character_of_gb18030_survives() -> None:
    table = csv_table([[*HEADINGS, "店铺名称"], [*ROW, "𠮷野家㐂"]], "gb18030")
    assert table.encoding == "GB 18030"
    assert snapshots(table)[ROW[0]].fields["shop"] == "𠮷野家㐂"


def test_a_note_cut_in_the_middle_of_a_character_does_not_cost_the_file() -> None:
    rows = [[*HEADINGS, "订单备注"], *([f"44182960135778{n:05d}", *ROW[1:], "加急处理"] for n in range(300))]
    whole = csv_bytes(rows, "gb18030")
    cut = whole.replace("加急处理\r\n".encode("gb18030"), "加急处理".encode("gb18030")[:-1] + b"\r\n", 1)
    table = open_table(io.BytesIO(cut), "cut.csv")
    assert "坏字节" in table.encoding
    assert len(snapshots(table)) == 300


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    table = open_table(io.BytesIO(csv_bytes([HEADINGS, ROW], delimiter=delimiter)), "orders.txt")
    assert list(snapshots(table)) == [ROW[0]]


def test_a_packed_file_is_read_as_what_is_in_it() -> None:
    table = open_table(io.BytesIO(gzip.compress(csv_bytes([HEADINGS, ROW], "gbk"))), "orders.csv.gz")
    assert list(snapshots(table)) == [ROW[0]]


def test_ndjson_is_a_table_whose_late_keys_count_too() -> None:
    lines = (
        '{"order_id": "OT1", "paid_at": "2025-11-12 10:18"}\n\n{"order_id": "OT2", "paid_at": null, "created_at": "2025-11-12T02:18:00Z"}\n'
    )
    told = snapshots(open_table(io.BytesIO(lines.encode()), "orders.ndjson"))
    assert (told["OT1"].fields["paid_at"], told["OT2"].fields["created_at"]) == (PAID_UTC, PAID_UTC)


def test_of_several_sheets_the_one_with_orders_is_read(tmp_path: Path) -> None:
    sheets = {"说明": [["请勿修改"]], "汇总": [["店铺", "金额"], ["a", 1]], "订单": [HEADINGS, ROW]}
    table = open_table(workbook(tmp_path / "a.xlsx", sheets))
    assert (table.sheet, table.sheets) == ("订单", ("说明", "汇总", "订单"))
    assert open_table(tmp_path / "a.xlsx", sheet="汇总").sheet == "汇总"
    with pytest.raises(Unreadable, match="没有名为"):
        open_table(tmp_path / "a.xlsx", sheet="别的")


def test_a_table_of_headings_alone_holds_no_orders(tmp_path: Path) -> None:
    assert not results(open_table(workbook(tmp_path / "a.xlsx", {"说明": [], "订单": [HEADINGS]})))
    assert not results(csv_table([HEADINGS]))


def test_a_workbooks_own_dates_are_the_times_of_the_text(tmp_path: Path) -> None:
    at = datetime(2025, 11, 12, 10, 18)  # noqa: DTZ001 - a workbook's date has no zone
    path = workbook(tmp_path / "a.xlsx", {"订单": [HEADINGS, [ROW[0], at, *ROW[2:]], ["OT2", 45973.42916666667, *ROW[2:]]]})
    assert {one.fields["paid_at"] for one in snapshots(open_table(path)).values()} == {PAID_UTC}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空文件"),
        (b"   \r\n", "空文件"),
        (b"PK\x03\x04broken", "不是完整的"),
        (b"<html><table>", "网页格式"),
        (gzip.compress(csv_bytes([HEADINGS, ROW] * 99))[:-20], "压缩包不完整"),
        (bytes(range(128, 256)) * 50, "编码"),
        (b'{"a": 1}\n{broken', "第 2 行"),
        (b"1,2,3\n4,5,6\n", "找不到表头"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        results(open_table(io.BytesIO(data), "坏文件"))


def test_a_quote_that_never_ends_is_named_by_its_line() -> None:
    data = csv_bytes([HEADINGS, ROW]) + b'OT2,"' + b"a" * 200_000
    with pytest.raises(Unreadable, match="第 3 行"):
        results(open_table(io.BytesIO(data), "引号.csv"))
