"""The condition of a rule over groups of orders: a share, day by day, that must not fall below a bound."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.fieldname import FIELD_NAMES
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.views.parts.button import Link
from ordertower_desktop.views.parts.card import Card
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field, Pick
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.alarms import AlarmRow

EVENTS, GROUPS = tuple(EVENT_NAMES.items()), tuple(FIELD_NAMES.items())


class RateForm(Card):
    """`set_asked("when", table)`: the rate shall be this; `alarms_asked`: to its groups, and who answers for them."""

    set_asked = Signal(str, object)
    alarms_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("条件"), self.tr("一组订单一天一算，今天没过完不算"))
        self._when: Mapping[str, Any] = {}
        self.group = Pick(theme, self.tr("按什么分组"), GROUPS, "", wide=110)
        self.of = Pick(theme, self.tr("哪一天的订单"), EVENTS, "", wide=110)
        self.rate = Pick(theme, self.tr("当天要发生什么"), EVENTS, "", wide=110)
        self.days = Field(self.tr("连续几天"), wide=46)
        self.under = Field(self.tr("低于百分之几"), wide=56)
        self.least = Field(self.tr("每天至少几单"), wide=56)
        self.sure = QCheckBox(self.tr("样本小、可能是碰巧的不算（95% 把握）"))
        self.sure.setAccessibleName(self.sure.text())
        self.fault = PlainLabel(theme, role="red", wrap="yes")
        self.alarms = Link(theme, self.tr("看每一组"), icon="bell-ring")
        self.alarms.clicked.connect(self.alarms_asked)
        self.head.addWidget(self.alarms)
        self._standing: list[AlarmRow] = []
        self._rule = ""
        self._lay(theme)
        for pick, key in ((self.group, "group"), (self.of, "of"), (self.rate, "rate")):
            pick.activated.connect(lambda _row, pick=pick, key=key: self._set(key, pick.key()))
        self.days.textEdited.connect(lambda text: self._set("for", _days(text)))
        self.under.textEdited.connect(lambda text: self._set("under", _share(text)))
        self.least.textEdited.connect(lambda text: self._set("min", _whole(text)))
        self.sure.clicked.connect(lambda on: self._set("confident", on))

    def _lay(self, theme: Theme) -> None:
        line = QWidget()
        flow = Flow(line)
        for part in (
            self.tr("按"), self.group, self.tr("看，"), self.of, self.tr("当日"), self.rate, self.tr("的比率，连续"), self.days,
            self.tr("天低于"), self.under, self.tr("%，每天至少"), self.least, self.tr("单才算"),
        ):  # fmt: skip
            flow.addWidget(PlainLabel(theme, part, role="text2") if isinstance(part, str) else part)
        for widget in (line, self.sure, self.fault):
            self.body.addWidget(widget)

    def show_draft(self, draft: Draft, *, locked: str) -> None:
        """What the rule says now; an input that means it already keeps what somebody typed."""
        self._when, self._rule = dict(draft.rest.get("when") or {}), draft.id
        self.show_alarms(self._standing)
        for pick, key in ((self.group, "group"), (self.of, "of"), (self.rate, "rate")):
            pick.choose(str(self._when.get(key, "")))
        _fill(self.days, self._when.get("for", "1d"), _days, lambda said: str(said).removesuffix("d"))
        _fill(self.under, self._when.get("under", ""), _share, _percent)
        _fill(self.least, self._when.get("min", 30), _whole, str)
        self.sure.setChecked(self._when.get("confident") is True)
        self.fault.setText(draft.faults.get(0, ""))
        self.fault.setVisible(bool(self.fault.text()))
        self.setEnabled(not locked)

    def show_alarms(self, standing: Sequence[AlarmRow]) -> None:
        """How many groups this rule is alarming about now."""
        self._standing = list(standing)
        number = sum(row.rule == self._rule for row in self._standing)
        self.alarms.setText(self.tr("{0} 组告警中").format(number) if number else self.tr("看每一组"))
        self.alarms.updateGeometry()

    def _set(self, key: str, value: object) -> None:
        kept = {name: one for name, one in self._when.items() if name != key}
        self.set_asked.emit("when", kept if value is False else {**kept, key: value})


def _fill(field: Field, value: object, read: Callable[[str], object], told: Callable[[object], str]) -> None:
    """`read` says what the input means, `told` how it would say the value."""
    if read(field.text()) != value:
        field.setText(told(value))


def _days(text: str) -> object:
    return f"{text.strip()}d"


def _percent(share: object) -> str:
    return f"{share * 100:g}" if isinstance(share, int | float) else str(share)


def _share(text: str) -> object:
    """`85` -> 0.85; what is no number is handed on as it is, for the reader to say so."""
    try:
        return round(float(text) / 100, 6)
    except ValueError:
        return text.strip()


def _whole(text: str) -> object:
    return int(text) if text.strip().isdecimal() else text.strip()
