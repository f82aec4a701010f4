"""Opens the page of customers: python -m tests.desk.show_customers light|dark [offers|questions|taken|decided|empty] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.customers.page import CustomersPageView
from ordertower_desktop.views.shell.shell import Shell
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_customers import EMPTY, page
from tests.desk.demo_page import NOW
from tests.desk.show import framed


def shown(theme: Theme, shell: Shell, what: str) -> CustomersPageView:
    """The page in the frame."""
    made = CustomersPageView(theme)
    made.may = "yes"
    shell.add_page("customers", made)
    shell.show_page("customers", rail="customers")
    shell.show_title("客户与合单", "")
    made.show_page(page(**EMPTY) if what == "empty" else page(), NOW)
    if what in ("questions", "decided"):
        made.groups.choice.choose(what)
        made.groups.choice.chosen.emit(what)
    if what == "taken":
        made.groups.choose("o3")
    return made


def main() -> None:
    app = QApplication(sys.argv)
    mode, what, size = [*sys.argv[1:], *("light", "offers", "1440x900")[len(sys.argv) - 1 :]][:3]
    theme, shell = framed(app, mode)
    shown(theme, shell, what)
    shell.resize(*(int(side) for side in size.split("x")))
    shell.show()
    if len(sys.argv) > 4:
        app.processEvents()
        shell.grab().save(sys.argv[4])
        return
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
