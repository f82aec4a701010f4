"""Opens the limits: python -m tests.desk.show_terms light|dark [plain|edit|week|wrong|clash|agent|offline] [1100x720]"""

import sys

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.terms.shop import TermsShop
from ordertower_desktop.views.terms.page import TermsPage
from tests.desk.demo_rows import NOW
from tests.desk.demo_terms import LIMITS, HubInHand
from tests.desk.show import framed


def _staged(shop: TermsShop, hub: HubInHand, what: str) -> None:
    draft = shop.limits
    assert draft is not None
    if what in ("edit", "clash"):
        shop.edit(draft.limited("TO_ACCEPT", "3h").limited("high_value_accept", "2h"))
    if what == "wrong":
        shop.edit(draft.limited("TO_ACCEPT", "0h"))
    if what == "clash":
        hub.put("limits", replace(LIMITS, limits={"TO_ACCEPT": "5h"}), by="chen")
        shop.open()
    if what == "week":
        shop.choose("calendars")
        calendars = shop.calendars
        assert calendars is not None
        shop.edit(calendars.set("desk", week=["09:00-12:00 13:30-22:00"] * 5 + ["10:00-18:00", ""]))
        shop.edit(shop.calendars.days("desk", "holidays", "2025-11-15 2025-11-16") if shop.calendars else calendars)


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "edit")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    shop = TermsShop()
    hub = HubInHand(shop)
    page = TermsPage(theme, shop, now=NOW)
    page.titled.connect(shell.show_title)
    shell.add_page("rules", page)
    shell.show_page("rules")
    hub.put("limits", replace(LIMITS, limits={"TO_PRINT": "90min"}), why="双11 提速")
    hub.open("agent" if what == "agent" else "supervisor")
    _staged(shop, hub, what)
    if what == "offline":
        shop.show_state("supervisor", "offline")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
