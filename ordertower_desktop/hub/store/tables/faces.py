"""Who orders belong to: fingerprints as keyed hashes, the customer that each stands for, and what people said of pairs of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from ordertower_desktop.domain.identity import Face
from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

faces = Table(
    "customer_faces",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("platform", String(32), nullable=False),
    Column("oaid", String(64), nullable=False),
    Column("buyer", String(64), nullable=False),
    Column("phone", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("device", String(64), nullable=False),
    Column("name", String(32), nullable=False),
    Column("shown", String(16), nullable=False),
    Column("place", String(64), nullable=False),
    Column("customer", String(64), nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)
"""All fingerprints are keyed hashes, `name` and `shown` are masked (D14). `customer` is empty until somebody has looked."""
_BY = ("oaid", "buyer", "phone", "address")
for _name in _BY:
    Index(f"customer_faces_{_name}", faces.c[_name], sqlite_where=faces.c[_name] != "")
Index("customer_faces_of", faces.c.customer)
Index("customer_faces_last", faces.c.last_at)

placed = Table(
    "customer_orders",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("face", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("stood", Boolean, nullable=False),
    Column("goods", Text, nullable=False),
    Column("moved", Integer, nullable=False),
)
"""`open`: it may still be merged; `stood`: it was not cancelled or paid back; `moved`: its customer's suggestions are to be made anew."""
Index("customer_orders_face", placed.c.face, placed.c.at)
Index("customer_orders_moved", placed.c.moved, sqlite_where=placed.c.moved == 1)

