"""是不是同一个人: factor by factor what two faces show, masked, and what each gives."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ordertower_desktop.models.pool.line import PLATFORM_NAMES
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Bar, Card, Rule, clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.views.writeback.cells import lay
from ordertower_desktop.wire.customers import FaceLine, FactorLine, MergeOffer, Question

HEIGHT = 32
ROLES = {"same": "green", "part": "amber", "differs": "red", "unknown": "text3"}
SAID = {"same": "相同", "part": "部分相同", "differs": "不同", "unknown": "比不了"}


class FacesCard(Card):
    """`joined()`, `refused()`, `split_asked(face)`."""

    joined = Signal()
    refused = Signal()
    split_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("是不是同一个人"), self.tr("比对加密指纹，不读明文"), padding=1)
        self.score = PlainLabel(theme, "", size=20, strong="yes", role="green")
        self.bands = PlainLabel(theme, self.tr("≥ 90 自动认，75–90 人工看"), size=12, role="text3")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.head.setContentsMargins(15, 0, 15, 0)
        self.head.addWidget(self.score)
        self.head.addWidget(self.bands)
        self.body.setSpacing(0)
        self._inner = QVBoxLayout()
        self._inner.setSpacing(0)
        self.body.addLayout(self._inner)
        self.splits: list[Button] = []
        self.join: Button | None = None
        self.refuse: Button | None = None

    def show_group(self, group: MergeOffer | Question | None) -> None:
        clear(self._inner)
        self.splits, self.join, self.refuse = [], None, None
        self.setVisible(group is not None)
        if group is None:
            return
        sure = group.score >= 90
        self.score.setText(f"{group.score}%")
        self.score.set_role("green" if sure else "amber")
        pair = _pair(group.faces)
        self._head(pair)
        for place, line in enumerate(group.factors):
            if place:
                self._inner.addWidget(Rule(self._theme))
            self._inner.addWidget(_factor(self._theme, line))
        self._inner.addWidget(Rule(self._theme))
        self._inner.addWidget(self._foot(group))

    def _head(self, pair: tuple[str, str]) -> None:
        self._inner.addWidget(MiniHead(self._theme, (Column(self.tr("依据"), 116), *(Column(one, 0) for one in pair), *_TAIL)))

    def _foot(self, group: MergeOffer | Question) -> QWidget:
        made, box = QWidget(), QVBoxLayout()
        box.setContentsMargins(15, 10, 15, 0)
        note = group.note or self.tr("认定后可随时拆开，拆开的永不自动再合")
        words = Elided(self._theme, note, size=12, role="amber" if group.note else "text3")
        if isinstance(group, Question):
            self.refuse = Button(self._theme, self.tr("不是同一人"), icon="unlink", key="N")
            self.join = Button(self._theme, self.tr("认定同一人"), icon="link-2", key="Y")
            self.refuse.clicked.connect(self.refused)
            self.join.clicked.connect(self.joined)
            box.addLayout(row(words, self.refuse, self.join))
        else:
            box.addLayout(row(words, *self._splitting(group.faces)))
        made.setLayout(box)
        return made

    def _splitting(self, faces: Sequence[FaceLine]) -> list[Button]:
        """Each of several may be taken out."""
        for face in faces if len(faces) > 1 else ():
            name = self.tr("拆出{0}").format(PLATFORM_NAMES.get(face.platform, face.platform) or self.tr("这一个"))
            button = Button(self._theme, name, icon="unlink", small="yes")
            button.setAccessibleName(f"{name} {face.name}")
            button.clicked.connect(partial(self.split_asked.emit, face.id))
            self.splits.append(button)
        return self.splits[:3]


_TAIL = (Column("", 74), Column("贡献", 116))


def _pair(faces: Sequence[FaceLine]) -> tuple[str, str]:
    """Above the two columns: whose words they are."""
    named = [f"{PLATFORM_NAMES.get(one.platform, one.platform)} {one.name}".strip() or "客户" for one in faces[:2]]
    return (named[0], named[1]) if len(named) > 1 else (named[0] if named else "客户", "同一指纹")


def _factor(theme: Theme, line: FactorLine) -> QWidget:
    made = QWidget()
    bar = Bar(theme, height=6, hue="accent")
    bar.show_share(min(1.0, line.points / 50))
    gives = QWidget()
    points = PlainLabel(theme, f"+{line.points}", size=12, strong="yes" if line.points else "")
    points.setFixedWidth(28)
    gives.setLayout(row(bar, points))
    hue = "text" if line.match == "same" else "text2"
    cells = (
        PlainLabel(theme, line.name), Elided(theme, line.one, role=hue), Elided(theme, line.other, role=hue),
        PlainLabel(theme, SAID[line.match], size=12, role=ROLES[line.match]), gives,
    )  # fmt: skip
    lay(made, (Column("", 116), Column("", 0), Column("", 0), *_TAIL), cells, height=HEIGHT)
    made.setAccessibleName(f"{line.name}，{SAID[line.match]}，加 {line.points}")
    return made
