"""The ways to people outside and how they are doing, a line each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models.chain.lines import Way
from ordertower_desktop.views.parts.card import Rule, clear
from ordertower_desktop.views.parts.labels import Badge, PlainLabel
from ordertower_desktop.views.theme.theme import Theme

WORDS = {"green": "正常", "amber": "没有试过", "red": "不通", "neutral": "未接通"}


class Ways(QWidget):
    """What a desk shows by itself is not among them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        self._say(self.tr("正在问中枢有哪些渠道"))

    def show_ways(self, told: Sequence[Way]) -> None:
        clear(self._lines)
        outside = [way for way in told if way.channel != "in_app"]
        for way in outside:
            self._line(way)
        if any(not way.connected for way in outside):
            self._say(self.tr("未接通的渠道只记录、不发出；由 IT 在中枢的设置文件里接通"))

    def show_trouble(self, words: str) -> None:
        clear(self._lines)
        self._say(words)

    def _line(self, way: Way) -> None:
        badge = Badge(self._theme, self.tr(WORDS[way.hue]), way.hue)
        badge.setToolTip(way.words)
        badge.setAccessibleName(f"{way.name}：{way.words}")
        line = QHBoxLayout()
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(PlainLabel(self._theme, way.name))
        line.addStretch(1)
        line.addWidget(badge)
        self._lines.addWidget(Rule(self._theme))
        self._lines.addLayout(line)
        if way.hue == "red":
            self._say(way.words)

    def _say(self, words: str) -> None:
        label = PlainLabel(self._theme, words, role="text2", size=12, wrap="yes")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._lines.addWidget(label)
