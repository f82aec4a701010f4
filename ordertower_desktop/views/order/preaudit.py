"""预审 of this order: what was decided, by which clauses, and what its warehouse was told last."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal

from ordertower_desktop.domain.warehouse import NAMES, Command
from ordertower_desktop.models import text
from ordertower_desktop.views.order.panel import Panel
from ordertower_desktop.views.order.wrapped import Wrapped
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.preaudit import AuditLine, ClauseLine

SIGNS = {True: ("check", "green"), False: ("x", "red"), None: ("circle-help", "amber")}
ICONS = {
    Command.RELEASE: "send", Command.INTERCEPT: "undo-2", Command.HOLD: "pause", Command.RESUME: "play", Command.URGENT: "zap",
}  # fmt: skip
LONGEST = 14
"""What is longer stands on a line of its own."""
MARKS = {"right": "抽检判对", "wrong": "抽检判错"}


class PreAuditPanel(Panel):
    """`asked(command)`: its warehouse shall be told. Hidden where nothing was decided and nothing can be told."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("预审与放行"))
        self.said: list[str] = []
        self.links: dict[str, Link] = {}
        self.hide()

    def show_page(self, page: OrderPage, now: datetime) -> None:
        clear(self.body)
        self.setVisible(page.pre_audit is not None or bool(page.commands))
        self.said, self.links = [], {}
        self.set_note("")
        if page.pre_audit is not None:
            self._decided(page.pre_audit, now)
        self._offer([one for one in Command if one in page.commands])

    def _offer(self, commands: Sequence[Command]) -> None:
        for command in commands:
            link = self.links[command] = Link(self._theme, NAMES[command], icon=ICONS[command])
            link.clicked.connect(lambda _=False, command=command: self.asked.emit(command))
        if self.links:
            self.body.addLayout(row(*self.links.values(), 1, spacing=14))

    def _decided(self, line: AuditLine, now: datetime) -> None:
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
