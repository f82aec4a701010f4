"""Looks at orders before their audit, a batch a round, until nobody is left who has not been looked at."""

from datetime import datetime

from ordertower_desktop.domain.preaudit import State
from ordertower_desktop.hub.store.judging.preaudits import AGAIN, go_round
from ordertower_desktop.hub.store.tables import audits, versions
from ordertower_desktop.hub.store.tower import Tower


def tick(tower: Tower, now: datetime) -> int:
    """One round; nothing is written where nothing is due."""
    with tower.db.read() as conn:
        rule, version = tower.floors.current(conn).pre_audit, versions.numbers(conn).get("preaudit", 0)
        silent = rule.state is State.DRAFT and rule.address is State.DRAFT
        due = [] if silent else audits.undecided(conn, now - AGAIN, version=version, limit=1)
        if not due and not audits.left(conn, limit=1):
            return 0
    with tower.db.write() as conn:
        return go_round(conn, tower.floors.current(conn), tower.now())
