"""预审 of this order: what was decided, by which clauses, and what its warehouse was told last."""

from datetime import datetime

from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.preaudit import AuditLine, ClauseLine

SIGNS = {True: ("check", "green"), False: ("x", "red"), None: ("circle-help", "amber")}
LONGEST = 14
"""What is longer stands on a line of its own."""
MARKS = {"right": "抽检判对", "wrong": "抽检判错"}


class PreAuditPanel(Panel):
    """Hidden for an order that nobody has looked at before its audit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("预审"))
        self.said: list[str] = []
        self.hide()

    def show_page(self, page: OrderPage, now: datetime) -> None:
        clear(self.body)
        line = page.pre_audit
        self.setVisible(line is not None)
        if line is None:
            return
        self.set_note(text.near(line.at, now))
        self.said = [standing(line), *(f"{one.name}：{one.said}" for one in line.clauses)]
        hue, glyph = ("green", "check") if line.passed else ("amber", "triangle")
        self.body.addLayout(row(Badge(self._theme, self.said[0], hue, glyph=glyph), 1))
        for clause in line.clauses:
            self._add(clause)
        if line.receipt is not None:
            told = f"{line.receipt.command_name}：{line.receipt.state_name}，{line.receipt.by_name} {text.near(line.receipt.at, now)}"
            self.body.addWidget(Wrapped(self._theme, told, role="text2"))

    def _add(self, clause: ClauseLine) -> None:
        icon, role = SIGNS[clause.ok]
        name = PlainLabel(self._theme, clause.name, size=12)
        self.body.addLayout(
            row(Mark(self._theme, icon, role, size=14), name, 1, PlainLabel(self._theme, clause.said, size=12, role="text2"))
        )


def standing(line: AuditLine) -> str:
    """What was decided, in a few words."""
    if line.mark:
        return MARKS[line.mark]
    if not line.passed:
        return f"{sum(one.ok is not True for one in line.clauses)} 条不符，等人工审核"
    verdict = "通过，抽中人工看一眼" if line.sampled else "通过"
    return f"{verdict}（影子，不放行）" if line.state == "shadow" else verdict
