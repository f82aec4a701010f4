"""Judges the floor's rates: counts anew what was edited, looks at the days that are over, and moves alarms on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging import crowding
from ordertower_desktop.hub.store.judging.alarms.acts import settle
from ordertower_desktop.hub.store.judging.alarms.look import Looked, Seen, look, see
from ordertower_desktop.hub.store.judging.passing import Turns
from ordertower_desktop.hub.store.judging.rating import Rated, count_on, live, today
from ordertower_desktop.hub.store.tables import alarms, people, rates
from ordertower_desktop.hub.store.tower import Tower

TIDY_EVERY = timedelta(minutes=10)
LOOK_EVERY = timedelta(seconds=15)
"""The days that decide are over; only late news of them, and a midnight, can change what they say."""
PAGE = 200
"""Orders that are counted anew in one transaction: nobody who wants to write waits long for it."""


class Rates:
    """Keeps what the last look found, so that a chain can move on between two looks."""

    def __init__(self) -> None:
        self._seen: list[Seen] = []
        self._left: frozenset[str] = frozenset()
        self._looked: datetime | None = None
        self._day: date | None = None
        self._floor: Floor | None = None
        self._tidied: datetime | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """One round; returns how many orders were counted and alarms moved."""
        self._tidy(tower, now)
        done = self._count(tower, now)
        with tower.db.read() as conn:
            floor = tower.floors.current(conn)
            self._see(conn, now, floor)
            if not list(look(conn, self._seen, self._left, now=now, floor=floor)):
                return done
        with tower.db.write() as conn:
            floor = tower.floors.current(conn)
            moved = list(_in_turn(conn, self._seen, self._left, now=now, floor=floor))
        return done + len(moved)

    def _count(self, tower: Tower, now: datetime) -> int:
        """Bring what is kept of every rule to what the rule counts now; a page of orders a round."""
        with tower.db.read() as conn:
            floor, known = tower.floors.current(conn), rates.counted(conn)
        wanted = {one.rule.id: one for one in live(floor)}
        gone = known.keys() - wanted.keys()
        fresh = [one for one in wanted.values() if known.get(one.rule.id, ("", "", False))[0] != one.spec]
        going = [one for one in wanted.values() if one in fresh or not known[one.rule.id][2]]
        self._left = frozenset(one.rule.id for one in going)
        if not gone and not going:
            return 0
        with tower.db.write() as conn:
            for rule in gone:
                rates.drop(conn, rule)
            for one in fresh:
                rates.begin(conn, one.rule.id, one.spec)
        return sum(self._page(tower, one, "" if one in fresh else known[one.rule.id][1], now) for one in going)

    def _page(self, tower: Tower, one: Rated, after: str, now: datetime) -> int:
        with tower.db.write() as conn:
            number, _, done = count_on(conn, one, after, now=now, floor=tower.floors.current(conn), limit=PAGE)
        if done:
            self._left -= {one.rule.id}
            self._looked = None
        return number + 1

    def _tidy(self, tower: Tower, now: datetime) -> None:
        """Alarms closed long enough leave the desks; days that nobody can look at leave the counts."""
        if self._tidied is not None and now - self._tidied < TIDY_EVERY:
            return
        before, kept = self._tidied or now - timedelta(days=2), tower.settings.kept_closed
        with tower.db.write() as conn:
            gone = alarms.closed_before(conn, now - kept, after=before - kept)
            put(conn, [Document("alarm", key, gone=True) for key in gone])
            floor = tower.floors.current(conn)
            crowding.tidy(conn, now=now, floor=floor)
            for one in live(floor):
                rates.forget_before(conn, one.rule.id, one.first_day(now, floor))
        self._tidied = now

    def _see(self, conn: Connection, now: datetime, floor: Floor) -> None:
        same = self._floor is not None and self._floor.bench is floor.bench and self._day == today(now, floor)
        if same and self._looked is not None and now - self._looked < LOOK_EVERY:
            return
        self._looked, self._day, self._floor = now, today(now, floor), floor
        self._seen = [see(conn, one, now=now, floor=floor) for one in live(floor) if one.rule.id not in self._left]


def _in_turn(conn: Connection, seen: Sequence[Seen], left: frozenset[str], *, now: datetime, floor: Floor) -> list[Looked]:
    """Look again in the transaction that stores it; turns are taken one after the other."""
    turns = Turns(floor)
    found = []
    for one in look(conn, seen, left, now=now, floor=turns.floor):
        turns.note(one.effects)
        found.append(one)
    settle(conn, found, now=now, floor=turns.floor)
    people.took_turns(conn, {person: number for person, number in turns.floor.turns.items() if number != floor.turns.get(person)})
    return found
