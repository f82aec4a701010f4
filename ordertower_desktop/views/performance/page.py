"""绩效: one's own line large; for who answers for the floor everybody's, by name, and ranked only when they ask for it (S46)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.models import text
from ordertower_desktop.views.mine.tally import Figure
from ordertower_desktop.views.parts.area import column
from ordertower_desktop.views.parts.card import Card, Rule, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.switch import Switch
from ordertower_desktop.views.rules.tree.inputs import Pick
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.performance import ScoreLine, ScorePage

HEADS = ("", "岗位", "结单", "难度分", "步骤", "步骤超时", "超时单", "转出", "被转走")
DAYS = (("1", "近 1 天"), ("7", "近 7 天"), ("30", "近 30 天"))


class PerformancePage(QWidget):
    """`asked`: other days are wanted."""

    asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._page: ScorePage | None = None
        self.days = Pick(theme, self.tr("近几天"), DAYS, "7", wide=110)
        self.rank = Switch(theme, self.tr("按难度分排名"))
        self.note = PlainLabel(theme, self.tr("正在算…"), role="text3", wrap="yes")
        self.figures = [Figure(theme, self.tr(name)) for name in HEADS[2:]]
        self.own = Card(theme, self.tr("我的"))
        self.all = Card(theme, self.tr("每个人"), self.tr("只有主管看得到；默认按姓名"))
        self.lines: list[list[str]] = []
        self._build()
        self.days.activated.connect(lambda _row: self.asked.emit())
        self.rank.toggled.connect(lambda _on: self._show_all())

    def _build(self) -> None:
        theme = self._theme
        self.own.head.addWidget(self.days)
        line = QHBoxLayout()
        line.setSpacing(20)
        for place, figure in enumerate(self.figures):
            if place:
                line.addWidget(Rule(theme, vertical="yes"))
            line.addWidget(figure)
        line.addStretch(1)
        self.own.body.addLayout(line)
        self.own.body.addWidget(self.note)
        self.all.head.addLayout(row(PlainLabel(theme, self.tr("按难度分排名"), role="text2"), self.rank))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(len(HEADS), 1)
        self.all.body.addLayout(self._grid)
        self.all.hide()
        inner, outer = QWidget(), QVBoxLayout(self)
        box = QVBoxLayout(inner)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(12)
        box.addWidget(self.own)
        box.addWidget(self.all)
        box.addStretch(1)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column(inner))

    def show_trouble(self, words: str) -> None:
        self._page = None
        self.note.setText(words)
        self.all.hide()

    def show_scores(self, page: ScorePage) -> None:
        self._page = page
        own = page.own
        for figure, number in zip(self.figures, _numbers(own) if own else [0] * len(self.figures), strict=True):
            figure.show_number(number)
        told = self.tr("难度分是结掉的单按步骤应花的分钟数，难单分高；步骤超时、超时单、被转走都按记录，暂停期间不算。")
        self.note.setText(told if own else self.tr("近 {0} 天没有您名下的记录。{1}").format(page.days, told))
        self._show_all()

    def _show_all(self) -> None:
        lines = list(self._page.lines) if self._page else []
        if self.rank.isChecked():
            lines.sort(key=lambda one: (-one.points, one.late_steps + one.breached, one.name))
        self.all.setVisible(bool(lines))
        self.lines = [_cells(one, place if self.rank.isChecked() else 0) for place, one in enumerate(lines, 1)]
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, cells in enumerate([list(HEADS), *self.lines]):
            self._line(at, cells)

    def _line(self, at: int, cells: Sequence[str]) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, words in enumerate(cells):
            label = PlainLabel(self._theme, words, role="text2" if not at else "text", strong="" if place or not at else "yes")
            if place > 1:
                label.setAlignment(right)
            self._grid.addWidget(label, at, place)
            label.show()


def _numbers(one: ScoreLine) -> list[int]:
    return [one.closed, one.points, one.steps, one.late_steps, one.breached, one.passed_on, one.taken_away]


def _cells(one: ScoreLine, place: int) -> list[str]:
    name = f"{place}. {one.name}" if place else one.name
    return [name, one.post_name or POSTS.get(one.post, one.post), *(text.count(number) for number in _numbers(one))]
