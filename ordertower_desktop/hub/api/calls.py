"""/v1/calls: every call to a system outside, what its interfaces come to, and the hand-over that broke (S8)."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection

from ordertower_desktop.domain.calllog import Answered
from ordertower_desktop.hub.api.http import SUPERVISOR, Answer, Call, Handler, Refused, Route, as_json
from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.store.judging import callpages
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.hub.store.tables.calls import KEPT, Asked
from ordertower_desktop.wire.calls import CallPage, CallSummary

MOST_HOURS = int(KEPT.total_seconds() // 3600)
MOST_ID = 2**31 - 1
KINDS = ("", "failed", *(str(one) for one in Answered))


def routes(ways: Mapping[str, Channel]) -> list[Route]:
    """`ways` are the channels that are set up: they are called, too."""
    narrowed = ("hours", "source", "interface", "answered", "order", "after", "limit")
    return [
        Route("GET", "/v1/calls", SUPERVISOR, _listed(ways), "对外接口的调用，最近的在前", gives=CallPage, query=narrowed),
        Route(
            "GET",
            "/v1/calls/summary",
            SUPERVISOR,
            _summed(ways),
            "各接口的次数、失败、耗时，与断点环节",
            gives=CallSummary,
            query=("hours",),
        ),
    ]


def _listed(ways: Mapping[str, Channel]) -> Handler:
    def listed(call: Call) -> Answer:
        query = call.query
        if query.get("answered", "") not in KINDS:
            raise Refused(400, f"answered 只能是 {'、'.join(KINDS[1:])}", kind="malformed")
        since = call.now - timedelta(hours=_hours(call))
        asked = Asked(since, *(query.get(name, "") for name in ("source", "interface", "answered", "order")))
        with call.tower.db.read() as conn:
            return as_json(callpages.page(conn, asked, _names(conn, ways), before=_after(call), limit=call.limit()))

    return listed


def _summed(ways: Mapping[str, Channel]) -> Handler:
    def summed(call: Call) -> Answer:
        with call.tower.db.read() as conn:
            return as_json(callpages.summary(conn, _names(conn, ways), hours=_hours(call), now=call.now))

    return summed


def _names(conn: Connection, ways: Mapping[str, Channel]) -> dict[str, str]:
    known = {key: f"{one.about.name} {key}" for key, one in ways.items()}
    return known | {one.id: one.name for one in sources.every(conn)}


def _hours(call: Call) -> int:
    text = call.query.get("hours", "24")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_HOURS):
        raise Refused(400, f"hours 要在 1 到 {MOST_HOURS} 之间，收到 {text[:20]}", kind="malformed")
    return int(text)


def _after(call: Call) -> int:
    text = call.query.get("after", "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= MOST_ID):
        raise Refused(400, "after 要用上一页给出的值", kind="malformed")
    return int(text or 0)
