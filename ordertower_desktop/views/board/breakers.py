"""熔断与降级: a strip over the tiles, there only while some system is left alone: since when, what suffers, when it is tried again."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts import paint
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Surface, clear
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.board import Broken

MOST = 2
SWITCHES = {"open": ("熔断", "red", "triangle"), "half": ("试通", "amber", "diamond")}


class BreakerLine(QWidget):
    """One system."""

    def __init__(self, theme: Theme, one: Broken, at: datetime, more: str) -> None:
        super().__init__()
        word, hue, glyph = SWITCHES[one.switch]
        told = f"{text.near(one.since, at)} 起{one.why}，{one.degraded}；{probe(one, at)}{more}"
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(Badge(theme, f"{one.what}{word}", hue, glyph=glyph))
        box.addWidget(PlainLabel(theme, one.name, strong="yes"))
        box.addWidget(Elided(theme, told), 1)
        self.setAccessibleName(f"{paint.plain(one.name)} {one.what}{word}：{told}")


class BreakerStrip(Surface):
    """`asked` leads to the sources."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, edge="all", radius=10)
        self._theme = theme
        self._shown: tuple[Sequence[Broken], str] | None = None
        self.lines: list[BreakerLine] = []
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 8)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.link = Link(theme, self.tr("看数据源"))
        self.link.clicked.connect(lambda: self.asked.emit("decide:source:"))
        box.addLayout(self._list, 1)
        box.addWidget(self.link)
        self.hide()

    def show_broken(self, broken: Sequence[Broken], at: datetime) -> None:
        """The longest first; made anew only when a word of it changes."""
        said = (tuple(broken), " ".join(probe(one, at) for one in broken))
        if said == self._shown:
            return
        self._shown = said
        clear(self._list)
        self.lines = []
        for place, one in enumerate(broken[:MOST], 1):
            left = len(broken) - place if place == MOST else 0
            line = BreakerLine(self._theme, one, at, self.tr("；另有 {0} 处").format(left) if left else "")
            self.lines.append(line)
            self._list.addWidget(line)
        self.setVisible(bool(broken))


def probe(one: Broken, at: datetime) -> str:
    """When the next one is let through."""
    return f"{text.near(one.until, at)} 放一单再试" if one.until is not None and one.until > at else "正在放一单再试"
