"""Opens the list of conflicts: python -m tests.desk.show_conflicts light|dark [full|empty] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.views.conflicts.page import ConflictsPage
from ordertower_desktop.wire.conflicts import ConflictPage
from tests.desk.demo_conflicts import conflicts
from tests.desk.demo_page import NOW
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what, size = [*sys.argv[1:], *("light", "full", "1440x900")[len(sys.argv) - 1 :]][:3]
    theme, shell = framed(app, mode)
    page = ConflictsPage(theme)
    shell.add_page("conflicts", page)
    shell.show_page("conflicts", rail="sources")
    shell.show_title("数据冲突", "", trail="数据源")
    page.show_page(conflicts(6, "more") if what == "full" else ConflictPage(), NOW)
    shell.resize(*(int(side) for side in size.split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
