"""What saving would change, in words, why, and the one button that does it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from ordertower_desktop.domain.rule import RuleState
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field
from ordertower_desktop.views.theme.theme import Theme

MOST_WORDS = 5
SAVE = {RuleState.DRAFT: "存为草稿", RuleState.SHADOW: "保存，影子运行", RuleState.ON: "保存并立即生效"}


class SaveBar(Surface):
    """`saved(why)`, `discarded`."""

    saved = Signal(str)
    discarded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="top")
        self.title = PlainLabel(theme, strong="yes")
        self.words = PlainLabel(theme, role="text2", size=12, wrap="yes")
        self.why = Field(self.tr("修改原因"), wide=200, hint=self.tr("为什么改（可不填）"))
        self.save = Button(theme, SAVE[RuleState.ON], kind="primary", key="Ctrl S")
        self.discard = Button(theme, self.tr("放弃"))
        self.discard.setAccessibleName(self.tr("放弃对这条规则的修改"))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(6)
        for widget in (self.title, self.words, self.why):
            box.addWidget(widget)
        box.addLayout(row(self.save, self.discard, 1))
        self.save.clicked.connect(lambda: self.saved.emit(self.why.text().strip()))
        self.why.returnPressed.connect(self.save.click)
        self.discard.clicked.connect(self.discarded)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save.click)

    def show_draft(self, draft: Draft, *, locked: str, saving: str) -> None:
        """`locked` says why nothing can be saved at all, `saving` why not at this moment."""
        touched, faults = draft.touched, len(draft.faults)
        for widget in (self.why, self.save, self.discard):
            widget.setVisible(not locked)
        self.save.setText(SAVE[draft.state])
        self.save.updateGeometry()
        self.save.setEnabled(touched and not faults and not saving)
        self.discard.setEnabled(touched and not saving)
        self.why.setEnabled(touched)
        if locked:
            self._say(locked, "")
        elif saving:
            self._say(saving, "")
        elif not touched:
            self._say(self.tr("没有修改"), "")
        elif faults:
            self._say(self.tr("还有 {0} 处要填好").format(faults), draft.faults.get(0, ""))
        else:
            self._say(self.tr("要保存的修改"), _lines(draft.changes))
        if not touched:
            self.why.clear()

    def _say(self, title: str, words: str) -> None:
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))


def _lines(changes: tuple[str, ...]) -> str:
    shown = "\n".join(changes[:MOST_WORDS])
    return f"{shown}\n另有 {len(changes) - MOST_WORDS} 处" if len(changes) > MOST_WORDS else shown
