"""/v1/board: the floor in numbers, now or as it was known at a moment."""

import msgspec
from sqlalchemy import Connection, select

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.masking import masked
from ordertower_desktop.hub.store.feed.tables import documents
from ordertower_desktop.hub.store.tables import boards
from ordertower_desktop.wire.board import Board


def board(call: Call) -> Answer:
    """The newest board, or the one stored for the minute of `at`."""
    at = call.moment("at")
    with call.tower.db.read() as conn:
        found = boards.known_at(conn, at) if at else _newest(conn)
    if found is None:
        raise Refused(404, "那个时刻还没有看板记录" if at else "看板还在准备，请几秒后再试", kind="not_found")
    return as_json(masked(found) if call.actor.role is Role.DISPLAY else found)


def _newest(conn: Connection) -> Board | None:
    body = conn.execute(select(documents.c.body).where(documents.c.topic == "board", documents.c.key == "board")).scalar()
    return msgspec.json.decode(body, type=Board) if body else None
