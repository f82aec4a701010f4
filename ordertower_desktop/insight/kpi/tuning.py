"""What to change about which rule (S100), out of what it did for weeks; each advice says by what it can be seen to have helped."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ordertower_desktop.insight.kpi.chattering import Chatter
from ordertower_desktop.insight.kpi.trend import Trend, Week

ENOUGH = 20
"""Fewer verdicts or hits than this prove nothing."""
UNRIGHT, LATE, QUIET, SURGE = 0.6, 0.3, 0.5, 2.0
SILENT_WEEKS = 2


@dataclass(frozen=True, slots=True)
class Advice:
    """A rule: what is wrong with it, in its own figures, and what to do."""

    rule: str
    why: str
    todo: str


def advise(trends: Iterable[Trend], chatters: Iterable[Chatter], on: Iterable[str]) -> list[Advice]:
    """Worst first within each rule; `on` are the rules in force. One that does well is not named."""
    restless, known = Counter(one.rule for one in chatters), {one.rule: one for one in trends}
    return [advice for rule in on for advice in _of(rule, known.get(rule), restless[rule])]


def _of(rule: str, trend: Trend | None, restless: int) -> Iterator[Advice]:
    weeks = trend.weeks if trend else ()
    right, wrong = sum(one.right for one in weeks), sum(one.wrong for one in weeks)
    hits = sum(one.hits for one in weeks)
    if right + wrong >= ENOUGH and right / (right + wrong) < UNRIGHT:
        yield Advice(rule, f"判过的 {right + wrong} 单里只有 {right / (right + wrong):.0%} 判真", "先转影子，收紧条件后回测，再启用")
    if hits >= ENOUGH and (share := sum(one.missed for one in weeks) / hits) > LATE:
        yield Advice(rule, f"{share:.0%} 的单到池时已经超时", "时限提前，或在前一环节加预警")
    if restless:
        yield Advice(rule, f"在 {restless} 单上 1 小时内来回 3 次以上", "“连续成立”改长，先回测")
    if hits >= ENOUGH and (share := sum(one.muted for one in weeks) / hits) > QUIET:
        yield Advice(rule, f"{share:.0%} 的命中因豁免或免催不出声", "把豁免写进条件，或停用")
    if (times := _surge(weeks)) is not None:
        yield Advice(rule, f"最近一周命中是之前平均的 {times:.1f} 倍", "先看原因和来源，不急着改规则")
    if len(weeks) > SILENT_WEEKS and hits >= ENOUGH and not any(one.hits for one in weeks[-SILENT_WEEKS:]):
        yield Advice(rule, f"之前命中 {hits} 单，近 {SILENT_WEEKS} 周一单也没有", "看来源是否还在送，或条件里的值改了名")


def _surge(weeks: Sequence[Week]) -> float | None:
    """How many times the usual the last week is, where that is much."""
    if len(weeks) <= SILENT_WEEKS or weeks[-1].hits < ENOUGH:
        return None
    usual = sum(one.hits for one in weeks[:-1]) / (len(weeks) - 1)
    return weeks[-1].hits / usual if usual and weeks[-1].hits >= SURGE * usual else None
