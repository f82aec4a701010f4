"""Those who see some warehouses only (S105): which routes they may call, their feed, and what they may do.

What is read for them is read through views of the database (`store/glasses`), so a route needs no thought of its own to leave out the
other warehouses; one that tells of the floor as a whole, or that writes, is closed to them until somebody has thought of it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection

from ordertower_desktop.domain.actions import Action, OrderAction
from ordertower_desktop.domain.people import Actor
from ordertower_desktop.hub.api.http import Call, Refused, Route
from ordertower_desktop.hub.api.veilwarehouse import crisis, source
from ordertower_desktop.hub.store.feed import changes
from ordertower_desktop.hub.store.feed.changes import Page
from ordertower_desktop.hub.store.feed.share import Share
from ordertower_desktop.hub.store.judging import matters
from ordertower_desktop.hub.store.judging.floors import KINDS
from ordertower_desktop.hub.store.tables import cases, orders
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.codec import decode, encode
from ordertower_desktop.wire.crisis import CrisisRow
from ordertower_desktop.wire.digest import feed_hash, plus, spell
from ordertower_desktop.wire.rows import Change, NoticeRow, SourceRow
from ordertower_desktop.wire.sync import Result

_ONE = "/v1/imports/{import_id}"
OPEN = frozenset({
    ("POST", "/v1/sync"), ("GET", "/v1/stream"), ("GET", "/v1/orders"), ("GET", "/v1/orders/{order_id:path}"), ("GET", "/v1/pool"),
    ("GET", "/v1/conflicts"), ("GET", "/v1/stock"), ("GET", "/v1/stock/holds"),
    ("GET", "/v1/board"), ("GET", "/v1/export/{what}"), ("GET", "/v1/people"), ("PUT", "/v1/people/{person}/presence"),
    ("GET", "/v1/sources"), ("POST", "/v1/sources/{source}/pull"), ("GET", "/v1/channels"), ("POST", "/v1/imports"),
    ("GET", "/v1/imports"), ("GET", _ONE), ("PUT", _ONE), ("POST", f"{_ONE}/commit"), ("DELETE", _ONE),
    *(("GET", f"/v1/{kind}{part}") for kind in KINDS for part in ("", "/history")),
    *(("GET", f"/v1/{kind}/changes") for kind in ("roster", "rules", "policies", "posts", "limits", "calendars")),
    ("GET", "/v1/rates/of/{order_id:path}"), ("GET", "/v1/kpi"), ("GET", "/v1/drill"), ("GET", "/v1/drill/orders"), ("GET", "/v1/pauses"),
    ("GET", "/v1/articles"), ("POST", "/v1/articles/used"), ("GET", "/v1/performance"), ("GET", "/v1/deliveries"),
    ("GET", "/v1/write-backs"), ("POST", "/v1/warehouse/preview"), ("POST", "/v1/warehouse/jobs"), ("GET", "/v1/warehouse/jobs"),
    ("GET", "/v1/warehouse/jobs/{job}"), ("DELETE", "/v1/warehouse/jobs/{job}"), ("GET", "/v1/warehouse/receipts"),
    ("GET", "/v1/preaudit/page"), ("POST", "/v1/preaudit/marks"), ("GET", "/v1/crisis"), ("GET", "/v1/grants"),
    ("GET", "/v1/client/release"), ("GET", "/v1/client/release/file"), ("GET", "/v1/light"), ("GET", "/v1/customers"),
    ("GET", "/v1/customers/of/{order_id:path}"), ("POST", "/v1/shipments/check"), ("GET", "/v1/reveals"), ("POST", "/v1/reveals"),
    ("GET", "/v1/reveals/terms"),
})  # fmt: skip
"""Routes that have been thought of. Whoever adds one adds it here only when it tells of no order but by what it reads of `call.tower.db`,
and when what it writes is asked of `refuse_strange` first."""
_FLOOR_TOPICS = ("alarm", "clearing")
_STRANGE = "这一单不在你的仓，找不到"


def check(route: Route, actor: Actor) -> None:
    """Refuse what tells of the whole floor."""
    if actor.warehouses and route.roles and (route.method, route.path) not in OPEN:
        raise Refused(403, f"你只看{'、'.join(sorted(actor.warehouses))}的单，这里说的是全部仓，请找主管", kind="warehouse")


def refuse_strange(call: Call, ids: Collection[str]) -> None:
    """What is to be done must be about orders that whoever asks can see; one of elsewhere is as unknown as one that is not there."""
    if not call.actor.warehouses:
        return
    with call.tower.db.read() as conn:
        known = orders.lines(conn, list(ids))
    if strange := [one for one in ids if one not in known]:
        raise Refused(404, f"中心没有订单 {strange[0][:40]}，或它不在你的仓，请核对", kind="not_found")


def within(call: Call, wanted: Sequence[Action], results: dict[str, Result]) -> list[Action]:
    """The actions that are about what this person can see; each of the others is refused as if its order were not there."""
    if not call.actor.warehouses:
        return list(wanted)
    with call.tower.db.read() as conn:
        said = [one.order for one in wanted if isinstance(one, OrderAction)]
        known = orders.lines(conn, said).keys() if said else ()
        near = [one for one in wanted if (one.order in known if isinstance(one, OrderAction) else _near(conn, one.case))]
    kept = {one.id for one in near}
    results |= {one.id: Result("refused", _STRANGE) for one in wanted if one.id not in kept}
    return near


def _near(conn: Connection, case: str) -> bool:
    return matters.of_no_order(case) or cases.order_of(conn, case) is not None


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed in one snapshot, whole."""

    conn: Connection

    def page(self, cursor: int, *, epoch: str, scopes: Mapping[str, str], limit: int) -> Page:
        return changes.page(self.conn, cursor, epoch=epoch, scopes=scopes, limit=limit)


