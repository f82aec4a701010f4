"""/v1/rules/…: one rule tried on the open orders, put in force, and followed through its versions."""

from sqlalchemy import Connection

from ordertower_desktop.domain.difference import difference
from ordertower_desktop.domain.floor import Floor
from ordertower_desktop.domain.order import Order
from ordertower_desktop.domain.rehearsal import Rehearsal, rehearse
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.domain.sentence import phrase
from ordertower_desktop.domain.stage import STAGE_NAMES
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api import versions as administered
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging import onerule
from ordertower_desktop.hub.store.judging.board import PLATFORM_NAMES
from ordertower_desktop.hub.store.judging.floors import bodies
from ordertower_desktop.hub.store.tables import orders, people, versions
from ordertower_desktop.wire.rules import OnTrial, RuleChange, RuleToSave, Spared, Trial, TrialOrder

MOST_NAMED = 100
USUAL_VERSIONS = 40


def preview(call: Call) -> Answer:
    """Judge the rule on every open order, beside the one that is in force under its id; nothing is kept of it."""
    asked = call.read(OnTrial)
    key = _key(asked.rule)
    with call.tower.db.read() as conn:
        veil.refuse_blind(call, conn, "试算规则")
        texts = bodies(conn)
        would_be = texts | {"rules": _with(texts, asked.rule)}
        floor, before = administered.checked(would_be), administered.checked(texts).rules.get(key)
        after = _judgeable(floor, key)
        number, whole = versions.numbers(conn).get("rules", 0), orders.open_count(conn)
        known = call.tower.open_orders.current(conn)
    most = max(0, min(MOST_NAMED, asked.most))
    found = rehearse(known, before, after, now=call.now, context=floor.bench.context, most=most)
    own = len(asked.rule.get("exempt") or [])
    return as_json(_trial(call, found, after, version=number, whole=whole, own=own))


def save(call: Call) -> Answer:
    """Put one rule in force at once; another's change of the same rule in between is a conflict, of other rules it is not."""
    asked = call.read(RuleToSave)
    key = _key(asked.rule)
    if key != call.params["rule"]:
        raise Refused(422, f"规则编号 {key[:40]} 与地址里的 {call.params['rule'][:40]} 不一致", kind="bad_rules")
    with call.tower.db.write() as conn:
        theirs = onerule.last_change(conn, key, since=asked.base) if asked.base else None
        if theirs is not None:
            who = _name(conn, theirs.by)
            raise Refused(409, f"{who} 刚把这条规则改成第 {theirs.version} 版，请先看过再改", kind="conflict", detail=who)
        texts = bodies(conn)
        text = _with(texts, asked.rule)
        was, will = (administered.checked(one).rules.get(key) for one in (texts, texts | {"rules": text}))
        says = difference(was, will)
        why = asked.why.strip() or f"{key} {'；'.join(says)}"
        made = administered.put_in_force(conn, call, "rules", text, why=why) if says else versions.current(conn, "rules")
    return as_json(administered.page(made))


def changes(call: Call) -> Answer:
    """The versions that changed one rule, newest first, each in words."""
    with call.tower.db.read() as conn:
        found = list(onerule.changes(conn, call.query.get("rule", ""), limit=call.limit(USUAL_VERSIONS)))
        names = {one.version.by: _name(conn, one.version.by) for one in found}
    return as_json([_change(one, names[one.version.by]) for one in found])


def _change(one: onerule.Changed, name: str) -> RuleChange:
    made = one.version
    return RuleChange(made.version, made.at, made.by, name, made.why, list(one.says), dict(one.table or {}))


def _key(table: dict[str, object]) -> str:
    key = table.get("id")
    if not isinstance(key, str) or not key.strip():
        raise Refused(422, "规则还没有编号，请先填编号", kind="bad_rules")
    return key


def _with(texts: dict[str, str], table: dict[str, object]) -> str:
    return onerule.with_rule(texts.get("rules", ""), table)


def _judgeable(floor: Floor, key: str) -> Rule:
    rule = floor.rules[key]
    if rule.rate is not None:
        raise Refused(422, "按比率判断的规则说的是一组订单，不能逐单试算", kind="bad_rules")
    return rule


def _name(conn: Connection, person: str) -> str:
    known = people.one(conn, person)
    return known.name if known else person or "系统"


def _trial(call: Call, found: Rehearsal, rule: Rule, *, version: int, whole: int, own: int) -> Trial:
    return Trial(
        at=call.now, version=version, whole=whole,
        judged=found.judged, about=found.about, hits=found.hits, before=found.hit_before, kept=found.kept,
        added=found.added, removed=found.removed, first_added=[_named(one) for one in found.first_added],
        first_removed=[_named(one) for one in found.first_removed], lines=found.lines or {},
        spared=[
            Spared(phrase(one.match), one.by, one.why, more, one.until, own=place < own)
            for place, (one, more) in enumerate(zip(rule.exempt, found.spared, strict=True))
        ],
    )  # fmt: skip


def _named(order: Order) -> TrialOrder:
    platform = order.text("platform")
    name, stage = PLATFORM_NAMES.get(platform, platform), STAGE_NAMES[order.stage]
    return TrialOrder(order.id, platform, name, stage, order.text("shop"), order.at("payment_approved"))
