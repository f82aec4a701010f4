"""Who is spared while a promotion lasts: a line for each exemption, and a way to write another."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models.rules.sparing import words
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import Card, clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme

WHOM, WHY = 150, 190


class PromoSpares(Card):
    """`spares_asked(list)`: the promotion shall have these exemptions; `grant_asked`: somebody shall be asked for another."""

    spares_asked = Signal(list)
    grant_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("豁免"), self.tr("大促期间这些订单不命中"))
        self.add = Link(theme, self.tr("豁免"), icon="plus")
        self.add.setAccessibleName(self.tr("加一条大促豁免"))
        self.head.addWidget(self.add)
        self.none = PlainLabel(theme, self.tr("没有豁免"), role="text3")
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.body.addLayout(self._list)
        self.body.addWidget(self.none)
        self._shown: tuple[object, ...] = ()
        self.add.clicked.connect(self.grant_asked)

    def show_spares(self, spares: Sequence[Mapping[str, Any]], *, locked: str) -> None:
        shown = (repr(spares), locked)
        if shown != self._shown:
            self._shown = shown
            clear(self._list)
            for place in range(len(spares)):
                self._list.addWidget(self._line(spares, place, locked))
        self.none.setVisible(not spares)
        self.add.setVisible(not locked)

    def _line(self, spares: Sequence[Mapping[str, Any]], place: int, locked: str) -> QWidget:
        whom, rules = words(spares[place])
        made = QWidget()
        about, why = Elided(self._theme, rules, role="text2"), Elided(self._theme, str(spares[place].get("why", "")), role="text2")
        about.setFixedWidth(WHOM)
        why.setFixedWidth(WHY)
        away = IconButton(self._theme, "x", self.tr("去掉大促豁免：{0}").format(whom), size=26)
        away.setVisible(not locked)
        away.clicked.connect(lambda: self.spares_asked.emit([*spares[:place], *spares[place + 1 :]]))
        line = row(Elided(self._theme, whom), about, why, away)
        line.setContentsMargins(0, 0, 0, 0)
        made.setLayout(line)
        return made
