"""生成报告 (S44, S101): one order and one view, on paper and as workbooks that run nothing."""

import csv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from ordertower_desktop.models.pool.sheet import HEADINGS
from ordertower_desktop.views.glass.glass import Glass
from ordertower_desktop.views.glass.more import More
from ordertower_desktop.views.order import report as order_report
from ordertower_desktop.views.pool import report as pool_report
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PoolRow
from tests.desk.demo_page import page
from tests.desk.demo_rows import NOW, rows

EVIL = '=cmd|"/c calc"!A0'


@dataclass(frozen=True)
class Book:
    """A workbook as a spreadsheet reads it."""

    path: Path

    def sheet(self, name: str) -> list[list[object]]:
        return CalamineWorkbook.from_path(self.path).get_sheet_by_name(name).to_python()

    def runs(self) -> bool:
        with zipfile.ZipFile(self.path) as packed:
            return any(b"<f>" in packed.read(name) or b"<hyperlink" in packed.read(name) for name in packed.namelist())


def evil_rows() -> list[PoolRow]:
    return [replace(rows()[0], cause_detail=EVIL, owner_name="@赵"), *rows()[1:40]]


def test_an_order_as_a_workbook_says_what_its_paper_says(light: Theme, tmp_path: Path) -> None:
    order_report.write_report(replace(page(), cause_text=EVIL), tmp_path / "a.xlsx")
    book = Book(tmp_path / "a.xlsx")
    words = [str(row[0]) for row in book.sheet("订单")]
    assert words[0] == "订单 441 8296 0135 7782 3901"
    assert f"'{EVIL}" in words
    assert "高价值订单 1 小时内接单" in "".join(words)
    assert book.sheet("各系统快照")[0][1:] == [column.name for column in page().columns]
    assert len(book.sheet("生命周期")) == 1 + sum(e.kind != "ghost" for lane in page().lanes for e in lane.events)
    assert len(book.sheet("历史与沟通")) == 1 + len(page().log) + len(page().notes)
    assert not book.runs()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_a_view_is_written_as_its_files_name_ends(pooled: Glass, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"池.{ending}"
    More(pooled).write_view(path, evil_rows())
    match ending:
        case "csv":
            lines = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        case "xlsx":
            lines = Book(path).sheet("延迟池")
            assert not Book(path).runs()
        case _:
            assert path.read_bytes().startswith(b"%PDF")
            return
    assert tuple(lines[0]) == HEADINGS
    assert len(lines) == 41
    assert lines[1][HEADINGS.index("原因")] == f"'{EVIL}"
    assert lines[1][HEADINGS.index("责任人")] == "'@赵"
    assert not list(tmp_path.glob("*.part"))


def test_paper_lists_as_much_as_can_be_read_and_says_where_the_rest_is(light: Theme) -> None:
    many = [row for _ in range(9) for row in rows()[:60]]
    words = pool_report.document(many, title="延迟池", now=NOW).toPlainText()
    assert "540 单，其中" in words
    assert "只列出前 500 单，全部请导出为 .xlsx" in words
    few = pool_report.document(evil_rows(), title="<b>池</b>", now=NOW).toPlainText()
    assert few.startswith("<b>池</b>")
    assert "只列出" not in few
    assert EVIL in few.replace("'", "") or EVIL in few
