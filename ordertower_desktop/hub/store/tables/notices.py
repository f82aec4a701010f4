"""What people were told on their desks; each also stands on the feed of its person."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, LargeBinary, String, Table, select

from ordertower_desktop.hub.store.dialect import Key, put_rows
from ordertower_desktop.hub.store.feed.write import Document
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.rows import NoticeRow

notices = Table(
    "notices",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person", String(64), nullable=False),
    Column("case_id", Key, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("notices_case", notices.c.case_id)
Index("notices_at", notices.c.at)

_notice = msgspec.json.Decoder(NoticeRow)


def put(conn: Connection, told: Iterable[NoticeRow]) -> list[Document]:
    """Store these notices; returns what the feed should say of them."""
    told = list(told)
    rows = [(n.id, n.person, n.case, micros(n.at), n.withdrawn_at is None, encode(n)) for n in told]
    put_rows(conn, notices, rows, renew=("live", "body"))
    return [Document("notice", f"{n.person}/{n.id}", n) for n in told]


def of_case(conn: Connection, case: str) -> list[NoticeRow]:
    """Everything that anybody was told of a case, withdrawn or not."""
    return [_notice.decode(body) for body in conn.execute(select(notices.c.body).where(notices.c.case_id == case)).scalars()]


def about(conn: Connection, beginning: str) -> list[NoticeRow]:
    """Every notice whose id begins so, withdrawn or not."""
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    query = select(notices.c.body).where(notices.c.id >= beginning, notices.c.id < after)
    return [_notice.decode(body) for body in conn.execute(query).scalars()]


def since(conn: Connection, kind: str, at: datetime) -> list[str]:
    """Who was told something of this kind since then, as often as they were."""
    query = select(notices.c.person).where(notices.c.at >= micros(at), notices.c.id >= f"{kind}/", notices.c.id < f"{kind}0")
    return list(conn.execute(query).scalars())


def live_of(conn: Connection, case_ids: Sequence[str]) -> list[NoticeRow]:
    """The notices of these cases that have not been withdrawn."""
    if not case_ids:
        return []
    query = select(notices.c.body).where(notices.c.case_id.in_(case_ids), notices.c.live.is_(True))
    return [_notice.decode(body) for body in conn.execute(query).scalars()]
