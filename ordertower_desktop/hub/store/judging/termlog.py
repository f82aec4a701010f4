"""How limits, calendars and promotions came to be what they are: their versions as changes, so that clocks count by what held then."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection

from ordertower_desktop.domain.calendar import Calendar
from ordertower_desktop.domain.limits import Limits
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.rush_reader import rushes
from ordertower_desktop.domain.terms import Change, Running, Rush, Terms
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.tables import people, versions
from ordertower_desktop.hub.store.tables.versions import Version

MOST_VERSIONS = 400
"""So many versions of each are kept in hand; a clock that began before them is counted by the oldest of these."""
KEPT_TEXTS = 1024


def terms(conn: Connection) -> Terms:
    """What clocks are and were under, oldest first."""
    names = {one.id: one.name for one in people.everyone(conn)}
    limits = _limits(_oldest_first(conn, "limits"), _oldest_first(conn, "policies"), names)
    calendars = [Change(_calendars(one.body), one.at, _calendars_reach(one.body)) for one in _oldest_first(conn, "calendars")]
    plans = [Change(_rushes(one.body), one.at) for one in _oldest_first(conn, "promos")]
    return Terms(tuple(limits), tuple(calendars), tuple(plans) if any(plan.value for plan in plans) else ())


def _oldest_first(conn: Connection, kind: str) -> list[Version]:
    return versions.history(conn, kind, limit=MOST_VERSIONS)[::-1]


def _limits(own: Sequence[Version], chains: Sequence[Version], names: Mapping[str, str]) -> list[Change[Limits]]:
    """A text of the chains may name limits too: they lie beneath, and their changes reach every clock as they always did."""
    made: list[Change[Limits]] = []
    text, ground = b"{}", b"{}"
    for one in sorted((*own, *chains), key=lambda one: one.at):
        is_own = one.kind == "limits"
        text, ground = (one.body, ground) if is_own else (text, one.body)
        found = _together(text, ground)
        if not made or found != made[-1].value:
            made.append(Change(found, one.at, _reach(one.body) if is_own else Running.MOVE, _told(one, names) if is_own else ""))
    return made


@lru_cache(maxsize=KEPT_TEXTS)
def _together(text: bytes, ground: bytes) -> Limits:
    return books.limits_of(text.decode("utf-8"), policies=ground.decode("utf-8"))


@lru_cache(maxsize=KEPT_TEXTS)
def _calendars(body: bytes) -> Mapping[str, Calendar]:
    return books.calendars_of(body.decode("utf-8"))


@lru_cache(maxsize=KEPT_TEXTS)
def _rushes(body: bytes) -> tuple[Rush, ...]:
    text = body.decode("utf-8")
    return rushes(books.table_of(text)) if text.strip() else ()


@lru_cache(maxsize=KEPT_TEXTS)
def _reach(body: bytes) -> Running:
    return books.limits_body(body.decode("utf-8")).running


@lru_cache(maxsize=KEPT_TEXTS)
def _calendars_reach(body: bytes) -> Running:
    """Whether running clocks went over to these calendars."""
    return books.calendars_body(body.decode("utf-8")).running


def _told(one: Version, names: Mapping[str, str]) -> str:
    """Which version, whose; what ships with the product needs no telling."""
    if not one.by:
        return ""
    wall = one.at.astimezone(SHANGHAI)
    return f"第 {one.version} 版，{wall.month}月{wall.day}日 {names.get(one.by, one.by)}启用"
