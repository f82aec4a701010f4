"""What a page asks the hub for, as values: each function names a question; a `Client` answers it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from ordertower_desktop.wire.articles import ArticleRow, ArticleUsed, FormsPage
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.crisis import Act, CrisisRow, GrantBody, GrantRow
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.pages import ImportPlan, ImportView
from ordertower_desktop.wire.performance import ScorePage
from ordertower_desktop.wire.playbooks import Shelf, TemplateOnTrial, TemplatePast, TemplateToSave, TemplateTrial
from ordertower_desktop.wire.policies import ChainOnTrial, ChainPast, ChainToSave, ChainTrial, PolicyBody
from ordertower_desktop.wire.replay import DayPage, Days, Incident, PoolPage, Words
from ordertower_desktop.wire.rules import OnTrial, PromoEffect, PromoOnTrial, PromosToSave, RuleChange, RulesInForce, RuleToSave, Trial
from ordertower_desktop.wire.writebacks import WriteBackAgain, WriteBackBegun, WriteBackPage, WriteBackSummary, WriteBackSwitch

if TYPE_CHECKING:
    from ordertower_desktop.sync.http import Client

T = TypeVar("T")
Question = Callable[["Client"], T]


def order(order_id: str) -> Question[OrderPage]:
    """One order, whole."""
    return lambda client: client.get(f"/v1/orders/{_part(order_id)}", OrderPage)


def search(params: Mapping[str, str]) -> Question[dict[str, Any]]:
    """Orders by `q, platform, stage, since, until, after, limit`: everything the hub knows, not only the pool."""
    return lambda client: client.get("/v1/orders", dict[str, Any], params=params)


def board(at: datetime | None = None) -> Question[Board]:
    """The board now, or as it was known at a moment."""
    params = {} if at is None else {"at": at.isoformat()}
    return lambda client: client.get("/v1/board", Board, params=params)


def upload(file: Path, params: Mapping[str, str] | None = None) -> Question[ImportView]:
    """Send a file for a dry run; nothing changes until it is committed."""
    return lambda client: client.upload("/v1/imports", ImportView, file=file, params={"name": file.name} | dict(params or {}))


def imported(import_id: str) -> Question[ImportView]:
    """How far an import is."""
    return lambda client: client.get(f"/v1/imports/{_part(import_id)}", ImportView)


def replan(import_id: str, plan: ImportPlan) -> Question[ImportView]:
    """Read the file again with this plan; still a dry run."""
    return lambda client: client.put(f"/v1/imports/{_part(import_id)}", ImportView, body=encode(plan))


def commit(import_id: str, plan: ImportPlan | None = None) -> Question[ImportView]:
    """Bring the file in as planned, or as it was understood."""
    return lambda client: client.post(f"/v1/imports/{_part(import_id)}/commit", ImportView, body=encode(plan) if plan else b"")


def withdraw(import_id: str) -> Question[ImportView]:
    """Cancel an import, or within 60 s undo it."""
    return lambda client: client.delete(f"/v1/imports/{_part(import_id)}", ImportView)


def person(body: Mapping[str, Any]) -> Question[Any]:
    """Put somebody on the floor, or change their name."""
    return put("/v1/people", body)


def pull(source: str) -> Question[Any]:
    """Ask a source system again now."""
    return lambda client: client.post(f"/v1/sources/{_part(source)}/pull", object)


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
    return lambda client: client.put(f"/v1/rules/{_part(str(rule['id']))}", RulesInForce, body=encode(RuleToSave(dict(rule), base, why)))


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


def save_chain(policy: PolicyBody, base: int, why: str, running: str) -> Question[RulesInForce]:
    """Put one alarm chain in force; `running` says whether cases at work go on by it: keep | move."""
    asked = ChainToSave(policy, base, why, running)
    return lambda client: client.put(f"/v1/policies/{_part(policy.id)}", RulesInForce, body=encode(asked))


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
    return lambda client: client.put(f"/v1/playbooks/{_part(str(template['id']))}", RulesInForce, body=encode(asked))


def articles(params: Mapping[str, str]) -> Question[list[ArticleRow]]:
    """The knowledge base by `q, kind, cause`."""
    return lambda client: client.get("/v1/articles", list[ArticleRow], params=params)


def article_used(article: str, order_id: str) -> Question[ArticleRow]:
    """This article helped with this order."""
    return lambda client: client.post("/v1/articles/used", ArticleRow, body=encode(ArticleUsed(article, order_id)))


def incident_forms(quarter: str) -> Question[FormsPage]:
    """The incident forms of a quarter such as 2025Q4."""
    return lambda client: client.get("/v1/incident-forms", FormsPage, params={"quarter": quarter})


def performance(days: str) -> Question[ScorePage]:
    """What people did in so many days."""
    return lambda client: client.get("/v1/performance", ScorePage, params={"days": days})


def channels() -> Question[Any]:
    """The ways out and how they are doing."""
    return document("/v1/channels")


def try_channel(channel: str) -> Question[Any]:
    """Send one message to whoever asks."""
    return lambda client: client.post(f"/v1/channels/{_part(channel)}/test", object, body=b"{}")


def write_backs(state: str) -> Question[WriteBackPage]:
    """The last write-backs that changed; `state` is a state, `open`, `handed`, or nothing for all."""
    return lambda client: client.get("/v1/write-backs", WriteBackPage, params={"state": state, "limit": "50"})


def write_back_summary() -> Question[WriteBackSummary]:
    """Each shop's queue, breaker and timeliness."""
    return lambda client: client.get("/v1/write-backs/summary", WriteBackSummary)


