"""Opens the order page of the pictures: python -m tests.desk.show_order light|dark [page|why|full|row|offline|gone] [1100x720]"""

import sys

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.order.page import OrderView
from tests.desk.demo_page import NOW, at, page, row
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    view = OrderView(theme)
    shell.add_page("order", view)
    shell.show_page("order", rail="pool")
    view.show_place(1, 2134)
    view.tick(NOW)
    view.show_row(row())
    if what not in ("row", "offline"):
        view.show_page(page())
    if what == "offline":
        view.show_offline(at("14:18"))
    if what == "gone":
        view.show_row(msgspec.structs.replace(row(), state="resolved", owner_name="林晓", closed_at=at("14:31"), version=9))
    came_from, title, place = view.crumb()
    shell.show_title(title, place, trail=came_from)
    if what in ("why", "full"):
        QTimer.singleShot(1500, view, lambda: view.do(what))
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
