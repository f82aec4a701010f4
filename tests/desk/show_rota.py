"""Opens the page of the chains with its roster: python -m tests.desk.show_rota light|dark [plain|edit|empty|agent] [1100x720] [FILE]"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.domain.roster import Roster
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.views.chain.page import ChainPage
from tests.desk.demo_chains import HubInHand
from tests.desk.demo_rota import ROSTER, RosterInHand
from tests.desk.demo_rows import NOW
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "edit")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    shop = ChainShop()
    hub = HubInHand(shop)
    page = ChainPage(theme, shop, now=NOW)
    page.titled.connect(shell.show_title)
    shell.add_page("rules", page)
    shell.show_page("rules")
    hub.open("agent" if what == "agent" else "supervisor")
    RosterInHand(page.rota.shop, Roster() if what == "empty" else ROSTER).open("agent" if what == "agent" else "supervisor")
    if what == "edit":
        page.rota.shop.pick(0)
        page.rota.shop.stand_in("he")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    if len(sys.argv) > 4:
        QTimer.singleShot(600, lambda: (shell.grab().save(sys.argv[4]), app.exit(0)))
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
