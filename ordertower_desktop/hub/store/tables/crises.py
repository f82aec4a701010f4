"""Responses, the log of what was done in them and to the level, the offers of money, and which orders had any."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, String, Table, Text, delete, insert, select, update

from ordertower_desktop.domain.clearing import Closed
from ordertower_desktop.domain.compensation import Offer, OfferState
from ordertower_desktop.domain.levelling import Standing, Turned
from ordertower_desktop.domain.response import Did, Mark, Response, marked
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode

crises = Table(
    "crises",
    metadata,
    Column("id", Key, primary_key=True),
    Column("opened_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("body", LargeBinary, nullable=False),
)
marks = Table(
    "crisis_marks",
    metadata,
    Column("id", Key, primary_key=True),
    Column("crisis", Key, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("did", String(16), nullable=False),
    Column("about", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("text", Text, nullable=False),
)
"""`crisis` is empty for lines about the level."""
Index("crisis_marks_of", marks.c.crisis, marks.c.at)
offers = Table(
    "crisis_offers",
    metadata,
    Column("id", Key, primary_key=True),
    Column("crisis", Key, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("crisis_offers_of", offers.c.crisis, offers.c.at)
paid = Table(
    "crisis_paid",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("offer", Key, primary_key=True),
)
"""Orders that were given something or wait for it, in any response; a refused offer leaves nothing here."""
Index("crisis_paid_offer", paid.c.offer)
cleared = Table(
    "crisis_cleared",
    metadata,
    Column("case_id", Key, primary_key=True),
    Column("crisis", Key, primary_key=True),
    Column("cause", String(32), nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""What left the pool while a response ran, and why it had been late: the feed forgets closed cases sooner than a plan ends."""
Index("crisis_cleared_of", cleared.c.crisis)
level = Table("crisis_level", metadata, Column("id", Integer, primary_key=True), Column("body", LargeBinary, nullable=False))
"""One row: how the level stands."""

_standing, _response, _offer = msgspec.json.Decoder(Standing), msgspec.json.Decoder(Response), msgspec.json.Decoder(Offer)
_A_QUERY = 500


def standing(conn: Connection) -> Standing:
    body = conn.execute(select(level.c.body).where(level.c.id == 1)).scalar()
    return _standing.decode(body) if body else Standing()


def keep_standing(conn: Connection, state: Standing, turns: Iterable[Turned], *, key: str = "") -> None:
    """Store the level with what happened to it; `key` is the act that did it."""
    put_rows(conn, level, [(1, encode(state))], renew=("body",))
    told = [
        (f"level/{key or micros(one.at)}/{one.turn}", "", micros(one.at), str(one.turn), str(int(one.after)), one.by, one.why)
        for one in turns
    ]
    put_rows(conn, marks, told)


def begin(conn: Connection, response: Response) -> None:
    body = encode(replace(response, marks=()))
    conn.execute(insert(crises).values(id=response.id, opened_at=micros(response.opened_at), ended_at=None, body=body))


def open_one(conn: Connection) -> Response | None:
    """The response that is under way."""
    body = conn.execute(select(crises.c.body).where(crises.c.ended_at.is_(None)).order_by(crises.c.opened_at).limit(1)).scalar()
    return _whole(conn, _response.decode(body)) if body else None


def one(conn: Connection, key: str) -> Response | None:
    body = conn.execute(select(crises.c.body).where(crises.c.id == key)).scalar()
    return _whole(conn, _response.decode(body)) if body else None


def add(conn: Connection, crisis: str, new: Sequence[Mark]) -> None:
    """Append to the log; a mark that is there stays as it is."""
    put_rows(conn, marks, [(one.id, crisis, micros(one.at), str(one.did), one.about, one.by, one.text) for one in new])
    over = next((one.at for one in new if one.did is Did.ENDED), None)
    if over is not None:
        conn.execute(update(crises).where(crises.c.id == crisis).values(ended_at=micros(over)))


def known(conn: Connection, act: str) -> bool:
    """Whether this act has been done already, whatever it was."""
    in_log = marks.c.id.in_([act, *(f"level/{act}/{turn}" for turn in ("confirmed", "held", "released"))])
    queries = (
        select(marks.c.id).where(in_log),
        select(offers.c.id).where(offers.c.id == act),
        select(crises.c.id).where(crises.c.id == act),
    )
    return any(conn.execute(query).first() is not None for query in queries)


def newest_lines(conn: Connection, crisis: str, *, limit: int) -> list[tuple[datetime, str, str, str, str]]:
    """(at, did, about, by, text), newest first, of the level and of one response."""
    query = select(marks).where(marks.c.crisis.in_(["", crisis])).order_by(marks.c.at.desc(), marks.c.id.desc()).limit(limit)
    return [(moment(row.at), row.did, row.about, row.by, row.text) for row in conn.execute(query)]


def offers_of(conn: Connection, crisis: str) -> list[Offer]:
    query = select(offers.c.body).where(offers.c.crisis == crisis).order_by(offers.c.at, offers.c.id)
    return [_offer.decode(body) for body in conn.execute(query).scalars()]


def offer(conn: Connection, key: str) -> Offer | None:
    body = conn.execute(select(offers.c.body).where(offers.c.id == key)).scalar()
    return _offer.decode(body) if body else None


def crisis_of(conn: Connection, offer_: str) -> str:
    """The response that an offer belongs to."""
    return str(conn.execute(select(offers.c.crisis).where(offers.c.id == offer_)).scalar() or "")


def put_offer(conn: Connection, crisis: str, made: Offer) -> None:
    """Store an offer as it stands; the orders of a refused one are free again."""
    put_rows(conn, offers, [(made.id, crisis, micros(made.at), str(made.state), encode(made))], renew=("state", "body"))
    conn.execute(delete(paid).where(paid.c.offer == made.id))
    if made.state is not OfferState.REFUSED:
        put_rows(conn, paid, [(order, made.id) for order in made.orders])


def had(conn: Connection, orders: Sequence[str]) -> set[str]:
    """Those of these orders that were given something before or wait for it."""
    found: set[str] = set()
    for start in range(0, len(orders), _A_QUERY):
        found |= set(conn.execute(select(paid.c.order_id).where(paid.c.order_id.in_(orders[start : start + _A_QUERY]))).scalars())
    return found


def clear(conn: Connection, crisis: str, gone: Mapping[str, Closed]) -> None:
    """Case -> why it was late and when it left; closed again after a reopening, the last time counts."""
    put_rows(conn, cleared, [(case, crisis, one.cause[:32], micros(one.at)) for case, one in gone.items()], renew=("at",))


def cleared_in(conn: Connection, crisis: str) -> dict[str, Closed]:
    rows = conn.execute(select(cleared).where(cleared.c.crisis == crisis))
    return {row.case_id: Closed(row.cause, moment(row.at)) for row in rows}


def _whole(conn: Connection, response: Response) -> Response:
    rows = conn.execute(select(marks).where(marks.c.crisis == response.id))
    return marked(response, [_mark(row) for row in rows])


def _mark(row: Any) -> Mark:
    return Mark(row.id, Did(row.did), moment(row.at), row.about, row.by, row.text)
