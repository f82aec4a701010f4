"""The right side of the wizard: what would change, which rows need eyes, which words need a stage."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.imports import STAGES, Draft, place
from ordertower_desktop.views.parts.card import Card, Rule, clear, row
from ordertower_desktop.views.parts.combo import Combo
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.pages import RowProblem

SHOWN = 60


class Counts(Card):
    """导入后."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "导入后")

    def show_draft(self, draft: Draft, *, stale: str) -> None:
        """`stale` says why the numbers are not yet true, or is empty."""
        self.set_note(stale)
        clear(self.body)
        for words, number, role in draft.counts:
            self.body.addWidget(Rule(self._theme))
            figure = PlainLabel(self._theme, "—" if stale else text.count(number), size=16, strong="yes", role="text3" if stale else role)
            self.body.addLayout(row(PlainLabel(self._theme, words), 1, figure))


class Problems(Card):
    """Rows that are set aside, each with what to do about it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "需要看一眼")

    def show_draft(self, draft: Draft) -> None:
        clear(self.body)
        found, total = draft.view.problems[:SHOWN], draft.view.problem_count
        self.setVisible(bool(total))
        self.set_note(f"这 {text.count(total)} 行先不导入，其余照进")
        for problem in found:
            self.body.addWidget(Rule(self._theme))
            self.body.addLayout(self._line(problem))
        if total > len(found):
            self.body.addWidget(PlainLabel(self._theme, f"另有 {text.count(total - len(found))} 行", role="text3", size=12))

    def _line(self, problem: RowProblem) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(0)
        made.addWidget(Elided(self._theme, place(problem), size=12, role="text2"))
        made.addWidget(PlainLabel(self._theme, problem.reason, wrap="yes"))
        if problem.proposal:
            made.addWidget(PlainLabel(self._theme, problem.proposal, role="accent", size=12, wrap="yes"))
        return made


class Words(Card):
    """Status words that nobody has mapped; a stage for each, or later."""

    called = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "不认识的状态词")
        self._shown: tuple[str, ...] = ()
        self.combos: dict[str, Combo] = {}

    def show_draft(self, draft: Draft) -> None:
        words = tuple(dict.fromkeys([*(gap.value for gap in draft.view.gaps), *draft.stages]))
        self.setVisible(bool(words))
        if words != self._shown:
            self._shown = words
            self._make(words)
        for word, combo in self.combos.items():
            combo.choose(draft.stages.get(word, ""))

    def _make(self, words: tuple[str, ...]) -> None:
        clear(self.body)
        self.combos = {}
        self.body.addWidget(PlainLabel(self._theme, "订单照进；选了阶段，规则才能判断它们", role="text2", size=12, wrap="yes"))
        for word in words:
            combo = Combo(self._theme, f"“{word}”是哪个阶段", (("", "先不判断"), *STAGES.items()))
            combo.activated.connect(lambda _row, word=word, combo=combo: self.called.emit(word, combo.key()))
            self.combos[word] = combo
            self.body.addLayout(row(Elided(self._theme, word), combo))


class Side(QScrollArea):
    """300 px; scrolls when a file has much to be looked at."""

    called = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedWidth(336)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.counts, self.words, self.problems = Counts(theme), Words(theme), Problems(theme)
        self.words.called.connect(self.called)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(12)
        privacy = Card(theme, "隐私")
        note = "手机号与姓名导入时打码，原值不保存；地址保存到区县。上传的文件只放在中枢，一小时后自动删除。"
        privacy.body.addWidget(PlainLabel(theme, note, role="text2", wrap="yes"))
        for card in (self.counts, self.words, self.problems, privacy):
            box.addWidget(card)
        box.addStretch(1)
        self.setWidget(inner)

    def show_draft(self, draft: Draft, *, stale: str) -> None:
        self.counts.show_draft(draft, stale=stale)
        self.words.show_draft(draft)
        self.problems.show_draft(draft)
