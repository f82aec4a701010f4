"""20,000 orders as GBK CSV and as XLSX become snapshots: seconds and peak memory, beside a bare reader of the same file in the same run.

    python benchmarks/import_file.py [ROWS]

Each figure comes from a process of its own. Goals: at most 4 s for 20,000 rows, at most 500 MB for 100,000.
"""

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import xlsxwriter
from python_calamine import CalamineWorkbook

from ordertower_desktop.hub.connectors.sheets import Tally, detect, open_table, read

START = datetime(2025, 11, 12, 14, 0, tzinfo=UTC)
HEADINGS = [
    "订单编号", "买家会员名", "买家实际支付金额", "订单状态", "收货人姓名", "收货地址", "联系手机", "订单创建时间", "订单付款时间",
    "发货时间", "宝贝标题", "宝贝总数量", "物流单号", "物流公司", "订单备注", "店铺名称", "买家应付邮费", "退款金额", "买家留言",
    "退款状态",
]  # fmt: skip


def rows(count: int, *, end: datetime = START, done: float = 0.0) -> list[list[str]]:
    """Orders paid in the four days before `end`; `done` is the share that has been signed for."""
    dice = random.Random(1)
    return [_row(dice, number, end, done) for number in range(count)]


def _row(dice: random.Random, number: int, end: datetime, done: float) -> list[str]:
    paid = end - timedelta(seconds=dice.randrange(4 * 86400))
    shipped = dice.random() < 0.3
    word = "卖家已发货，等待买家确认" if shipped else "买家已付款，等待卖家发货"
    if number % 100 < done * 100:
        shipped, word = True, "交易成功"
    address = f"浙江省 杭州市 余杭区 示例路{dice.randrange(5000)}号"
    return [
        f"4418{10**14 + number}1", f"tb{number:06d}", f"{dice.randrange(1, 9999)}.{dice.randrange(100):02d}", word, "李婷婷", address,
        f"138{dice.randrange(10**8):08d}", f"{paid - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}", f"{paid:%Y-%m-%d %H:%M:%S}",
        f"{paid + timedelta(hours=1):%Y-%m-%d %H:%M:%S}" if shipped else "", "热泵洗烘套装", "1", f"SF{number:012d}" if shipped else "",
        "顺丰速运" if shipped else "", "加急", "天猫旗舰店", "0.00", "0.00", "", "没有申请退款",
    ]  # fmt: skip


def make(folder: Path, count: int, *, end: datetime = START, done: float = 0.0) -> list[Path]:
    table = rows(count, end=end, done=done)
    paths = [folder / "orders_gbk.csv", folder / "orders.xlsx"]
    with paths[0].open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *([f'="{row[0]}"', *row[1:]] for row in table)])
    with xlsxwriter.Workbook(paths[1], {"constant_memory": True}) as book:
        sheet = book.add_worksheet("订单")
        for place, row in enumerate([HEADINGS, *table]):
            sheet.write_row(place, 0, row)
    return paths


def bare(path: Path) -> int:
    """The anchor: the same cells, by the library alone, without a thought about them."""
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as file:
            return sum(1 for _ in csv.reader(file))
    with CalamineWorkbook.from_path(path) as book:
        return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())


def whole(path: Path) -> int:
    table = open_table(path)
    tally = Tally()
    deque(map(tally.add, read(table, detect(table).column_map, source="taobao", read_at=START)), maxlen=0)
    return tally.orders


def measure(what: str, path: Path) -> None:
    """One figure, printed as JSON; run in a process of its own, so that the peak is its own."""
    begun = perf_counter()
    count = (bare if what == "bare" else whole)(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"count": count, "seconds": perf_counter() - begun, "peak_mb": peak}))


def in_process(what: str, path: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, what, str(path)], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for path in make(Path(folder), count):
            anchor, ours = in_process("bare", path), in_process("whole", path)
            ratio = ours["seconds"] / anchor["seconds"]
            print(
                f"{path.suffix:5} {ours['count']:,.0f} orders  {ours['seconds']:.2f} s  peak {ours['peak_mb']:.0f} MB"
                f"   bare reader {anchor['seconds']:.2f} s, {anchor['peak_mb']:.0f} MB   ratio {ratio:.1f}"
            )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare" | "whole" as what, path]:
            measure(what, Path(path))
        case [number]:
            main(int(number))
        case _:
            main(20_000)
