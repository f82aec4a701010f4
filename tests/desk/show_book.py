"""Opens the page of the templates: python -m tests.desk.show_book light|dark [plain|edit|wrong|clash|agent|offline|new] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.playbook.shop import BookShop
from ordertower_desktop.views.playbook.page import PlaybookPage
from ordertower_desktop.wire.playbooks import OpensOtherwise
from tests.desk.demo_books import HubInHand, slower
from tests.desk.demo_rows import NOW
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "edit")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    shop = BookShop()
    hub = HubInHand(shop)
    page = PlaybookPage(theme, shop, now=NOW)
    page.titled.connect(shell.show_title)
    shell.add_page("rules", page)
    hub.put(slower(hub.one("gap-erp"), 3, 20), by="陈立", why="补推常常不到 20 分钟")
    hub.put(slower(hub.one("gap-erp"), 3, 30))
    shell.show_page("rules")
    hub.open("agent" if what == "agent" else "supervisor")
    shop.choose("gap-erp")
    shop.pick(2)
    if what in ("edit", "wrong", "clash"):
        hub.opens = [OpensOtherwise("系统断层 · ERP 未收单", "系统断层 · 仓库未收单", 86)]
        shop.edit(lambda draft: draft.expected(2, "1h" if what != "wrong" else "多久"))
        shop.edit(lambda draft: draft.moved(4, 3))
        shop.pick(2)
    if what == "clash":
        hub.put(slower(hub.one("gap-erp"), 0, 8), by="陈立")
        shop.open()
    if what == "new":
        shop.new()
    if what == "offline":
        shop.show_state("supervisor", "offline")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
