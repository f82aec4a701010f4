"""Opens the stakes: python -m tests.desk.show_stakes light|dark [plain|edit|wrong|clash|agent|offline] [1100x720]"""

import sys

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.stakes.shop import StakesShop
from ordertower_desktop.views.stakes.page import StakesPage
from ordertower_desktop.wire.stakes import StakesBody
from tests.desk.demo_rows import NOW
from tests.desk.demo_stakes import StakesHub
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "edit")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    shop = StakesShop()
    hub = StakesHub(shop)
    page = StakesPage(theme, shop, now=NOW)
    page.titled.connect(shell.show_title)
    shell.add_page("rules", page)
    shell.show_page("rules")
    hub.put(replace(StakesBody(), complaint=40_00), by="li", why="按三季度投诉实付")
    hub.open("agent" if what == "agent" else "supervisor", "offline" if what == "offline" else "online")
    draft = shop.draft
    if draft is not None and what in ("edit", "clash"):
        shop.edit(draft.typed("penalties.1.hour", "5").typed("penalties.1.trust", "billed").typed("factors.vip", "4"))
    if draft is not None and what == "wrong":
        shop.edit(draft.typed("lost_share", "很多"))
    if what == "clash":
        hub.put(replace(StakesBody(), lost_share=0.05))
        shop.open()
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
