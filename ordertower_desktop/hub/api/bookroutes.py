"""The routes of what a floor decides by: rules, chains, playbooks, limits, calendars, posts, and what they do to orders."""

from collections.abc import Mapping

from ordertower_desktop.hub.api import (
    backtests,
    bookwork,
    chainwork,
    chatters,
    drilling,
    pauses,
    postwork,
    promowork,
    rates,
    rosterwork,
    rulework,
    stakework,
    termwork,
    versions,
)
from ordertower_desktop.hub.api.http import AGENT, SUPERVISOR, Route
from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.store.judging.floors import KINDS
from ordertower_desktop.wire.alarms import BehindPage, Part, RatePage
from ordertower_desktop.wire.backtests import BacktestAsked, BacktestOrders, BacktestView, ChatterRow, DriftRow
from ordertower_desktop.wire.pauses import PausePage
from ordertower_desktop.wire.playbooks import Shelf, TemplateOnTrial, TemplatePast, TemplateToSave, TemplateTrial
from ordertower_desktop.wire.policies import ChainDrill, ChainOnTrial, ChainPast, ChainToSave, ChainTrial, Drilled
from ordertower_desktop.wire.posts import PostChange, PostToSave
from ordertower_desktop.wire.roster import RosterChange
from ordertower_desktop.wire.rules import OnTrial, PromoEffect, PromoOnTrial, RuleChange, RuleToSave, Trial
from ordertower_desktop.wire.stakes import StakesChange, StakesOnTrial, StakesTrial
from ordertower_desktop.wire.terms import TermsChange, TermsOnTrial, TermsTrial


def routes(ways: Mapping[str, Channel]) -> list[Route]:
    """Each kind of text, one entry of it at a time, and trials on the orders there are."""
    kinds = [*_versions(), *_rulework(), *_chainwork(ways), *_bookwork(), *_posts(), *_termwork()]
    return [*kinds, *_backtests(), *_rates()]


def _versions() -> list[Route]:
    table = []
    for kind, name in KINDS.items():
        path = f"/v1/{kind}"
        table += [
            Route("GET", path, AGENT, versions.reader(kind), f"生效的{name}", gives=versions.VersionPage, query=("version",)),
            Route("PUT", path, SUPERVISOR, versions.writer(kind), f"修改{name}，立即生效", versions.NewVersion, versions.VersionPage),
            Route("GET", f"{path}/history", AGENT, versions.historian(kind), f"{name}的历史", gives=list[versions.VersionPage]),
            Route("POST", f"{path}/restore", SUPERVISOR, versions.restorer(kind), f"恢复{name}", versions.Restore, versions.VersionPage),
        ]
    return table


def _rulework() -> list[Route]:
    changed = list[RuleChange]
    return [
        Route("POST", "/v1/rules/preview", AGENT, rulework.preview, "一条规则在未完结订单上试算，不生效", OnTrial, Trial),
        Route("POST", "/v1/promos/preview", AGENT, promowork.preview, "一份大促档案若现在开始会怎样", PromoOnTrial, list[PromoEffect]),
        Route("GET", "/v1/roster/changes", AGENT, rosterwork.changes, "排班改过什么", gives=list[RosterChange], query=("limit",)),
        Route("GET", "/v1/rules/changes", AGENT, rulework.changes, "一条规则改过什么", gives=changed, query=("rule", "limit")),
        Route("PUT", "/v1/rules/{rule}", SUPERVISOR, rulework.save, "修改一条规则，立即生效", RuleToSave, versions.VersionPage),
    ]


def _backtests() -> list[Route]:
    one, view = "/v1/backtests/{backtest}", BacktestView
    paged = ("list", "after", "limit")
    return [
        Route("POST", "/v1/backtests", SUPERVISOR, backtests.begin, "在存下的历史上回测一条规则或整本规则", BacktestAsked, view),
        Route("GET", "/v1/backtests", AGENT, backtests.listed, "最近的回测", gives=list[BacktestView], query=("limit",)),
        Route("GET", one, AGENT, backtests.looked_at, "一次回测的进度与结果", gives=view),
        Route("DELETE", one, SUPERVISOR, backtests.call_off, "取消回测", gives=view),
        Route("GET", f"{one}/orders", AGENT, backtests.named, "新增、不再、仍然命中与漏掉的单", gives=BacktestOrders, query=paged),
        Route("GET", "/v1/rules/chatters", AGENT, chatters.listed, "哪些规则在哪些单上来回跳", gives=list[ChatterRow], query=("days",)),
        Route("GET", "/v1/rules/drift", AGENT, backtests.drifting, "各条规则最近判得准不准", gives=list[DriftRow]),
    ]


