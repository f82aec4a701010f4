"""The log of calls as pages: single calls, what each interface comes to, and the hand-overs with the one that broke."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.calllog import Interface, interfaces
from ordertower_desktop.domain.handing import LINK_NAMES, Hop, Judged, Link, broken, judged
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.store.tables import calls, sources
from ordertower_desktop.hub.store.tables.calls import KEPT, Asked, Kept
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire.calls import CallLine, CallPage, CallSummary, HopLine, InterfaceLine

LINKS = {SourceKind.PLATFORM: Link.PLATFORM, SourceKind.ERP: Link.ERP, SourceKind.WMS: Link.WMS, SourceKind.CARRIER: Link.CARRIER}
"""Whoever tells of tags only stands on no order's way."""


def page(conn: Connection, asked: Asked, names: Mapping[str, str], *, before: int, limit: int) -> CallPage:
    """One page, the newest first."""
    found = calls.page(conn, asked, before=before, limit=limit)
    return CallPage([_line(one, names) for one in found], str(found[-1].id) if len(found) == limit else "")


def summary(conn: Connection, names: Mapping[str, str], *, hours: int, now: datetime) -> CallSummary:
    """Everything over so many hours."""
    bundles = calls.bundles(conn, Asked(now - timedelta(hours=hours)))
    hops = judged(_hops(conn, names), now)
    bad = broken(hops)
    return CallSummary(
        hours,
        [_interface(one, names) for one in interfaces(bundles)],
        [_hop(one) for one in hops],
        f"{LINK_NAMES[bad.hop.link]} · {bad.hop.name}：{bad.said}" if bad else "",
        KEPT.days,
    )


def _hops(conn: Connection, names: Mapping[str, str]) -> list[Hop]:
    """Each connected source on the way in, each told shop on the way back, each channel on the way to people."""
    known = [one for one in sources.every(conn) if one.connected and one.kind in LINKS]
    found = [_in(conn, one) for one in known]
    told = {one.id: one.name for one in known if one.write_back == "on"}
    found += [_out(conn, Link.BACK, source, name, work=("tell",)) for source, name in told.items()]
    ways = [key for key in names if key not in {one.id for one in sources.every(conn)}]
    return [*found, *(_out(conn, Link.CHANNEL, way, names[way], work=("send",)) for way in ways)]


def _in(conn: Connection, one: Source) -> Hop:
    last = calls.last(conn, one.id, ("pull", "follow"))
    good = max((at for at in (one.seen_at, last.good_at if last else None) if at is not None), default=None)
    called = max((at for at in (one.tried_at, last.at if last else None) if at is not None), default=None)
    interval = one.interval if one.kind is not SourceKind.CARRIER else None
    answered = last.answered if last is not None and (good is None or last.at >= good) else None
    code = last.code if last is not None and answered is not None else one.reason_code
    return Hop(LINKS[one.kind], one.id, one.name, called, good, one.news_at, answered, code, interval)


def _out(conn: Connection, link: Link, source: str, name: str, *, work: tuple[str, ...]) -> Hop:
    last = calls.last(conn, source, work)
    if last is None:
        return Hop(link, source, name)
    return Hop(link, source, name, last.at, last.good_at, None, last.answered, last.code)


def _line(one: Kept, names: Mapping[str, str]) -> CallLine:
    made = one.made
    return CallLine(
        one.id, made.at, made.source, names.get(made.source, made.source), made.work, made.interface, made.answered, made.ms,
        made.status, made.code, made.request_id, made.sent, made.got, made.tries, made.order,
    )  # fmt: skip


def _interface(one: Interface, names: Mapping[str, str]) -> InterfaceLine:
    answers = {str(answer): count for answer, count in one.by_answer.items()}
    name = names.get(one.source, one.source)
    return InterfaceLine(one.source, name, one.interface, one.count, one.failed, one.p50, one.p95, one.last, answers)


def _hop(one: Judged) -> HopLine:
    hop = one.hop
    return HopLine(hop.link, LINK_NAMES[hop.link], hop.source, hop.name, one.standing, one.said, hop.called_at, hop.good_at, hop.news_at)
