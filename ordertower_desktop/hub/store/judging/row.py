"""A case as one row of the delay pool: everything looked up and masked here, so that a desk only shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ordertower_desktop.domain import filling
from ordertower_desktop.domain.case import Case, paused
from ordertower_desktop.domain.cause import Cause, SourceState
from ordertower_desktop.domain.clock import Clock, ClockState, governing
from ordertower_desktop.domain.difficulty import group, minutes_left
from ordertower_desktop.domain.event import EVENT_NAMES
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.priority import MINUTE, Stakes, loss_per_hour
from ordertower_desktop.domain.step import State, clocks_of
from ordertower_desktop.hub.store.judging.narrow import known_fields, ordered_at
from ordertower_desktop.hub.store.judging.playbook import name_of, steps_of
from ordertower_desktop.hub.store.judging.region import region_of, short
from ordertower_desktop.hub.store.judging.why import key_of, states, why
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire import rows as wire

SPOKEN_UP = ("urged", "complaint")
"""Events by which a customer speaks up: told with the tags, whatever rule the case stands on."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a row needs to know besides its order: who people are and how the sources are doing; `told` are the shops that are told of
    shipments."""

    sources: dict[str, Source]
    names: dict[str, str]
    states: tuple[SourceState, ...]
    told: tuple[str, ...] = ()


def surroundings(conn: Connection, floor: Floor, now: datetime) -> Surroundings:
    del now
    known = sources.every(conn)
    told = tuple(source.id for source in known if source.write_back != "off")
    names = {person.id: person.name for person in floor.people}
    return Surroundings({source.id: source for source in known}, names, states(known), told)


def pool_row(state: State, now: datetime, *, floor: Floor, around: Surroundings) -> wire.PoolRow:
    """The row of the state's case, which must have one."""
    case, order = state.case, state.order
    if case is None:
        raise ValueError(f"order {order.id} has no case")
    running = state.clocks or clocks_of(order, case, now, floor=floor)
    clock = governing(running, now)
    cause = why(order, case, around.states, running=running, now=now)
    last = order.log[-1] if order.log else None
    return wire.PoolRow(
        **_of_case(case, around),
        **_of_clock(clock, case, now),
        **_of_order(order),
        **_of_cause(cause),
        clocks=[told(one) for one in running],
        playbook=name_of(case),
        steps=steps_of(case, now, floor=floor),
        **_of_work(case, key_of(cause), now, stakes=floor.stakes),
        loss_fen_per_hour=loss_per_hour(order, running, now, floor.stakes),
        last_event=EVENT_NAMES.get(last.name, last.name) if last else "",
        last_event_at=last.at if last else None,
        seen_at=max((snapshot.latest for snapshot in order.snapshots), default=None),
    )


def told(clock: Clock) -> wire.Clock:
    """A clock as the desk counts it down itself."""
    left = int(clock.left.total_seconds()) if clock.left is not None and clock.state is ClockState.PAUSED else None
    return wire.Clock(clock.kind, clock.label, clock.state, clock.start, clock.due_at, left)


def _of_case(case: Case, around: Surroundings) -> dict[str, Any]:
    handling = case.handling
    leading = case.leading
    chain = handling.chain
    return {
        "case": case.id,
        "order": case.order,
        "version": case.version,
        "state": str(handling.state),
        "kind": leading.kind,
        "kind_name": kind_name(leading.kind),
        "opened_at": case.opened_at,
        "owner": handling.owner,
        "owner_name": around.names.get(handling.owner, handling.owner),
        "post": case.post,
        "acknowledged": handling.acknowledged_at is not None,
        "acknowledged_at": handling.acknowledged_at,
        "severity": leading.severity,
        "triage": case.triage,
        "muted": case.muted,
        "held": "、".join(case.held),
        "verdicts": [standing.rule for standing in case.active or case.standings],
        "snoozed_until": handling.snoozed_until,
        "closed_at": handling.closed_at,
        "mark": handling.mark,
        "step": chain.policy.steps[chain.taken - 1].name if chain and chain.taken else "",
    }


def _of_work(case: Case, cause: str, now: datetime, *, stakes: Stakes) -> dict[str, Any]:
    """What is left to do, who works on it in parallel, and what was done past the systems (S41, S42, S65)."""
    if not case.open:
        return {}
    left = [wire.StopgapRow(one.id, one.what, one.why, one.by, one.at, one.due_at) for one in case.stopgaps if one.open]
    return {
        "group": group(case.leading.kind, cause),
        "todo": filling.todo(case, now),
        "effort_min": minutes_left(case, cause, stakes),
        "usual_min": round(stakes.effort(cause) / MINUTE),
        "attempts": len(filling.attempts(case)),
        "stopgaps": left,
    }


def _of_clock(clock: Clock | None, case: Case, now: datetime) -> dict[str, Any]:
    if clock is None:
        return {"clock_state": "done" if not case.open else "paused" if paused(case, now) else "not_started"}
    shown = told(clock)
    return {
        "clock": clock.label,
        "clock_state": shown.state,
        "due_at": shown.due_at,
        "started_at": shown.started_at,
        "left_s": shown.left_s,
    }


def _of_order(order: Order) -> dict[str, Any]:
    province = short(order.text("province"))
    amount, items = order.value("amount_fen"), order.value("items")
    return {
        **known_fields(order),
        **{name: order.text(name) for name in ("platform", "shop", "category", "warehouse", "carrier", "waybill", "city", "district")},
        "stage": str(order.stage),
        "segment": str(order.segment or ""),
        "facts": sorted(order.facts),
        "tags": sorted({*order.tags, *(name for name in SPOKEN_UP if name in order.moments)}),
        "vip": order.text("customer_level") if "vip" in order.tags else "",
        "title": order.text("title") or order.text("sku"),
        "amount_fen": amount if isinstance(amount, int) else 0,
        "items": items if isinstance(items, int) else 0,
        "created_at": ordered_at(order),
        "paid_at": order.at("payment_approved"),
        "province": province,
        "region": order.text("region") or region_of(province),
    }


def _of_cause(cause: Cause) -> dict[str, Any]:
    """An unknown cause is told as such: no key, its best clue as the detail."""
    return {"cause": key_of(cause), "cause_name": cause.name, "cause_detail": cause.detail, "confidence": cause.confidence}
