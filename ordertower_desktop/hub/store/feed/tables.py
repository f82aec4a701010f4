"""The feed's tables: what writers left, what is numbered, and the sums that prove it."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table

from ordertower_desktop.hub.store.dialect import Key
from ordertower_desktop.hub.store.schema import metadata

pending = Table(
    "feed_pending",
    metadata,
    Column("topic", String(16), primary_key=True),
    Column("key", Key, primary_key=True),
    Column("scope", String(96), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("gone", Boolean, nullable=False),
)
"""The newest content that no number has been given to yet."""

documents = Table(
    "feed_documents",
    metadata,
    Column("topic", String(16), primary_key=True),
    Column("key", Key, primary_key=True),
    Column("scope", String(96), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("n", BigInteger, nullable=False),
)
"""Every thing once, under its newest number."""
Index("feed_documents_n", documents.c.n, unique=True)

state = Table(
    "feed_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("epoch", String(32), nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("floor", BigInteger, nullable=False),
)
"""One row: this life of the feed, its newest number, and the number up to which tombstones have been cleared away."""

sums = Table(
    "feed_sums",
    metadata,
    Column("scope", String(96), primary_key=True),
    Column("total", String(16), nullable=False),
)
"""Scope -> digest of everything in it that is not gone (64 bits as hex: no database here has unsigned integers)."""
