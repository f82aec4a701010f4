"""How people are reached outside the desk: one address a channel. It stays in the hub; no desk is sent it."""

from collections.abc import Collection, Mapping

from sqlalchemy import Column, Connection, String, Table, delete, insert, select

from ordertower_desktop.hub.store.schema import metadata

contacts = Table(
    "contacts",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("channel", String(16), primary_key=True),
    Column("address", String(128), nullable=False),
)


def of(conn: Connection, people: Collection[str]) -> dict[str, dict[str, str]]:
    """Person -> channel -> address."""
    found: dict[str, dict[str, str]] = {}
    for row in conn.execute(select(contacts).where(contacts.c.person.in_(list(people)))):
        found.setdefault(row.person, {})[row.channel] = row.address
    return found


def put(conn: Connection, person: str, addresses: Mapping[str, str]) -> None:
    """Exactly these from now on."""
    conn.execute(delete(contacts).where(contacts.c.person == person))
    rows = [{"person": person, "channel": channel, "address": address} for channel, address in addresses.items() if address]
    if rows:
        conn.execute(insert(contacts), rows)
