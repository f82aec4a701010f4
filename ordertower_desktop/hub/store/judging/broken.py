"""熔断与降级: which systems are left alone now, since when, what suffers from it, and when each is tried again (S90)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from ordertower_desktop.domain.board import Broken
from ordertower_desktop.domain.breaker import CARRIER_REST, Switch, breaker
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.store.tables import tries, writebacks
from ordertower_desktop.hub.store.tables.sources import Source

LATELY = timedelta(hours=1)
"""A switch that nobody has moved for longer, with nothing waiting behind it, is history."""


def left_alone(conn: Connection, known: Iterable[Source], now: datetime) -> list[Broken]:
    """The longest first."""
    found = [one for source in known for one in _of(conn, source, now)]
    return sorted(found, key=lambda one: one.since)


def _of(conn: Connection, source: Source, now: datetime) -> Iterator[Broken]:
    if source.kind is SourceKind.CARRIER:
        yield from _carrier(source)
    else:
        yield from _told(conn, source, now)


def _told(conn: Connection, source: Source, now: datetime) -> Iterator[Broken]:
    """A shop that is told of shipments."""
    calls = tries.calls(conn, source.id)
    stands = breaker(calls, now)
    if stands.switch is Switch.CLOSED:
        return
    waiting = _waiting(conn, source.id)
    if not waiting and now - calls[0].at > LATELY:
        return
    since = (tries.ill_since(conn, source.id) if calls[0].ill else None) or calls[0].at
    why = "被限流" if calls[0].rest_until is not None else "连续失败"
    degraded = f"出库照常，{waiting} 单等着回传，平台上还看不到运单" if waiting else "出库照常，新的运单会排队"
    yield Broken(source.id, source.name, "回传", stands.switch, since, why, degraded, stands.until)


def _waiting(conn: Connection, source: str) -> int:
    owed = writebacks.write_backs.c
    count = select(func.count()).select_from(writebacks.write_backs).where(owed.source == source, owed.state.in_(writebacks.OPEN))
    return int(conn.execute(count).scalar() or 0)


def _carrier(source: Source) -> Iterator[Broken]:
    if not source.reason_code or source.tried_at is None:
        return
    since = source.refused_since or source.seen_at or source.tried_at
    seen = f"{source.seen_at.astimezone(SHANGHAI):%H:%M}" if source.seen_at else "没有到过"
    why = "拒绝访问" if source.refused_since else "没有回答"
    degraded = f"物流轨迹停在 {seen}，揽收和在途按旧轨迹看"
    yield Broken(source.id, source.name, "轨迹", Switch.OPEN, since, why, degraded, source.tried_at + CARRIER_REST)
