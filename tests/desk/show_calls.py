"""Opens the calls to systems outside: python -m tests.desk.show_calls light|dark [links|calls|empty] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.calls import CallRows
from ordertower_desktop.views.calls.page import CallsPage
from ordertower_desktop.wire.calls import CallPage, CallSummary
from tests.desk.demo_calls import calls, summary
from tests.desk.demo_page import NOW
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what, size = [*sys.argv[1:], *("light", "links", "1440x900")[len(sys.argv) - 1 :]][:3]
    theme, shell = framed(app, mode)
    page = CallsPage(theme, CallRows())
    shell.add_page("calls", page)
    shell.show_page("calls", rail="sources")
    shell.show_title("接口调用", "", trail="数据源")
    page.show_summary(CallSummary(24) if what == "empty" else summary(), NOW)
    page.rows.answered(CallPage() if what == "empty" else calls(40))
    if what == "calls":
        page._turn("calls")
    shell.resize(*(int(side) for side in size.split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
