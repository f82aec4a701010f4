"""The group in hand: what is wrong, who answers, what one can do, its days, the orders behind it, and what was done."""

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ordertower_desktop.domain.kind import SEVERITY_NAMES, Severity
from ordertower_desktop.models import text
from ordertower_desktop.models.rates.watch import FEW, LOW, Line, RateWatch
from ordertower_desktop.views.parts.button import Button, Link
from ordertower_desktop.views.parts.card import Card, clear, row
from ordertower_desktop.views.parts.labels import Badge, Elided, PlainLabel
from ordertower_desktop.views.rates.chart import DayChart
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.alarms import AlarmRow, Behind

HUES = {Severity.CRITICAL: "red", Severity.WARNING: "amber", Severity.NOTICE: "neutral"}
MOST = 50
SOON = timedelta(hours=1)


class Detail(QWidget):
    """`verb_asked(verb)` is done to the alarm; `order_asked(order, case)`, `rule_asked(rule)`: to what it is linked with."""

    verb_asked = Signal(str)
    order_asked = Signal(str, str)
    rule_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = PlainLabel(theme, size=18, strong="yes")
        self.state = Badge(theme)
        self.said = PlainLabel(theme, role="text2", wrap="yes")
        self.stand = PlainLabel(theme, role="text2", wrap="yes")
        self.rule = Link(theme, "")
        self.verbs = {
            "acknowledge": Button(theme, self.tr("接手"), kind="primary", key="A"),
            "hand_over": Button(theme, self.tr("转派"), key="T"),
            "note": Button(theme, self.tr("备注"), key="N"),
            "snooze": Button(theme, self.tr("稍后"), key="S"),
            "resolve": Button(theme, self.tr("结束"), key="E"),
        }
        self.chart = DayChart(theme)
        self.days = Card(theme, self.tr("每天的比率"))
        self.orders = Card(theme, self.tr("背后的订单"))
        self.log = Card(theme, self.tr("经过"))
        self._lay()
        for verb, button in self.verbs.items():
            button.clicked.connect(lambda _on=False, verb=verb: self.verb_asked.emit(verb))
        self._rule = ""
        self.rule.clicked.connect(lambda: self.rule_asked.emit(self._rule))

    def _lay(self) -> None:
        self.days.body.addWidget(self.chart)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addLayout(row(self.title, self.state, 1, self.rule))
        box.addWidget(self.said)
        box.addWidget(self.stand)
        box.addLayout(row(*self.verbs.values(), 1))
        for card in (self.days, self.orders, self.log):
            box.addWidget(card)
        box.addStretch(1)

    def show_watch(self, watch: RateWatch, line: Line, now: datetime) -> None:
        """The group as it stands."""
        alarm = line.alarm
        self._rule = line.rule
        self.title.setText(alarm.title if alarm is not None else f"{line.group} {line.rule_name}")
        self.rule.setText(self.tr("规则 {0}").format(line.rule))
        self.rule.updateGeometry()
        self._badge(line)
        self.said.setText(alarm.said if alarm is not None else "")
        self.said.setVisible(bool(self.said.text()))
        self.stand.setText(_stand(line, now) if not (alarm and watch.waits(alarm.id)) else self.tr("已保存，等中枢确认"))
        for verb, button in self.verbs.items():
            button.setVisible(alarm is not None)
            button.setEnabled(alarm is not None and not watch.waits(alarm.id) and not (verb == "acknowledge" and _taken(alarm)))
        self.chart.show_line(line)
        self.days.set_note(self.tr("空心的一天样本不足，不作数") if any(day.word == FEW for day in line.days) else "")
        self._behind(watch)
        self._past(watch, line, now)

    def _badge(self, line: Line) -> None:
        alarm = line.alarm
        if alarm is None:
            words = {LOW: self.tr("低于线"), FEW: self.tr("样本不足")}.get(line.word, self.tr("正常"))
            self.state.show_text(words, {LOW: "amber"}.get(line.word, "neutral"))
        elif alarm.quiet_since is not None:
            self.state.show_text(self.tr("已回到线上，观察中"), "green")
        else:
            self.state.show_text(SEVERITY_NAMES[Severity(alarm.severity)], HUES[Severity(alarm.severity)])

    def _behind(self, watch: RateWatch) -> None:
        clear(self.orders.body)
        found = watch.behind
        if found is None:
            words = self.tr("正在取…") if watch.online else self.tr("中枢连不上，恢复后再取")
            self.orders.body.addWidget(PlainLabel(self._theme, words, role="text3"))
            self.orders.set_note("")
            return
        shown = found.orders[:MOST]
        more = found.more or len(found.orders) > MOST
        words = self.tr("先列最近的 {0} 单") if more else self.tr("{0} 单")
        self.orders.set_note(words.format(len(shown)))
        if not shown:
            self.orders.body.addWidget(PlainLabel(self._theme, self.tr("这几天没有不达标的订单"), role="text3"))
        for one in shown:
            self.orders.body.addLayout(self._order(one))

    def _order(self, one: Behind) -> QHBoxLayout:
        number = Link(self._theme, one.order)
        number.setAccessibleName(self.tr("打开订单 {0}").format(one.order))
        number.clicked.connect(lambda: self.order_asked.emit(one.order, one.case))
        day = PlainLabel(self._theme, f"{one.day.month}月{one.day.day}日", role="text3", size=12)
        pool = PlainLabel(self._theme, self.tr("在延迟池") if one.case else "", role="amber", size=12)
        return row(number, 1, pool, PlainLabel(self._theme, one.stage, role="text2", size=12), day, spacing=14)

    def _past(self, watch: RateWatch, line: Line, now: datetime) -> None:
        clear(self.log.body)
        earlier = watch.past(line.rule, line.group)
        self.log.setVisible(line.alarm is not None or bool(earlier))
        for entry in reversed(line.alarm.log if line.alarm is not None else []):
            at = PlainLabel(self._theme, text.near(entry.at, now), role="text3", size=12)
            made = row(at, Elided(self._theme, entry.text), PlainLabel(self._theme, entry.who[:8], role="text3", size=12))
            made.setStretch(1, 1)
            self.log.body.addLayout(made)
        for old in earlier[:5]:
            words = self.tr("上一次：{0} 起，{1}").format(text.near(old.opened_at, now), _ended(old, now))
            self.log.body.addWidget(PlainLabel(self._theme, words, role="text3", size=12))


