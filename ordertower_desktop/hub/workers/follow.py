"""Follows the parcels of open orders: one question after the other, within what a day may cost."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import msgspec

from ordertower_desktop.domain.breaker import CARRIER_REST
from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.follower import Follower, Found, Sought
from ordertower_desktop.hub.store.judging.tracking import learn, tell, well
from ordertower_desktop.hub.store.tables import followed, orders, sources
from ordertower_desktop.hub.store.tables.followed import Followed
from ordertower_desktop.hub.store.tables.sources import Request, Source
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.health import ill

PACE = timedelta(seconds=1)
"""Between two questions."""
LOOK = timedelta(minutes=1)
"""How often it is told that there was nothing to ask for."""
A_ROUND = 500


class Spent(msgspec.Struct, frozen=True):
    """A source's cursor: how many queries a day has cost so far."""

    day: date
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is asked, what stands in the books about it, and which parcel has its turn."""

    source: Source
    spent: Spent
    parcel: Followed | None


class Following:
    """Asks one place. Which parcels there are it looks up once in a while only: that is a question over all orders."""

    def __init__(self, key: str, follower: Follower) -> None:
        self._key, self._follower = key, follower
        self._looked: datetime | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """Ask for the one parcel that has waited longest; returns 1 when that was done."""
        with tower.db.read() as conn:
            source, asked = sources.one(conn, self._key), sources.asked(conn, self._key)
        if source is None or _rests(source, now):
            return 0
        if asked or self._looked is None or now - self._looked >= LOOK:
            source, self._looked = _look(tower, now, source, asked), now
        for _ in range(A_ROUND):
            if (done := self._one(tower, source, now)) is not None:
                return done
        return 1

    def _one(self, tower: Tower, source: Source, now: datetime) -> int | None:
        """None where nobody had to be asked: another carrier's number holds up none of theirs."""
        with tower.db.read() as conn:
            turn = Turn(source, _today(source, now), followed.due(conn, self._key, now))
        if turn.parcel is None:
            return _nothing_to_ask(tower, now, turn)
        if self._follower.quota and turn.spent.queries >= self._follower.quota and not _free(turn.parcel, self._follower):
            return _spent(tower, now, turn, self._follower.quota)
        return _ask(tower, turn, turn.parcel, self._follower)


def _rests(source: Source, now: datetime) -> bool:
    """Not faster than they want to be asked, and slower while they do not answer."""
    return source.tried_at is not None and now - source.tried_at < (CARRIER_REST if source.reason_code else PACE)


def _free(parcel: Followed, follower: Follower) -> bool:
    """A subscription costs no query."""
    return follower.called_back and not parcel.subscribed


def _look(tower: Tower, now: datetime, source: Source, asked: list[Request]) -> Source:
    """Take up what has been shipped and let go of what is over; somebody who asked has his parcels' turn come now.

    What such a source shows as its orders is how many it looks after.
    """
    with tower.db.write() as conn:
        followed.let_go(conn, source.id)
        followed.take_up(conn, source.id, now, limit=A_ROUND)
        for parcel in followed.of_orders(conn, source.id, [request.order for request in asked if request.order]):
            rested = parcel.asked_at is None or now - parcel.asked_at >= source.interval
            followed.put(conn, replace(parcel, next_at=now) if rested else parcel)
        sources.answered(conn, [request.id for request in asked])
        seen = replace(source, orders=followed.count(conn, source.id))
        if seen != source:
            tell(conn, seen, now=now)
    return seen


def _today(source: Source, now: datetime) -> Spent:
    day = now.astimezone(SHANGHAI).date()
    known = msgspec.json.decode(source.cursor, type=Spent) if source.cursor else Spent(day)
    return known if known.day == day else Spent(day)


def _nothing_to_ask(tower: Tower, now: datetime, turn: Turn) -> int:
    """All that is open has been asked for: as far as this source goes, everything is known."""
    if turn.source.seen_at is None or turn.source.reason or now - turn.source.seen_at >= LOOK:
        with tower.db.write() as conn:
            well(conn, turn.source, now=now)
    return 0


def _spent(tower: Tower, now: datetime, turn: Turn, quota: int) -> int:
    """It grows old from here on, and says why."""
    note = f"今天的 {quota} 次查询已用完，0 点后继续"
    if turn.source.reason != note:
        with tower.db.write() as conn:
            tell(conn, replace(turn.source, tried_at=now, reason=note), now=now)
    return 0


def _ask(tower: Tower, turn: Turn, parcel: Followed, follower: Follower) -> int | None:
    with tower.db.read() as conn:
        sought = _sought(parcel, orders.load(conn, [parcel.order])[parcel.order].text("carrier"), orders.phone(conn, parcel.order))
    try:
        with tower.calls.by(turn.source.id, Work.FOLLOW, now=tower.now(), order=parcel.order):
            found = follower.follow(sought, now=tower.now())
    except (SourceRefused, Unreachable) as error:
        ill(tower, turn.source, error)
        return 0
    _store(tower, turn, parcel, found)
    return None if _passed_over(found) else 1


def _passed_over(found: Found) -> bool:
    return found.track is None and not (found.queries or found.gaps or found.subscribed)


def _sought(parcel: Followed, carrier: str, phone: str) -> Sought:
    return Sought(parcel.waybill, carrier, phone, parcel.code, parcel.subscribed)


def _store(tower: Tower, turn: Turn, parcel: Followed, found: Found) -> None:
    """What was told, when to ask again, and what it cost, in one transaction."""
    now = tower.now()
    asked = replace(parcel, asked_at=now, next_at=now + found.wait, subscribed=found.subscribed)
    spent = msgspec.structs.replace(turn.spent, queries=turn.spent.queries + found.queries)
    with tower.db.write() as conn:
        if found.track is None:
            followed.put(conn, asked)
            if _passed_over(found):
                return
        else:
            learn(conn, found.track, asked, now=now, floor=tower.floors.current(conn))
        gaps = (*found.gaps, *(found.track.gaps if found.track else ()))
        skew = turn.source.skew_s if found.skew_s is None else found.skew_s
        news = now if found.track is not None else turn.source.news_at
        well(conn, replace(turn.source, cursor=msgspec.json.encode(spent), skew_s=skew, news_at=news), now=now, gaps=gaps)
