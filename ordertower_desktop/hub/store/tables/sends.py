"""Every attempt to send: what a channel's token buckets, its health and its rest are reckoned from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, Text, delete, func, insert, select, update

from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

sends = Table(
    "sends",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("person", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("deliveries", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("rest_until", BigInteger),
    Column("reference", String(128), nullable=False),
    Column("why", Text, nullable=False),
)
"""Written before the attempt and completed after it: one that is still `open` counts against the limits too."""
Index("sends_channel", sends.c.channel, sends.c.at)

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Send:
    """One attempt. `person` is empty where a group was spoken to; `deliveries` 0 is a test."""

    id: int
    channel: str
    person: str
    at: datetime
    deliveries: int
    state: str
    rest_until: datetime | None
    reference: str
    why: str


def begin(conn: Connection, channel: str, *, person: str, deliveries: int, now: datetime) -> int:
    """An attempt is about to be made."""
    values = {"channel": channel, "person": person, "at": micros(now), "deliveries": deliveries, "state": OPEN, "reference": "", "why": ""}
    made = conn.execute(insert(sends).values(values)).inserted_primary_key
    return int(made[0]) if made else 0


def end(conn: Connection, key: int, state: str, *, why: str = "", reference: str = "", rest_until: datetime | None = None) -> None:
    """What it came to; `rest_until` leaves the channel alone until then."""
    done = {"state": state, "why": why, "reference": reference, "rest_until": micros(rest_until)}
    conn.execute(update(sends).where(sends.c.id == key).values(done))


def times(conn: Connection, channel: str, since: datetime, *, person: str | None = None) -> list[datetime]:
    """When the channel sent (to one person, where named), oldest first."""
    query = select(sends.c.at).where(sends.c.channel == channel, sends.c.at > micros(since)).order_by(sends.c.at)
    if person is not None:
        query = query.where(sends.c.person == person)
    return [moment(at) for at in conn.execute(query).scalars()]


def ok_times(conn: Connection, channel: str, since: datetime) -> list[datetime]:
    """When the channel spoke, oldest first."""
    ours = (sends.c.channel == channel, sends.c.state == "ok", sends.c.at > micros(since))
    return [moment(at) for at in conn.execute(select(sends.c.at).where(*ours).order_by(sends.c.at)).scalars()]


def latest(conn: Connection, channel: str, *, limit: int = 10, state: str = "", other_than: tuple[str, ...] = ()) -> list[Send]:
    """The newest attempts, newest first."""
    query = select(sends).where(sends.c.channel == channel, sends.c.state.not_in(other_than))
    if state:
        query = query.where(sends.c.state == state)
    return [_send(row) for row in conn.execute(query.order_by(sends.c.id.desc()).limit(limit))]


def latest_test(conn: Connection, channel: str, state: str) -> datetime | None:
    """When a test last ended so."""
    query = select(func.max(sends.c.at)).where(sends.c.channel == channel, sends.c.deliveries == 0, sends.c.state == state)
    return moment(conn.execute(query).scalar())


def rests_until(conn: Connection, channel: str) -> datetime | None:
    """Until when the channel is left alone, by its last attempt that came to an end."""
    last = next(iter(latest(conn, channel, limit=1, other_than=(OPEN,))), None)
    return last.rest_until if last else None


def forget(conn: Connection, before: datetime) -> int:
    """Attempts that no limit looks at any more, but the newest of each channel and state."""
    kept = select(func.max(sends.c.id)).group_by(sends.c.channel, sends.c.state)
    return conn.execute(delete(sends).where(sends.c.at < micros(before), sends.c.id.not_in(kept))).rowcount


def _send(row: Any) -> Send:
    return Send(row.id, row.channel, row.person, moment(row.at), row.deliveries, row.state, moment(row.rest_until), row.reference, row.why)
