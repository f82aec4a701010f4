"""Opens the settings: python -m tests.desk.show_settings light|dark [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.sync.state import Link, State
from ordertower_desktop.views.settings.facts import Facts
from ordertower_desktop.views.settings.page import SettingsPage
from tests.desk.demo_page import NOW
from tests.desk.show import framed

FACTS = Facts("/home/liting/OrderTower", 41 * 1_048_576, 36_864, "keyring", "https://hub.example.com:8620", "0.1.0")


def main() -> None:
    app = QApplication(sys.argv)
    theme, shell = framed(app, sys.argv[1] if len(sys.argv) > 1 else "light")
    page = SettingsPage(theme)
    shell.add_page("settings", page)
    shell.show_page("settings")
    shell.show_title("设置", "")
    page.show_facts(FACTS)
    page.show_channel("系统通知")
    page.show_state(State(Link.ONLINE, waiting=4, as_of=NOW, lag_ms=12, role="supervisor"))
    if len(sys.argv) > 2:
        shell.resize(*(int(side) for side in sys.argv[2].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
