"""Who has other limits: by shop, platform, category, tier or tag; the first line that matches counts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.termwords import FIELD_NAMES, WHAT_NAMES
from ordertower_desktop.models.terms.draft import LimitsDraft, choices
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import Card, clear
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field, Pick, Span
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.terms import OtherBody


class OtherLine(QWidget):
    """One exception as a form; a second field that it asks for stays as it was written."""

    changed = Signal(object)

    def __init__(self, theme: Theme, other: OtherBody, draft: LimitsDraft, *, place: int, locked: str) -> None:
        super().__init__()
        key, value = next(iter(other.match.items()), ("shop", ""))
        self._rest = dict(list(other.match.items())[1:])
        self._name = other.name
        words = self.tr("第 {0} 条例外").format(place + 1)
        fields = [*FIELD_NAMES.items(), *([(key, key)] if key not in FIELD_NAMES else [])]
        self.field = Pick(theme, self.tr("{0}：看哪一项").format(words), fields, key, wide=92)
        self.value = Field(self.tr("{0}：是什么").format(words), value, wide=132, hint=self.tr("例如 抖音直播间"))
        things = [(str(what), name) for what, name in WHAT_NAMES.items()]
        self.what = Pick(theme, self.tr("{0}：哪个环节").format(words), things, other.what, wide=104)
        self.limit = Span(theme, self.tr("{0}：时限").format(words), other.limit)
        hours = [("", self.tr("日历同上")), *choices(draft.names)]
        self.hours = Pick(theme, self.tr("{0}：按哪份日历").format(words), hours, other.calendar, wide=112)
        self.away = IconButton(theme, "x", self.tr("去掉{0}").format(words), size=26)
        box = Flow(self, gap=8)
        parts = (self.field, PlainLabel(theme, self.tr("是"), role="text2"), self.value, PlainLabel(theme, self.tr("的"), role="text2"))
        for widget in (*parts, self.what, self.limit, self.hours, self.away):
            box.addWidget(widget)
            widget.setEnabled(not locked)
        for pick in (self.field, self.what, self.hours):
            pick.activated.connect(lambda _row: self._turned())
        self.value.textEdited.connect(lambda _text: self._turned())
        self.limit.changed.connect(self._turned)
        self.away.clicked.connect(lambda: self.changed.emit(None))

    def _turned(self) -> None:
        match = {self.field.key(): self.value.text().strip()} | self._rest
        self.changed.emit(OtherBody(self.what.key(), self.limit.said(), match, self.hours.key(), self._name))


class Others(Card):
    """`set_asked(place, other)`: None takes it away. `added`: one more."""

    set_asked = Signal(int, object)
    added = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("例外时限"), self.tr("店铺、平台、品类、会员等级各有各的；从上到下，先对上的算"))
        self.more = Link(theme, self.tr("加一条"), icon="plus")
        self.more.setAccessibleName(self.tr("加一条例外时限"))
        self.more.clicked.connect(self.added)
        self.head.addWidget(self.more)
        self.none = PlainLabel(theme, self.tr("还没有例外。例如：店铺是“抖音直播间”的接单 6 小时。"), role="text3", wrap="yes")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addWidget(self.none)
        self.body.addLayout(self._lines)
        self.lines: list[OtherLine] = []
        self._shown: tuple[object, ...] = ()

    def show_draft(self, draft: LimitsDraft, *, locked: str) -> None:
        """The lines anew where there are others; while somebody types in one it stays."""
        others = draft.body.others
        shown = (len(others), locked, tuple(draft.names), draft.version, draft.touched)
        if shown[:4] != self._shown[:4] or (self._shown[4:] != shown[4:] and not draft.touched):
            clear(self._lines)
            self.lines = [OtherLine(self._theme, one, draft, place=i, locked=locked) for i, one in enumerate(others)]
            for place, line in enumerate(self.lines):
                line.changed.connect(lambda new, place=place: self.set_asked.emit(place, new))
                self._lines.addWidget(line)
        self._shown = shown
        self.none.setVisible(not others)
        self.more.setEnabled(not locked)
