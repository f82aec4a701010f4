"""抖动: the orders on which the rule in hand came and went lately, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.backtests import ChatterRow

MOST_LINES = 6


class ChatterCard(Card):
    """`opened(order)`. Hidden while the rule is quiet."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("抖动"), self.tr("近 7 天，1 小时内来回 3 次以上的单"))
        self.advice = PlainLabel(theme, role="text2", wrap="yes")
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.links: list[Link] = []
        self._shown: tuple[object, ...] = ()
        self.body.addLayout(self._list)
        self.body.addWidget(self.advice)
        self.hide()

    def show_chatters(self, found: Sequence[ChatterRow], now: datetime) -> None:
        self.setVisible(bool(found))
        if (shown := (*found, now.date())) == self._shown:
            return
        self._shown = shown
        clear(self._list)
        self.links = []
        for one in found[:MOST_LINES]:
            link = Link(self._theme, one.order)
            link.clicked.connect(partial(self._open, one.order))
            self.links.append(link)
            words = self.tr("{0} 次，{1} 至 {2}").format(one.times, text.near(one.first, now), text.near(one.last, now))
            stood = self.tr("，最短只成立 {0}").format(text.spoken(timedelta(seconds=one.shortest_s))) if one.shortest_s is not None else ""
            self._list.addLayout(row(link, PlainLabel(self._theme, words + stood, role="text2"), 1, spacing=10))
        left = len(found) - MOST_LINES
        if left > 0:
            self._list.addWidget(PlainLabel(self._theme, self.tr("另有 {0} 单").format(left), role="text3"))
        self.advice.setText(self._todo(found))

    def _todo(self, found: Sequence[ChatterRow]) -> str:
        """Shorter than it takes to look: the delay is too short. Otherwise a system says now this, now that."""
        short = [one.shortest_s for one in found if one.shortest_s is not None]
        if short and min(short) < timedelta(minutes=10).total_seconds():
            least = text.spoken(timedelta(seconds=max(short)))
            return self.tr("把上面的“连续成立”改到比 {0} 长，这些单就不再来回进池；改之前先回测").format(least)
        return self.tr("每次都成立较久：多半是两个系统轮流改写同一项，到“数据冲突”里看是谁")

    def _open(self, order: str, *_clicked: object) -> None:
        self.opened.emit(order)
