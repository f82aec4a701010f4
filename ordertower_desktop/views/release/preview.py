"""The sheet before a command to the warehouse: who goes, who is left out and why, who needs a supervisor, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import Button, IconButton
from ordertower_desktop.views.parts.card import Rule, Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.parts.veil import Sheet
from ordertower_desktop.views.parts.words import Shares, Words
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.warehouse import CommandPlan, Part

WIDTH, EDGE, INDENT = 680, 20, 38


class CommandPreview(Sheet):
    """`agreed(orders, "yes" | "")`: these go; `yes` where a supervisor has agreed. Ctrl+Enter is the only key that begins it."""

    agreed = Signal(list, str)
    cancelled = Signal()

    def __init__(self, theme: Theme, plan: CommandPlan, *, may: str) -> None:
        super().__init__(theme, width=WIDTH)
        self.setAccessibleName(self.tr("放行先看一遍"))
        self.plan = plan
        self.go = Button(theme, "", kind="primary", key="Ctrl Enter")
        self.go.clicked.connect(self._agree)
        self.consent = QCheckBox(self.tr("主管同意，一并{0}").format(plan.name))
        self.consent.setEnabled(bool(may))
        self.consent.setToolTip("" if may else self.tr("请主管来做"))
        self.consent.toggled.connect(lambda _on: self._count())
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self._head())
        parts: tuple[tuple[str, str, str, list[Part], int], ...] = (
            ("circle-check", "accent", self.tr("可做"), [], len(plan.able)),
            ("skip-forward", "text3", self.tr("跳过"), plan.skips, 0),
            ("lock", "amber", self.tr("需批准"), plan.consent, 0),
        )
        for icon, role, name, found, count in parts:
            if found or count:
                box.addWidget(Rule(theme))
                box.addWidget(self._part(icon, role, name, found, count))
        box.addWidget(self._sayings())
        box.addLayout(self._foot())
        self._count()

    @property
    def orders(self) -> list[str]:
        """What goes as it stands now."""
        more = [order for part in self.plan.consent for order in part.orders] if self.consent.isChecked() else []
        return [*self.plan.able, *more]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._agree()
            return
        super().keyPressEvent(event)

    def _agree(self) -> None:
        if self.orders:
            self.agreed.emit(self.orders, "yes" if self.consent.isChecked() else "")

    def _count(self) -> None:
        self.go.setText(self.tr("{0} {1} 单").format(self.plan.name, text.count(len(self.orders))))
        self.go.setEnabled(bool(self.orders))

    def _head(self) -> QWidget:
        plan, theme, head = self.plan, self._theme, QWidget()
        box = QVBoxLayout(head)
        box.setContentsMargins(EDGE, 12, EDGE - 6, 9)
        box.setSpacing(7)
        close = IconButton(theme, "x", self.tr("关上"), size=28)
        close.clicked.connect(self.cancelled)
        box.addLayout(row(PlainLabel(theme, f"{plan.name} · {text.count(plan.total)} 单", size=16, strong="yes"), 1, close))
        shares = Shares(theme)
        held = sum(len(part.orders) for part in plan.consent)
        shares.show_parts([(len(plan.able), "accent"), (sum(len(part.orders) for part in plan.skips), "neutralF"), (held, "amberF")])
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 6, 0)
        line.addWidget(shares)
        box.addLayout(line)
        return head

    def _part(self, icon: str, role: str, name: str, found: list[Part], count: int) -> QWidget:
        theme, part = self._theme, QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(EDGE, 10, EDGE, 12)
        box.setSpacing(8)
        title = PlainLabel(theme, name, strong="yes")
        title.setFixedWidth(64)
        figure = PlainLabel(theme, text.count(count or sum(len(one.orders) for one in found)), size=20, strong="yes")
        figure.setMinimumWidth(64)
        saying = self.tr("合计 {0}").format(text.yuan_sum(self.plan.able_fen)) if count else ""
        box.addLayout(row(Mark(theme, icon, role), title, figure, PlainLabel(theme, saying, role="text2"), 1, spacing=9))
        if found:
            box.addLayout(self._reasons(found))
        if found and found is self.plan.consent:
            line = row(self.consent, 1)
            line.setContentsMargins(INDENT, 0, 0, 0)
            box.addLayout(line)
        return part

    def _reasons(self, found: list[Part]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(INDENT, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for at, one in enumerate(found):
            grid.addWidget(PlainLabel(self._theme, one.why, role="text2"), at, 0)
            grid.addWidget(PlainLabel(self._theme, text.count(len(one.orders))), at, 1, Qt.AlignmentFlag.AlignRight)
        return grid

    def _sayings(self) -> QWidget:
        ground = Surface(self._theme, role="canvas", edge="top bottom")
        grid = QGridLayout(ground)
        grid.setContentsMargins(EDGE, 10, EDGE, 11)
        grid.setVerticalSpacing(4)
        back = f"可以，{self.plan.undo_s} 秒内整批撤回；仓库已打单的拦不下，会逐单写明" if self.plan.undo_s else self.plan.no_way_back
        for at, (name, words, role) in enumerate((
            (self.tr("写入外部"), self.tr("逐单发给仓库系统，每单一条回执；断线、重启后接着发，不会发两次"), "text"),
            (self.tr("能否撤回"), back, "green" if self.plan.undo_s else "amber"),
        )):  # fmt: skip
            label = PlainLabel(self._theme, name, size=12, role="text2")
            label.setFixedWidth(84)
            grid.addWidget(label, at, 0)
            grid.addWidget(Words(self._theme, [(words, role, "")]), at, 1)
        return ground

    def _foot(self) -> QHBoxLayout:
        cancel = Button(self._theme, self.tr("取消"), key="Esc")
        cancel.clicked.connect(self.cancelled)
        made = row(1, cancel, self.go)
        made.setContentsMargins(EDGE, 12, EDGE, 13)
        return made
