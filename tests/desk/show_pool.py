"""Opens the pool on the floor of the pictures, to look at: python -m tests.desk.show_pool light|dark"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.pool.filters import VIEWS, Filter, View
from ordertower_desktop.models.pool.model import PoolModel
from ordertower_desktop.views.pool.page import PoolPage
from tests.desk import demo_page
from tests.desk.demo_rows import ME, NOW, rows
from tests.desk.show import framed

SHOP = View("own-1", "抖音直播间", Filter(shop=frozenset({"抖音直播间"})), shared=False)


def filled(model: PoolModel, page: PoolPage) -> None:
    """The pool as in picture 01."""
    model.set_views((*VIEWS[:-1], SHOP, VIEWS[-1]))
    model.take(rows())
    model.flush()
    page.show_surge({"gap": 64})
    for place in (0, 2, 4):
        model.toggle(place)
    page.table.go(0)
    page.show_page(demo_page.page(), NOW)


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1] if len(sys.argv) > 1 else "light")
    model = PoolModel(NOW, me=ME)
    page = PoolPage(theme, model)
    shell.add_page("pool", page)
    shell.show_page("pool")
    shell.show_title("延迟池", "数据截至 14:32:08")
    QTimer.singleShot(300, page, lambda: filled(model, page))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
