"""上报路径: when the level rises, everybody on its path who is here is told on their desk at once, and a chain goes on from there (S73)."""

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.domain import reporting
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.levelling import Turned
from ordertower_desktop.domain.pack import Rung, of_level
from ordertower_desktop.domain.people import Person, on_duty
from ordertower_desktop.domain.post import names
from ordertower_desktop.domain.reporting import Report
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.judging import levelreports
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import notices
from ordertower_desktop.wire.rows import NoticeRow, Receipt

KIND = reporting.KIND


def tell(conn: Connection, turns: Iterable[Turned], *, floor: Floor) -> None:
    """Tell of each rise. A level that falls or is confirmed is nobody's alarm; what was told of another one is taken back."""
    for turn in turns:
        if turn.after != turn.before:
            old = [replace(one, withdrawn_at=turn.at) for one in notices.live_of(conn, [""]) if one.kind == KIND]
            put(conn, notices.put(conn, old))
            levelreports.over(conn, turn.at)
        if turn.after > turn.before:
            made = [reporting.begun(turn, rung, floor=floor) for rung in _rungs(turn, floor)]
            put(conn, notices.put(conn, list(_told(made, floor))))
            levelreports.keep(conn, [reporting.advanced(one, now=turn.at, floor=floor) for one in made], now=turn.at)


def _rungs(turn: Turned, floor: Floor) -> Collection[Rung]:
    """The path of the level; a post that stands on it twice is told once, by its shortest time."""
    longest_first = sorted(of_level(floor.packs, turn.after).path, key=lambda rung: rung.within, reverse=True)
    return {rung.post: rung for rung in longest_first}.values()


def _told(made: Iterable[Report], floor: Floor) -> Iterator[NoticeRow]:
    for one in made:
        for person in on_duty(floor.people, one.rung.post):
            yield _row(one, person, floor)


def _row(one: Report, person: Person, floor: Floor) -> NoticeRow:
    told = levelreports.told(one, floor)
    return NoticeRow(
        id=f"level/{micros(one.at)}/{one.level}/{person.id}",
        person=person.id,
        case=told.case,
        order="",
        kind=KIND,
        severity=told.severity,
        title=told.title,
        body=told.cause_detail,
        at=one.at,
        cause=KIND,
        cause_name=told.cause_name,
        due_at=one.due_at,
        path=[told.title.removesuffix("响应"), f"上报路径 {names(floor.posts).get(one.rung.post, one.rung.post)}"],
        receipts=[Receipt("in_app", person.id, person.name, "delivered", one.at)],
    )
