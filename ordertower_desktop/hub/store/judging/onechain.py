"""One alarm chain in the text of all of them: put in another's place, followed through the versions, and shown to the desks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.callings import Callings, crew
from ordertower_desktop.domain.chainwords import differences
from ordertower_desktop.domain.post import names as post_names
from ordertower_desktop.hub.store.feed.write import Document, put
from ordertower_desktop.hub.store.judging import postbook
from ordertower_desktop.hub.store.tables import people, versions
from ordertower_desktop.hub.store.tables.versions import Version
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.policies import PoliciesBody, PolicyBody, PolicyRow, policy

KEPT_TEXTS, MOST_VERSIONS = 32, 400


@dataclass(frozen=True, slots=True)
class Changed:
    """A version, and what it made of a chain; `body` is None where it took the chain away."""

    version: Version
    says: tuple[str, ...]
    body: PolicyBody | None


def with_chain(text: str, new: PolicyBody) -> str:
    """The text with this chain in the place of the one with its id, or at the end."""
    known = decode(text or "{}", PoliciesBody)
    place = next((i for i, one in enumerate(known.policies) if one.id == new.id), len(known.policies))
    made = [*known.policies[:place], new, *known.policies[place + 1 :]]
    return msgspec.json.format(encode(msgspec.structs.replace(known, policies=made)), indent=1).decode()


def chain_in(body: bytes, key: str) -> PolicyBody | None:
    """The chain as it stands in a text, or None."""
    return _chains(body).get(key)


@lru_cache(maxsize=KEPT_TEXTS)
def _chains(body: bytes) -> Mapping[str, PolicyBody]:
    """Id -> chain. A version never changes, so its text is read once."""
    return {one.id: one for one in decode(body, PoliciesBody).policies}


def changes(conn: Connection, key: str, *, limit: int) -> Iterator[Changed]:
    """Every version that changed the chain, newest first, among the newest `limit` versions."""
    names = _names(conn)
    found = versions.history(conn, "policies", limit=limit + 1)
    for newer, older in zip(found, [*found[1:], None], strict=True):
        if older is None and len(found) > limit:
            return
        now, was = chain_in(newer.body, key), chain_in(older.body, key) if older else None
        if now == was:
            continue
        says = differences(policy(was) if was else None, policy(now) if now else None, names)
        if says:
            yield Changed(newer, says, now)


def _names(conn: Connection) -> Callings:
    return crew(people.everyone(conn), post_names(postbook.in_force(conn)[1]))


def last_change(conn: Connection, key: str, *, since: int) -> Version | None:
    """The newest version above `since` that holds another chain than `since` did, or None while it is still the same."""
    base, newest = versions.one(conn, "policies", since), versions.current(conn, "policies")
    if base is None or newest is None or chain_in(base.body, key) == chain_in(newest.body, key):
        return None
    return next((one.version for one in changes(conn, key, limit=newest.version - since)), newest)


def show(conn: Connection) -> None:
    """Every desk holds the chains as they are in force, each with who changed it last, so that it can read them without a hub."""
    newest = versions.current(conn, "policies")
    if newest is None:
        return
    names = _names(conn)
    before = versions.one(conn, "policies", newest.version - 1)
    gone = set(_chains(before.body)) - set(_chains(newest.body)) if before else set()
    rows = [_row(conn, body, newest, names) for body in _chains(newest.body).values()]
    put(conn, [Document("policy", row.id, row) for row in rows])
    put(conn, [Document("policy", key, gone=True) for key in gone])


def _row(conn: Connection, body: PolicyBody, newest: Version, names: Callings) -> PolicyRow:
    changed = next((one.version for one in changes(conn, body.id, limit=MOST_VERSIONS)), newest)
    return PolicyRow(body.id, body.name, body.steps, changed.version, changed.at, names.get(changed.by, changed.by) or "系统")