def _chainwork(ways: Mapping[str, Channel]) -> list[Route]:
    preview, page, put = chainwork.previewer(ways), versions.VersionPage, "修改一条告警链，立即生效"
    return [
        Route("POST", "/v1/policies/preview", AGENT, preview, "一条告警链此刻走一遍，什么也不发", ChainOnTrial, ChainTrial),
        Route(
            "POST", "/v1/policies/rehearse", SUPERVISOR, drilling.rehearser(ways), "演练一条告警链，真人真提醒，不计数", ChainDrill, Drilled
        ),
        Route("GET", "/v1/policies/changes", AGENT, chainwork.changes, "一条告警链改过什么", gives=ChainPast, query=("policy", "limit")),
        Route("PUT", "/v1/policies/{policy}", SUPERVISOR, chainwork.save, put, ChainToSave, page),
    ]


def _bookwork() -> list[Route]:
    look, put = ("playbook", "limit"), "修改一套处置步骤，立即生效"
    return [
        Route("GET", "/v1/playbooks/shelf", AGENT, bookwork.shelf, "每套处置步骤和在办单数", gives=Shelf),
        Route("POST", "/v1/playbooks/preview", AGENT, bookwork.preview, "一套处置步骤在未接手的单上试算", TemplateOnTrial, TemplateTrial),
        Route("GET", "/v1/playbooks/changes", AGENT, bookwork.changes, "一套处置步骤改过什么、各步用时", gives=TemplatePast, query=look),
        Route("PUT", "/v1/playbooks/{playbook}", SUPERVISOR, bookwork.save, put, TemplateToSave, versions.VersionPage),
    ]


def _posts() -> list[Route]:
    changed = list[PostChange]
    return [
        Route("GET", "/v1/posts/changes", AGENT, postwork.changes, "岗位改过什么", gives=changed, query=("limit",)),
        Route("PUT", "/v1/posts/{post}", SUPERVISOR, postwork.save, "修改一个岗位，立即生效", PostToSave, versions.VersionPage),
    ]


def _termwork() -> list[Route]:
    limits, calendars, said = termwork.historian("limits"), termwork.historian("calendars"), list[TermsChange]
    return [
        Route(
            "POST", "/v1/limits/preview", AGENT, termwork.preview, "时限或日历若这样改，未结单各会怎样，不生效", TermsOnTrial, TermsTrial
        ),
        Route("GET", "/v1/limits/changes", AGENT, limits, "时限改过什么", gives=said, query=("limit",)),
        Route("POST", "/v1/stakes/preview", AGENT, stakework.preview, "损失口径若这样改，未结单怎样排，不生效", StakesOnTrial, StakesTrial),
        Route("GET", "/v1/stakes/changes", AGENT, stakework.changes, "损失口径改过什么", gives=list[StakesChange], query=("limit",)),
        Route("GET", "/v1/pauses", SUPERVISOR, pauses.used, "暂停用在哪里：谁、等谁、多久、免了几次超时", gives=PausePage, query=("days",)),
        Route("GET", "/v1/calendars/changes", AGENT, calendars, "日历改过什么", gives=said, query=("limit",)),
    ]


def _rates() -> list[Route]:
    query = ("group", "limit")
    return [
        Route("GET", "/v1/rates", AGENT, rates.listed, "比率规则与它看的每一组", gives=list[RatePage]),
        Route("GET", "/v1/rates/{rule}/orders", AGENT, rates.behind, "一组背后的订单", gives=BehindPage, query=query),
        Route("GET", "/v1/rates/of/{order_id:path}", AGENT, rates.of_order, "一个订单算在哪些比率里", gives=list[Part]),
    ]
