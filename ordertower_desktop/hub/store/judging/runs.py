"""The playbooks at work and those that were walked to the end: counted and read without decoding more of a case than tells them."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from ordertower_desktop.domain.case import Case
from ordertower_desktop.domain.playbook import Run
from ordertower_desktop.hub.store.moment import micros
from ordertower_desktop.hub.store.tables.cases import cases

MOST_LOOKED_AT = 20_000


class _Book(msgspec.Struct):
    id: str


class _Run(msgspec.Struct):
    playbook: _Book


class _Walked(msgspec.Struct):
    run: _Run | None = None


class _Whole(msgspec.Struct):
    run: Run | None = None


_walked = msgspec.json.Decoder(_Walked)
_whole = msgspec.json.Decoder(_Whole)
_case = msgspec.json.Decoder(Case)


def at_work(conn: Connection) -> Counter[str]:
    """Template -> open cases that are walked through it."""
    bodies = conn.execute(select(cases.c.body).where(cases.c.open.is_(True))).scalars()
    runs = (_walked.decode(body).run for body in bodies)
    return Counter(run.playbook.id for run in runs if run is not None)


def closed(conn: Connection, key: str, *, since: datetime) -> Iterator[Run]:
    """What became of the cases that were closed since, as far as they went by this template; the newest of them."""
    query = select(cases.c.body).where(cases.c.closed_at >= micros(since)).order_by(cases.c.closed_at.desc()).limit(MOST_LOOKED_AT)
    for body in conn.execute(query).scalars():
        short = _walked.decode(body).run
        if short is not None and short.playbook.id == key and (run := _whole.decode(body).run) is not None:
            yield run


def untaken(conn: Connection, *, limit: int) -> tuple[list[Case], int]:
    """Open cases without a playbook, at most `limit`, and how many there are."""
    found: list[Case] = []
    whole = 0
    for body in conn.execute(select(cases.c.body).where(cases.c.open.is_(True))).scalars():
        if _walked.decode(body).run is None:
            whole += 1
            if len(found) < limit:
                found.append(_case.decode(body))
    return found, whole