links = Table(
    "customer_links",
    metadata,
    Column("a", String(64), primary_key=True),
    Column("b", String(64), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("score", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(64), nullable=False),
    Column("why", Text, nullable=False),
)
"""Pairs of faces, the smaller id first. `state`: joined | asked | apart. What was split stays here for ever, faces or no faces."""
Index("customer_links_b", links.c.b)
Index("customer_links_state", links.c.state, links.c.at)

JOINED, ASKED, APART = "joined", "asked", "apart"
_A_QUERY, MOST_ORDERS = 400, 2_000
MOST_ALIKE = 50
"""So many faces may share a value before it stops saying anything: a parcel shop, a drop-shipper's number."""


@dataclass(frozen=True, slots=True)
class Stood:
    """A face, its customer (empty: not looked at yet), and when it was seen."""

    face: Face
    customer: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """An order and whose it is."""

    order: str
    face: str
    at: datetime
    open: bool
    stood: bool
    goods: frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of a pair; `by` is empty where the fingerprints alone decided."""

    a: str
    b: str
    state: str
    score: int
    at: datetime
    by: str = ""
    why: str = ""


def put(conn: Connection, found: Iterable[Stood]) -> None:
    """Store faces; one that is known keeps its customer and takes over the new times."""
    put_rows(conn, faces, [_row(one) for one in found], renew=("first_at", "last_at", "name", "shown", "place"))


def _row(one: Stood) -> tuple[Any, ...]:
    f = one.face
    keys = f.oaid, f.buyer, f.phone, f.address, f.device
    return f.id, f.platform[:32], *keys, f.name[:32], f.shown[:16], f.place[:64], one.customer, micros(one.first_at), micros(one.last_at)


def some(conn: Connection, ids: Iterable[str]) -> dict[str, Stood]:
    """Id -> face, for those that are known."""
    return {one.face.id: one for one in _several(conn, faces.c.id, ids)}


def of_customers(conn: Connection, customers: Iterable[str]) -> dict[str, list[Stood]]:
    """Customer -> their faces, the latest first."""
    found: dict[str, list[Stood]] = {}
    for one in sorted(_several(conn, faces.c.customer, customers), key=lambda s: (s.last_at, s.face.id), reverse=True):
        found.setdefault(one.customer, []).append(one)
    return found


def _several(conn: Connection, column: Any, values: Iterable[str]) -> list[Stood]:
    wanted, found = sorted(set(values)), []
    for start in range(0, len(wanted), _A_QUERY):
        found += [_stood(row) for row in conn.execute(select(faces).where(column.in_(wanted[start : start + _A_QUERY])))]
    return found


def unplaced(conn: Connection, *, limit: int) -> list[Stood]:
    """Faces that nobody has looked at, the oldest first."""
    query = select(faces).where(faces.c.customer == "").order_by(faces.c.first_at, faces.c.id).limit(limit)
    return [_stood(row) for row in conn.execute(query)]


def alike(conn: Connection, face: Face) -> list[Stood]:
    """Faces that share something strong with this one; a value that very many share is passed over."""
    found: dict[str, Stood] = {}
    for name in _BY:
        value = getattr(face, name)
        if value:
            query = select(faces).where(faces.c[name] == value, faces.c.customer != "").order_by(faces.c.last_at.desc())
            rows = conn.execute(query.limit(MOST_ALIKE + 1)).all()
            strong = name in ("oaid", "buyer") or len(rows) <= MOST_ALIKE
            found |= {row.id: _stood(row) for row in rows} if strong else {}
    return list(found.values())


def settle(conn: Connection, customers: Mapping[str, str]) -> None:
    """Face -> the customer that it stands for."""
    if customers:
        one = update(faces).where(faces.c.id == bindparam("f")).values(customer=bindparam("c"))
        conn.execute(one, [{"f": face, "c": customer} for face, customer in customers.items()])


def put_orders(conn: Connection, found: Iterable[Placed], *, moved: int = 1) -> None:
    """Store whose orders are; the customers of these are looked at anew."""
    rows = [(o.order, o.face, micros(o.at), o.open, o.stood, "\n".join(sorted(o.goods)), moved) for o in found]
    put_rows(conn, placed, rows, renew=("face", "at", "open", "stood", "goods", "moved"))


def orders(conn: Connection, ids: Sequence[str]) -> dict[str, Placed]:
    """Order -> whose it is, for those that are known."""
    found: dict[str, Placed] = {}
    for start in range(0, len(ids), _A_QUERY):
        rows = conn.execute(select(placed).where(placed.c.order_id.in_(ids[start : start + _A_QUERY])))
        found |= {row.order_id: _placed(row) for row in rows}
    return found


def of_faces(conn: Connection, ids: Iterable[str], *, since: datetime | None = None) -> list[Placed]:
    """The orders of these faces, the oldest first; of very many the newest."""
    wanted, found = sorted(set(ids)), []
    for start in range(0, len(wanted), _A_QUERY):
        query = select(placed).where(placed.c.face.in_(wanted[start : start + _A_QUERY])).order_by(placed.c.at.desc())
        query = query.limit(MOST_ORDERS) if since is None else query.where(placed.c.at >= micros(since)).limit(MOST_ORDERS)
        found += [_placed(row) for row in conn.execute(query)]
    return sorted(found, key=lambda one: (one.at, one.order))


def moved(conn: Connection, *, limit: int) -> dict[str, str]:
    """Order -> face, of those whose customers' suggestions are to be made anew."""
    query = select(placed.c.order_id, placed.c.face).where(placed.c.moved == 1).limit(limit)
    return {row.order_id: row.face for row in conn.execute(query)}


def rest(conn: Connection, ids: Sequence[str]) -> None:
    """The suggestions of these are made."""
    for start in range(0, len(ids), _A_QUERY):
        conn.execute(update(placed).where(placed.c.order_id.in_(ids[start : start + _A_QUERY])).values(moved=0))


def stir(conn: Connection, ids: Iterable[str]) -> None:
    """The customers of these faces are looked at anew: their open orders have moved."""
    conn.execute(update(placed).where(placed.c.face.in_(sorted(set(ids))), placed.c.open.is_(True)).values(moved=1))


def say(conn: Connection, found: Iterable[Link]) -> None:
    """Store what is known of pairs now."""
    rows = [(*sorted((one.a, one.b)), one.state, one.score, micros(one.at), one.by, one.why) for one in found]
    put_rows(conn, links, rows, renew=("state", "score", "at", "by", "why"))


def unsay(conn: Connection, pairs: Iterable[tuple[str, str]]) -> None:
    """Nothing is known of these pairs any more."""
    for one, other in pairs:
        a, b = sorted((one, other))
        conn.execute(delete(links).where(links.c.a == a, links.c.b == b))


def links_of(conn: Connection, ids: Iterable[str], *states: str) -> list[Link]:
    """Every pair that one of these faces is in."""
    wanted, found = sorted(set(ids)), dict[tuple[str, str], Link]()
    for start in range(0, len(wanted), _A_QUERY):
        part = wanted[start : start + _A_QUERY]
        query = select(links).where(or_(links.c.a.in_(part), links.c.b.in_(part)), links.c.state.in_(states or (JOINED, ASKED, APART)))
        found |= {(row.a, row.b): _link(row) for row in conn.execute(query)}
    return list(found.values())


def asked(conn: Connection, *, limit: int) -> list[Link]:
    """Pairs that wait for a person, the newest first."""
    query = select(links).where(links.c.state == ASKED).order_by(links.c.at.desc(), links.c.a).limit(limit)
    return [_link(row) for row in conn.execute(query)]


def numbers(conn: Connection) -> dict[str, int]:
    """State -> how many pairs."""
    query = select(links.c.state, func.count()).group_by(links.c.state)
    return {row.state: int(row[1]) for row in conn.execute(query)}


def old(conn: Connection, before: datetime, *, limit: int) -> list[Stood]:
    """Faces of which nothing was heard since, the oldest first."""
    query = select(faces).where(faces.c.last_at < micros(before)).order_by(faces.c.last_at).limit(limit)
    return [_stood(row) for row in conn.execute(query)]


def old_number(conn: Connection, before: datetime) -> int:
    """How many there are of them."""
    return int(conn.execute(select(func.count()).select_from(faces).where(faces.c.last_at < micros(before))).scalar() or 0)


def forget(conn: Connection, ids: Sequence[str]) -> int:
    """Take these faces out, with their orders and what was thought of them; what people split is kept. Returns how many orders."""
    gone = 0
    for start in range(0, len(ids), _A_QUERY):
        part = ids[start : start + _A_QUERY]
        gone += int(conn.execute(delete(placed).where(placed.c.face.in_(part))).rowcount)
        conn.execute(delete(faces).where(faces.c.id.in_(part)))
        conn.execute(delete(links).where(and_(links.c.state != APART, or_(links.c.a.in_(part), links.c.b.in_(part)))))
    return gone


def forget_orders(conn: Connection, ids: Sequence[str]) -> None:
    """Orders that are no more."""
    for start in range(0, len(ids), _A_QUERY):
        conn.execute(delete(placed).where(placed.c.order_id.in_(ids[start : start + _A_QUERY])))


def _stood(row: Any) -> Stood:
    keys = row.oaid, row.buyer, row.phone, row.address, row.device
    face = Face(row.id, row.platform, *keys, row.name, row.shown, row.place)
    return Stood(face, row.customer, moment(row.first_at), moment(row.last_at))


def _placed(row: Any) -> Placed:
    return Placed(row.order_id, row.face, moment(row.at), row.open, row.stood, frozenset(filter(None, row.goods.split("\n"))))


def _link(row: Any) -> Link:
    return Link(row.a, row.b, row.state, row.score, moment(row.at), row.by, row.why)
