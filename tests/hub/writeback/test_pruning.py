"""Tries of what has arrived are let go of after a while; nothing that anybody reckons by changes with it (S90)."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from ordertower_desktop.domain.breaker import breaker
from ordertower_desktop.domain.writeback import Answer, Move, Next, Outcome
from ordertower_desktop.hub.store.tables import tries, writebacks
from ordertower_desktop.hub.store.tables.writebacks import State, WriteBack
from ordertower_desktop.hub.workers.watch import TRIES_KEPT
from tests.hub.writeback.shopfloor import ShopFloor

DAY = timedelta(days=1)


def told(conn: Connection, shop: str, number: int, state: State, at: datetime, *answers: Answer) -> str:
    """A write-back that came to this by these tries, one a second."""
    one = WriteBack(shop, f"order-{number}", f"YT{number}", "圆通", at, at, at, state)
    writebacks.queue(conn, [writebacks.row(one)])
    for place, answer in enumerate(answers):
        then = at + timedelta(seconds=place)
        tries.end(conn, tries.begin(conn, one.id, shop, Next(then, Move.SEND), then), answer, then)
    return one.id


def left(conn: Connection) -> int:
    return int(conn.execute(select(func.count()).select_from(tries.tries)).scalar() or 0)


GOOD, NO, ILL = Answer(Outcome.DONE), Answer(Outcome.REFUSED, "no"), Answer(Outcome.REFUSED, "down", ill=True)


def test_old_tries_of_what_arrived_go_and_those_of_all_else_stay(floor: ShopFloor) -> None:
    now = floor.hub.now
    with floor.hub.tower.db.write() as conn:
        gone = told(conn, "a", 1, State.DONE, now - 31 * DAY, NO, GOOD)
        fresh = told(conn, "a", 2, State.DONE, now - 29 * DAY, NO, GOOD)
        held = told(conn, "a", 3, State.GIVEN_UP, now - 90 * DAY, NO, NO, NO)
        again = told(conn, "a", 4, State.CANCELLED, now - 90 * DAY, Answer(Outcome.UNKNOWN, "?"))
        for number in range(5, 10):
            told(conn, "a", number, State.DONE, now - DAY, GOOD)
    floor.hub.advance(minutes=2)
    with floor.hub.tower.db.read() as conn:
        assert [len(tries.log(conn, key)) for key in (gone, fresh, held, again)] == [0, 2, 3, 1]


def test_it_goes_on_where_it_stopped(floor: ShopFloor) -> None:
    now = floor.hub.now
    with floor.hub.tower.db.write() as conn:
        for number in range(30):
            told(conn, "a", number, State.DONE, now - 40 * DAY, GOOD)
        assert [tries.forget(conn, now - TRIES_KEPT, limit=10) for _ in range(4)] == [10, 10, 5, 0]
        assert left(conn) == 5


@pytest.mark.parametrize("seed", range(6))
def test_law_whatever_is_forgotten_the_breaker_and_the_queues_say_the_same(floor: ShopFloor, seed: int) -> None:
    chance, now, shops = random.Random(seed), floor.hub.now, ("a", "b", "c")
    with floor.hub.tower.db.write() as conn:
        for number in range(120):
            answers = [chance.choice((GOOD, NO, ILL, ILL, ILL)) for _ in range(chance.randint(1, 3))]
            state = chance.choice((State.DONE, State.DONE, State.DONE, State.PERSON, State.PENDING))
            told(conn, chance.choice(shops), number, state, now - timedelta(days=120 - number), *answers)

        def said() -> object:
            reckoned = [(tries.ill_since(conn, one), tries.calls(conn, one), tries.count_since(conn, one, now - DAY)) for one in shops]
            return reckoned, [breaker(tries.calls(conn, one), now) for one in shops], tries.queues(conn)

        before, count = said(), left(conn)
        assert tries.forget(conn, now - TRIES_KEPT) > 20
        assert said() == before
        assert left(conn) < count
        assert tries.forget(conn, now) >= 0
        assert said() == before
