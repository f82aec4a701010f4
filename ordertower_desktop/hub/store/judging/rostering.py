"""The roster at work: at the edge of a shift people come and go by it; in between, what they say of themselves holds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.callings import crew
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.people import Person, Presence, here
from ordertower_desktop.domain.post import names
from ordertower_desktop.domain.roster import Roster, at_work
from ordertower_desktop.domain.roster_words import changed
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging import books, postbook
from ordertower_desktop.hub.store.judging.rows import person_row
from ordertower_desktop.hub.store.tables import audit, cases, duties, orders, people, versions
from ordertower_desktop.hub.store.tables.duties import Duty
from ordertower_desktop.hub.store.tables.versions import Version


def turned(conn: Connection, floor: Floor, now: datetime) -> dict[str, Duty | None]:
    """Person -> what the roster says of them now, where that is news; None where it says nothing of them any more."""
    said, wanted = duties.every(conn), _wanted(floor, now)
    fresh: dict[str, Duty | None] = {key: one for key, one in wanted.items() if said.get(key) != one}
    return fresh | dict.fromkeys(said.keys() - wanted.keys())


def apply(conn: Connection, floor: Floor, now: datetime) -> int:
    """Let people come and go; returns of how many that is news. Who comes is given what waits in the queue of the post."""
    news, said = turned(conn, floor, now), duties.every(conn)
    known = {person.id: person for person in floor.people}
    duties.put(conn, [one for one in news.values() if one is not None])
    duties.forget(conn, [key for key, one in news.items() if one is None])
    came = False
    for key, one in news.items():
        before = known.get(key)
        if before is None:
            continue
        person = _as_said(before, said.get(key), one)
        people.put(conn, [person])
        put(conn, [Document("person", key, person_row(person, floor.posts))])
        came |= here(person) and (not here(before) or person.duty != before.duty)
        if one is not None:
            audit.append(conn, audit.Record(now, "", "roster", key, _words(one, floor)))
    if came:
        orders.wake(conn, cases.ownerless(conn), now)
    return len(news)


def _wanted(floor: Floor, now: datetime) -> dict[str, Duty]:
    turns = at_work(floor.roster, now, floor.calendars)
    there = {key: Duty(key, on=True, post=turn.post, backup=turn.backup) for key, turn in turns.items()}
    return {key: Duty(key, on=False) for key in floor.roster.people} | there


def _as_said(person: Person, before: Duty | None, now: Duty | None) -> Person:
    """Presence turns with the shift alone: a break that somebody takes is not ended by a change of their post."""
    if now is None:
        return replace(person, duty="", stand_in="")
    made = replace(person, duty=now.post, stand_in=now.backup)
    if before is not None and before.on == now.on:
        return made
    return replace(made, presence=Presence.ON if now.on else Presence.OFF)


def _words(one: Duty, floor: Floor) -> str:
    return f"排班上岗：{floor.post_names.get(one.post, one.post)}" if one.on else "排班下岗"


@dataclass(frozen=True, slots=True)
class Changed:
    """A version of the roster and what it changed, in words."""

    version: Version
    says: list[str]


def history(conn: Connection, *, limit: int) -> Iterator[Changed]:
    """Every version that changed it, newest first."""
    called = crew(people.everyone(conn), names(postbook.in_force(conn)[1]))
    found = versions.history(conn, "roster", limit=limit + 1)
    for newer, older in zip(found, [*found[1:], None], strict=True):
        if older is None and len(found) > limit:
            return
        was = books.roster_of(older.body.decode()) if older else Roster()
        if says := changed(was, books.roster_of(newer.body.decode()), called):
            yield Changed(newer, says)
