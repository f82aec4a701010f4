"""库存: asks the sources what they have, and keeps what orders hold of it; every night it counts how much of that is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.hub.connectors.connector import Connector, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.stocked import Stocked
from ordertower_desktop.hub.store.judging.holding import KEPT, follow, leaks, let_go, try_again
from ordertower_desktop.hub.store.judging.overselling import accuracy, compare, tell
from ordertower_desktop.hub.store.tables import holdings, orders, stock
from ordertower_desktop.hub.store.tower import Tower

BATCH, MOST_BATCHES = 200, 10
LEAKS_EVERY = timedelta(hours=1)
COUNT_AT = 2
"""The night's count is of this hour, in Shanghai."""


def ask(tower: Tower, now: datetime, connectors: Mapping[str, Connector]) -> int:
    """Ask every source that is due; returns how many told. What cannot be had is named, and what was told before stays with its time."""
    done = 0
    for key, connector in connectors.items():
        if not isinstance(connector, Stocked) or (every := connector.stock_every) is None:
            continue
        with tower.db.read() as conn:
            tried = stock.tried(conn, key)
        if tried is not None and now - tried < every:
            continue
        done += _ask(tower, key, connector)
    return done


def _ask(tower: Tower, key: str, connector: Stocked) -> int:
    try:
        told = connector.stock(now=tower.now())
    except (SourceRefused, Unreachable) as error:
        with tower.db.write() as conn:
            stock.note_asked(conn, key, now=tower.now(), trouble=str(error))
        return 0
    now = tower.now()
    with tower.db.write() as conn:
        before = {one.sku for one in stock.everything(conn) if one.source == key}
        if stock.put(conn, key, told):
            holdings.note_all_open(conn)
        stock.note_asked(conn, key, now=now)
        skus = before | {one.sku for one in told}
        try_again(conn, skus)
        compare(conn, skus, now=now, floor=tower.floors.current(conn))
    return 1


@dataclass(slots=True)
class Keeping:
    """Knows when it has looked for leaks last, and which night it has counted."""

    looked: datetime | None = None
    after: str = ""
    counted: date | None = None

    def tick(self, tower: Tower, now: datetime) -> int:
        """Some batches; an idle round is one look at two indexes."""
        done = 0
        for _ in range(MOST_BATCHES):
            with tower.db.read() as conn:
                busy, told = holdings.anything(conn, now), stock.any_told(conn)
            if not busy:
                break
            done += hold(tower, now)
        if told and not done:
            done += self._look(tower, now)
            self._count(tower, now)
        return done

    def _look(self, tower: Tower, now: datetime) -> int:
        """A part of all lines, once an hour."""
        if not self.after and self.looked is not None and now - self.looked < LEAKS_EVERY:
            return 0
        with tower.db.read() as conn:
            if not holdings.standing(conn, self.after, limit=1):
                self.looked, self.after = now, ""
                return 0
        with tower.db.write() as conn:
            self.after, freed = leaks(conn, self.after, now, limit=BATCH)
            try_again(conn, freed)
        self.looked = now
        return len(freed)

    def _count(self, tower: Tower, now: datetime) -> None:
        here = now.astimezone(SHANGHAI)
        if here.hour < COUNT_AT or self.counted == here.date():
            return
        with tower.db.read() as conn:
            lines, right = (0, 0) if stock.counted_on(conn, here.date()) else accuracy(conn, now)
        if lines:
            with tower.db.write() as conn:
                stock.count_night(conn, here.date(), lines=lines, right=right)
                holdings.forget(conn, now - KEPT)
        self.counted = here.date()


def hold(tower: Tower, now: datetime) -> int:
    """Orders that moved and those whose time to be paid is over: hold, give back, use; then whoever lacked what came free."""
    with tower.db.read() as conn:
        part, over = holdings.waiting(conn, limit=BATCH), holdings.due(conn, now, limit=BATCH)
        read = orders.load(conn, list(dict.fromkeys([*(order for order, _ in part), *over])))
    with tower.db.write() as conn:
        now_good = holdings.unmoved(conn, part) | set(holdings.due(conn, now, limit=BATCH))
        known = {key: order for key, order in read.items() if key in now_good}
        freed = follow(conn, known, now) + let_go(conn, [order for order in over if order not in read], now)
        holdings.settle(conn, part)
        try_again(conn, freed)
        tell(conn, known, now=now, floor=tower.floors.current(conn))
    return len(part) + len(over)
