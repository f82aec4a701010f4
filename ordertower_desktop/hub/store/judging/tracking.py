"""What carriers tell becomes news of the orders in the parcel, and of the source that told it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.track import Track, arrivals
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.hub.store.judging.rows import source_row
from ordertower_desktop.hub.store.tables import followed, orders, sources
from ordertower_desktop.hub.store.tables.followed import Followed
from ordertower_desktop.hub.store.tables.sources import Source

MOST_GAPS = 200


def learn(conn: Connection, track: Track, parcel: Followed, *, now: datetime, floor: Floor) -> int:
    """Take in what is told of a parcel that is followed; returns how many orders are in it."""
    inside = [one.order for one in followed.of_parcel(conn, parcel.source, parcel.waybill)]
    known = orders.load(conn, inside)
    told = [one for order in known.values() for one in arrivals(track, order, source=parcel.source, now=now)]
    if told:
        take_in(conn, told, now=now, floor=floor)
    followed.put(conn, replace(parcel, next_at=None) if track.over else parcel)
    return len(known)


def well(conn: Connection, source: Source, *, now: datetime, gaps: Iterable[str] = (), note: str = "") -> Source:
    """The source has answered; `note` is what it cannot do for the moment all the same."""
    made = replace(
        source, tried_at=now, seen_at=now, refused_since=None, reason_code="", reason=note,
        gaps=tuple(dict.fromkeys((*source.gaps, *gaps)))[:MOST_GAPS],
    )  # fmt: skip
    tell(conn, made, now=now)
    return made


def tell(conn: Connection, source: Source, *, now: datetime) -> None:
    """Store it, and let desks know."""
    sources.put(conn, [source])
    put(conn, [Document("source", source.id, source_row(source, now))])
