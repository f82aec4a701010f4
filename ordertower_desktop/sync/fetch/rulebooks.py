"""What the floor decides by: rules and their back-tests, promotions, chains, playbooks, limits, the roster, and the rates."""

from collections.abc import Mapping
from typing import Any

from ordertower_desktop.sync.question import Question, part
from ordertower_desktop.wire.alarms import BehindPage, RatePage
from ordertower_desktop.wire.backtests import BacktestAsked, BacktestOrders, BacktestView, ChatterRow, DriftRow
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.playbooks import Shelf, TemplateOnTrial, TemplatePast, TemplateToSave, TemplateTrial
from ordertower_desktop.wire.policies import ChainDrill, ChainOnTrial, ChainPast, ChainToSave, ChainTrial, Drilled, PolicyBody
from ordertower_desktop.wire.rules import OnTrial, PromoEffect, PromoOnTrial, PromosToSave, RuleChange, RulesInForce, RuleToSave, Trial
from ordertower_desktop.wire.stakes import StakesBody, StakesChange, StakesOnTrial, StakesTrial
from ordertower_desktop.wire.terms import TermsChange, TermsOnTrial, TermsTrial


def rules() -> Question[RulesInForce]:
    """The rules in force."""
    return lambda client: client.get("/v1/rules", RulesInForce)


def rule_changes(rule: str) -> Question[list[RuleChange]]:
    """The versions that changed a rule, in words, newest first."""
    return lambda client: client.get("/v1/rules/changes", list[RuleChange], params={"rule": rule})


def rehearse(rule: Mapping[str, Any]) -> Question[Trial]:
    """What a rule would hit among the orders that are open now."""
    return lambda client: client.post("/v1/rules/preview", Trial, body=encode(OnTrial(dict(rule))))


def save_rule(rule: Mapping[str, Any], base: int, why: str) -> Question[RulesInForce]:
    """Put one rule in force; `base` is the version that was edited."""
    return lambda client: client.put(f"/v1/rules/{part(str(rule['id']))}", RulesInForce, body=encode(RuleToSave(dict(rule), base, why)))


def backtest(rule: Mapping[str, Any], days: int, labels: list[str]) -> Question[BacktestView]:
    """Play a rule over the last days that the hub keeps."""
    return lambda client: client.post("/v1/backtests", BacktestView, body=encode(BacktestAsked(dict(rule), days=days, labels=labels)))


def backtests() -> Question[list[BacktestView]]:
    """The last back-tests, without what they found."""
    return lambda client: client.get("/v1/backtests", list[BacktestView])


def backtest_view(key: str) -> Question[BacktestView]:
    """How far a back-test is, and what it found."""
    return lambda client: client.get(f"/v1/backtests/{part(key)}", BacktestView)


def cancel_backtest(key: str) -> Question[BacktestView]:
    """Call it off."""
    return lambda client: client.delete(f"/v1/backtests/{part(key)}", BacktestView)


def backtest_orders(key: str, which: str, after: str) -> Question[BacktestOrders]:
    """A page of its orders: added | removed | kept | missed."""
    params = {"list": which, "after": after, "limit": "100"}
    return lambda client: client.get(f"/v1/backtests/{part(key)}/orders", BacktestOrders, params=params)


def rule_chatters() -> Question[list[ChatterRow]]:
    """Which rules came and went on which orders in the last week."""
    return lambda client: client.get("/v1/rules/chatters", list[ChatterRow])


def rule_drift() -> Question[list[DriftRow]]:
    """How right each rule was lately, and before that."""
    return lambda client: client.get("/v1/rules/drift", list[DriftRow])


def promos() -> Question[RulesInForce]:
    """The promotions in force."""
    return lambda client: client.get("/v1/promos", RulesInForce)


def try_promo(promo: Mapping[str, Any]) -> Question[list[PromoEffect]]:
    """What a promotion would do to the orders that are open now."""
    return lambda client: client.post("/v1/promos/preview", list[PromoEffect], body=encode(PromoOnTrial(dict(promo))))


def save_promos(text: str, base: int, why: str) -> Question[RulesInForce]:
    """Put all promotions in force; `base` is the version that was edited."""
    return lambda client: client.put("/v1/promos", RulesInForce, body=encode(PromosToSave(text, why, base)))


def chain_past(policy: str) -> Question[ChainPast]:
    """The versions that changed an alarm chain, in words, newest first."""
    return lambda client: client.get("/v1/policies/changes", ChainPast, params={"policy": policy})


def walk_chain(policy: PolicyBody, post: str) -> Question[ChainTrial]:
    """Who would hear what when, if an order of this post broke now."""
    return lambda client: client.post("/v1/policies/preview", ChainTrial, body=encode(ChainOnTrial(policy, post)))


