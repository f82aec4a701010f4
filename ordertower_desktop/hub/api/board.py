"""/v1/board: the floor in numbers, now or as it was known at a moment."""

from datetime import datetime

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api import housing, veil
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.api.masking import masked
from ordertower_desktop.hub.store.tables import boards
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.codec import decode


def board(call: Call) -> Answer:
    """The newest board, or the one that was the newest at `at`: byte for byte what was answered then."""
    at = call.moment("at")
    if call.actor.warehouses:
        return _housed(call, at)
    with call.tower.db.read() as conn:
        found = boards.known_at(conn, at or call.now)
        seen = veil.eyes_of(call, conn)
    if found is None:
        raise Refused(404, "那个时刻还没有看板记录" if at else "看板还在准备，请几秒后再试", kind="not_found")
    if call.actor.role is Role.DISPLAY:
        return as_json(masked(decode(found, Board)))
    return as_json(veil.board(decode(found, Board), seen)) if seen else Answer(found)


def _housed(call: Call, at: datetime | None) -> Answer:
    """That of the caller's warehouses, reckoned now: boards of the past were of the whole floor."""
    if at is not None:
        raise Refused(403, "过去的看板是全部仓的，你只能看自己仓现在的看板", kind="warehouse")
    with call.tower.db.read() as conn:
        seen = veil.eyes_of(call, conn)
    return as_json(veil.board(housing.board(call), seen))
