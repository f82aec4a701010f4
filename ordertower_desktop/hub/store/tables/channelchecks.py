"""What came of each channel's own tests."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, String, Table, Text, select

from ordertower_desktop.domain.channelcheck import Check
from ordertower_desktop.hub.store.dialect import put_rows
from ordertower_desktop.hub.store.moment import micros, moment
from ordertower_desktop.hub.store.schema import metadata

checks = Table(
    "channel_checks",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("tested_at", BigInteger),
    Column("failed_since", BigInteger),
    Column("why", Text, nullable=False),
    Column("silent_since", BigInteger),
)
_RENEWED = ("tested_at", "failed_since", "why", "silent_since")


def one(conn: Connection, channel: str) -> tuple[Check, datetime | None] | None:
    """The tests of a channel, and since when its silence is odd."""
    row = conn.execute(select(checks).where(checks.c.channel == channel)).one_or_none()
    return _read(row) if row else None


def put(conn: Connection, channel: str, check: Check, silent_since: datetime | None) -> None:
    times = micros(check.since), micros(check.tested_at), micros(check.failed_since)
    put_rows(conn, checks, [(channel, *times, check.why, micros(silent_since))], renew=_RENEWED)


def _read(row: Any) -> tuple[Check, datetime | None]:
    return Check(moment(row.since), moment(row.tested_at), moment(row.failed_since), row.why), moment(row.silent_since)
