"""The part of the feed that is about orders of some warehouses: what a desk that sees no others is told, and the sums that prove it."""

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.hub.store.feed.changes import page
from ordertower_desktop.wire.digest import feed_hash, minus, plus, spell
from ordertower_desktop.wire.rows import Change

TOPICS = ("case", "risk")
"""Topics of which every thing is about one order, and says in which warehouse that lies."""
PAGE = 1000
_NOTHING = msgspec.Raw(b"null")


class _Where(msgspec.Struct):
    warehouse: str = ""


_where = msgspec.json.Decoder(_Where)


class Share:
    """Follows the feed by number. Whoever asks holds the lock of its keeper, and reads in the transaction in which it has followed."""

    def __init__(self, warehouses: frozenset[str]) -> None:
        self._warehouses = warehouses
        self._cursor, self._epoch = 0, ""
        self._held: dict[tuple[str, str], int] = {}
        self._once: set[tuple[str, str]] = set()
        self._totals = dict.fromkeys(TOPICS, 0)

    def follow(self, conn: Connection) -> None:
        """Read what is new; starts over when the feed has begun another life."""
        while True:
            found = page(conn, self._cursor, epoch=self._epoch, scopes={topic: topic for topic in TOPICS}, limit=PAGE)
            self._cursor, self._epoch = found.cursor, found.epoch
            if found.reset:
                self._held.clear()
                self._once.clear()
                self._totals = dict.fromkeys(TOPICS, 0)
                continue
            for change in found.changes:
                self._take(change)
            if found.cursor >= found.head:
                return

    def told(self, change: Change) -> Change | None:
        """The change as such a desk gets it: what it never held it is not told to forget, since the key names the order."""
        thing = change.topic, change.key
        if change.topic not in TOPICS or thing in self._held:
            return change
        return replace(change, body=_NOTHING, gone=True) if thing in self._once else None

    def digest(self) -> dict[str, str]:
        """Topic -> the sum of everything in it that such a desk holds."""
        return {topic: spell(total) for topic, total in self._totals.items()}

    def _take(self, change: Change) -> None:
        thing, topic = (change.topic, change.key), change.topic
        if (before := self._held.pop(thing, None)) is not None:
            self._totals[topic] = minus(self._totals[topic], before)
        if not change.gone and _where.decode(bytes(change.body)).warehouse in self._warehouses:
            now = self._held[thing] = feed_hash(topic, change.key, change.version)
            self._totals[topic] = plus(self._totals[topic], now)
            self._once.add(thing)
