"""Opens the page of stock: python -m tests.desk.show_stock light|dark [full|empty] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.stock.page import StockPageView
from ordertower_desktop.wire.stock import StockPage
from tests.desk.demo_page import NOW
from tests.desk.demo_stock import holds, stock
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what, size = [*sys.argv[1:], *("light", "full", "1440x900")[len(sys.argv) - 1 :]][:3]
    theme, shell = framed(app, mode)
    page = StockPageView(theme)
    shell.add_page("stock", page)
    shell.show_page("stock", rail="sources")
    shell.show_title("库存", "", trail="数据源")
    page.show_page(stock(6, "more") if what == "full" else StockPage(), NOW)
    if what == "full":
        page.lines[0].holds_asked.emit("KT-35GW", "华东仓")
        page.show_holds(holds())
    shell.resize(*(int(side) for side in size.split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
