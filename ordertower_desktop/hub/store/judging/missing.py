"""A step of a chain that reached nobody becomes part of its case, and the next step comes at once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain import watch
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.step import State, pass_time
from ordertower_desktop.hub.store.judging.matters import missed, of_no_order
from ordertower_desktop.hub.store.judging.passing import Turns
from ordertower_desktop.hub.store.judging.row import surroundings
from ordertower_desktop.hub.store.judging.settle import Judged, settle
from ordertower_desktop.hub.store.tables import cases, deliveries, orders
from ordertower_desktop.hub.store.tables.deliveries import Outcome
from ordertower_desktop.hub.store.tables.deliveries import State as Told


def move_on(conn: Connection, outcomes: Iterable[Outcome], *, now: datetime, floor: Floor) -> int:
    """Say of the steps that failed for everybody they spoke to that they reached nobody; returns how many."""
    failed = [one for one in outcomes if one.state is Told.FAILED and _alone(conn, one)]
    for one in [one for one in failed if of_no_order(one.held.case)]:
        missed(conn, one, now=now, floor=floor)
    failed = [one for one in failed if not of_no_order(one.held.case)]
    if not failed:
        return 0
    ids = list(dict.fromkeys(one.held.order for one in failed))
    known, had, turns, judged = orders.load(conn, ids), cases.latest(conn, ids), Turns(floor), []
    for key in ids:
        before = after = State(known[key], had.get(key))
        for one in failed:
            if one.held.order == key and after.case is not None and after.case.id == one.held.case:
                case = watch.missed(after.case, one.held.cycle, one.held.number, now=now, why=f"{one.held.step}（{one.why}）")
                after = replace(after, case=case)
        if after != before:
            after, effects = pass_time(after, now, floor=turns.floor)
            turns.note(effects)
            judged.append(Judged(before, after, effects))
    settle(conn, judged, now=now, floor=turns.floor, around=surroundings(conn, turns.floor, now))
    return len(judged)


def _alone(conn: Connection, outcome: Outcome) -> bool:
    """True unless the same step went, or may still go, to somebody else."""
    held = outcome.held
    same = (one for one in deliveries.of_case(conn, held.case) if (one.cycle, one.number) == (held.cycle, held.number))
    return all(one.id == held.id or one.state is Told.FAILED for one in same)
