"""How the pre-audit stands: its state, four shares with their formulas, and which clause keeps most."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import Button
from ordertower_desktop.views.parts.card import Bar, Card, Rule, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.parts.switch import Segmented
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.preaudit import PreAuditPage, Share

STATES = (("draft", "草稿"), ("shadow", "影子"), ("on", "启用"))
MEANS = {"draft": "不判断，全部人工审核", "shadow": "照常判断、写出原因，但不放行", "on": "通过的自动放行到仓库，抽检除外"}
ADDRESS = {"draft": "地址不拦", "shadow": "地址只提示不拦", "on": "地址不清自动暂停打单"}


class Figure(QWidget):
    """A share large, what it is small; its formula is in the tip and read aloud."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.value, self.small = PlainLabel(theme, "—", size=20, strong="yes"), Elided(theme, "", size=12, role="text3")
        self.bar = Bar(theme)
        self._name = name
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(PlainLabel(theme, name, size=12, role="text2"))
        box.addWidget(self.value)
        box.addWidget(self.bar)
        box.addWidget(self.small)

    def show_share(self, told: Share, *, good: str = "high", below: str = "") -> None:
        """`good` is high or low: on which side of the bar it should stand."""
        share = told.share
        self.value.setText("—" if share is None else f"{share:.1%}")
        met = share is None or (share >= told.bar if good == "high" else share <= told.bar)
        self.bar.show_share(share or 0.0, "accent" if met or not told.bar else "amber")
        self.show_small(below or f"{text.count(told.part)} ÷ {text.count(told.whole)} 单", told.formula)

    def show_small(self, small: str, formula: str) -> None:
        self.small.set_text(small)
        self.setToolTip(formula)
        self.setAccessibleName(f"{self._name} {self.value.text()}，{small}，{formula}")


class StandingCard(Card):
    """`state_asked(state)`: a supervisor wants it otherwise; `edit_asked`: the clauses."""

    state_asked = Signal(str)
    edit_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "预审")
        self.page: PreAuditPage | None = None
        self.choice = Segmented(theme, STATES, "draft")
        self.choice.chosen.connect(self._chosen)
        self.edit = Button(theme, self.tr("条款与抽检"), icon="sliders-horizontal", small="yes")
        self.edit.clicked.connect(self.edit_asked)
        self.address = Badge(theme, "", "neutral")
        for widget in (self.address, self.choice, self.edit):
            self.head.addWidget(widget)
        self.audited, self.minutes = Figure(theme, self.tr("自动审完")), Figure(theme, self.tr("平均审单"))
        self.checked, self.handled = Figure(theme, self.tr("抽检判错")), Figure(theme, self.tr("异常无人自愈"))
        keep = self.minutes.bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.minutes.bar.setSizePolicy(keep)
        self.minutes.bar.hide()
        line = QHBoxLayout()
        line.setSpacing(28)
        for figure in (self.audited, self.minutes, self.checked, self.handled):
            line.addWidget(figure, 1)
        self.clauses, self.why = Elided(theme, "", size=12, role="text2"), Elided(theme, "", size=12, role="amber")
        self.body.addLayout(line)
        self.body.addWidget(Rule(theme))
        self.body.addLayout(row(self.clauses))
        self.body.addWidget(self.why)
        self.why.hide()

    def show_page(self, page: PreAuditPage) -> None:
        self.page = page
        self.choice.choose(page.state)
        self.set_note(MEANS[page.state])
        self.address.show_text(ADDRESS[page.address], "green" if page.address == "on" else "neutral")
        self.audited.show_share(page.audited, below=f"{_of(page.audited)}，目标 {page.audited.bar:.0%}")
        self.checked.show_share(page.checked, good="low", below=f"{_of(page.checked)}，上限 {page.checked.bar:.0%}")
        self.handled.show_share(page.handled)
        self.minutes.value.setText("—" if page.minutes is None else spoken(page.minutes))
        auto = "自动的还没有" if page.minutes_auto is None else f"自动的 {spoken(page.minutes_auto)}"
        self.minutes.show_small(auto, page.minutes_formula)
        self.clauses.set_text("；".join(_clauses(page)))
        stopped = page.why if page.why.startswith("自动停用") else "" if page.warehouses else NO_WAREHOUSE
        self.why.set_text(stopped)
        self.why.setVisible(bool(stopped))

    def show_may(self, may: str) -> None:
        """Only a supervisor changes it; others see how it stands."""
        for widget in (self.choice, self.edit):
            widget.setEnabled(bool(may))
            widget.setToolTip("" if may else self.tr("请主管来做"))

    def _chosen(self, state: str) -> None:
        if self.page is not None and state != self.page.state:
            self.choice.choose(self.page.state)  # it is so when the hub says so
            self.state_asked.emit(state)


NO_WAREHOUSE = "还没有接上能收指令的仓库系统：只判断，发不出去"


def spoken(minutes: float) -> str:
    return f"{minutes:.0f} 分" if minutes < 90 else f"{minutes / 60:.1f} 小时"


def _of(told: Share) -> str:
    return f"{text.count(told.part)} ÷ {text.count(told.whole)} 单"


def _clauses(page: PreAuditPage) -> Sequence[str]:
    """What passes, in words, and what keeps most."""
    v = page.settings
    said = [f"不超过 {v.get('most_yuan', 0):,.0f} 元且寄往中国大陆", f"{'、'.join(v.get('payments', []))}支付且已到账",
            f"{v.get('trust_days', 0)} 天内无退货", f"抽检 {v.get('sample', 0):.0%}"]  # fmt: skip
    kept = "、".join(f"{one.name} {text.count(one.count)}" for one in page.stoppers[:3])
    return [*said, *([f"拦下最多：{kept}"] if kept else [])]
