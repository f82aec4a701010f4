"""The one alarm that a dead source raises (R23): IT is told, then the supervisors; when it speaks again, what it held up is judged."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.addressee import addressed
from ordertower_desktop.domain.cause import SourceState
from ordertower_desktop.domain.escalation import Channel, To
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.hold import dead
from ordertower_desktop.domain.kind import kind_name
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.people import Person
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import cases, notices, orders
from ordertower_desktop.wire.rows import NoticeRow, Receipt

KIND, OWNER, ABOUT = "source_silent", "it", "source/"
FURTHER = timedelta(minutes=15)
"""IT has had so long: the supervisors hear of it too."""


def watch(conn: Connection, *, floor: Floor, now: datetime) -> int:
    """Tell of sources that are dead, take back what was told of those that are not; returns how many spoke again."""
    silent = [source for source in floor.sources if dead(source, now)]
    told = {one.id: one for one in notices.about(conn, ABOUT)}
    fresh = [one for source in silent for one in _alarms(source, floor=floor, now=now) if one.id not in told]
    spells = tuple(_spell(source) for source in silent)
    over = [one for one in told.values() if one.withdrawn_at is None and not one.id.startswith(spells)]
    withdrawn = [msgspec.structs.replace(one, withdrawn_at=now) for one in over]
    put(conn, notices.put(conn, [*fresh, *withdrawn]))
    back = {one.id.rpartition("/")[0] for one in over}
    if back:
        orders.wake(conn, cases.open_orders(conn), now)
    return len(back)


def wanted(conn: Connection, *, floor: Floor, now: datetime) -> bool:
    """Whether there is anything to tell or to take back."""
    return any(dead(source, now) for source in floor.sources) or any(one.withdrawn_at is None for one in notices.about(conn, ABOUT))


def _spell(source: SourceState) -> str:
    """This silence of this source: the next one is told again."""
    return f"{ABOUT}{source.source}/{micros(source.last_ok_at) if source.last_ok_at else 0}/"


def _alarms(source: SourceState, *, floor: Floor, now: datetime) -> Iterator[NoticeRow]:
    found = list(addressed(To.POST, OWNER, owner="", post=OWNER, floor=floor).people)
    began = source.last_ok_at or now
    if now - began > 2 * source.interval + FURTHER:
        found += addressed(To.SUPERVISOR, "", owner="", post=OWNER, floor=floor).people
    yield from (_alarm(source, person, began, now) for person in _once(found))


def _once(people: Iterable[Person]) -> Iterable[Person]:
    return {one.id: one for one in people}.values()


def _alarm(source: SourceState, person: Person, began: datetime, now: datetime) -> NoticeRow:
    name = source.name or source.source
    why = f"，{source.reason or source.reason_code}" if source.words else ""
    held = "" if source.refused_since else "等它的单先不催，恢复后自动补判；"
    return NoticeRow(
        id=f"{_spell(source)}{person.id}",
        person=person.id,
        case="",
        order="",
        kind=KIND,
        severity="critical",
        title=f"{name[:12]} {kind_name(KIND)}",
        body=f"{began.astimezone(SHANGHAI):%H:%M} 起没有新数据{why}\n{held}请到数据源页处理",
        at=now,
        cause=f"{KIND}:{source.source}",
        cause_name=f"{name} {kind_name(KIND)}",
        path=["R23 来源停更", "责任人 IT/运维"],
        receipts=[Receipt(Channel.IN_APP, person.id, person.name, "delivered", now)],
    )
