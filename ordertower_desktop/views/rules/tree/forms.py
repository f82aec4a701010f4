"""The form of each kind of condition: inputs side by side, read back as a rules file would say them."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.fieldname import FIELD_NAMES, TAG_NAMES
from ordertower_desktop.domain.stage import FACT_NAMES, SEGMENT_NAMES, STAGE_NAMES
from ordertower_desktop.models.rules import fields, leaf
from ordertower_desktop.models.rules.tree import Line
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Field, Pick, Several, Span
from ordertower_desktop.views.theme.theme import Theme

Choices = Sequence[tuple[str, str]]
EVENTS: Choices = tuple(EVENT_NAMES.items())
STAGES: Choices = (("待发货", "待发货"), ("已发货", "已发货"), *((name, name) for name in (*STAGE_NAMES.values(), *FACT_NAMES.values())))
SEGMENTS: Choices = tuple((str(key), name) for key, name in SEGMENT_NAMES.items())
TRUTHS = {
    "tag": ("有", "没有"), "stage": ("处于", "不处于"), "segment": ("在", "不在"), "since": ("是", "不是"), "past": ("是", "不是"),
    "in_stage_over": ("是", "不是"), "event": ("是", "不是"), "disagree": ("是", "不是"),
}  # fmt: skip
"""Kind -> the words for a condition that holds and for one that is denied."""
PLAIN = frozenset({"tag", "stage", "segment"})
"""Kinds that are often denied; of others only those show it that a file denied."""


SHARED = (("buyer", "同一买家"), ("payload.address", "同一地址"), ("ip", "同一 IP"), ("device", "同一设备"))
"""What orders can have in common, so that their events are counted together."""


def _with(choices: Choices, chosen: str) -> Choices:
    """The choices, and what a file chose though we do not know it."""
    return choices if chosen in dict(choices) or not chosen else (*choices, (chosen, chosen.removeprefix("payload.")))


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, list | tuple) else []


class Form(QWidget):
    """The inputs of one line. `changed`: something else is said now; `reshaped`: and other inputs are needed to say it."""

    changed = Signal()
    reshaped = Signal()

    def __init__(self, theme: Theme, line: Line) -> None:
        super().__init__()
        self._theme, self._table, self.kind = theme, line.table, leaf.kind(line.table)
        self._flow = Flow(self)
        self._said: Callable[[], dict[str, Any]] = lambda: dict(line.table)
        self._denied: Callable[[], object] = lambda: line.denied
        if self.kind in PLAIN or (self.kind != "field" and line.denied):
            yes, no = TRUTHS[self.kind]
            truth = self._pick(self.tr("成立与否"), [("", yes), ("!", no)], "!" if line.denied else "", wide=78)
            self._denied = truth.key
        getattr(self, f"_{self.kind}")(line)

    def read(self, key: int) -> Line:
        """The line as it is said now."""
        return Line(key, self._said(), bool(self._denied()))

    # pieces

    def _put(self, widget: QWidget) -> None:
        self._flow.addWidget(widget)

    def _word(self, words: str) -> None:
        self._put(PlainLabel(self._theme, words, role="text2"))

    def _pick(self, name: str, choices: Choices, chosen: str, *, wide: int, shape: str = "") -> Pick:
        made = Pick(self._theme, name, choices, chosen, wide=wide)
        made.activated.connect(lambda _row: (self.reshaped if shape else self.changed).emit())
        self._put(made)
        return made

    def _field_of(self, name: str, text: str, *, wide: int, hint: str = "") -> Field:
        made = Field(name, text, wide=wide, hint=hint)
        made.textEdited.connect(lambda _text: self.changed.emit())
        self._put(made)
        return made

    def _span(self, name: str, said: object) -> Span:
        made = Span(self._theme, name, str(said or ""))
        made.changed.connect(self.changed)
        self._put(made)
        return made

    def _several(self, name: str, choices: Choices, chosen: object, *, none: str) -> Several:
        made = Several(self._theme, name, choices, _listed(chosen), none=none)
        made.changed.connect(self.changed)
        self._put(made)
        return made

    def _kept(self, *keys: str) -> dict[str, Any]:
        """Parts of the line that the form does not show."""
        return {key: self._table[key] for key in keys if key in self._table}

    # kinds

    def _field(self, line: Line) -> None:
        field = str(line.table.get("field", ""))
        op, value = leaf.comparison(line.table)
        chosen = f"!{op}" if line.denied else op
        name = self._pick(self.tr("字段"), fields.names(field), field, wide=112, shape="yes")
        how = self._pick(self.tr("比较"), fields.choices(field, chosen), chosen, wide=92, shape="yes")
        text: Field | None = None
        if fields.kind(field) != "flag" and fields.HAS not in chosen:
            hint = self.tr("多个用顿号隔开") if "in" in op else self.tr("数字") if fields.kind(field) == "number" else ""
            wide = 96 if fields.kind(field) == "money" else 116
            text = self._field_of(self.tr("值"), fields.shown(field, value), wide=wide, hint=hint)
            if fields.kind(field) == "money":
                self._word(self.tr("元"))
        self._denied = lambda: how.key().startswith("!")
        self._said = lambda: leaf.compared(name.key(), how.key().removeprefix("!"), text.text() if text else "")

    def _tag(self, line: Line) -> None:
        said = str(line.table.get("tag", ""))
        tag = self._pick(self.tr("标签"), _with(tuple(TAG_NAMES.items()), said), said, wide=124)
        self._said = lambda: {"tag": tag.key()}

    def _stage(self, line: Line) -> None:
        names = {str(key): name for key, name in (*STAGE_NAMES.items(), *FACT_NAMES.items())}
        chosen = [names.get(word, word) for word in _listed(line.table.get("stage"))]
        stage = self._several(self.tr("阶段"), STAGES, chosen, none=self.tr("选阶段"))
        self._said = lambda: {"stage": _one_or_many(stage.said())}

    def _segment(self, line: Line) -> None:
        keys = {name: key for key, name in SEGMENTS}
        chosen = [keys.get(word, word) for word in _listed(line.table.get("segment"))]
        segment = self._several(self.tr("看板段"), SEGMENTS, chosen, none=self.tr("选看板段"))
        self._said = lambda: {"segment": _one_or_many(segment.said())}

    def _since(self, line: Line) -> None:
        said = str(line.table.get("since", ""))
        event = self._pick(self.tr("事件"), _with(EVENTS, said), said, wide=84)
        self._word(self.tr("后满"))
        over = self._span(self.tr("时长"), line.table.get("over"))
        self._word(self.tr("未"))
        without = self._several(self.tr("未发生的事件"), EVENTS, line.table.get("without"), none=self.tr("（不限）"))
        self._said = lambda: {"since": event.key(), "over": over.said(), **_some("without", without.said()), **self._kept("calendar")}

    def _past(self, line: Line) -> None:
        said = str(line.table.get("past", ""))
        names = tuple((key, FIELD_NAMES[key]) for key in fields.DEADLINES)
        self._word(self.tr("距"))
        field = self._pick(self.tr("期限"), _with(names, said), said, wide=124)
        self._word(self.tr("不足"))
        ahead = self._span(self.tr("提前"), line.table.get("ahead", "0h"))
        self._word(self.tr("仍未"))
        without = self._several(self.tr("未发生的事件"), EVENTS, line.table.get("without"), none=self.tr("（不限）"))
        self._said = lambda: {"past": field.key(), **_unless_none("ahead", ahead.said()), **_some("without", without.said())}

    def _in_stage_over(self, line: Line) -> None:
        self._word(self.tr("在当前阶段满"))
        over = self._span(self.tr("时长"), line.table.get("in_stage_over"))
        self._said = lambda: {"in_stage_over": over.said(), **self._kept("calendar")}

    def _event(self, line: Line) -> None:
        within, said = str(line.table.get("within", "")), str(line.table.get("event", ""))
        shared = str(line.table.get("group", ""))
        group = self._pick(self.tr("按什么合计"), _with((("", self.tr("同一订单")), *SHARED), shared), shared, wide=96)
        event = self._pick(self.tr("事件"), _with(EVENTS, said), said, wide=84)
        self._word(self.tr("至少"))
        times = self._field_of(self.tr("次数"), str(line.table.get("count_at_least", "")), wide=44)
        self._word(self.tr("次，在"))
        window = self._span(self.tr("时间窗"), within or "0h")
        self._word(self.tr("内"))
        self._said = lambda: {
            "event": event.key(),
            "count_at_least": int(times.text()) if times.text().strip().isdecimal() else times.text(),
            **_unless_none("within", window.said()),
            **({"group": group.key()} if group.key() else {}),
        }

    def _disagree(self, line: Line) -> None:
        said = str(line.table.get("disagree", "any"))
        choices = _with((("any", self.tr("任何一项")), *FIELD_NAMES.items()), said)
        self._word(self.tr("各系统说的不一样："))
        field = self._pick(self.tr("字段"), choices, said, wide=124)
        self._said = lambda: {"disagree": field.key()}


def _one_or_many(said: list[str]) -> object:
    return said[0] if len(said) == 1 else said


def _some(key: str, said: list[str]) -> dict[str, Any]:
    return {key: _one_or_many(said)} if said else {}


def _unless_none(key: str, said: str) -> dict[str, Any]:
    """No time at all is said by leaving it out."""
    return {} if said.rstrip("dhmins") in ("0", "") else {key: said}
