"""/v1/reveals: the plain receiver of one order, asked of its source at that moment, counted, sealed into the audit, and kept by nobody."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from ordertower_desktop.domain import reveal as terms_of
from ordertower_desktop.domain import veil as veils
from ordertower_desktop.domain.calllog import Work
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.refusal import Refusal
from ordertower_desktop.domain.reveal import LASTS, REASONS, Plain, day_of, left
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.housing import refuse_strange
from ordertower_desktop.hub.api.http import JSON, Answer, Call, Handler, Refused, as_json
from ordertower_desktop.hub.connectors.revealing import Revealer, Wish
from ordertower_desktop.hub.store.tables import audit, orders, people, reveals
from ordertower_desktop.hub.store.tables.reveals import Look
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.reveals import RevealBody, Revealed, RevealLine, RevealPage, RevealTerms

Revealers = Mapping[str, Revealer]
UNKEPT = {"Cache-Control": "no-store"}


def teller(revealers: Revealers) -> Handler:
    """What somebody has to know before they ask."""

    def told(call: Call) -> Answer:
        key, quota = call.query.get("order", ""), call.tower.settings.reveals
        with call.tower.db.read() as conn:
            used = reveals.spent(conn, call.actor.id, day_of(call.now))
            why = _why_not(call, conn)
            source = _source(orders.load(conn, [key]).get(key), revealers)
        why = why or ("" if source else _NOBODY) or ("" if used < quota else _spent(quota))
        name = revealers[source].about.name if source else ""
        return as_json(RevealTerms(key, why, name, left(quota, used), quota, dict(REASONS)))

    return told


def opener(revealers: Revealers) -> Handler:
    """Count, ask, seal, and only then tell."""

    def opened(call: Call) -> Answer:
        asked = call.read(RevealBody)
        refuse_strange(call, [asked.order])
        look = _begun(call, asked, revealers)
        try:
            with call.tower.calls.by(look.source, Work.REVEAL, now=call.now, order=look.order):
                plain = revealers[look.source].reveal(Wish(look.order, look.reason, call.actor.name), now=call.tower.now())
        except Refusal as no:
            _end(call, look, reveals.FAILED, why=str(no)[:200])
            raise Refused(422, str(no)[:300], kind="source") from None
        return _answer(call, look, plain, revealers[look.source].about.name)

    return opened


def listed(call: Call) -> Answer:
    """The history of looks, of everybody."""
    limit, quota = call.limit(), call.tower.settings.reveals
    wanted = {"who": call.query.get("who", ""), "order": call.query.get("order", ""), "before": call.query.get("after", "")}
    with call.tower.db.read() as conn:
        found = reveals.newest(conn, **wanted, limit=limit)
        names = {person.id: person.name for person in people.everyone(conn)}
        today, seen = reveals.totals(conn, day_of(call.now)), veil.eyes_of(call, conn)
    lines = [_line(look, names.get(look.person, look.person), seen) for look in found]
    return as_json(RevealPage(lines, lines[-1].id if len(lines) == limit else "", today, quota))


_NOBODY = "这一单的来源没有接通看明文，请到平台或 ERP 的后台查看"


def _spent(quota: int) -> str:
    return f"今天的 {quota} 次已经用完，明天 0 点恢复；急用请找主管代看"


def _why_not(call: Call, conn: Connection) -> str:
    if people.one(conn, call.actor.id) is None:
        return "没有写明是谁的令牌不能看明文，请以本人登录"
    return terms_of.refusal(call.actor, call.tower.floors.posts(conn))


def _source(order: Order | None, revealers: Revealers) -> str:
    """Who is asked: the platform before an ERP, since it is the platform's customer."""
    if order is None:
        return ""
    able = [one for one in order.current if one in revealers]
    return min(able, key=lambda one: (revealers[one].about.kind is not SourceKind.PLATFORM, one), default="")


def _begun(call: Call, asked: RevealBody, revealers: Revealers) -> Look:
    """The look, counted before anybody is asked: two desks cannot both have the last one. A refusal is sealed as well."""
    quota, look = call.tower.settings.reveals, Look(uuid.uuid4().hex, call.actor.id, call.now, asked.order[:64], "", "", reveals.ASKED)
    with call.tower.db.write() as conn:
        order = orders.load(conn, [asked.order]).get(asked.order)
        source, reason = _source(order, revealers), ""
        why = _why_not(call, conn) or ("" if order else "没有这个订单")
        try:
            reason = "" if why else terms_of.reason(asked.reason, asked.text)
        except ValueError as wrong:
            why = str(wrong)
        why = why or ("" if source else _NOBODY)
        why = why or ("" if reveals.spent(conn, call.actor.id, day_of(call.now)) < quota else _spent(quota))
        look = replace(look, source=source, reason=reason, state=reveals.REFUSED if why else reveals.ASKED, why=why)
        reveals.add(conn, look)
        _seal(conn, call, look, why or reason)
    if why:
        raise Refused(404 if order is None and why == "没有这个订单" else 403, why, kind="reveal")
    return look


def _end(call: Call, look: Look, state: str, *, why: str = "", fields: str = "") -> None:
    with call.tower.db.write() as conn:
        reveals.end(conn, look.id, state, why=why, fields=fields)
        _seal(conn, call, replace(look, state=state), why or "、".join(part for part in (look.reason, fields) if part))


def _seal(conn: Connection, call: Call, look: Look, detail: str) -> None:
    words = {
        reveals.ASKED: "reveal_asked", reveals.SHOWN: "reveal", reveals.REFUSED: "reveal_refused", reveals.FAILED: "reveal_failed",
    }  # fmt: skip
    audit.append(conn, audit.Record(call.tower.now(), call.actor.id, words[look.state], look.order, detail))


def _answer(call: Call, look: Look, plain: Plain, source: str) -> Answer:
    """The look is sealed first; then the value may leave. Rights that were taken while the source was asked count."""
    with call.tower.db.read() as conn:
        posts = call.tower.floors.posts(conn)
        gone, seen = _why_not(call, conn), terms_of.seen(call.actor, posts)
        used = reveals.spent(conn, call.actor.id, day_of(call.now))
    if gone:
        _end(call, look, reveals.FAILED, why=gone)
        raise Refused(403, gone, kind="reveal")
    shown = plain.kept_to(seen)
    kept = [str(of) for of in plain.told if of not in seen]
    if not shown.told:
        _end(call, look, reveals.FAILED, why="来源给的字段，这个岗位都看不到")
        raise Refused(403, "来源给的字段，你的岗位都看不到", kind="reveal")
    _end(call, look, reveals.SHOWN, fields=",".join(shown.told))
    quota = call.tower.settings.reveals
    told = Revealed(
        look.order, shown.name, shown.phone, shown.address, source, int(LASTS.total_seconds()), left(quota, used), quota, kept,
    )  # fmt: skip
    return Answer(encode(told), kind=JSON, headers=UNKEPT)


def _line(look: Look, name: str, seen: veils.Eyes) -> RevealLine:
    reason = look.reason if look.reason in REASONS.values() else veils.note(look.reason, seen)
    fields = [part for part in look.fields.split(",") if part]
    return RevealLine(look.id, look.at, look.person, name, look.order, look.source, reason, look.state, look.why, fields)