@dataclass(frozen=True, slots=True)
class Narrowed(Feed):
    """The feed as it is told to somebody who sees some warehouses only."""

    call: Call
    share: Share

    def page(self, cursor: int, *, epoch: str, scopes: Mapping[str, str], limit: int) -> Page:
        """Numbers and versions stay; the sums are of what is told, so they prove it."""
        mine = {topic: scope for topic, scope in scopes.items() if topic not in _FLOOR_TOPICS}
        found = changes.page(self.conn, cursor, epoch=epoch, scopes=mine, limit=limit)
        told = [change for one in found.changes if (change := self.share.told(one)) is not None]
        notices, total = self._notices(mine["notice"])
        digest = {**found.digest, **self.share.digest(), "notice": spell(total)}
        said = [_notice(one, notices) if one.topic == "notice" else self._veiled(one) for one in told]
        return replace(found, changes=said, digest=digest)

    def _notices(self, scope: str) -> tuple[frozenset[str], int]:
        """The notices of this person that are about orders of elsewhere, and the sum of all others."""
        held = changes.held(self.conn, scope)
        told = {one.key: decode(bytes(one.body), NoticeRow).order for one in held}
        known = orders.lines(self.conn, sorted({order for order in told.values() if order}))
        away = {key for key, order in told.items() if order in known and known[order].warehouse not in self.call.actor.warehouses}
        total = 0
        for one in held:
            total = total if one.key in away else plus(total, feed_hash(one.topic, one.key, one.version))
        return frozenset(away), total

    def _veiled(self, change: Change) -> Change:
        if change.gone or change.topic not in ("board", "crisis", "source"):
            return change
        match change.topic:
            case "board":
                body: object = board(self.call)
            case "crisis":
                body = crisis(decode(bytes(change.body), CrisisRow))
            case _:
                body = source(decode(bytes(change.body), SourceRow))
        return msgspec.structs.replace(change, body=msgspec.Raw(encode(body)))


def _notice(change: Change, away: frozenset[str]) -> Change:
    """One that is about an order of elsewhere leaves the desk; its key names a notice of theirs, so it may be told."""
    return msgspec.structs.replace(change, body=msgspec.Raw(b"null"), gone=True) if change.key in away else change


def board(call: Call) -> Board:
    """The board of the caller's warehouses, as it is now."""
    with call.tower.db.read() as conn:
        floor = call.tower.floors.current(conn)
    kept = call.tower.housed.of(call.actor.warehouses)
    return kept.board(call.tower.all, call.tower.db, now=call.now, floor=floor)


@contextmanager
def feed(call: Call) -> Iterator[Feed]:
    """What a desk reads of the feed."""
    if not call.actor.warehouses:
        with call.tower.db.read() as conn:
            yield Feed(conn)
        return
    with call.tower.housed.of(call.actor.warehouses).share(call.tower.all) as (conn, share):
        yield Narrowed(conn, call, share)
