"""Which clocks run by another limit while a promotion lasts, by which hours is worked meanwhile, and what that would do now."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.domain.termwords import WHAT_NAMES
from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import Card, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Pick, Span
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.terms import TermsTrial

THINGS = [(str(what), name) for what, name in WHAT_NAMES.items()]


class PromoClocks(Card):
    """`clocks_asked(clocks)`: thing -> how long it may take. `hours_asked(calendars)`: calendar -> the one in its place."""

    clocks_asked = Signal(dict)
    hours_asked = Signal(dict)

    def __init__(self, theme: Theme) -> None:
        note = self.tr("开始时在走的钟也换；结束后，期间给出的时限照旧走完，不会一下子全超时")
        super().__init__(theme, self.tr("时效钟"), note)
        self.add, self.swap = Link(theme, self.tr("时限"), icon="plus"), Link(theme, self.tr("日历"), icon="plus")
        self.add.setAccessibleName(self.tr("加一条时效钟的时限"))
        self.swap.setAccessibleName(self.tr("期间换一份日历"))
        self.head.addWidget(self.add)
        self.head.addWidget(self.swap)
        self.none, self.effect = PlainLabel(theme, self.tr("时效钟照常"), role="text3"), PlainLabel(theme, role="text2", wrap="yes")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addLayout(self._list)
        self.body.addWidget(self.none)
        self.body.addWidget(self.effect)
        self.spans: dict[str, Span] = {}
        self.swaps: dict[str, Pick] = {}
        self._clocks: Mapping[str, str] = {}
        self._hours: Mapping[str, str] = {}
        self._names: Sequence[tuple[str, str]] = ()
        self._shown: tuple[object, ...] = ()
        self.add.clicked.connect(self._more)
        self.swap.clicked.connect(self._swapped)

    def show_clocks(
        self, key: str, clocks: Mapping[str, str], hours: Mapping[str, str], names: Sequence[tuple[str, str]], *, locked: str
    ) -> None:
        """`key`: the promotion; while somebody types the inputs stay."""
        self._clocks, self._hours, self._names = dict(clocks), dict(hours), names
        shown = (key, tuple(clocks), tuple(hours.items()), tuple(names), locked)
        if shown != self._shown:
            self._shown = shown
            self._make(locked)
        self.none.setVisible(not clocks and not hours)
        self.add.setVisible(not locked and len(clocks) < len(THINGS))
        self.swap.setVisible(not locked and len(names) > 1 and len(hours) < len(names))

    def show_effect(self, trial: TermsTrial | None) -> None:
        """What it would do if it began now."""
        self.effect.setVisible(trial is not None)
        if trial is not None:
            self.effect.setText(
                self.tr("若现在开始，{0} 单中：推后 {1}，提前 {2}；不再超时 {3}，新超时 {4}").format(
                    *(text.count(number) for number in (trial.judged, trial.later, trial.earlier, trial.saved, trial.late))
                )
            )

    def _make(self, locked: str) -> None:
        clear(self._list)
        self.spans, self.swaps = {}, {}
        for lines in ([self._clock(key, limit) for key, limit in self._clocks.items()], [self._swap(*one) for one in self._hours.items()]):
            for line in lines:
                made = QWidget()
                made.setLayout(line)
                made.setEnabled(not locked)
                self._list.addWidget(made)

    def _clock(self, key: str, limit: str) -> QHBoxLayout:
        free = [one for one in THINGS if one[0] == key or one[0] not in self._clocks]
        which = Pick(self._theme, self.tr("哪个环节的钟"), free, key, wide=120)
        span = self.spans[key] = Span(self._theme, self.tr("大促期间的时限"), limit)
        away = IconButton(self._theme, "x", self.tr("去掉这条时效钟的时限"), size=26)
        which.activated.connect(lambda _row: self._set(key, which.key(), span.said()))
        span.changed.connect(lambda: self._set(key, key, span.said()))
        away.clicked.connect(lambda: self._set(key, "", ""))
        return row(which, span, 1, away)

    def _swap(self, key: str, other: str) -> QHBoxLayout:
        usual = Pick(
            self._theme, self.tr("哪份日历"), [one for one in self._names if one[0] == key or one[0] not in self._hours], key, wide=120
        )
        made = self.swaps[key] = Pick(self._theme, self.tr("期间换成哪份日历"), self._names, other, wide=120)
        away = IconButton(self._theme, "x", self.tr("期间不换日历"), size=26)
        usual.activated.connect(lambda _row: self._turn(key, usual.key(), made.key()))
        made.activated.connect(lambda _row: self._turn(key, key, made.key()))
        away.clicked.connect(lambda: self._turn(key, "", ""))
        return row(usual, PlainLabel(self._theme, self.tr("期间换成"), role="text2"), made, 1, away)

    def _more(self) -> None:
        free = next(key for key, _ in THINGS if key not in self._clocks)
        self.clocks_asked.emit({**self._clocks, free: "8h"})

    def _swapped(self) -> None:
        free = next(key for key, _ in self._names if key not in self._hours)
        other = next(key for key, _ in self._names if key != free)
        self.hours_asked.emit({**self._hours, free: other})

    def _set(self, key: str, other: str, limit: str) -> None:
        """In its place, so that lines do not jump."""
        pairs = [(other, limit) if one == key else (one, said) for one, said in self._clocks.items()]
        self.clocks_asked.emit({one: said for one, said in pairs if one})

    def _turn(self, key: str, usual: str, other: str) -> None:
        pairs = [(usual, other) if one == key else (one, said) for one, said in self._hours.items()]
        self.hours_asked.emit({one: said for one, said in pairs if one})
