"""What rules do to one order of the past: when each stood on its case, and when somebody would have been called."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from ordertower_desktop.domain.clock import CaseMarks, governing
from ordertower_desktop.domain.clocks import clocks
from ordertower_desktop.domain.condition import All
from ordertower_desktop.domain.duration import in_chinese
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.judge import Bench, Context
from ordertower_desktop.domain.kind import Severity
from ordertower_desktop.domain.order import Order, as_known
from ordertower_desktop.domain.post import post_for
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.domain.triage import triage
from ordertower_desktop.insight.spells import spells
from ordertower_desktop.insight.stood import Stood, stood


class Hit(NamedTuple):
    """`rule` stood on `order` from `start` to `end` (None: it still does); `calls_at` is when its alarm chain would begin, if ever."""

    rule: str
    order: str
    start: datetime
    end: datetime | None
    calls_at: datetime | None
    post: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time that is looked at; what ends before it or begins after it does not count."""

    start: datetime
    end: datetime

    def touches(self, one: Stood) -> bool:
        return one.start <= self.end and (one.end is None or one.end > self.start)


class Trial:
    """Rules ready to be played over many orders, on a floor whose limits and calendars decide when somebody is called."""

    def __init__(self, rules: Iterable[Rule], floor: Floor, stretch: Stretch) -> None:
        self._floor, self._stretch = floor, stretch
        self._bench = Bench(tuple(rule for rule in rules if rule.rate is None), Context(calendars=floor.calendars))
        self._rules = {rule.id: rule for rule in self._bench.rules}

    def hits(self, order: Order) -> Iterator[Hit]:
        """Every time that a rule stood on the order within the stretch; most orders have none."""
        found = spells(order, self._bench)
        for one in stood(order, found, self._bench) if found else ():
            if self._stretch.touches(one):
                end = one.end if one.end is not None and one.end <= self._stretch.end else None
                yield Hit(one.rule, one.order, one.start, end, *self._call(order, one._replace(end=end)))

    def _call(self, order: Order, one: Stood) -> tuple[datetime | None, str]:
        """When the chain begins, as `watch.advance` decides it, and whose post answers."""
        rule, known = self._rules[one.rule], as_known(order, one.start)
        lane = triage(known, (rule.kind,))
        post = post_for(lane, rule.kind, self._floor.posts)
        if rule.mute and rule.mute in known.tags:
            return None, post
        if rule.severity is Severity.CRITICAL:
            return one.start, post
        marks = CaseMarks(opened_at=one.start, triage=lane)
        running = clocks(known, case_marks=marks, terms=self._floor.terms, now=one.start)
        clock = governing(running, one.start)
        if clock is None or clock.due_at is None:
            return None, post
        at = max(clock.due_at, one.start)
        return (at if at < (one.end or self._stretch.end) else None), post


def why_not(order: Order, rule: Rule, context: Context) -> str:
    """Why a rule never stood on an order that it should have found, in words: what kept it away, from the outside in."""
    plain = replace(rule, scope=None, exempt=(), overrides=())
    if _ever(order, rule, context):
        return f"没撑过 {in_chinese(rule.on_delay)}的确认时间" if rule.on_delay else "不在回测的这段时间里"
    if rule.scope is not None and not _ever(order, replace(plain, when=rule.scope), context):
        return "不在这条规则的范围里"
    for one in rule.exempt:
        if _ever(order, replace(rule, exempt=tuple(other for other in rule.exempt if other is not one)), context):
            return f"被豁免：{phrase(one.match)}"
    for part in rule.when.parts if isinstance(rule.when, All) else ():
        if not _ever(order, replace(plain, when=part), context):
            return f"没满足：{phrase(part)}"
    return "各个条件没有同时满足"


def _ever(order: Order, rule: Rule, context: Context) -> bool:
    """Whether the rule was ever true of the order."""
    return bool(spells(order, Bench((rule,), context)))


def orders_of(hits: Sequence[Hit]) -> set[str]:
    return {hit.order for hit in hits}
