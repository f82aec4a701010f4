"""/v1/backtests: a draft played over stored history; begun, watched, called off, and its orders read one by one."""

import secrets

from msgspec.structs import replace
from sqlalchemy import Connection

from ordertower_desktop.domain.event import digest
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.hub.api import versions as administered
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging import onerule
from ordertower_desktop.hub.store.judging.board import PLATFORM_NAMES
from ordertower_desktop.hub.store.judging.floors import bodies
from ordertower_desktop.hub.store.tables import backtests, marks, orders, people, versions
from ordertower_desktop.hub.store.tables.backtests import Asked, Job
from ordertower_desktop.insight.trial.verdicts import BEFORE, LATELY, drifts
from ordertower_desktop.wire.backtests import (
    LISTS,
    MOST_DAYS,
    MOST_LABELS,
    BacktestAsked,
    BacktestOrder,
    BacktestOrders,
    BacktestView,
    DriftRow,
)

SUBJECTS = ("rules", "exemptions", "promos", "policies", "calendars")
"""The texts that a back-test depends on."""


def begin(call: Call) -> Answer:
    """Queue it: one at a time on a floor, since it takes a core for as long as it goes."""
    asked = call.read(BacktestAsked)
    _sound(asked)
    with call.tower.db.write() as conn:
        _unless_busy(conn)
        texts = {kind: text for kind, text in bodies(conn).items() if kind in SUBJECTS}
        key = _key(asked)
        text = onerule.with_rule(texts.get("rules", ""), asked.rule) if asked.rule is not None else asked.rules
        floor = administered.checked(texts | {"rules": text})
        _playable(floor, key)
        labels = list(dict.fromkeys(label.strip() for label in asked.labels if label.strip()))
        view = BacktestView(
            secrets.token_hex(8), "waiting", call.now, call.actor.id, _name(conn, call.actor.id), asked.days, key,
            floor.rules[key].name if key else "整本规则", digest([asked.rule, asked.rules]),
        )  # fmt: skip
        version = versions.numbers(conn).get("rules", 0)
        backtests.add(conn, Job(Asked(texts, texts | {"rules": text}, key, asked.days, labels, version), view))
    return as_json(view, status=202)


def listed(call: Call) -> Answer:
    """The newest ones, without what they found."""
    with call.tower.db.read() as conn:
        found = backtests.recent(conn, limit=call.limit(backtests.KEPT))
    return as_json([replace(view, found=None) for view in found])


def looked_at(call: Call) -> Answer:
    with call.tower.db.read() as conn:
        return as_json(_there(conn, call))


def call_off(call: Call) -> Answer:
    """End it; what is over stays as it is."""
    with call.tower.db.write() as conn:
        view = _there(conn, call)
        if view.state in backtests.ACTIVE:
            view = replace(view, state="cancelled", took_s=backtests.since(view, call.now))
            backtests.keep(conn, view)
    return as_json(view)


def named(call: Call) -> Answer:
    """A page of one of its lists, each order as it stands now."""
    which = call.query.get("list", LISTS[0])
    if which not in LISTS:
        raise Refused(400, f"list 要是 {'、'.join(LISTS)} 之一", kind="malformed")
    after, limit = call.number("after"), call.limit()
    with call.tower.db.read() as conn:
        view = _there(conn, call)
        total, found = backtests.page(conn, view.id, which, after=after, limit=limit)
        rows = orders.lines(conn, [one.order for one in found])
    told = [_shown(one, rows.get(one.order)) for one in found]
    return as_json(BacktestOrders(total, told, str(after + len(found)) if after + len(found) < total else ""))


def drifting(call: Call) -> Answer:
    """How right agents found each rule lately, and before that."""
    with call.tower.db.read() as conn:
        found = drifts(marks.marks(conn, call.now - LATELY - BEFORE), call.now)
    return as_json([DriftRow(one.rule, one.right, one.wrong, one.right_before, one.wrong_before, one.fallen) for one in found])


def _sound(asked: BacktestAsked) -> None:
    if (asked.rule is None) == (not asked.rules.strip()):
        raise Refused(422, "请给出一条规则（rule），或整本规则的文本（rules）", kind="malformed")
    if not 1 <= asked.days <= MOST_DAYS:
        raise Refused(422, f"天数要在 1 到 {MOST_DAYS} 之间，收到 {asked.days}", kind="malformed")
    if len(asked.labels) > MOST_LABELS:
        raise Refused(422, f"人工标注最多 {MOST_LABELS} 单，收到 {len(asked.labels)} 单", kind="malformed")


def _key(asked: BacktestAsked) -> str:
    if asked.rule is None:
        return ""
    key = asked.rule.get("id")
    if not isinstance(key, str) or not key.strip():
        raise Refused(422, "规则还没有编号，请先填编号", kind="bad_rules")
    return key


def _playable(floor: Floor, key: str) -> None:
    if key and floor.rules[key].rate is not None:
        raise Refused(422, "按比率判断的规则说的是一组订单，不能逐单回测", kind="bad_rules")


def _unless_busy(conn: Connection) -> None:
    job = backtests.active(conn)
    if job is not None:
        view = job.view
        share = f"，已到 {100 * view.done // view.total}%" if view.total else ""
        raise Refused(409, f"{view.by_name} 正在回测“{view.name[:40]}”{share}；等它完成，或先取消它", kind="busy", detail=view.id)


def _there(conn: Connection, call: Call) -> BacktestView:
    view = backtests.one(conn, call.params["backtest"])
    if view is None:
        raise Refused(404, "没有这次回测，可能已被较新的挤掉", kind="not_found")
    return view


def _name(conn: Connection, person: str) -> str:
    known = people.one(conn, person)
    return known.name if known else person or "系统"


def _shown(one: BacktestOrder, row: orders.Found | None) -> BacktestOrder:
    if row is None:
        return one
    name, stage = PLATFORM_NAMES.get(row.platform, row.platform), STAGE_NAMES[row.stage]
    return replace(one, platform=row.platform, platform_name=name, stage=stage, shop=row.shop, paid_at=row.paid)