def rehearse_chain(policy: PolicyBody, post: str, outside: str) -> Question[Drilled]:
    """Have a chain rehearsed by real people; `outside` is `yes` where phones shall ring too."""
    return lambda client: client.post("/v1/policies/rehearse", Drilled, body=encode(ChainDrill(policy, post, outside)))


def save_chain(policy: PolicyBody, base: int, why: str, running: str) -> Question[RulesInForce]:
    """Put one alarm chain in force; `running` says whether cases at work go on by it: keep | move."""
    asked = ChainToSave(policy, base, why, running)
    return lambda client: client.put(f"/v1/policies/{part(policy.id)}", RulesInForce, body=encode(asked))


def book_shelf() -> Question[Shelf]:
    """Every template of playbooks in force."""
    return lambda client: client.get("/v1/playbooks/shelf", Shelf)


def book_past(playbook: str) -> Question[TemplatePast]:
    """The versions that changed a template, in words, newest first, and how long its steps took."""
    return lambda client: client.get("/v1/playbooks/changes", TemplatePast, params={"playbook": playbook})


def try_book(template: Mapping[str, Any]) -> Question[TemplateTrial]:
    """What would open otherwise, if this template were in force."""
    return lambda client: client.post("/v1/playbooks/preview", TemplateTrial, body=encode(TemplateOnTrial(dict(template))))


def save_book(template: Mapping[str, Any], base: int, why: str, place: int) -> Question[RulesInForce]:
    """Put one template in force; `base` is the version that was edited, `place` where it is tried, -1 as before."""
    asked = TemplateToSave(dict(template), base, why, place)
    return lambda client: client.put(f"/v1/playbooks/{part(str(template['id']))}", RulesInForce, body=encode(asked))


def roster() -> Question[RulesInForce]:
    """Who has which post when."""
    return lambda client: client.get("/v1/roster", RulesInForce)


def save_roster(text: str, base: int, why: str) -> Question[RulesInForce]:
    """Put the roster in force; `base` is the version that was edited."""
    return lambda client: client.put("/v1/roster", RulesInForce, body=encode(PromosToSave(text, why, base)))


def limits_in_force() -> Question[RulesInForce]:
    """How long things may take."""
    return lambda client: client.get("/v1/limits", RulesInForce)


def calendars_in_force() -> Question[RulesInForce]:
    """Who works when."""
    return lambda client: client.get("/v1/calendars", RulesInForce)


def limits_past() -> Question[list[TermsChange]]:
    """The versions of the limits in words, newest first."""
    return lambda client: client.get("/v1/limits/changes", list[TermsChange])


def calendars_past() -> Question[list[TermsChange]]:
    """The versions of the calendars in words, newest first."""
    return lambda client: client.get("/v1/calendars/changes", list[TermsChange])


def try_terms(asked: TermsOnTrial) -> Question[TermsTrial]:
    """What other limits or calendars would make of every clock at work."""
    return lambda client: client.post("/v1/limits/preview", TermsTrial, body=encode(asked))


def save_terms(kind: str, text: str, base: int, why: str) -> Question[RulesInForce]:
    """Put limits or calendars in force; `base` is the version that was edited."""
    return lambda client: client.put(f"/v1/{part(kind)}", RulesInForce, body=encode(PromosToSave(text, why, base)))


def stakes_in_force() -> Question[RulesInForce]:
    """What lateness costs."""
    return lambda client: client.get("/v1/stakes", RulesInForce)


def stakes_past() -> Question[list[StakesChange]]:
    """The versions of the stakes in words, newest first."""
    return lambda client: client.get("/v1/stakes/changes", list[StakesChange])


def try_stakes(stakes: StakesBody) -> Question[StakesTrial]:
    """In what order the open cases would stand by other stakes."""
    return lambda client: client.post("/v1/stakes/preview", StakesTrial, body=encode(StakesOnTrial(stakes)))


def save_stakes(text: str, base: int, why: str) -> Question[RulesInForce]:
    """Put the stakes in force; `base` is the version that was edited."""
    return lambda client: client.put("/v1/stakes", RulesInForce, body=encode(PromosToSave(text, why, base)))


def rates() -> Question[list[RatePage]]:
    """The rules over rates, each with the groups that it watches."""
    return lambda client: client.get("/v1/rates", list[RatePage])


def rate_orders(rule: str, group: str) -> Question[BehindPage]:
    """The orders behind a group that fails."""
    return lambda client: client.get(f"/v1/rates/{part(rule)}/orders", BehindPage, params={"group": group})