def write_back_again(ids: list[str]) -> Question[WriteBackBegun]:
    """Begin these anew."""
    return lambda client: client.post("/v1/write-backs/again", WriteBackBegun, body=encode(WriteBackAgain(ids=ids)))


def write_back_all_again() -> Question[WriteBackBegun]:
    """Begin everything anew that people have in hand."""
    return lambda client: client.post("/v1/write-backs/again", WriteBackBegun, body=encode(WriteBackAgain(all=True)))


def write_back_switch(stopped: bool, why: str) -> Question[WriteBackSummary]:
    """Stop all write-backs of the floor, or let them go on."""
    return lambda client: client.put("/v1/write-backs/switch", WriteBackSummary, body=encode(WriteBackSwitch(stopped, why)))


def days() -> Question[Days]:
    """The days that can be played again."""
    return lambda client: client.get("/v1/days", Days)


def day(name: str) -> Question[DayPage]:
    """A day whole: `2025-11-12`."""
    return lambda client: client.get(f"/v1/days/{_part(name)}", DayPage)


def pool_at(at: datetime, how: str) -> Question[PoolPage]:
    """The delay pool of a moment, the earliest due first; `how`: known | reckoned."""
    return lambda client: client.get("/v1/pool", PoolPage, params={"at": at.isoformat(), "as": how, "limit": "1000"})


def save_incident(day_: str, words: Words) -> Question[Incident]:
    """Put people's words on a day into the archive."""
    return lambda client: client.put(f"/v1/incidents/{_part(day_)}", Incident, body=encode(words))


def crisis_act(act: Act) -> Question[CrisisRow]:
    """Do something about the crisis; the same act again changes nothing."""
    return lambda client: client.post("/v1/crisis/acts", CrisisRow, body=encode(act))


def grants() -> Question[list[GrantRow]]:
    """Roles that were lent, the newest first."""
    return lambda client: client.get("/v1/grants", list[GrantRow], params={"limit": "20"})


def lend(body: GrantBody) -> Question[GrantRow]:
    """Lend somebody a role until a time."""
    return lambda client: client.post("/v1/grants", GrantRow, body=encode(body))


def take_back(grant: str) -> Question[GrantRow]:
    """End it before its time."""
    return lambda client: client.delete(f"/v1/grants/{_part(grant)}", GrantRow)


def document(path: str, params: Mapping[str, str] | None = None) -> Question[Any]:
    """Anything else the surface has, as plain values: `/v1/rules`, `/v1/people`, …"""
    return lambda client: client.get(path, object, params=params)


def put(path: str, value: object) -> Question[Any]:
    """Write an administered document."""
    return lambda client: client.put(path, object, body=encode(value))


def _part(text: str) -> str:
    return quote(text, safe="")
