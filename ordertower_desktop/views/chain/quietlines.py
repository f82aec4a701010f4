"""免打扰 under the roster: a line for whom, by which channel and when nobody is rung, and what still comes through."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.period import clock
from ordertower_desktop.domain.roster_words import NIGHT
from ordertower_desktop.models.chain.quiets import WAYS, QuietLine, Quiets
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import clear, row
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field, Pick
from ordertower_desktop.views.theme.theme import Theme


class QuietLines(QWidget):
    """What it shows and does is its `Quiets`'."""

    def __init__(self, theme: Theme, quiets: Quiets) -> None:
        super().__init__()
        self._theme, self._quiets = theme, quiets
        self._shown: tuple[object, ...] | None = None
        self.lines: list[QuietEdit] = []
        self.more = Link(theme, self.tr("加一条免打扰"), icon="plus")
        note = self.tr("严重的照常响；其余的到点合成一条补发，期间有人接手的不再发")
        self.note = PlainLabel(theme, note, role="text3", size=12, wrap="yes")
        self.wrong = PlainLabel(theme, role="red", wrap="yes")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(6)
        box.addLayout(row(PlainLabel(theme, self.tr("免打扰"), strong="yes"), self.more, 1, spacing=12))
        box.addWidget(self.note)
        box.addLayout(self._list)
        box.addWidget(self.wrong)
        self.more.clicked.connect(quiets.add)

    def show_quiets(self, locked: str) -> None:
        """As they stand in the draft; a line stays the same widget while it is typed into."""
        quiets = self._quiets
        lines, people = quiets.lines, quiets.people
        shown = (len(lines), tuple(people.items()))
        if shown != self._shown:
            self._shown = shown
            clear(self._list)
            self.lines = [QuietEdit(self._theme, quiets, place) for place in range(len(lines))]
            for one in self.lines:
                self._list.addWidget(one)
        for place, (edit, line) in enumerate(zip(self.lines, lines, strict=True)):
            edit.show_line(line, typed=place == quiets.typed, locked=locked)
        self.more.setEnabled(not locked)
        self.wrong.setText(quiets.fault)
        self.wrong.setVisible(bool(quiets.fault))


class QuietEdit(QWidget):
    """One of them."""

    def __init__(self, theme: Theme, quiets: Quiets, place: int) -> None:
        super().__init__()
        self._quiets, self._place = quiets, place
        about = self.tr("第 {0} 条免打扰").format(place + 1)
        self.person = Pick(theme, self.tr("{0}：谁").format(about), (), "", wide=108)
        self.way = Pick(theme, self.tr("{0}：渠道").format(about), (), "", wide=132)
        self.start, self.end = (
            Field(self.tr("{0}：几点起").format(about), "", wide=62, hint="22:00"),
            Field(self.tr("{0}：几点止").format(about), "", wide=62, hint="08:00"),
        )
        self.said = PlainLabel(theme, role="text2", size=12)
        self.away = IconButton(theme, "x", self.tr("去掉{0}").format(about), size=28)
        to = PlainLabel(theme, self.tr("到"), role="text2")
        box = Flow(self, gap=8)
        for widget in (self.person, self.way, self.start, to, self.end, self.said, self.away):
            box.addWidget(widget)
        self.person.activated.connect(lambda _row: quiets.set(place, person=self.person.key()))
        self.way.activated.connect(lambda _row: quiets.set(place, channel=self.way.key()))
        self.away.clicked.connect(lambda: quiets.remove(place))
        for field in (self.start, self.end):
            field.editingFinished.connect(lambda: quiets.hours(place, self.start.text(), self.end.text()))

    def show_line(self, line: QuietLine, *, typed: bool, locked: str) -> None:
        """`typed`: what stands in the hours is being mended and stays."""
        one = line.quiet
        self.person.offer_with(self._quiets.people, one.person)
        self.way.offer_with(WAYS, one.channel)
        if not typed:
            self.start.setText(clock(one.start))
            self.end.setText(clock((one.start + one.long) % NIGHT))
        self.said.setText(line.said)
        for widget in (self.person, self.way, self.start, self.end, self.away):
            widget.setEnabled(not locked)
