"""Which rules have another limit while a promotion lasts, and what that would do to the orders that are open now."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ordertower_desktop.domain.condition import All, AnyOf, Condition, InStageOver, Not, Since
from ordertower_desktop.domain.duration import duration, in_chinese
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.models import text
from ordertower_desktop.views.parts.button import IconButton, Link
from ordertower_desktop.views.parts.card import Card, clear, row
from ordertower_desktop.views.parts.labels import PlainLabel
from ordertower_desktop.views.rules.tree.inputs import Pick, Span
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rules import PromoEffect

USUAL, EFFECT = 76, 150


class PromoLimits(Card):
    """`limits_asked(limits)`: rule -> how long things may take."""

    limits_asked = Signal(dict)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("时限"), self.tr("到期自动换回规则自己的；规则里单独给出的（如 VIP）照旧"))
        self.add = Link(theme, self.tr("时限"), icon="plus")
        self.add.setAccessibleName(self.tr("加一条时限"))
        self.head.addWidget(self.add)
        self.none = PlainLabel(theme, self.tr("没有改时限"), role="text3")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addLayout(self._list)
        self.body.addWidget(self.none)
        self.spans: dict[str, Span] = {}
        self._effects: dict[str, PlainLabel] = {}
        self._limits: Mapping[str, str] = {}
        self._rules: Mapping[str, Rule] = {}
        self._shown: tuple[object, ...] = ()
        self.add.clicked.connect(self._more)

    def show_limits(self, key: str, limits: Mapping[str, str], rules: Sequence[Rule], *, locked: str) -> None:
        """`key`: the promotion; while somebody types the inputs stay."""
        self._limits, self._rules = dict(limits), {rule.id: rule for rule in rules}
        shown = (key, tuple(limits), tuple(self._rules), locked)
        if shown != self._shown or any(not _same(span.said(), limits.get(rule, "")) for rule, span in self.spans.items()):
            self._shown = shown
            self._make(locked)
        self.none.setVisible(not limits)
        self.add.setVisible(not locked and len(limits) < len(self._rules))

    def show_effects(self, effects: Sequence[PromoEffect]) -> None:
        """What each limit would do if it held now."""
        known = {one.rule: one for one in effects}
        for rule, label in self._effects.items():
            one = known.get(rule)
            words = self.tr("现在命中 {0} → {1} 单").format(text.count(one.before), text.count(one.hits)) if one else ""
            label.setText(words)

    def _make(self, locked: str) -> None:
        clear(self._list)
        self.spans, self._effects = {}, {}
        for rule, limit in self._limits.items():
            made = QWidget()
            made.setLayout(self._line(rule, str(limit)))
            made.setEnabled(not locked)
            self._list.addWidget(made)

    def _line(self, rule: str, limit: str) -> Any:
        free = [one for one in self._rules.values() if one.id == rule or one.id not in self._limits]
        which = Pick(self._theme, self.tr("哪条规则"), [(one.id, f"{one.id}  {one.name}") for one in free], rule, wide=230)
        span = self.spans[rule] = Span(self._theme, self.tr("{0} 的大促时限").format(rule), limit)
        effect = self._effects[rule] = PlainLabel(self._theme, role="text2")
        effect.setMinimumWidth(EFFECT)
        away = IconButton(self._theme, "x", self.tr("去掉 {0} 的大促时限").format(rule), size=26)
        usual = PlainLabel(self._theme, f"{_usual(self._rules.get(rule))} →", role="text3")
        usual.setFixedWidth(USUAL)
        which.activated.connect(lambda _row: self._set(rule, which.key(), span.said()))
        span.changed.connect(lambda: self._set(rule, rule, span.said()))
        away.clicked.connect(lambda: self._set(rule, "", ""))
        line = row(which, usual, span, effect, 1, away)
        line.setContentsMargins(0, 0, 0, 0)
        return line

    def _more(self) -> None:
        free = [rule for rule in self._rules if rule not in self._limits]
        self.limits_asked.emit({**self._limits, free[0]: "48h"})

    def _set(self, rule: str, other: str, limit: str) -> None:
        """In its place, so that lines do not jump."""
        pairs = [(other, limit) if key == rule else (key, said) for key, said in self._limits.items()]
        self.limits_asked.emit({key: said for key, said in pairs if key})


def _same(said: str, limit: str) -> bool:
    """`2d` and `48h` are the same; what is no duration yet is the same only as itself."""
    try:
        return duration(said) == duration(limit)
    except ValueError:
        return said == limit


def _usual(rule: Rule | None) -> str:
    """The limit that the rule has of itself."""
    found = next(_limits(rule.when), None) if rule is not None else None
    return in_chinese(found) if found is not None else "—"


def _limits(condition: Condition) -> Any:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _limits(part)
        case Not(part):
            yield from _limits(part)
        case Since(over=over) | InStageOver(over=over) if over > timedelta():
            yield over
        case _:
            return
