"""上报路径: when the level rises, everybody on its reporting path who is here is told on their desk, once a rise, with a receipt (S73)."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.domain.crisis import LEVEL_NAMES
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.levelling import Turned
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.pack import Rung, of_level
from ordertower_desktop.domain.people import POSTS, Person, on_duty
from ordertower_desktop.hub.store.feed.write import put
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables import notices
from ordertower_desktop.wire.rows import NoticeRow, Receipt

KIND = "level"


def tell(conn: Connection, turns: Iterable[Turned], *, floor: Floor) -> None:
    """Tell of each rise. A level that falls or is confirmed is nobody's alarm; what was told of another one is taken back."""
    for turn in turns:
        if turn.after != turn.before:
            old = [replace(one, withdrawn_at=turn.at) for one in notices.live_of(conn, [""]) if one.kind == KIND]
            put(conn, notices.put(conn, old))
        if turn.after > turn.before:
            put(conn, notices.put(conn, list(_told(turn, floor))))


def _told(turn: Turned, floor: Floor) -> Iterator[NoticeRow]:
    seen: set[str] = set()
    for rung in of_level(floor.packs, turn.after).path:
        for person in on_duty(floor.people, rung.post):
            if person.id not in seen:
                seen.add(person.id)
                yield _row(turn, rung, person)


def _row(turn: Turned, rung: Rung, person: Person) -> NoticeRow:
    name, due = LEVEL_NAMES[turn.after], turn.at + rung.within
    return NoticeRow(
        id=f"level/{micros(turn.at)}/{int(turn.after)}/{person.id}",
        person=person.id,
        case="",
        order="",
        kind=KIND,
        severity="critical",
        title=f"升{name}响应",
        body=f"{turn.why}。{POSTS[rung.post]}要在 {due.astimezone(SHANGHAI):%H:%M} 前知情" + (f"，{rung.how}" if rung.how else ""),
        at=turn.at,
        cause=KIND,
        cause_name="响应级别",
        due_at=due,
        path=[f"升{name}", f"上报路径 {POSTS[rung.post]}"],
        receipts=[Receipt("in_app", person.id, person.name, "delivered", turn.at)],
    )
