"""Opens the rule editor with a back-test: python -m tests.desk.show_pasts light|dark [done|idle|running|failed|offline|agent|same] [WxH]"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.sync.trouble import Unreachable
from ordertower_desktop.views.rules.page import RulesPage
from ordertower_desktop.views.shell.shell import Shell
from tests.desk.demo_pasts import PastInHand
from tests.desk.demo_rows import NOW
from tests.desk.demo_rules import HubInHand
from tests.desk.show import framed
from tests.desk.show_rules import longer


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "done")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    shop = Workshop()
    hub = HubInHand(shop)
    hub.change("R05", severity="critical", name="发货超时进池")
    page = RulesPage(theme, shop, now=NOW)
    past = PastInHand(page.tests, hub)
    page.titled.connect(shell.show_title)
    shell.add_page("rules", page)
    shell.show_page("rules")
    shop.show_role("agent" if what == "agent" else "supervisor")
    shop.open()
    shop.choose("R05")
    if what not in ("same", "agent", "idle"):
        longer(shop)
    _arrange(page, past, what)
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    if what not in ("idle", "agent"):
        page.tests.start()
    _later(app, page, shell)
    sys.exit(app.exec())


def _arrange(page: RulesPage, past: PastInHand, what: str) -> None:
    if what == "done":
        late = [order.id for order in past.orders if "outbound" not in order.moments][:46]
        page.tests.set_labels([*late, *(order.id for order in past.orders[:4])])
    if what in ("running", "failed"):
        past.state = what
    if what == "offline":
        past.cut = Unreachable("连不上中枢")


def _later(app: QApplication, page: RulesPage, shell: Shell) -> None:
    """Scrolled to the back-test, or by so many pixels; with a file's name the picture goes there."""
    scroll, bar = page.beside, page.beside.verticalScrollBar()
    QTimer.singleShot(500, page, lambda: scroll.ensureWidgetVisible(page.trial, 0, 0))
    if len(sys.argv) > 4:
        QTimer.singleShot(600, lambda: bar.setValue(int(sys.argv[4])))
    if len(sys.argv) > 5:
        QTimer.singleShot(1500, lambda: (shell.grab().save(sys.argv[5]), app.quit()))


if __name__ == "__main__":
    main()
