"""Alarms that wait for a silent source: what it would tell is not known, so nobody is chased for it; the source itself is the one alarm."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from ordertower_desktop.domain.case import Case, Entry, noted
from ordertower_desktop.domain.cause import STALE_INTERVALS, SourceState
from ordertower_desktop.domain.condition import All, AnyOf, Condition, InStageOver, Not, Past, Since
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.kind import Severity
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.domain.triage import Triage

LEAST = timedelta(minutes=2)
"""A shop that is read every quarter of a minute is not silent because two readings came late."""
LOOK_AGAIN = timedelta(minutes=5)
TOWER = "系统"

_PLATFORM, _ERP, _WMS, _CARRIER = SourceKind.PLATFORM, SourceKind.ERP, SourceKind.WMS, SourceKind.CARRIER
TOLD_BY: Mapping[str, tuple[SourceKind, ...]] = {
    "payment_approved": (_PLATFORM,), "accepted": (_ERP,), "audited": (_ERP,), "printed": (_ERP, _WMS), "picked": (_WMS, _ERP),
    "packed": (_WMS, _ERP), "outbound": (_WMS, _ERP), "waybill_assigned": (_WMS, _ERP), "handed_to_carrier": (_CARRIER,),
    "in_transit": (_CARRIER,), "out_for_delivery": (_CARRIER,), "delivered": (_CARRIER,), "written_back": (_PLATFORM,),
    "refund_done": (_PLATFORM, _ERP),
}  # fmt: skip
"""Event -> what sort of system tells it, whoever knows first before."""
LEFT_BY = {
    Stage.TO_ACCEPT: "accepted", Stage.TO_AUDIT: "audited", Stage.TO_PRINT: "printed", Stage.TO_PACK: "packed", Stage.TO_SHIP: "outbound",
    Stage.TO_COLLECT: "handed_to_carrier", Stage.IN_TRANSIT: "delivered",
}  # fmt: skip


def dead(source: SourceState, now: datetime) -> bool:
    """No good answer for so long that what it would have told is unknown (R23). A carrier that nobody had to ask is not dead."""
    if source.kind is SourceKind.CARRIER and source.refused_since is None and not source.words:
        return False
    return source.last_ok_at is not None and now - source.last_ok_at > max(LEAST, STALE_INTERVALS * source.interval)


def unknown(source: SourceState, now: datetime) -> bool:
    """It is dead and does not say why: one that refuses is a known cause, and its orders are chased under that name."""
    return dead(source, now) and source.refused_since is None


def told(order: Order, case: Case, *, now: datetime, floor: Floor) -> Case:
    """The case with the sources that its alarms wait for; when that begins and when it is over is said in its history."""
    waits = waiting(order, case, now=now, floor=floor)
    if waits == case.held:
        return case
    made = replace(case, held=waits, version=case.version + 1)
    return noted(made, Entry(now, TOWER, "held" if waits else "released", "、".join(waits or case.held)))


def waiting(order: Order, case: Case, *, now: datetime, floor: Floor) -> tuple[str, ...]:
    """The names of the dead sources without which no rule that stands can be trusted; nothing where one can be, or where it is critical."""
    silent = {source.source for source in floor.sources if unknown(source, now)}
    if not silent or not case.active or case.triage is Triage.URGENT:
        return ()
    if any(standing.severity == Severity.CRITICAL for standing in case.active):
        return ()
    found: list[str] = []
    for standing in case.active:
        rule = floor.rules.get(standing.rule)
        blind = _blind(order, rule.when, floor.sources, silent) if rule is not None else []
        if not blind:
            return ()
        found += blind
    return tuple(sorted(set(found)))


def _blind(order: Order, condition: Condition, sources: Iterable[SourceState], silent: Collection[str]) -> list[str]:
    """The names of the dead sources that this condition would need to hear about this order."""
    sources = list(sources)
    spoke = {*order.current, *(event.source for event in order.events)}
    awaited = _awaited(condition, order.stage)
    if not awaited:
        return []
    deaf = [one for one in sources if one.source in spoke and one.source in silent and one.kind is SourceKind.PLATFORM]
    for event in sorted(awaited):
        tellers = [one for one in sources if one.kind in TOLD_BY.get(event, ())]
        mine = [one for one in tellers if one.source in spoke] or tellers
        deaf += [one for one in mine if one.source in silent]
    return [one.name or one.source for one in deaf]


def _awaited(condition: Condition, stage: Stage) -> frozenset[str]:
    """The events whose coming would make a condition of lateness untrue."""
    match condition:
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(_awaited(part, stage) for part in parts))
        case Not(part):
            return _awaited(part, stage)
        case Since(without=without) | Past(without=without):
            return frozenset(without)
        case InStageOver():
            return frozenset({LEFT_BY[stage]} if stage in LEFT_BY else ())
        case _:
            return frozenset()
