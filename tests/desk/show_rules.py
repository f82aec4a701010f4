"""Opens the rule editor on the shipped rules: python -m tests.desk.show_rules light|dark [plain|edit|wrong|clash|agent] [1100x720]"""

import sys
from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ordertower_desktop.models.rules import tree
from ordertower_desktop.models.rules.tree import Line
from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.views.rules.page import RulesPage
from tests.desk.demo_rows import NOW, rows
from tests.desk.demo_rules import HubInHand
from tests.desk.show import framed


def longer(shop: Workshop) -> None:
    """付款后 24 小时 becomes 30 hours, and one more condition is begun."""
    draft = shop.draft
    assert draft is not None
    late = next(node for node in tree.nodes(draft.root) if isinstance(node, Line) and "since" in node.table)
    shop.edit(draft.with_root(tree.put(draft.root, replace(late, table={**late.table, "over": "30h"}))).set("state", "shadow"))


def wrong(shop: Workshop) -> None:
    draft = shop.draft
    assert draft is not None
    shop.edit(draft.with_root(tree.add(draft.root, 1, Line(99, {"field": "amount_fen", "at_least": "很多"}))))


def main() -> None:
    app = QApplication(sys.argv)
    mode, what = [*sys.argv[1:], *("light", "edit")[len(sys.argv) - 1 :]][:2]
    theme, shell = framed(app, mode)
    shop = Workshop()
    hub = HubInHand(shop)
    hub.change("R05", on_delay="5min")
    hub.change("R05", on_delay="2min", severity="critical")
    page = RulesPage(theme, shop, now=NOW)
    page.titled.connect(shell.show_title)
    shell.add_page("rules", page)
    shell.show_page("rules")
    shop.show_role("agent" if what == "agent" else "supervisor")
    page.show_hits(Counter(rule for row in rows() for rule in row.verdicts))
    shop.open()
    shop.choose("R05")
    if what in ("edit", "clash"):
        longer(shop)
    if what == "wrong":
        wrong(shop)
    if what == "clash":
        hub.change("R05", name="发货超时 36 小时")
        QTimer.singleShot(800, page, lambda: shop.save(""))
    if len(sys.argv) > 3:
        shell.resize(*(int(side) for side in sys.argv[3].split("x")))
    shell.show()
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
