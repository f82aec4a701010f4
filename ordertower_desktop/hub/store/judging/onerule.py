"""One rule in the text of all of them: found, put in another's place, and followed through the versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.difference import difference
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.rule_reader import rule
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.tables import versions
from ordertower_desktop.hub.store.tables.versions import Version
from ordertower_desktop.wire.codec import encode

Table = Mapping[str, Any]
KEPT_TEXTS = 32


@dataclass(frozen=True, slots=True)
class Changed:
    """A version, and what it made of a rule; `table` is None where it took the rule away."""

    version: Version
    says: tuple[str, ...]
    table: Table | None


def with_rule(text: str, table: Table) -> str:
    """The text with this rule in the place of the one with its id, or at the end; the others stay word for word, as JSON."""
    known = dict(books.table_of(text)) if text.strip() else {}
    rules = [*known.get("rule", [])]  # type: ignore[misc]
    place = next((i for i, one in enumerate(rules) if _id(one) == table["id"]), len(rules))
    known["rule"] = [*rules[:place], dict(table), *rules[place + 1 :]]
    return msgspec.json.format(encode(known), indent=1).decode()


def table_in(body: bytes, key: str) -> Table | None:
    """The rule as it stands in a text, or None."""
    return _tables(body).get(key)


@lru_cache(maxsize=KEPT_TEXTS)
def _tables(body: bytes) -> Mapping[str, Table]:
    """Id -> rule. A version never changes, so its text is read once."""
    text = body.decode("utf-8")
    rules = books.table_of(text).get("rule", []) if text.strip() else []
    return {_id(one): one for one in rules if isinstance(one, Mapping)} if isinstance(rules, list) else {}


def _id(table: object) -> str:
    return str(table.get("id", "")) if isinstance(table, Mapping) else ""


def changes(conn: Connection, key: str, *, limit: int) -> Iterator[Changed]:
    """Every version that changed the rule, newest first, among the newest `limit` versions."""
    found = versions.history(conn, "rules", limit=limit + 1)
    for newer, older in zip(found, [*found[1:], None], strict=True):
        if older is None and len(found) > limit:
            return
        now, was = table_in(newer.body, key), table_in(older.body, key) if older else None
        if now != was and (says := difference(_read(was), _read(now))):
            yield Changed(newer, says, now)


def last_change(conn: Connection, key: str, *, since: int) -> Version | None:
    """The newest version above `since` that holds another rule than `since` did, or None while it is still the same."""
    base, newest = versions.one(conn, "rules", since), versions.current(conn, "rules")
    if base is None or newest is None or table_in(base.body, key) == table_in(newest.body, key):
        return None
    return next((one.version for one in changes(conn, key, limit=newest.version - since)), newest)


def _read(table: Table | None) -> Rule | None:
    return None if table is None else rule(table)
