"""Opens the crisis page at the moment of the pictures: python -m tests.desk.show_crisis light|dark [running|calm|scripts] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.page import CrisisPage
from ordertower_desktop.views.crisis.scripts import ScriptSheet
from tests.desk.demo_crisis import HubInHand, told
from tests.desk.demo_rows import NOW
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "running")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    war = War(NOW)
    hub = HubInHand(war)
    page = CrisisPage(theme, war)
    page.titled.connect(shell.show_title)
    shell.add_page("crisis", page)
    shell.show_page("crisis")
    told(war, running="" if what == "calm" else "yes")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    if what == "scripts" and war.row is not None:
        ScriptSheet(theme, shell, war.row.pack.scripts).open()
    assert hub.asked
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
