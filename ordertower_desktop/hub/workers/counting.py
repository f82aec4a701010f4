"""清点: holds what a source lists by when it was placed against what is known here, and reads again what differs (S1, S2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ordertower_desktop.domain.census import Count, Run, Scope, doubtful, due, rested, told, went_on
from ordertower_desktop.hub.connectors.connector import Connector, Counted, Listed, Page, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.onebyone import Asked, one_by_one
from ordertower_desktop.hub.store.judging import counting, tracking
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.hub.workers.taking import take

STRETCHES, READS = 15, 50
"""How much of a counting is done between two readings of the source, so that neither waits long for the other."""


@dataclass(frozen=True, slots=True)
class Odd:
    """Orders of a stretch that have to be read again, and what this source had told of them before."""

    orders: Sequence[str]
    held: Mapping[str, datetime]
    known: int


def count(tower: Tower, source: Source, connector: Connector) -> Source:
    """A little of the counting that is due. What goes wrong with it is said of the counting; the source stays as well as it is."""
    if not isinstance(connector, Counted):
        return source
    for _ in range(STRETCHES):
        now = tower.now()
        run = due(source.census, connector.scopes, interval=source.interval, now=now)
        if run is None:
            break
        try:
            listed = connector.listed(run.scope, run.reached, until=run.until, now=now)
        except (SourceRefused, Unreachable) as error:
            return _stopped(tower, source, run, str(error))
        source = _stretch(tower, source, connector, run, listed)
        if source.census.going is not None and source.census.going.after:
            break
    return source


def _stretch(tower: Tower, source: Source, connector: Connector, run: Run, listed: Listed) -> Source:
    """Every order that the list makes doubtful is read again, as many as one round may ask for."""
    odd = _odd(tower, source, run, listed)
    now = tower.now()
    asked = one_by_one(odd.orders[:READS], lambda order: connector.read(order, now=now))
    looked = len(asked.answers) + len(asked.unread)
    left = looked < len(odd.orders)
    page, found = _said(asked, odd, run)
    if not run.after:
        found += Count(there=len(listed.orders), here=odd.known)
    after = (odd.orders[looked - 1] if looked else run.after) if left else ""
    went = replace(run, after=after, reached=run.reached if left else listed.until, count=run.count + found)
    census = went_on(source.census, went, now)
    if why := str(asked.ill or asked.mute):
        census = rested(census, why, now)
    return take(tower, replace(source, census=census), page, keep=source.cursor)


def _odd(tower: Tower, source: Source, run: Run, listed: Listed) -> Odd:
    with tower.db.read() as conn:
        held = counting.held(conn, source.id, list(listed.orders))
        known, waiting = len(held), list[str]()
        if run.scope is Scope.OPEN:
            waiting = counting.waiting(conn, source.id, run.reached, listed.until, listed=listed.orders)
            held |= counting.held(conn, source.id, waiting)
    return Odd([order for order in doubtful(listed.orders, held, waiting, run.until) if order > run.after], held, known)


def _said(asked: Asked[str, Page], odd: Odd, run: Run) -> tuple[Page, Count]:
    """What was read, as one page, and what it shows. An order that is listed but not to be had is no reading of it."""
    found, whole = Count(unread=len(asked.unread)), list[Page]()
    for order, page in asked.answers.items():
        told_of = next((one for one in page.snapshots if one.order_id == order), None)
        if told_of is None or (told_of.absent and order not in odd.held):
            found += Count(unread=1)
            continue
        found += told(order, told_of.at, odd.held, run.until)
        whole.append(page)
    return Page(
        b"",
        tuple(one for page in whole for one in page.snapshots),
        tuple(one for page in whole for one in page.events),
        skew_s=whole[-1].skew_s if whole else None,
        gaps=tuple(gap for page in whole for gap in page.gaps),
    ), found


def _stopped(tower: Tower, source: Source, run: Run, why: str) -> Source:
    now = tower.now()
    source = replace(source, census=rested(replace(source.census, going=run), why, now))
    with tower.db.write() as conn:
        tracking.tell(conn, source, now=now)
    return source
