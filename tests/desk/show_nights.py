"""Opens the page of the nights: python -m tests.desk.show_nights light|dark [full|empty] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.nights.page import NightsPage
from ordertower_desktop.wire.writebacks import WriteBackNights
from tests.desk.demo_nights import nights
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what, size = [*sys.argv[1:], *("light", "full", "1440x900")[len(sys.argv) - 1 :]][:3]
    theme, shell = framed(app, mode)
    page = NightsPage(theme)
    shell.add_page("nights", page)
    shell.show_page("nights", rail="sources")
    shell.show_title("夜间对账", "", trail="数据源 › 回传")
    page.show_nights(nights() if what == "full" else WriteBackNights())
    shell.resize(*(int(side) for side in size.split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
