"""/v1/promos/preview: what a promotion would do to the open orders if it were on now."""

from dataclasses import replace

from ordertower_desktop.domain.fault import BadFile
from ordertower_desktop.domain.moment import LAST
from ordertower_desktop.domain.promo import Promo
from ordertower_desktop.domain.promo_reader import promos
from ordertower_desktop.domain.rehearsal import rehearse
from ordertower_desktop.domain.rule import Rule
from ordertower_desktop.hub.api import veil
from ordertower_desktop.hub.api.http import Answer, Call, Refused, as_json
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.judging.floors import bodies
from ordertower_desktop.wire.rules import PromoEffect, PromoOnTrial


def preview(call: Call) -> Answer:
    """Each rule that the promotion touches, without it and as it would be from now on; nothing is kept of it."""
    asked = call.read(PromoOnTrial)
    with call.tower.db.read() as conn:
        veil.refuse_blind(call, conn, "试算大促档案")
        texts = bodies(conn)
        rules = books.rules_of(texts.get("rules", ""), exemptions=texts.get("exemptions", "{}")).rules
        context = call.tower.floors.current(conn).bench.context
        known = list(call.tower.open_orders.current(conn))
    try:
        (promo,) = promos({"promo": [asked.promo]}, rules)
    except BadFile as bad:
        raise Refused(422, str(bad).partition("\n")[0][:300], kind="bad_rules", detail=str(bad)[:4000]) from bad
    on = replace(promo, begin=call.now, end=LAST)

    def effect(rule: Rule) -> PromoEffect:
        found = rehearse(known, rule, on.on(rule), now=call.now, context=context, most=0)
        return PromoEffect(rule.id, rule.name, found.hit_before, found.hits)

    return as_json([effect(rule) for rule in _touched(on, rules)])


def _touched(promo: Promo, rules: tuple[Rule, ...]) -> list[Rule]:
    """Rules over a rate speak of groups of orders, and cannot be tried on one."""
    return [rule for rule in rules if rule.rate is None and promo.touches(rule.id)]
