"""The right column: the clearing plan, VIP customers to be called, the three closing checks, lent roles."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.domain.case import CLOSING_CHECKS
from ordertower_desktop.models import text
from ordertower_desktop.models.crisis.war import War
from ordertower_desktop.views.crisis.lines import Lines, Ring, line, pair
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Bar, Card
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.crisis import GrantRow, GroupRow
from ordertower_desktop.wire.rows import PoolRow

MOST_VIPS = 4


class Section(Card):
    """A card of lines that follows the page."""

    def __init__(self, theme: Theme, war: War, title: str, note: str = "") -> None:
        super().__init__(theme, title, note)
        self._theme, self._war = theme, war
        self.nothing = PlainLabel(theme, role="text3", wrap="yes")
        self.nothing.hide()
        self.lines = Lines(theme)
        self.body.addWidget(self.nothing)
        self.body.addLayout(self.lines)
        war.changed.connect(self._show)

    def _show(self) -> None:
        raise NotImplementedError

    def say(self, words: str) -> None:
        self.nothing.setText(words)
        self.nothing.setVisible(bool(words))


class PlanCard(Section):
    """72 小时清理计划: each group's progress against the plan, and its orders an hour against what is needed. `cause_asked`."""

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, war, self.tr("72 小时清理计划"))
        self._show()

    def _show(self) -> None:
        plan = self._war.plan
        self.set_note(self.tr("到 {0}").format(text.dated(plan.due_at, self._war.now)) if plan.due_at else "")
        self.say("" if plan.groups else self.tr("启动响应后按原因分组计划"))
        self.lines.show_lines(plan.groups, self._line)

    def _line(self, group: GroupRow) -> QWidget:
        theme, whole = self._theme, group.open + group.cleared
        behind = group.planned - group.cleared
        slow = behind > 0 and group.per_hour < group.needed_per_hour
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 7, 0, 8)
        box.setSpacing(2)
        top, under = QHBoxLayout(), QHBoxLayout()
        top.addWidget(PlainLabel(theme, group.name, strong="yes"))
        top.addStretch(1)
        top.addWidget(PlainLabel(theme, text.count(group.open), strong="yes"))
        pace = self.tr("每小时 {0}，需 {1}").format(group.per_hour, group.needed_per_hour)
        under.addWidget(
            Elided(
                theme,
                "、".join(group.names) or self.tr("{0} 无人在岗").format(group.post),
                size=12,
                role="text3" if group.names else "amber",
            ),
            1,
        )
        under.addWidget(PlainLabel(theme, pace, size=12, role="amber" if slow else "text2", strong="yes" if slow else ""))
        bar = Bar(theme)
        bar.show_share(group.cleared / whole if whole else 1.0)
        said = self.tr("已清 {0} / {1}").format(text.count(group.cleared), text.count(whole))
        said += self.tr("，落后计划 {0} 单").format(text.count(behind)) if behind > 0 else ""
        bar.setToolTip(said)
        for part in (top, under):
            box.addLayout(part)
        box.addWidget(bar)
        if behind > 0:
            box.addWidget(Elided(theme, said, size=12, role="amber"))
        return made


