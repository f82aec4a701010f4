"""What a page asks the hub for, as values: each function names a question; a `Client` answers it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from ordertower_desktop.wire.alarms import BehindPage, RatePage
from ordertower_desktop.wire.articles import ArticleRow, ArticleUsed, FormsPage
from ordertower_desktop.wire.audit import AuditPage, Verified
from ordertower_desktop.wire.backtests import BacktestAsked, BacktestOrders, BacktestView, DriftRow
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.crisis import Act, CrisisRow, GrantBody, GrantRow, OfferPage
from ordertower_desktop.wire.kpi import DrillPage, FoundPage, HealthPage, KpiPage, LoadPage, MonthBody, TrendPage
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.pages import ImportPlan, ImportView
from ordertower_desktop.wire.performance import ScorePage
from ordertower_desktop.wire.playbooks import Shelf, TemplateOnTrial, TemplatePast, TemplateToSave, TemplateTrial
from ordertower_desktop.wire.policies import ChainDrill, ChainOnTrial, ChainPast, ChainToSave, ChainTrial, Drilled, PolicyBody
from ordertower_desktop.wire.posts import PostBody, PostChange, PostToSave
from ordertower_desktop.wire.preaudit import MarkAsked, PreAuditPage
from ordertower_desktop.wire.replay import DayPage, Days, Incident, PoolPage, Words
from ordertower_desktop.wire.rules import OnTrial, PromoEffect, PromoOnTrial, PromosToSave, RuleChange, RulesInForce, RuleToSave, Trial
from ordertower_desktop.wire.terms import TermsChange, TermsOnTrial, TermsTrial
from ordertower_desktop.wire.warehouse import CommandAsked, CommandJob, CommandPlan, ReceiptPage
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


def backtest(rule: Mapping[str, Any], days: int, labels: list[str]) -> Question[BacktestView]:
    """Play a rule over the last days that the hub keeps."""
    return lambda client: client.post("/v1/backtests", BacktestView, body=encode(BacktestAsked(dict(rule), days=days, labels=labels)))


def backtests() -> Question[list[BacktestView]]:
    """The last back-tests, without what they found."""
    return lambda client: client.get("/v1/backtests", list[BacktestView])


def backtest_view(key: str) -> Question[BacktestView]:
    """How far a back-test is, and what it found."""
    return lambda client: client.get(f"/v1/backtests/{_part(key)}", BacktestView)


def cancel_backtest(key: str) -> Question[BacktestView]:
    """Call it off."""
    return lambda client: client.delete(f"/v1/backtests/{_part(key)}", BacktestView)


def backtest_orders(key: str, which: str, after: str) -> Question[BacktestOrders]:
    """A page of its orders: added | removed | kept | missed."""
    params = {"list": which, "after": after, "limit": "100"}
    return lambda client: client.get(f"/v1/backtests/{_part(key)}/orders", BacktestOrders, params=params)


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
def roster() -> Question[RulesInForce]:
    """Who has which post when."""
    return lambda client: client.get("/v1/roster", RulesInForce)


def save_roster(text: str, base: int, why: str) -> Question[RulesInForce]:
    """Put the roster in force; `base` is the version that was edited."""
    return lambda client: client.put("/v1/roster", RulesInForce, body=encode(PromosToSave(text, why, base)))


def articles(params: Mapping[str, str]) -> Question[list[ArticleRow]]:
    """The knowledge base by `q, kind, cause`."""
    return lambda client: client.get("/v1/articles", list[ArticleRow], params=params)


def article_used(article: str, order_id: str) -> Question[ArticleRow]:
    """This article helped with this order."""
    return lambda client: client.post("/v1/articles/used", ArticleRow, body=encode(ArticleUsed(article, order_id)))


def incident_forms(quarter: str) -> Question[FormsPage]:
    """The incident forms of a quarter such as 2025Q4."""
    return lambda client: client.get("/v1/incident-forms", FormsPage, params={"quarter": quarter})


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
    return lambda client: client.put(f"/v1/{_part(kind)}", RulesInForce, body=encode(PromosToSave(text, why, base)))


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


def write_back_agree(ids: list[str]) -> Question[WriteBackBegun]:
    """Say yes to what the other system asks about these, and try again."""
    return lambda client: client.post("/v1/write-backs/again", WriteBackBegun, body=encode(WriteBackAgain(ids=ids, agree=True)))


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


def offer(key: str) -> Question[OfferPage]:
    """A compensation with its orders."""
    return lambda client: client.get(f"/v1/crisis/offers/{_part(key)}", OfferPage)


def kpi(first: date, last: date, against: date) -> Question[KpiPage]:
    """A stretch of days against one of the same length that began on an earlier day."""
    return lambda client: client.get("/v1/kpi", KpiPage, params=_days(first, last) | {"against": against.isoformat()})


def drill(first: date, last: date, by: list[str], where: dict[str, str]) -> Question[DrillPage]:
    """Orders by one or two columns, among those that are as `where` says."""
    return lambda client: client.get("/v1/drill", DrillPage, params=_days(first, last) | {"by": ",".join(by)} | where)


def drill_orders(first: date, last: date, which: str, where: dict[str, str]) -> Question[FoundPage]:
    """The orders behind a number: open, late, missed or all."""
    return lambda client: client.get("/v1/drill/orders", FoundPage, params=_days(first, last) | {"which": which, "limit": "500"} | where)


def trends(first: date, last: date) -> Question[TrendPage]:
    """Rules week by week."""
    return lambda client: client.get("/v1/trends", TrendPage, params=_days(first, last))


def alarms(first: date, last: date) -> Question[LoadPage]:
    """What alarms did to people."""
    return lambda client: client.get("/v1/alarms", LoadPage, params=_days(first, last))


def scores(month: str) -> Question[HealthPage]:
    """The health of a month: `2025-11`."""
    return lambda client: client.get(f"/v1/scores/{_part(month)}", HealthPage)


def freeze_month(month: str, why: str) -> Question[HealthPage]:
    """Freeze a month, or correct it as a further revision."""
    return lambda client: client.post(f"/v1/scores/{_part(month)}", HealthPage, body=encode(MonthBody(why)))


def _days(first: date, last: date) -> dict[str, str]:
    return {"since": first.isoformat(), "until": last.isoformat()}


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


def invitation(person_id: str) -> Question[Any]:
    """A code that lets one device of somebody in."""
    return lambda client: client.post(f"/v1/people/{_part(person_id)}/invitation", object)


def save_post(post: PostBody, base: int, why: str) -> Question[RulesInForce]:
    """Put one post in force; `base` is the version that was edited, 0 for a new one."""
    return lambda client: client.put(f"/v1/posts/{_part(post.id)}", RulesInForce, body=encode(PostToSave(post, base, why)))


def post_changes() -> Question[list[PostChange]]:
    """The newest versions of the posts, in words."""
    return lambda client: client.get("/v1/posts/changes", list[PostChange], params={"limit": "20"})


def pre_audit(what: str) -> Question[PreAuditPage]:
    """How the pre-audit stands, and one of its lists: pass | hand | sampled | address."""
    return lambda client: client.get("/v1/preaudit/page", PreAuditPage, params={"list": what, "limit": "60"})


def pre_audit_mark(order_: str, right: bool) -> Question[PreAuditPage]:
    """Was the decision right?"""
    return lambda client: client.post("/v1/preaudit/marks", PreAuditPage, body=encode(MarkAsked(order_, right)))


def save_pre_audit(values: Mapping[str, Any], base: int, why: str) -> Question[Any]:
    """Put these values in force; `base` is the version that was edited."""
    return put("/v1/preaudit", {"text": encode(dict(values)).decode(), "base": base, "why": why})


def command_plan(command: str, orders: list[str], what: str) -> Question[CommandPlan]:
    """What would be done with these orders, or with everything on a list of the pre-audit."""
    asked = CommandAsked(command, orders, list=what)
    return lambda client: client.post("/v1/warehouse/preview", CommandPlan, body=encode(asked))


def command_begin(asked: CommandAsked) -> Question[CommandJob]:
    """Tell the warehouse; the same job again changes nothing."""
    return lambda client: client.post("/v1/warehouse/jobs", CommandJob, body=encode(asked))


def command_jobs() -> Question[list[CommandJob]]:
    """The newest jobs."""
    return lambda client: client.get("/v1/warehouse/jobs", list[CommandJob], params={"limit": "3"})


def command_undo(job: str) -> Question[CommandJob]:
    """Take a job back within its minute."""
    return lambda client: client.delete(f"/v1/warehouse/jobs/{_part(job)}", CommandJob)


def receipts(by: str) -> Question[ReceiptPage]:
    """The last receipts; `auto` for what the tower did by itself."""
    return lambda client: client.get("/v1/warehouse/receipts", ReceiptPage, params={"by": by, "limit": "60"} if by else {"limit": "60"})


def audit(about: str, who: str, what: str, span: tuple[str, str], before: int) -> Question[AuditPage]:
    """A page of the audit log, newest first; `span` are ISO times or empty."""
    asked = {"about": about, "who": who, "what": what, "since": span[0], "until": span[1]}
    params = {name: value for name, value in asked.items() if value} | {"before": str(before), "limit": "200"}
    return lambda client: client.get("/v1/audit", AuditPage, params=params)


def verify_audit() -> Question[Verified]:
    """Walk the chain of seals."""
    return lambda client: client.get("/v1/audit/verify", Verified)


def document(path: str, params: Mapping[str, str] | None = None) -> Question[Any]:
    """Anything else the surface has, as plain values: `/v1/rules`, `/v1/people`, …"""
    return lambda client: client.get(path, object, params=params)


def put(path: str, value: object) -> Question[Any]:
    """Write an administered document."""
    return lambda client: client.put(path, object, body=encode(value))


def rates() -> Question[list[RatePage]]:
    """The rules over rates, each with the groups that it watches."""
    return lambda client: client.get("/v1/rates", list[RatePage])


def rate_orders(rule: str, group: str) -> Question[BehindPage]:
    """The orders behind a group that fails."""
    return lambda client: client.get(f"/v1/rates/{_part(rule)}/orders", BehindPage, params={"group": group})


def _part(text: str) -> str:
    return quote(text, safe="")
