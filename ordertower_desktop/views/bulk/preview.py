"""The sheet before an act on many orders: what will be done, what is skipped and why, what needs consent, what it does outside."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import bulk, text
from ordertower_desktop.views.parts.button import Button, IconButton, Link
from ordertower_desktop.views.parts.card import Rule, Surface, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.parts.mark import Mark
from ordertower_desktop.views.parts.veil import Sheet
from ordertower_desktop.views.parts.words import Shares, Words
from ordertower_desktop.views.theme.theme import Theme

WIDTH, EDGE, INDENT, FIGURE, SAYING = 760, 20, 28, 104, 84


class Preview(Sheet):
    """Shows one plan; `agreed` when it may begin. Ctrl+Enter is the only key that begins it."""

    agreed = Signal()
    cancelled = Signal()
    consent_asked = Signal()
    list_asked = Signal(str, list)

    def __init__(self, theme: Theme, plan: bulk.Plan, *, source: str, now: datetime, took_s: float) -> None:
        super().__init__(theme, width=WIDTH)
        self.setAccessibleName(self.tr("成批处理先看一遍"))
        self._plan = plan
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self._head(source))
        for part in (self._able(), self._skipped(), self._consent()):
            if part is not None:
                box.addWidget(Rule(theme))
                box.addWidget(part)
        box.addWidget(self._sayings())
        box.addLayout(self._foot(now, took_s))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._agree()
            return
        super().keyPressEvent(event)

    def _agree(self) -> None:
        if self._plan.able:
            self.agreed.emit()

    def _head(self, source: str) -> QWidget:
        plan, theme = self._plan, self._theme
        head = QWidget()
        box = QVBoxLayout(head)
        box.setContentsMargins(EDGE, 12, EDGE - 6, 9)
        box.setSpacing(7)
        title = self.tr("{0} · {1} 单").format(bulk.NAMES.get(plan.verb, plan.verb), text.count(plan.total))
        close = IconButton(theme, "x", self.tr("关上"), size=28)
        close.clicked.connect(self.cancelled)
        box.addLayout(row(PlainLabel(theme, title, size=16, strong="yes"), PlainLabel(theme, source, size=12, role="text2"), 1, close))
        shares = Shares(theme)
        shares.show_parts([(len(plan.able), "accent"), (plan.skipped, "neutralF"), (plan.held, "amberF")])
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 6, 0)
        line.addWidget(shares)
        box.addLayout(line)
        return head

    def _part(self, icon: str, role: str, name: str, count: int, saying: str, right: QWidget | None) -> tuple[QWidget, QVBoxLayout]:
        theme = self._theme
        part = QWidget()
        box = QVBoxLayout(part)
        box.setContentsMargins(EDGE, 10, EDGE, 12)
        box.setSpacing(8)
        title = PlainLabel(theme, name, strong="yes")
        title.setFixedWidth(FIGURE - 10)
        figure = PlainLabel(theme, text.count(count), size=20, strong="yes")
        figure.setMinimumWidth(76)
        line = row(Mark(theme, icon, role), title, figure, Words(theme, [(saying, "text2", "")]), spacing=9)
        line.setStretch(3, 1)
        if right is not None:
            line.addWidget(right)
        box.addLayout(line)
        return part, box

    def _names(self, name: str, cases: list[str]) -> Link:
        link = Link(self._theme, self.tr("看名单"))
        link.clicked.connect(lambda: self.list_asked.emit(name, cases))
        return link

    def _able(self) -> QWidget:
        plan = self._plan
        unit = self.tr("按原因分给 {0} 个组，合计 {1}") if plan.verb == "distribute" else self.tr("按原因分 {0} 类，合计 {1}")
        saying = (
            unit.format(len(plan.groups), text.worth_sum(plan.able_fen, text.veiled(plan.able))) if plan.able else self.tr("没有能做的单")
        )
        names = self._names(self.tr("可做"), [one.case for one in plan.able]) if plan.able else None
        part, box = self._part("circle-check", "accent", self.tr("可做"), len(plan.able), saying, names)
        if plan.groups:
            line = QHBoxLayout()
            line.setContentsMargins(INDENT, 2, 0, 4)
            line.setSpacing(14)
            for group in plan.groups:
                line.addWidget(self._group(group), 1)
            box.addLayout(line)
        return part

    def _group(self, group: bulk.Group) -> QWidget:
        theme = self._theme
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(Words(theme, [(group.name, "text", ""), ("  " + group.who if group.who else "", "text3", "")]))
        share = Shares(theme, height=6)
        share.show_parts([(group.count, "h4")], whole=max(one.count for one in self._plan.groups))
        line = row(PlainLabel(theme, text.count(group.count), strong="yes"), spacing=8)
        line.addWidget(share, 1, Qt.AlignmentFlag.AlignVCenter)
        box.addLayout(line)
        return made

    def _skipped(self) -> QWidget | None:
        plan, theme = self._plan, self._theme
        if not plan.skips:
            return None
        cases = [case for skip in plan.skips for case in skip.cases]
        saying = self.tr("执行时再核一次，名单会随实况变")
        names = self._names(self.tr("跳过"), cases)
        part, box = self._part("skip-forward", "text3", self.tr("跳过"), plan.skipped, saying, names)
        grid = QGridLayout()
        grid.setContentsMargins(INDENT + 10, 0, 0, 0)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(0, 1)
        for at, skip in enumerate(plan.skips):
            count, after = PlainLabel(theme, text.count(len(skip.cases))), PlainLabel(theme, skip.after, size=12, role="text2")
            after.setMinimumWidth(122)
            after.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(PlainLabel(theme, skip.why, role="text2"), at, 0)
            grid.addWidget(count, at, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(after, at, 2)
        box.addLayout(grid)
        return part

    def _consent(self) -> QWidget | None:
        consent = self._plan.consent
        if consent is None:
            return None
        who = consent.approver
        ask = Button(self._theme, self.tr("送 {0} 定夺").format(who.name) if who else self.tr("此刻无客户经理在班"), small="yes")
        ask.setEnabled(who is not None)
        ask.clicked.connect(lambda: ask.setEnabled(False))
        ask.clicked.connect(self.consent_asked)
        part, box = self._part("lock", "amber", self.tr("需批准"), len(consent.cases), consent.why, ask)
        note = PlainLabel(self._theme, self.tr("批准前不动，不影响其余；送出后由对方转派"), size=12, role="text2")
        line = QHBoxLayout()
        line.setContentsMargins(INDENT + 10, 0, 0, 0)
        line.addWidget(note)
        box.addLayout(line)
        return part

    def _sayings(self) -> QWidget:
        plan, theme = self._plan, self._theme
        ground = Surface(theme, role="canvas", edge="top bottom")
        grid = QGridLayout(ground)
        grid.setContentsMargins(EDGE, 10, EDGE, 11)
        grid.setVerticalSpacing(4)
        strong, rest = bulk.way_back(plan.verb)
        undo_role = "green" if strong.startswith("可") else "amber"
        outward = "amber" if plan.verb == "force" else "text"
        for at, (name, runs) in enumerate(
            (
                (self.tr("执行后"), [(bulk.after(plan.verb, len(plan.able)), "text", "")]),
                (self.tr("能否撤回"), [(strong, undo_role, "yes"), (rest, "text", "")]),
                (self.tr("写入外部"), [(bulk.outside(plan.verb), outward, "")]),
            )
        ):
            label = PlainLabel(theme, name, size=12, role="text2")
            label.setFixedWidth(SAYING + 10)
            grid.addWidget(label, at, 0)
            grid.addWidget(Words(theme, runs), at, 1)
        return ground

    def _foot(self, now: datetime, took_s: float) -> QHBoxLayout:
        plan, theme = self._plan, self._theme
        said = self.tr("预览于 {0}，用时 {1} 秒").format(text.of_day_s(now), f"{took_s:.1f}")
        cancel = Button(theme, self.tr("取消"), key="Esc")
        cancel.clicked.connect(self.cancelled)
        words = self.tr("{0} {1} 单").format(bulk.NAMES.get(plan.verb, plan.verb).removesuffix("到组"), text.count(len(plan.able)))
        go = Button(theme, words, kind="danger" if plan.verb == "force" else "primary", key="Ctrl Enter")
        go.setEnabled(bool(plan.able))
        go.clicked.connect(self._agree)
        made = row(PlainLabel(theme, said, size=12, role="text2"), 1, cancel, go)
        made.setContentsMargins(EDGE, 12, EDGE, 13)
        return made