class VipCard(Section):
    """VIP customers, those that nobody has called first. `called_asked(row)`, `order_asked(case)`, `script_asked`."""

    called_asked = Signal(object)
    order_asked = Signal(str)
    script_asked = Signal()

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, war, self.tr("VIP 名单"))
        self.script = Link(theme, self.tr("关怀话术"), size=12)
        self.head.addWidget(self.script)
        self.script.clicked.connect(self.script_asked)
        self.more = PlainLabel(theme, size=12, role="text3")
        self.body.addWidget(self.more)
        self._show()

    def _show(self) -> None:
        row, found = self._war.row, self._war.vips()
        calls = {call.order: call for call in row.response.calls} if row is not None and row.response is not None else {}
        done = sum(one.order in calls for one in found)
        self.set_note(self.tr("{0} 位，已联系 {1}").format(len(found), done) if found else "")
        self.say("" if found else self.tr("没有 VIP 在延迟池里"))
        self.more.setText(self.tr("还有 {0} 位，先打前面的").format(len(found) - MOST_VIPS) if len(found) > MOST_VIPS else "")
        self.more.setVisible(len(found) > MOST_VIPS)
        also = (row is not None and row.response is not None, self._war.drill is not None, tuple(calls.items()))
        self.lines.show_lines([_vip(one) for one in found[:MOST_VIPS]], lambda vip: self._line(vip, calls), also=also)

    def _line(self, vip: tuple[str, str, str, PoolRow], calls: dict):  # type: ignore[no-untyped-def, type-arg]
        case, order, under, row = vip
        theme, call = self._theme, calls.get(order)
        number = Link(theme, "".join(text.grouped(order)[1:]), strong="yes")
        number.setToolTip(order)
        number.clicked.connect(lambda: self.order_asked.emit(case))
        said = Elided(theme, call.text if call else under, size=12, role="text2" if call else "text3")
        if call is not None:
            end: QWidget = PlainLabel(theme, self.tr("{0} 已联系").format(text.of_day(call.at)), size=12, role="green")
        else:
            link = Link(theme, self.tr("记联系"))
            link.setEnabled(self._war.row is not None and self._war.row.response is not None and self._war.drill is None)
            link.clicked.connect(lambda: self.called_asked.emit(row))
            end = link
        return line(number, said, end, height=32)


def _vip(row: PoolRow) -> tuple[str, str, str, PoolRow]:
    return row.case, row.order, " · ".join(part for part in (row.cause_name or row.kind_name, row.owner_name) if part), row


class ChecksCard(Section):
    """闭环三查: what has to be true before the response may end. `check_asked(key)`."""

    check_asked = Signal(str)

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, war, self.tr("闭环三查"), self.tr("结束前必须通过"))
        self._show()

    def _show(self) -> None:
        response = self._war.row.response if self._war.row is not None else None
        made = response.checks if response is not None else {}
        things = [(key, name, made[key].by_name if key in made else "", key in made) for key, name in CLOSING_CHECKS.items()]
        self.lines.show_lines(things, self._line, also=(response is not None, self._war.may))

    def _line(self, one: tuple[str, str, str, bool]) -> QWidget:
        key, name, by, done = one
        ring = Ring(self._theme, "done" if done else "todo", name)
        ring.setEnabled(self._war.may and not done and self._war.row is not None and self._war.row.response is not None)
        ring.clicked.connect(lambda: self.check_asked.emit(key))
        said = PlainLabel(self._theme, by or self.tr("未核查"), size=12, role="text2" if done else "text3")
        return line(ring, PlainLabel(self._theme, name), 1, said, height=32)


class GrantCard(Section):
    """临时授权: who has been lent a supervisor's role, and until when. `lend_asked`, `take_back_asked(grant)`."""

    lend_asked = Signal()
    take_back_asked = Signal(str)

    def __init__(self, theme: Theme, war: War) -> None:
        super().__init__(theme, war, self.tr("临时授权"), self.tr("到时自动收回"))
        self.new = Link(theme, self.tr("授权"), icon="plus")
        self.head.addWidget(self.new)
        self.new.clicked.connect(self.lend_asked)
        war.ticked.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.new.setVisible(self._war.may)
        running = [one for one in self._war.grants if one.ended_at is None and one.until > self._war.now]
        self.say("" if running else self.tr("没有人被临时授权"))
        self.lines.show_lines(running, self._line, also=self._war.may)

    def _line(self, grant: GrantRow) -> QWidget:
        who = Elided(self._theme, self.tr("{0} · 主管，到 {1}").format(grant.name, text.near(grant.until, self._war.now)))
        under = Elided(self._theme, self.tr("{0} 授权：{1}").format(grant.by_name, grant.why), size=12, role="text3")
        back = Link(self._theme, self.tr("收回"))
        back.setVisible(self._war.may)
        back.clicked.connect(lambda: self.take_back_asked.emit(grant.id))
        return line(pair(who, under), back, height=46)
