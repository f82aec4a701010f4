"""Orders whose time has come although nothing arrived."""

from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.step import State
from ordertower_desktop.hub.store.judging.passing import Turns, judge_all
from ordertower_desktop.hub.store.judging.row import surroundings
from ordertower_desktop.hub.store.judging.settle import settle
from ordertower_desktop.hub.store.tables import cases, measures, orders


def judge_due(conn: Connection, now: datetime, *, floor: Floor, limit: int = 500) -> int:
    """Judge what is due by the index, at most `limit`; returns how many."""
    since = orders.first_due(conn)
    ids = orders.due(conn, now, limit=limit)
    if since is not None and floor.terms.turns_within(since, now):  # what a promotion makes of a promise no order shows by itself
        measures.touch(conn, ids)
    return judge_again(conn, ids, now, floor=floor)


def judge_again(conn: Connection, ids: list[str], now: datetime, *, floor: Floor) -> int:
    """Judge these orders as they stand (their time has come, or the rules changed)."""
    known = orders.load(conn, ids)
    had = cases.latest(conn, known)
    turns = Turns(floor)
    states = [State(order, had.get(key)) for key, order in known.items()]
    judged = judge_all(((state, state) for state in states), now, turns=turns)
    settle(conn, judged, now=now, floor=turns.floor, around=surroundings(conn, turns.floor, now))
    return len(judged)
