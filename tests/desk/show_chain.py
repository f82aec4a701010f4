"""Opens the page of the alarm chains: python -m tests.desk.show_chain light|dark [plain|edit|wrong|clash|agent|offline] [1100x720]"""

import sys
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.domain.escalation import DEFAULT
from ordertower_desktop.models.chain.shop import ChainShop
from ordertower_desktop.views.chain.page import ChainPage
from tests.desk.demo_chains import HubInHand
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
    hub.put(replace(DEFAULT, steps=(*DEFAULT.steps[:4], replace(DEFAULT.steps[4], after=timedelta(hours=6)))), by="陈立", why="夜里经理少")
    hub.put(DEFAULT, why="恢复到第 1 版")
    if what in ("edit", "wrong", "clash"):
        draft = shop.draft
        assert draft is not None
        shop.edit(*draft.delayed(3, "12min" if what != "wrong" else "10d", shop.names))
    if what == "clash":
        hub.put(replace(DEFAULT, steps=DEFAULT.steps[:4]), by="陈立")
    if what == "offline":
        shop.show_state("supervisor", "offline")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    QTimer.singleShot(0, page.steps.update)
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
