"""The undo of an import: what only that file said is taken out again, and its orders are judged as they were without it."""

from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.crowding import note, shares
from ordertower_desktop.hub.store.judging.falling_due import judge_again
from ordertower_desktop.hub.store.judging.rating import recount
from ordertower_desktop.hub.store.judging.telling import call_off
from ordertower_desktop.hub.store.tables import bursts, cases, imports, measures, orders

KINDS = ("event", "reading")


def take_back(conn: Connection, batch: str, *, now: datetime, floor: Floor, limit: int) -> int:
    """Take out up to `limit` things that the batch brought; 0 when nothing is left of it."""
    touched: set[str] = set()
    done = 0
    for kind in KINDS:
        keys = imports.touched_by(conn, batch, kind, limit=limit - done)
        orders.take_out(conn, kind, keys)
        imports.untouch(conn, batch, kind, keys)
        touched |= {order for order, _ in keys}
        done += len(keys)
    left = orders.load(conn, touched)
    gone = sorted(touched - left.keys())
    bursts.forget(conn, sorted(touched))
    ended = cases.forget(conn, gone)
    put(conn, call_off(conn, ended, now=now))
    put(conn, [Document("case", case, gone=True) for case in ended])
    orders.forget(conn, gone)
    measures.touch(conn, sorted(touched))
    judge_again(conn, sorted(left), now, floor=floor)
    recount(conn, sorted(touched), now=now, floor=floor)
    note(conn, shares(left.values(), now=now, floor=floor), now=now, floor=floor)
    return done
