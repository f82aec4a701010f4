"""Opens the page of write-backs: python -m tests.desk.show_writebacks light|dark [all|stopped|empty|order] [1100x720]"""

import sys

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.views.writeback.page import WriteBackPage
from ordertower_desktop.wire.writebacks import WriteBackSummary
from tests.desk.demo_page import NOW, page, row
from tests.desk.demo_writebacks import lines, summary
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    if what == "order":
        view = OrderView(theme)
        shell.add_page("order", view)
        shell.show_page("order", rail="pool")
        view.tick(NOW)
        view.show_row(row())
        view.show_page(replace(page(), write_backs=[lines()[5]]))
        shell.resize(1440, 1300)
        shell.show()
        sys.exit(app.exec())
    made = WriteBackPage(theme)
    shell.add_page("write_backs", made)
    shell.show_page("write_backs", rail="sources")
    shell.show_title("回传", "", trail="数据源")
    made.queue.show_summary(WriteBackSummary(NOW) if what == "empty" else summary(stopped="面单打错了一批" if what == "stopped" else ""))
    made.ledger.choice.choose("all" if what != "empty" else "handed")
    made.ledger.filter = "" if what != "empty" else "handed"
    made.ledger.show_lines([] if what == "empty" else lines(), NOW)
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    else:
        shell.resize(1440, 900)
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