def _taken(alarm: AlarmRow) -> bool:
    return alarm.acknowledged_at is not None


def _ended(old: AlarmRow, now: datetime) -> str:
    how = {"resolved": "处理完", "recovered": "自己恢复"}.get(old.state, "已归档")
    return f"{text.near(old.closed_at, now)} {how}" if old.closed_at is not None else how


def _stand(line: Line, now: datetime) -> str:
    """Who answers, until when, and what the chain does next."""
    alarm = line.alarm
    if alarm is None:
        return {
            LOW: "这条规则还是影子，或这一组刚低于线：没有告警",
            FEW: f"每天至少 {line.minimum} 单才作数，现在样本不足，不告警",
        }.get(line.word, "在线上，没有告警")
    who = f"责任人 {alarm.owner_name}（{alarm.post_name}）" if alarm.owner else f"{alarm.post_name} 无人在岗，在岗位队列里"
    parts = [who, f"{text.near(alarm.acknowledged_at, now)} 接手" if alarm.acknowledged_at is not None else "还没有人接手"]
    if alarm.due_at is not None:
        parts.append(f"处理时限 {text.near(alarm.due_at, now)}（{text.left(alarm.due_at - now)}）")
    if alarm.next_step_at is not None:
        parts.append(f"下一步 {text.near(alarm.next_step_at, now)} {alarm.next_step}")
    return "，".join(parts)
