"""The step in hand as a form: after how long, whom, by which channel; and its place among the others."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.duration import duration, spell
from ordertower_desktop.domain.escalation import CHANNEL_NAMES, TO_NAMES, Channel, Step, To
from ordertower_desktop.models.chain.draft import ChainDraft
from ordertower_desktop.views.parts.button import Button, IconButton
from ordertower_desktop.views.parts.card import Surface
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Pick, Span
from ordertower_desktop.views.theme.theme import Theme

TAKES_OVER = "takes_over"
OWN_POST = "own"
WHO = (
    *((str(to), TO_NAMES[to]) for to in (To.OWNER, To.BACKUP)),
    (TAKES_OVER, "转备岗接手"),
    *((str(to), TO_NAMES[to]) for to in (To.POST, To.SUPERVISOR, To.WAREHOUSE, To.MANAGER, To.PERSON)),
)


class StepForm(Surface):
    """`delayed(text)`, `set_asked({field: value})`, `moved(by)`, `removed`."""

    delayed = Signal(str)
    set_asked = Signal(object)
    moved = Signal(int)
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, role="canvas", edge="all", radius=8)
        self._theme, self._step = theme, -1
        self._shown: Step | None = None
        self.title = PlainLabel(theme, strong="yes")
        self.after = Span(theme, self.tr("多久没人接手"), "0min")
        self.who = Pick(theme, self.tr("告诉谁"), WHO, str(To.OWNER), wide=118)
        self.which = Pick(theme, self.tr("哪个岗位或哪一位"), [], "", wide=128)
        self.channel = Pick(theme, self.tr("渠道"), [(str(one), CHANNEL_NAMES[one]) for one in Channel], str(Channel.IN_APP), wide=100)
        self.earlier = IconButton(theme, "chevron-left", self.tr("和前一步换（Alt+←）"), size=28)
        self.later = IconButton(theme, "chevron-right", self.tr("和后一步换（Alt+→）"), size=28)
        self.away = Button(theme, self.tr("去掉这步"), kind="danger", small="yes")
        self._build()
        self._connect()

    def _build(self) -> None:
        outer, inner = QVBoxLayout(self), QWidget()
        outer.setContentsMargins(12, 8, 12, 8)
        outer.addWidget(inner)
        box = Flow(inner, gap=8)
        words = [PlainLabel(self._theme, text, role="text2") for text in (self.tr("超时后"), self.tr("告诉"), self.tr("用"))]
        for widget in (self.title, words[0], self.after, words[1], self.who, self.which, words[2], self.channel):
            box.addWidget(widget)
        for button in (self.earlier, self.later, self.away):
            box.addWidget(button)

    def _connect(self) -> None:
        self.after.changed.connect(lambda: self.delayed.emit(self.after.said()))
        self.who.activated.connect(lambda _row: self._turned())
        self.which.activated.connect(lambda _row: self.set_asked.emit({"whom": self._named()}))
        self.channel.activated.connect(lambda _row: self.set_asked.emit({"channel": Channel(self.channel.key())}))
        self.earlier.clicked.connect(lambda: self.moved.emit(-1))
        self.later.clicked.connect(lambda: self.moved.emit(1))
        self.away.clicked.connect(self.removed)

    def show_draft(self, draft: ChainDraft, names: Mapping[str, str], *, posts: Mapping[str, str], step: int, locked: str) -> None:
        if not 0 <= step < len(draft.policy.steps):
            self.hide()
            return
        self.show()
        shown = draft.policy.steps[step]
        self.title.setText(self.tr("第 {0} 步").format(step + 1))
        if step not in draft.unread and (step != self._step or self._typed() != spell(shown.after)):
            self.after.show_said(spell(shown.after))
        self._step = step
        self._show_whom(shown, names, posts)
        self.channel.choose(str(shown.channel))
        for widget in (self.after, self.who, self.which, self.channel):
            widget.setEnabled(not locked)
        self.earlier.setEnabled(not locked and step > 0)
        self.later.setEnabled(not locked and step < len(draft.policy.steps) - 1)
        self.away.setEnabled(not locked and len(draft.policy.steps) > 1)

    def focus(self) -> None:
        self.after.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.after.number.selectAll()

    def _typed(self) -> str:
        try:
            return spell(duration(self.after.said()))
        except ValueError:
            return ""

    def _show_whom(self, step: Step, names: Mapping[str, str], posts: Mapping[str, str]) -> None:
        self.who.choose(TAKES_OVER if step.hands_over else str(step.to))
        choices: list[tuple[str, str]] = []
        if step.to is To.POST:
            choices = [(OWN_POST, self.tr("这一单的岗位")), *posts.items()]
        elif step.to is To.PERSON:
            choices = [("", self.tr("请选一位")), *names.items()]
        if choices and [self.which.itemData(i) for i in range(self.which.count())] != [key for key, _ in choices]:
            self.which.clear()
            for key, words in choices:
                self.which.addItem(words, key)
        self.which.setVisible(bool(choices))
        self.which.choose(step.whom or (OWN_POST if step.to is To.POST else ""))

    def _named(self) -> str:
        key = self.which.key()
        return "" if key == OWN_POST else key

    def _turned(self) -> None:
        key = self.who.key()
        if key == TAKES_OVER:
            self.set_asked.emit({"to": To.BACKUP, "hands_over": True})
        else:
            self.set_asked.emit({"to": To(key), "hands_over": False})
