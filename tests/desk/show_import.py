"""Opens the import wizard: python -m tests.desk.show_import light|dark [columns|preview] [1100x720]"""

import sys
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.imports.page import ImportPage
from ordertower_desktop.wire.pages import ColumnGuess, ImportView, RowProblem
from tests.desk.show import framed

FIELDS = ("订单号 order_id", "付款时间 paid_at", "进度 ", "合计 amount_fen", "客户 receiver", "最晚发 ship_by")
ROWS = (
    ("4418296013577823901", "2025-11-12 10:18:05", "等仓库", "8699.00", "李*", "2025-11-14 10:18:05"),
    ("4418296013577824417", "2025-11-12 10:21:40", "等仓库", "459.00", "王*", "2025-11-14 10:21:40"),
    ("4418296013577825102", "2025-11-12 10:34:12", "已寄走", "128.50", "陈*", "2025-11-14 10:34:12"),
)
GUESSES = [
    ColumnGuess(name, at, field, 95 if field else 0, [row[at] for row in ROWS])
    for at, (name, field) in enumerate(words.split(" ") for words in FIELDS)
]
ASKING = ImportView("b1", "自家商城 11-12.xlsx", "ready", columns=GUESSES, head=[list(row) for row in ROWS])
READ = msgspec.structs.replace(
    ASKING, orders_new=1986, orders_changed=131, late=98, rows_total=2134, rows_done=2134, problem_count=1,
    problems=[RowProblem("自家商城 11-12.xlsx", 812, "合计", "金额为空", proposal="从 ERP 补 ¥459.00")],
    gaps=[RowProblem("自家商城 11-12.xlsx", 9, "进度", "不认识", "拆单中", kind="gap")],
)  # fmt: skip


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "columns")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    page = ImportPage(theme)
    shell.add_page("imports", page)
    shell.show_page("imports", rail="sources")
    shell.show_title("导入表格", "")
    page.take([Path(ASKING.name)])
    page.answered("upload", msgspec.structs.replace(ASKING, state="reading"))
    page.answered("imported", ASKING)
    if what == "preview":
        page.answered("imported", READ)
        page.go.click()
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
