"""Opens the statistics page: python -m tests.desk.show_kpi light|dark [kpi|scores|drill|found|trends|alarms] [1100x720] [FILE.png]"""

import sys

from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.kpi.stats import Stats
from ordertower_desktop.views.kpi.page import KpiPage
from tests.desk.demo_kpi import TODAY, HubInHand
from tests.desk.show import framed


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "kpi")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    stats = Stats(TODAY)
    hub = HubInHand(stats)
    stats.show_role("supervisor")
    page = KpiPage(theme, stats)
    page.titled.connect(shell.show_title)
    shell.add_page("kpi", page)
    shell.show_page("kpi", rail="replay")
    if what == "found":
        stats.choose_tab("drill")
        stats.enter(["华北仓", "14"])
        stats.orders("open")
    else:
        stats.choose_tab(what)
    shell.resize(*(int(side) for side in (sys.argv[3] if len(sys.argv) > 3 else "1440x900").split("x")))
    shell.show()
    assert hub.asked
    if len(sys.argv) > 4:
        app.processEvents()
        shell.grab().save(sys.argv[4])
        return
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
