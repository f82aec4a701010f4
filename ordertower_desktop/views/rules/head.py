"""Over the rule: its name, its number and version, and the three states it goes through."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ordertower_desktop.domain.rule import RULE_STATE_NAMES, RuleState
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

HUES = {RuleState.ON: ("green", "circle"), RuleState.SHADOW: ("purple", "circle"), RuleState.DRAFT: ("amber", "diamond")}
EFFECTS = {
    RuleState.DRAFT: "草稿：不判断任何订单",
    RuleState.SHADOW: "影子：照常判断、只计数，不进池不催人",
    RuleState.ON: "启用：命中的订单进延迟池",
}


class NameField(QLineEdit):
    """The rule's name as a heading that can be written in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(fonts.bold(20))
        self.setMaxLength(80)
        self.setAccessibleName(self.tr("规则名称"))
        self.setStyleSheet("QLineEdit { padding: 0 4px; } QLineEdit:!focus { border-color: transparent; background: transparent; }")

    def sizeHint(self) -> QSize:
        return QSize(min(420, max(120, self.fontMetrics().horizontalAdvance(self.text()) + 22)), 34)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 34)


class RuleHead(QWidget):
    """`named(text)`; `turned(state)`: draft, shadow or on is wanted, from the next save on."""

    named = Signal(str)
    turned = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.name, self.meta, self.badge = NameField(), PlainLabel(theme, role="text3"), Badge(theme)
        self.state = Segmented(theme, tuple((str(state), RULE_STATE_NAMES[state]) for state in RuleState), "draft")
        self.state.setAccessibleName(self.tr("规则状态"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.name)
        box.addWidget(self.meta)
        box.addWidget(self.badge)
        box.addStretch(1)
        box.addWidget(self.state)
        self.name.textEdited.connect(self.named)
        self.state.chosen.connect(self.turned)

    def show_draft(self, draft: Draft, *, version: int, locked: str) -> None:
        """`version` is the newest that changed it, 0 while nobody knows; `locked` says why nothing can be changed here."""
        if self.name.text() != draft.name:
            self.name.setText(draft.name)
            self.name.setCursorPosition(0)
        self.name.updateGeometry()
        self.name.setReadOnly(bool(locked))
        self.meta.setText(self.tr("{0} 第 {1} 版").format(draft.id, version) if version else draft.id)
        before = draft.base.state if draft.base is not None else RuleState.DRAFT
        words = RULE_STATE_NAMES[before] if draft.base is not None else self.tr("还没存过")
        self.badge.show_text(words, HUES[before][0], glyph=HUES[before][1])
        self.state.choose(str(draft.state))
        self.state.setEnabled(not locked)
        self.state.setToolTip(EFFECTS[draft.state])
