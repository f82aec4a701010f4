"""The step in hand as a form: what, who, how long, how the machine checks it, what has to be written down, and how it is done."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.domain.duration import duration, spell
from ordertower_desktop.domain.playbook import PlaybookStep
from ordertower_desktop.domain.playbook_words import check_words
from ordertower_desktop.models.playbook import checks
from ordertower_desktop.models.playbook.draft import BookDraft
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import Card, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field, Pick, Several, Span
from ordertower_desktop.views.theme.theme import Theme

SORTS = (*checks.SORTS, (checks.OWN, "按步骤文件里写的"))
FILLS = (("", "不算"), *CLOSING_CHECKS.items())


class StepForm(Card):
    """`set_asked({field: value})`, `expected(text)`, `moved(by)`, `removed`."""

    set_asked = Signal(object)
    expected = Signal(str)
    moved = Signal(int)
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, " ")
        self.what = Field(self.tr("做什么"), wide=220, hint=self.tr("例如：请 IT 恢复 ERP 接口"))
        self.post = Pick(theme, self.tr("负责岗位"), (), "", wide=220)
        self.span = Span(theme, self.tr("预期用时"), "15min")
        self.really = PlainLabel(theme, size=12, role="text3")
        self.fills = Pick(theme, self.tr("算结单三查的哪一查"), FILLS, "", wide=220)
        self.sort = Pick(theme, self.tr("机器核对"), SORTS, "", wide=180)
        self.which: Pick | Several | None = None
        self.proof = Field(self.tr("留证"), wide=220, hint=self.tr("写了就必填，例如：IT 回复"))
        self.how = QPlainTextEdit()
        self.away = Link(theme, self.tr("删除"), icon="trash-2")
        self.earlier = IconButton(theme, "chevron-up", self.tr("往前移（Alt+↑）"), size=28)
        self.later = IconButton(theme, "chevron-down", self.tr("往后移（Alt+↓）"), size=28)
        self._shown: PlaybookStep | None = None
        self._which: tuple[object, ...] = ()
        self._locked = ""
        self._build(theme)
        self._connect()

    def _build(self, theme: Theme) -> None:
        for widget in (self.earlier, self.later, self.away):
            self.head.addWidget(widget)
        self.how.setAccessibleName(self.tr("说明"))
        self.how.setPlaceholderText(self.tr("怎么做，给做这一步的人看"))
        self.how.setTabChangesFocus(True)
        self.how.setFixedHeight(76)
        grid = self._grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._machine = QWidget()
        self._machine.setLayout(row(self.sort, 1))
        time = QWidget()
        time.setLayout(row(self.span, self.really, 1))
        left = (("做什么", self.what), ("负责岗位", self.post), ("预期用时", time), ("结单三查", self.fills))
        right = (("机器核对", self._machine), ("留证", self.proof))
        for at, lines in ((0, left), (2, right)):
            for place, (name, field) in enumerate(lines):
                grid.addWidget(PlainLabel(theme, self.tr(name), role="text2"), place, at)
                grid.addWidget(field, place, at + 1)
        how = PlainLabel(theme, self.tr("说明"), role="text2")
        grid.addWidget(how, 2, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.how, 2, 3, 2, 1)
        self.body.addLayout(grid)

    def _connect(self) -> None:
        self.what.textEdited.connect(lambda said: self.set_asked.emit({"title": said}))
        self.proof.textEdited.connect(lambda said: self.set_asked.emit({"evidence": said}))
        self.post.activated.connect(lambda _row: self.set_asked.emit({"post": self.post.key()}))
        self.fills.activated.connect(lambda _row: self.set_asked.emit({"fills": self.fills.key()}))
        self.span.changed.connect(lambda: self.expected.emit(self.span.said()))
        self.sort.activated.connect(lambda _row: self._turned())
        self.how.textChanged.connect(self._told)
        self.away.clicked.connect(self.removed)
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))

    def show_draft(self, draft: BookDraft, *, step: int, posts: Mapping[str, str], really: str, locked: str) -> None:
        if not 0 <= step < len(draft.steps):
            self.hide()
            return
        self.show()
        shown, self._shown, self._locked = draft.steps[step], draft.steps[step], locked
        self.title.setText(self.tr("第 {0} 步").format(step + 1))
        self.set_note(shown.title)
        _write(self.what, shown.title)
        _write(self.proof, shown.evidence)
        if self.how.toPlainText() != shown.instruction:
            self.how.blockSignals(True)
            self.how.setPlainText(shown.instruction)
            self.how.blockSignals(False)
        self.post.offer_with(posts, shown.post)
        self.fills.choose(shown.fills)
        if step not in draft.unread and self._typed() != spell(shown.expected):
            self.span.show_said(spell(shown.expected))
        self.really.setText(really)
        self._show_check(shown, locked)
        for widget in (self.what, self.post, self.span, self.fills, self.sort, self.proof):
            widget.setEnabled(not locked)
        self.how.setReadOnly(bool(locked))
        self.earlier.setEnabled(not locked and step > 0)
        self.later.setEnabled(not locked and step < len(draft.steps) - 1)
        self.away.setEnabled(not locked and len(draft.steps) > 1)

    def focus(self) -> None:
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)
        self.what.selectAll()

    def _typed(self) -> str:
        try:
            return spell(duration(self.span.said()))
        except ValueError:
            return ""

    def _told(self) -> None:
        if self._shown is not None and not self._locked and self.how.toPlainText() != self._shown.instruction:
            self.set_asked.emit({"instruction": self.how.toPlainText()})

    def _turned(self) -> None:
        sort = self.sort.key()
        if sort != checks.OWN:
            self.set_asked.emit({"check": checks.made(sort)})
        elif self._shown is not None:
            self.sort.choose(checks.chosen(self._shown.check).sort)

    def _show_check(self, step: PlaybookStep, locked: str) -> None:
        """The second choice is made anew only where the first became another one."""
        chosen = checks.chosen(step.check)
        self.sort.choose(chosen.sort)
        own = check_words(step) if chosen.sort == checks.OWN else ""
        self.sort.setToolTip(own)
        if (chosen, step.id) != self._which:
            self._which = (chosen, step.id)
            self._make_which(chosen)
        if self.which is not None:
            self.which.setEnabled(not locked)

    def _make_which(self, chosen: checks.Chosen) -> None:
        box = self._machine.layout()
        if self.which is not None and box is not None:
            box.removeWidget(self.which)
            self.which.hide()
            self.which.deleteLater()
        self.which = None
        choices = checks.WHICH.get(chosen.sort, ())
        if not choices:
            return
        name = self.tr("哪一个")
        if chosen.sort == "stage":
            several = Several(self._theme, name, choices, chosen.which, none=self.tr("请选阶段"))
            several.changed.connect(lambda: self._several(several.said()))
            self.which = several
        else:
            pick = Pick(self._theme, name, choices, chosen.which[0], wide=112)
            pick.activated.connect(lambda _row: self.set_asked.emit({"check": checks.made(chosen.sort, (pick.key(),))}))
            self.which = pick
        self._machine.layout().insertWidget(1, self.which)  # type: ignore[union-attr]
        self.which.show()

    def _several(self, said: list[str]) -> None:
        """While its menu is open it is not made anew; a check for no stage is none."""
        if said and self._shown is not None:
            check = checks.made("stage", said)
            self._which = (checks.chosen(check), self._shown.id)
            self.set_asked.emit({"check": check})


def _write(field: Field, words: str) -> None:
    if field.text() != words:
        field.setText(words)
        field.setCursorPosition(0)
