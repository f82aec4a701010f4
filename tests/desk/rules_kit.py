"""What the tests of the rule editor share: an open page with a hub in the hand, and hands for its inputs."""

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ordertower_desktop.models.rules.workshop import Workshop
from ordertower_desktop.views.rules.page import RulesPage
from ordertower_desktop.views.rules.tree.inputs import Pick, Span
from ordertower_desktop.views.rules.tree.line import LineRow
from ordertower_desktop.views.theme.theme import Theme
from tests.desk.demo_rows import NOW
from tests.desk.demo_rules import HubInHand


def opened(qtbot: QtBot, theme: Theme, *, role: str = "supervisor") -> tuple[RulesPage, HubInHand]:
    shop = Workshop()
    page = RulesPage(theme, shop, now=NOW)
    shop.setParent(page)
    hub = HubInHand(shop)
    qtbot.addWidget(page)
    shop.show_role(role)
    page.resize(1376, 824)
    page.show()
    shop.choose("R05")
    return page, hub


def line(page: RulesPage, kind: str) -> LineRow:
    """The first line of a kind."""
    rows = (row for row in page.tree.rows.values() if isinstance(row, LineRow))
    return next(row for row in rows if kind in row._line.table)


def span(row: QWidget) -> Span:
    return row.findChildren(Span)[0]


def write(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    """Digits by keys; Chinese as an input method commits it."""
    field.selectAll()
    if text.isascii():
        qtbot.keyClicks(field, text)
    else:
        commit = QInputMethodEvent()
        commit.setCommitString(text)
        QApplication.sendEvent(field, commit)


def pick(combo: Pick, key: str) -> None:
    """As the keyboard does it."""
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())
