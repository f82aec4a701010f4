"""What must hold of whole files: the same rows in another form, the same file again, and a hundred thousand rows in bounded memory."""

import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.order import Order, absorb
from ordertower_desktop.hub.connectors.sheets import Gap, Problem, Row, Taken, detect, open_table, read
from tests.hub.sheets_kit import READ_AT, Sheet, csv_bytes, csv_table, results, workbook

ROOT = Path(__file__).parents[2]
COUNT = 20_000
HEAD = [
    "订单编号",
    "买家实际支付金额",
    "订单状态",
    "收货人姓名",
    "联系手机",
    "收货地址",
    "订单创建时间",
    "订单付款时间",
    "发货时间",
    "宝贝标题",
    "宝贝总数量",
]
WORDS = ["买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭", "等待买家付款", "拆单中"]
PLACES = ["浙江省 杭州市 余杭区 某街1号", "上海 浦东新区", "四川省成都市武侯区", "****"]


def rows(count: int) -> list[list[object]]:
    """Sound rows with a few rotten ones; times as `datetime`, money as numbers."""
    dice = random.Random(7)
    return [_row(dice, number) for number in range(count)]


def _row(dice: random.Random, number: int) -> list[object]:
    at = datetime(2025, 11, 8) + timedelta(seconds=dice.randrange(1, 4 * 86400))  # noqa: DTZ001 - a cell has no zone
    shipped: object = at + timedelta(seconds=dice.randrange(60, 9000)) if dice.random() < 0.3 else ""
    order = (
        "1.93068E+15" if dice.random() < 0.001 else f"4418{10**14 + number // 2 * 2}7" if dice.random() < 0.1 else f"4419{10**14 + number}7"
    )
    paid: object = "昨天 12:20" if dice.random() < 0.001 else at + timedelta(seconds=90)
    return [
        order, dice.randrange(10**7) / 100, dice.choice(WORDS), "李小婷", f"138{dice.randrange(10**8):08d}", dice.choice(PLACES),
        at, paid, shipped, dice.choice(["冰箱", "热泵洗烘套装"]), dice.randrange(1, 4),
    ]  # fmt: skip


def as_text(table: Sheet) -> Sheet:
    """The cells as a CSV export writes them: guarded numbers, times and money as text."""
    return [[f'="{row[0]}"', f"¥{row[1]:,.2f}", *(str(cell) for cell in row[2:])] for row in table]


def read_file(path: Path, read_at: datetime = READ_AT) -> list[Row]:
    table = open_table(path)
    return list(read(table, detect(table).column_map, source="shop-1", read_at=read_at))


def keys(found: list[Row]) -> dict[str, str]:
    return {row.snapshot.order_id: row.snapshot.key for row in found if isinstance(row, Taken)}


def test_a_gbk_csv_and_a_workbook_of_the_same_rows_are_the_same_orders_and_the_same_again(tmp_path: Path) -> None:
    table = rows(COUNT)
    (tmp_path / "a.csv").write_bytes(csv_bytes([HEAD, *as_text(table)], "gb18030"))
    workbook(tmp_path / "a.xlsx", {"订单": [HEAD, *table]})
    text, book = read_file(tmp_path / "a.csv"), read_file(tmp_path / "a.xlsx")
    assert len(keys(text)) > 0.9 * COUNT
    assert keys(text) == keys(book)
    for sort, least in ((Problem, 50), (Gap, 1000)):
        one, other = ([(row.row, row.column) for row in found if isinstance(row, sort)] for found in (text, book))
        assert one == other
        assert len(one) > least
    assert keys(text) == keys(read_file(tmp_path / "a.csv", READ_AT + timedelta(days=3)))


def test_the_same_file_twice_changes_nothing_but_the_time_of_the_last_look() -> None:
    found = [row.snapshot for row in results(csv_table([HEAD, *as_text(rows(50))])) if isinstance(row, Taken)]
    for snapshot in found:
        order = absorb(Order(snapshot.order_id), [snapshot])
        assert order.knows(snapshot)
        assert absorb(order, [snapshot]) == order


def test_every_row_comes_out_once_as_an_order_or_as_a_problem() -> None:
    table = rows(3000)
    found = results(csv_table([HEAD, *as_text(table)]))
    taken = [row for one in found if isinstance(one, Taken) for row in one.rows]
    aside = [one.row for one in found if isinstance(one, Problem) and one.fate == "set_aside"]
    assert sorted([*taken, *aside]) == list(range(2, 3002))


@pytest.mark.long
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_hundred_thousand_rows_stay_under_500_mb(tmp_path: Path, suffix: str) -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from import_file import in_process, make

    path = next(path for path in make(tmp_path, 100_000) if path.suffix == suffix)
    told = in_process("whole", path)
    assert told["count"] == 100_000
    assert told["peak_mb"] < 500
