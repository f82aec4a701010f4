"""Who is spared by a rule: a line for each exemption with its end, its reason and what it spares; and a way to grant one."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.models.rules import exemption
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.models.rules.exemption import Exempted
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import Card, Rule, clear, row
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.parts.minihead import Column, MiniHead
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import Spared

COLUMNS = (
    Column("对象", 0),
    Column("原因", 150),
    Column("到期", 120),
    Column("批准人", 64),
    Column("若无豁免将多命中", 120, "right"),
    Column("", 34),
)
"""The columns of the heading and of every line."""
LINE = 34


class Exemptions(Card):
    """`set_asked("exempt", list)`: the rule shall have these exemptions; `grant_asked`: somebody shall be asked for another."""

    set_asked = Signal(str, object)
    grant_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("豁免"), self.tr("到期自动失效；豁免的订单这条规则不命中"), padding=1)
        self.head.setContentsMargins(15, 0, 15, 0)
        self.add = Link(theme, self.tr("豁免"), icon="plus")
        self.add.setAccessibleName(self.tr("加一条豁免"))
        self.head.addWidget(self.add)
        self.body.setSpacing(0)
        self._head = MiniHead(theme, COLUMNS)
        self.none = PlainLabel(theme, self.tr("没有豁免：谁都照规则判断"), role="text3")
        self.none.setContentsMargins(15, 6, 15, 4)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addWidget(self._head)
        self.body.addLayout(self._list)
        self.body.addWidget(self.none)
        self._draft: Draft | None = None
        self._shown: tuple[object, ...] = ()
        self.add.clicked.connect(self.grant_asked)

    def show_draft(self, draft: Draft, spared: Sequence[Spared], *, locked: str, now: datetime) -> None:
        """`spared` as the newest trial says."""
        self._draft = draft
        found = exemption.lines(draft.rest.get("exempt", []), spared, now)
        shown = (*found, locked)
        if shown != self._shown:
            self._shown = shown
            self._make(found, locked)
        self.add.setVisible(not locked)
        self._head.setVisible(bool(found))
        self.none.setVisible(not found)

    def _make(self, found: Sequence[Exempted], locked: str) -> None:
        clear(self._list)
        for place, one in enumerate(found):
            if place:
                self._list.addWidget(Rule(self._theme))
            self._list.addWidget(self._line(place, one, locked))

    def _line(self, place: int, one: Exempted, locked: str) -> QWidget:
        made = QWidget()
        made.setFixedHeight(LINE)
        more = PlainLabel(self._theme, "—" if one.more is None else f"{text.count(one.more)} 单")
        more.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        away = IconButton(self._theme, "x", self.tr("去掉豁免：{0}").format(one.words), size=26)
        away.setVisible(one.own and not locked)
        away.clicked.connect(lambda: self._drop(place))
        cells: list[QWidget] = [
            Elided(self._theme, one.words if one.own else self.tr("{0}（全局豁免）").format(one.words)),
            Elided(self._theme, one.why, role="text2"),
            PlainLabel(self._theme, one.until, role=one.hue, strong="yes" if one.hue == "amber" else ""),
            Elided(self._theme, one.by, role="text2"),
            more,
        ]
        line = row(spacing=0)
        line.setContentsMargins(16, 0, 16, 0)
        for column, cell in zip(COLUMNS, cells, strict=False):
            if column.width:
                cell.setFixedWidth(column.width - (8 if column.align == "left" else 0))
            line.addWidget(cell, 0 if column.width else 1)
            if column.align == "left":
                line.addSpacing(8)
        line.addSpacing(8)
        line.addWidget(away)
        if away.isHidden():
            line.addSpacing(26)
        made.setLayout(line)
        return made

    def _drop(self, place: int) -> None:
        if self._draft is not None:
            found = list(self._draft.rest.get("exempt", []))
            self.set_asked.emit("exempt", [*found[:place], *found[place + 1 :]])
