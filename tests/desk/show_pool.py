"""Opens the pool on the floor of the pictures, to look at: python -m tests.desk.show_pool light|dark"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.pool.page import PoolPage
from tests.desk.demo_rows import NOW, rows
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1] if len(sys.argv) > 1 else "light")
    model = PoolModel(NOW)
    page = PoolPage(theme, model)
    shell.add_page("pool", page)
    shell.show_page("pool")
    shell.show_title("延迟池", "数据截至 14:32:08")
    model.take(rows())

    def mark() -> None:
        for place in (0, 2, 4):
            model.toggle(place)
        page.table.marks_changed.emit()
        page.table.go(0)

    QTimer.singleShot(1200, page, mark)
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
