"""When a true condition becomes a case, how loud it is, and who has other limits."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.kind import SEVERITY_NAMES
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.models.rules.draft import Draft
from ordertower_desktop.views.parts.button import IconButton
from ordertower_desktop.views.parts.card import Card, clear, row
from ordertower_desktop.views.parts.flow import Flow
from ordertower_desktop.views.parts.labels import Elided, PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Pick, Span
from ordertower_desktop.views.theme.theme import Theme


class Limits(Card):
    """`set_asked(key, value)`: a key of the rule shall have another value."""

    set_asked = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("进池与限值"))
        self._shown: tuple[object, ...] = ()
        self.severity = Pick(theme, self.tr("级别"), [(str(key), name) for key, name in SEVERITY_NAMES.items()], "warning", wide=84)
        self.spans: dict[str, Span] = {}
        self._delays, self._special = QWidget(), QVBoxLayout()
        self._flow = Flow(self._delays)
        self._special.setSpacing(2)
        self.body.addWidget(self._delays)
        self.body.addLayout(self._special)
        self.severity.activated.connect(lambda _row: self.set_asked.emit("severity", self.severity.key()))

    def show_draft(self, draft: Draft, *, locked: str) -> None:
        rest = draft.rest
        shown = (draft.id, draft.version, len(rest.get("by", [])), locked, draft.touched)
        if shown[:4] != self._shown[:4] or (self._shown[4:] != shown[4:] and not draft.touched):
            self._make(draft)
        self._shown = shown
        self.severity.choose(str(rest.get("severity", "warning")))
        self.setEnabled(not locked)

    def _make(self, draft: Draft) -> None:
        """Inputs for this rule; while somebody types in them they stay."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self.severity:
                widget.hide()
                widget.deleteLater()
        self.spans = {}
        self._word(self.tr("级别"))
        self._flow.addWidget(self.severity)
        for key, before, after in (
            ("on_delay", self.tr("，连续成立"), self.tr("才进池")),
            ("off_delay", self.tr("，恢复"), self.tr("才出池")),
        ):
            self._word(before)
            span = self.spans[key] = Span(self._theme, before.strip("，"), str(draft.rest.get(key, "0min")))
            span.changed.connect(lambda key=key, span=span: self.set_asked.emit(key, _unless_none(span.said())))
            self._flow.addWidget(span)
            self._word(after)
        clear(self._special)
        for place, one in enumerate(draft.rest.get("by", [])):
            self._special.addLayout(self._override(draft, place, one))

    def _word(self, words: str) -> None:
        self._flow.addWidget(PlainLabel(self._theme, words, role="text2"))

    def _override(self, draft: Draft, place: int, one: Mapping[str, Any]) -> Any:
        """An order that matches has another limit: which, and how long."""
        key = "over" if "over" in one else "ahead"
        words = _matched(draft, place)
        span = self.spans[f"by[{place}]"] = Span(self._theme, self.tr("{0} 的限值").format(words), str(one[key]))
        away = IconButton(self._theme, "x", self.tr("去掉这个限值：{0}").format(words), size=26)
        span.changed.connect(lambda: self.set_asked.emit("by", _replaced(draft, place, {**one, key: span.said()})))
        away.clicked.connect(lambda: self.set_asked.emit("by", _replaced(draft, place, None)))
        label = Elided(self._theme, self.tr("{0} 时，限值改为").format(words) if key == "over" else self.tr("{0} 时，提前").format(words))
        return row(label, span, away)


def _unless_none(said: str) -> str:
    """No delay is said by leaving it out."""
    return "" if said.rstrip("dhmins") == "0" else said


def _replaced(draft: Draft, place: int, one: Mapping[str, Any] | None) -> list[Any]:
    found = list(draft.rest.get("by", []))
    return [*found[:place], *([] if one is None else [dict(one)]), *found[place + 1 :]]


def _matched(draft: Draft, place: int) -> str:
    try:
        return phrase(rule({"id": "X", "when": {"tag": "x"}, "by": [draft.rest["by"][place]]}).overrides[0].match)
    except BadFile:
        return ""
