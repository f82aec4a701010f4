"""One order, whole, for its page: clocks with their sums, what each system says, history and notes."""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.domain.case import Case, filed
from ordertower_desktop.domain.cause import CauseKey
from ordertower_desktop.domain.clock import Clock, governing
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.ledger import ledger
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.ownfield import shown
from ordertower_desktop.domain.playbook import checks_made
from ordertower_desktop.domain.priority import loss
from ordertower_desktop.domain.stage import FACT_NAMES, STAGE_NAMES
from ordertower_desktop.domain.step import State, clocks_of
from ordertower_desktop.hub.store.judging.chasing import chase
from ordertower_desktop.hub.store.judging.commanding import possible
from ordertower_desktop.hub.store.judging.contradicting import lines as conflicts
from ordertower_desktop.hub.store.judging.customerpages import of_order
from ordertower_desktop.hub.store.judging.deskwords import sentence
from ordertower_desktop.hub.store.judging.lanes import drawn, held, lanes
from ordertower_desktop.hub.store.judging.narrow import known_fields
from ordertower_desktop.hub.store.judging.playbook import ahead
from ordertower_desktop.hub.store.judging.preauditpages import lines as audit_lines
from ordertower_desktop.hub.store.judging.region import short
from ordertower_desktop.hub.store.judging.row import Surroundings, pool_row, surroundings, told
from ordertower_desktop.hub.store.judging.shelving import alike
from ordertower_desktop.hub.store.judging.side_by_side import columns
from ordertower_desktop.hub.store.judging.side_by_side import lines as cells
from ordertower_desktop.hub.store.judging.why import why
from ordertower_desktop.hub.store.judging.writebackpages import lines
from ordertower_desktop.hub.store.tables import audits, cases, forecasts, orders, writebacks
from ordertower_desktop.wire import order as wire
from ordertower_desktop.wire.rows import PoolRow, Step


def order_page(conn: Connection, order_id: str, *, now: datetime, floor: Floor) -> wire.OrderPage | None:
    """The page, or None for an order that nobody has told us of."""
    order = orders.load(conn, [order_id]).get(order_id)
    if order is None:
        return None
    case = cases.latest(conn, [order_id]).get(order_id)
    around = surroundings(conn, floor, now)
    page = _page(State(order, case), now, floor=floor, around=around)
    told = lines(conn, writebacks.of_order(conn, order_id))
    audited = audit_lines(conn, list(audits.of_orders(conn, [order_id]).values()))
    page = replace(page, pre_audit=audited[0] if audited else None, commands=possible(conn, order), articles=alike(conn, page.row))
    page = replace(page, customer=of_order(conn, order.id), risk=forecasts.of_order(conn, order_id))
    return replace(page, write_backs=told, chase=chase(conn, case, floor=floor))


def _page(state: State, now: datetime, *, floor: Floor, around: Surroundings) -> wire.OrderPage:
    order, case = state.order, state.case
    running = clocks_of(order, case, now, floor=floor)
    leading = governing(running, now)
    row = pool_row(state, now, floor=floor, around=around) if case else None
    cause = why(order, case, around.states, running=running, now=now)
    amount, items = order.value("amount_fen"), order.value("items")
    playbook, steps = ahead(order, case, running, floor=floor, now=now) if case and not case.run else _at_work(row)
    return wire.OrderPage(
        order=order.id,
        now=now,
        row=row,
        platform=order.text("platform"),
        shop=order.text("shop"),
        title=order.text("title") or order.text("sku"),
        items=items if isinstance(items, int) else 0,
        amount_fen=amount if isinstance(amount, int) else 0,
        place=" ".join(part for part in (short(order.text("province")), order.text("city"), order.text("district")) if part),
        vip=order.text("customer_level") if "vip" in order.tags else "",
        stage=order.stage,
        stage_name=STAGE_NAMES[order.stage],
        facts=[*([f"{row.held} 停更先不催"] if row and row.held else []), *(FACT_NAMES[fact] for fact in sorted(order.facts))],
        clocks=[_why(clock, order, now=now) for clock in running],
        loss=[wire.LossTerm(one.name, one.detail, one.fen) for one in loss(order, running, now, floor.stakes).terms],
        due_at=leading.due_at if leading else None,
        due_label=_limit(leading) if leading else "",
        lanes=lanes(drawn(order, case, around.sources, running=running, floor=floor, now=now), order),
        ball=held(order, case, around.sources, floor=floor, now=now),
        columns=columns(order, around.sources, now),
        snapshot=cells(order, around.sources, missing_at=cause.origin if cause.key == CauseKey.SYSTEM_GAP else ""),
        conflicts=conflicts(order, around.sources, now),
        log=_log(case, floor),
        notes=_notes(order, case, around),
        checks=_checks(case),
        playbook=playbook,
        steps=steps,
        raw=_raw(order),
        cause_name=cause.name,
        cause_detail=cause.detail,
        cause_text=cause.text,
        confidence=cause.confidence,
        evidence=list(cause.evidence),
        own=_own(order, floor, around),
        buyer=known_fields(order)["buyer"],
        phone=known_fields(order)["phone"],
    )


def _own(order: Order, floor: Floor, around: Surroundings) -> list[wire.OwnLine]:
    """What the floor has named of its systems' own fields, in its order; what the order does not have is no line."""
    made = []
    for one in floor.own:
        if (reading := order.fields.get(one.key)) is not None:
            said, source = shown(one, reading.value), around.sources.get(reading.source)
            made.append(wire.OwnLine(one.key, one.name, said.text, source.name if source else reading.source, said.problem, one.plain))
    return made


def _why(clock: Clock, order: Order, *, now: datetime) -> wire.Why:
    """A clock with the sum that made its end."""
    lines = ledger(clock, order=order, now=now)
    return wire.Why(told(clock), [wire.LedgerLine(line.icon, line.title, line.detail, line.amount) for line in lines])


def _limit(clock: Clock) -> str:
    """接单 1 时 -> 接单时限, for the line on the axis."""
    word = clock.label.split(" ")[0]
    return word if word.endswith("日期") else f"{word}时限"


def _at_work(row: PoolRow | None) -> tuple[str, list[Step]]:
    return (row.playbook, row.steps) if row else ("", [])


def _checks(case: Case | None) -> list[str]:
    """The closing checks that were made: by hand at the closing, or by steps of the playbook."""
    return list(dict.fromkeys((*case.handling.checks, *checks_made(case.run), *filed(case)))) if case else []


def _log(case: Case | None, floor: Floor) -> list[wire.LogLine]:
    return [wire.LogLine(entry.at, entry.who, entry.what, sentence(entry, floor)) for entry in case.log] if case else []


def _notes(order: Order, case: Case | None, around: Surroundings) -> list[wire.LogLine]:
    """What people wrote, and what the customer said, newest first."""
    known = {key: source.name for key, source in around.sources.items()}
    said = [
        wire.LogLine(e.at, known.get(e.source, e.source), e.name, str(e.payload.get("text", "")))
        for e in order.log
        if e.name in ("urged", "complaint", "note")
    ]
    written = [wire.LogLine(entry.at, entry.who, entry.what, entry.text) for entry in case.log if entry.what == "note"] if case else []
    return sorted([*said, *written], key=lambda line: line.at, reverse=True)


def _raw(order: Order) -> list[str]:
    """The events as they were told, for whoever wants to see them all; personal values are not in it."""
    return [f"{event.at.isoformat()} {event.source} {event.name}" for event in order.log]
