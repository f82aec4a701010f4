"""Opens the page of the rates: python -m tests.desk.show_rates light|dark [alarm|taken|watched|none|offline] [1100x720]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.rates.watch import RateWatch
from ordertower_desktop.views.rates.page import RatesPage
from tests.desk.demo_rates import opened
from tests.desk.demo_rows import NOW
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "alarm")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    watch = RateWatch()
    page = RatesPage(theme, watch, now=NOW)
    page.titled.connect(shell.show_title)
    shell.add_page("rules", page)
    shell.show_page("rules")
    if what not in ("none", "offline"):
        opened(watch)
    match what:
        case "taken":
            watch.choose("R15", "黑龙江")
        case "watched":
            watch.choose("R15", "西藏")
        case "none":
            watch.show_state("online")
            watch.answered("rates", [])
        case _:
            watch.changed.emit()
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
