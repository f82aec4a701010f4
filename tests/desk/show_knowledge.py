"""Opens the knowledge base: python -m tests.desk.show_knowledge light|dark [plain|none|offline|filing|order] [1100x720]"""

import sys
from dataclasses import dataclass

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.knowledge.filing import drafted
from ordertower_desktop.models.knowledge.shelf import KnowledgeShelf
from ordertower_desktop.views.glass.filing import Filing
from ordertower_desktop.views.knowledge.page import KnowledgePage
from ordertower_desktop.views.order.page import OrderView
from ordertower_desktop.wire.articles import ArticleLine
from tests.desk.demo_articles import STOCK, WHITELIST, HubInHand
from tests.desk.demo_page import page as order_page
from tests.desk.demo_rows import NOW
from tests.desk.show import framed


@dataclass
class Kept:
    """What has to live as long as the window."""

    filing: Filing | None = None
    hub: HubInHand | None = None


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "plain")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    shelf, kept = KnowledgeShelf(), Kept()
    kept.hub = HubInHand(shelf)
    page = KnowledgePage(theme, shelf, now=NOW)
    page.titled.connect(shell.show_title)
    shell.add_page("pool", page)
    shell.show_page("pool")
    page.show_may("yes")
    shelf.show_state("offline" if what == "offline" else "online")
    shelf.open(order="4418296013577823901")
    if what == "none":
        shelf.narrow(kind="payment")
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    if what == "order":
        view = OrderView(theme)
        shell.add_page("order", view)
        shell.show_page("order")
        lines = [ArticleLine(one.id, one.title, one.measures, one.used) for one in (WHITELIST, STOCK)]
        view.show_page(replace(order_page(), articles=lines))
    shell.show()
    if what == "filing":
        kept.filing = Filing(theme, shell, drafted(order_page()))
        kept.filing.open()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
