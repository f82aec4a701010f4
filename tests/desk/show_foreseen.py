"""Draws the pool with forecasts: python -m tests.desk.show_foreseen FILE light|dark [WIDTH] [all|foreseen]"""

import sys
from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.pool.ahead import Ahead
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.pool.page import PoolPage
from ordertower_desktop.wire.risk import RiskRow
from tests.desk.demo_rows import ME, NOW, rows
from tests.desk.show import framed

WHY = ["同仓库同时段 112 单里此时仍未出库的 61 % 最终超期（同仓库 34 %）", "待打包已 9 时，九成同类单 4 时内就过了这一步"]


def filled(model: PoolModel, page: PoolPage, view: str) -> None:
    """Some rows in danger, and three orders that no rule has found."""
    known, ahead = list(rows()), Ahead()
    ahead.cases(known, [])
    waiting = [row.order for row in known if row.state == "open" and row.due_at is not None and row.due_at > NOW]
    told = [RiskRow(order, "ship", "high" if i % 3 else "middle", NOW, 65, WHY) for i, order in enumerate(waiting[:40])]
    new = RiskRow("", "ship", "high", NOW, 70, WHY, stage="TO_PACK", platform="taobao", shop="旗舰店")
    told += [replace(new, order=f"44182960{i}7715520931", due_at=NOW + timedelta(hours=2 + i)) for i in range(3)]
    made, gone = ahead.take(told, [])
    model.take([*known, *made], gone)
    model.flush()
    page.choose_view(view)
    if view == "foreseen":
        page.go_to("risk:4418296007715520931")


def main() -> None:
    app = QApplication(sys.argv)
    file, mode, width, view = [*sys.argv[1:], *("light", "1440", "all")[len(sys.argv) - 2 :]][:4]
    theme, shell = framed(app, mode)
    model = PoolModel(NOW, me=ME)
    page = PoolPage(theme, model)
    shell.add_page("pool", page)
    shell.show_page("pool")
    shell.resize(int(width), 900)
    QTimer.singleShot(300, page, lambda: filled(model, page, view))
    QTimer.singleShot(1500, page, lambda: (shell.grab().save(file), app.exit(0)))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
