"""What sort of trouble came and how soon it was seen (S13), and what it came from (S12)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from ordertower_desktop.insight.kpi.record import Record
from ordertower_desktop.insight.postmortem.figures import Window

STALLED, CONFLICT, BEHAVIOUR, OUTSIDE = "状态卡顿", "数据冲突", "行为异常", "外部反馈"
SORTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        CONFLICT: frozenset({"data_conflict", "stock_short", "fake_ship", "write_back_gap", "vip_priority", "empty_waybill"}),
        BEHAVIOUR: frozenset({"order_edits", "order_burst", "address", "amount", "payment"}),
        OUTSIDE: frozenset({"urged", "complaint", "platform_notice", "refund_intercept"}),
    }
)
"""Sort -> its kinds; whatever is none of these stands still."""
GAP, ABSENT, VAGUE, ELSE = "系统断层", "角色缺位", "规则模糊", "其他"
BROKEN = frozenset({"write_back_failed", "write_back_gap", "data_conflict", "source_silent", "stock_short", "fake_ship", "empty_waybill"})
"""Kinds that say that two systems did not hand over."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Cases of one sort that came to be in a stretch; `found_s` is the mean time from when it became true until it was a case."""

    name: str
    cases: int
    found_s: int = 0


def sort_of(kind: str) -> str:
    """The sort of a kind."""
    return next((name for name, kinds in SORTS.items() if kind in kinds), STALLED)


def origin_of(record: Record) -> str:
    """Where it came from: people said that the rule was wrong; two systems did not hand over; nobody answered until the chain took it."""
    if record.mark is False:
        return VAGUE
    if record.episode.kind in BROKEN:
        return GAP
    return ABSENT if any(not one.asked for one in record.episode.hand_overs) else ELSE


def sorts(records: Iterable[Record], window: Window) -> list[Sorted]:
    """All four sorts in the order of the requirement, zeros too."""
    found: dict[str, list[timedelta]] = {name: [] for name in (STALLED, CONFLICT, BEHAVIOUR, OUTSIDE)}
    for one in _opened(records, window):
        began = min((raised.since for raised in one.raised), default=one.episode.opened_at)
        found[sort_of(one.episode.kind)].append(max(one.episode.opened_at - began, timedelta()))
    return [Sorted(name, len(spans), _mean(spans)) for name, spans in found.items()]


def origins(records: Iterable[Record], window: Window) -> list[Sorted]:
    """The three origins, and what has none of them."""
    found: defaultdict[str, int] = defaultdict(int)
    for one in _opened(records, window):
        found[origin_of(one)] += 1
    return [Sorted(name, found[name]) for name in (GAP, ABSENT, VAGUE, ELSE)]


def _opened(records: Iterable[Record], window: Window) -> Iterable[Record]:
    return (one for one in records if window.holds(one.episode.opened_at))


def _mean(spans: Sequence[timedelta]) -> int:
    return round(sum(span.total_seconds() for span in spans) / len(spans)) if spans else 0
