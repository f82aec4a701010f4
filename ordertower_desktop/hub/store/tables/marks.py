"""What agents said of cases with one key, and how soon they answered: of each case only the few words that tell."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, select

from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables.cases import cases
from ordertower_desktop.insight.trial.verdicts import Mark


class _Handling(msgspec.Struct):
    mark: bool | None = None


class _Standing(msgspec.Struct):
    rule: str
    kind: str


class _Said(msgspec.Struct):
    order: str
    opened_at: datetime
    handling: _Handling
    standings: list[_Standing] = []
    first_response_at: datetime | None = None


_said = msgspec.json.Decoder(_Said)


def _since(conn: Connection, since: datetime) -> Iterator[_Said]:
    query = select(cases.c.body).where(cases.c.opened_at >= micros(since))
    return (_said.decode(body) for body in conn.execute(query).scalars())


def marks(conn: Connection, since: datetime) -> list[Mark]:
    """Every case opened since that somebody marked as real or as a false alarm."""
    return [_mark(one, one.handling.mark) for one in _since(conn, since) if one.handling.mark is not None]


def _mark(one: _Said, real: bool) -> Mark:
    rules, kinds = frozenset(s.rule for s in one.standings), frozenset(s.kind for s in one.standings)
    return Mark(one.order, one.opened_at, real, rules, kinds)


def answers(conn: Connection, since: datetime) -> list[timedelta]:
    """How long each case that was opened since waited for its first answer."""
    return [one.first_response_at - one.opened_at for one in _since(conn, since) if one.first_response_at is not None]
