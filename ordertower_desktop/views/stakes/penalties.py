"""平台赔付: a line for each platform, what one late order costs there, since when and by whose word."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ordertower_desktop.domain.penalty import TRUST_NAMES
from ordertower_desktop.domain.stakewords import PLATFORM_NAMES, platform_name
from ordertower_desktop.models.stakes.draft import StakesDraft
from ordertower_desktop.views.parts.button import IconButton
from ordertower_desktop.views.parts.card import Card, clear
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Pick
from ordertower_desktop.views.stakes.figure import Figure
from ordertower_desktop.views.theme.theme import Theme

COLUMNS = (("share", "按货款 %", 46), ("least", "最低 ¥", 46), ("most", "最高 ¥", 50), ("hour", "每小时 ¥", 46), ("as_of", "截至", 96))


class Penalties(Card):
    """`typed(key, words)`; `added(platform)`; `removed(place)`."""

    typed = Signal(str, str)
    added = Signal(str)
    removed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("平台赔付"), self.tr("晚发一单，平台扣多少；只用来估算损失和排先后"))
        self.more = Pick(theme, self.tr("加一个平台"), [], "", wide=120)
        self.more.activated.connect(lambda _row: self._more())
        self.head.addWidget(self.more)
        self._held = QVBoxLayout()
        self.body.addLayout(self._held)
        self.figures: dict[str, Figure] = {}
        self.trusts: list[Pick] = []
        self.aways: list[IconButton] = []
        self._shown: tuple[str, ...] = ()

    def show_draft(self, draft: StakesDraft, *, locked: str) -> None:
        lines = draft.body.penalties
        platforms = tuple(one.platform for one in lines)
        if platforms != self._shown or not self.figures:
            self._shown = platforms
            self._build(draft)
        for figure in self.figures.values():
            figure.show_draft(draft, locked=locked)
        for place, trust in enumerate(self.trusts):
            trust.choose(str(lines[place].trust))
            trust.setEnabled(not locked)
        for away in self.aways:
            away.setEnabled(not locked)
        free = {code: name for code, name in PLATFORM_NAMES.items() if code not in platforms}
        self.more.offer([("-", self.tr("加一个平台")), *free.items()])
        self.more.choose("-")
        self.more.setEnabled(bool(free) and not locked)

    def _build(self, draft: StakesDraft) -> None:
        clear(self._held)
        self.figures, self.trusts, self.aways = {}, [], []
        theme, table = self._theme, QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(6, 1)
        self._held.addWidget(table)
        heads = (self.tr("平台"), *(self.tr(words) for _, words, _ in COLUMNS), self.tr("依据"), self.tr("可信"))
        for column, words in enumerate(heads):
            grid.addWidget(PlainLabel(theme, words, role="text3", size=12), 0, column)
        for place, one in enumerate(draft.body.penalties):
            name, row = platform_name(one.platform), place + 1
            grid.addWidget(PlainLabel(theme, name), row, 0)
            for column, (part, words, wide) in enumerate((*COLUMNS, ("source", "依据", 150)), 1):
                key = f"penalties.{place}.{part}"
                figure = self.figures[key] = Figure(theme, key, f"{name}：{words}", wide=wide)
                figure.field.setPlaceholderText(self.tr("不限") if part == "most" else "")
                figure.typed.connect(self.typed)
                grid.addWidget(figure, row, column)
            trusts = [(str(key), words) for key, words in TRUST_NAMES.items()]
            trust = Pick(theme, self.tr("{0}：可信").format(name), trusts, str(one.trust), wide=88)
            trust.activated.connect(lambda _row, trust=trust, place=place: self.typed.emit(f"penalties.{place}.trust", trust.key()))
            grid.addWidget(trust, row, 7)
            away = IconButton(theme, "x", self.tr("去掉{0}").format(name), size=26)
            away.clicked.connect(lambda _checked, place=place: self.removed.emit(place))
            grid.addWidget(away, row, 8)
            self.trusts.append(trust)
            self.aways.append(away)

    def _more(self) -> None:
        if (chosen := self.more.key()) != "-":
            self.added.emit(chosen)
