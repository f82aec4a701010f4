"""What lateness costs beside a platform's charge, who counts for more, and how long a case takes."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models.stakes.draft import StakesDraft
from ordertower_desktop.views.parts.card import Card, clear
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.stakes.figure import Figure
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.stakes import HAND_NAMES

UNITS = {"lost_share": ("货款的", "%"), "complaint": ("¥", ""), "complaint_chance": ("", "%"), "fade": ("", "分钟")}


class Estimates(Card):
    """`typed(key, words)`."""

    typed = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("晚一小时，还会损失什么"), self.tr("公司自己的估计；“为何”里照这些数逐项列出"))
        self._groups = QVBoxLayout()
        self._groups.setSpacing(8)
        self.body.addLayout(self._groups)
        self.figures: dict[str, Figure] = {}
        self._shown: tuple[str, ...] = ()

    def show_draft(self, draft: StakesDraft, *, locked: str) -> None:
        factors = [f"factors.{key}" for key in draft.body.factors]
        efforts = [f"efforts.{key}" for key in dict.fromkeys((*draft.body.efforts, *HAND_NAMES)) if key in draft.body.efforts]
        keys = (*UNITS, *factors, *efforts)
        if keys != self._shown:
            self._shown = keys
            clear(self._groups)
            self.figures = {}
            self._group(draft, UNITS, "")
            self._group(draft, factors, self.tr("谁更要紧，乘几倍"))
            self._group(draft, efforts, self.tr("处理一单大约几分钟：同样的损失，先做省时的"))
        for figure in self.figures.values():
            figure.show_draft(draft, locked=locked)

    def _group(self, draft: StakesDraft, keys: Iterable[str], title: str) -> None:
        theme = self._theme
        if title:
            self._groups.addWidget(PlainLabel(theme, title, role="text2"))
        line = QWidget()
        flow = Flow(line, gap=12)
        for key in keys:
            name = draft.name(key)
            before, after = UNITS.get(key, ("×", "") if key.startswith("factors.") else ("", "分钟"))
            figure = self.figures[key] = Figure(theme, key, name, before=f"{_short(name)} {before}".strip(), after=after, wide=52)
            figure.typed.connect(self.typed)
            flow.addWidget(figure)
        self._groups.addWidget(line)


def _short(name: str) -> str:
    """原因未明处理一单 -> 原因未明: the heading says the rest."""
    return name.removesuffix("处理一单")
