"""The table of the surface: every route, who may call it, and who answers."""

from collections.abc import Mapping

from ordertower_desktop.hub.api import (
    articles,
    backtests,
    board,
    bookwork,
    chainwork,
    channels,
    contacts,
    crisis,
    days,
    drilling,
    entry,
    events,
    export,
    health,
    imports,
    kpi,
    ledgers,
    light,
    orders,
    pauses,
    people,
    postwork,
    preaudit,
    performance,
    promowork,
    rates,
    release,
    rosterwork,
    rulework,
    scores,
    sources,
    stream,
    sync,
    termwork,
    versions,
    warehouse,
    webhooks,
    writebacks,
)
from ordertower_desktop.hub.api.http import ADMIN, AGENT, ANYBODY, NOBODY, SUPERVISOR, Answer, Body, Call, Route, as_json
from ordertower_desktop.hub.api.openapi import describe
from ordertower_desktop.hub.api.surface import Streaming, Surface
from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.connectors.follower import Follower
from ordertower_desktop.hub.store.judging.floors import KINDS
from ordertower_desktop.hub.store.tables import tallies
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.wire.alarms import BehindPage, Part, RatePage
from ordertower_desktop.wire.articles import ArticleRow, ArticleUsed, FormsPage
from ordertower_desktop.wire.audit import AuditLine, Verified
from ordertower_desktop.wire.backtests import BacktestAsked, BacktestOrders, BacktestView, DriftRow
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.crisis import Act, CrisisRow, GrantBody, GrantRow, OfferPage
from ordertower_desktop.wire.kpi import DrillPage, FoundPage, HealthPage, KpiPage, LoadPage, MonthBody, TrendPage
from ordertower_desktop.wire.light import LightRow
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.pages import ImportPlan, ImportView, Token
from ordertower_desktop.wire.pauses import PausePage
from ordertower_desktop.wire.performance import ScorePage
from ordertower_desktop.wire.playbooks import Shelf, TemplateOnTrial, TemplatePast, TemplateToSave, TemplateTrial
from ordertower_desktop.wire.policies import ChainDrill, ChainOnTrial, ChainPast, ChainToSave, ChainTrial, Drilled
from ordertower_desktop.wire.policies import ChainOnTrial, ChainPast, ChainToSave, ChainTrial
from ordertower_desktop.wire.posts import PostChange, PostToSave
from ordertower_desktop.wire.release import ROUTE, ReleaseAnswer
from ordertower_desktop.wire.replay import DayPage, Days, Incident, PoolPage, Words
from ordertower_desktop.wire.roster import RosterChange
from ordertower_desktop.wire.rows import PersonRow, SourceRow
from ordertower_desktop.wire.rules import OnTrial, PromoEffect, PromoOnTrial, RuleChange, RuleToSave, Trial
from ordertower_desktop.wire.sync import SyncAnswer, SyncRequest
from ordertower_desktop.wire.terms import TermsChange, TermsOnTrial, TermsTrial
from ordertower_desktop.wire.writebacks import WriteBackAgain, WriteBackBegun, WriteBackPage, WriteBackSummary, WriteBackSwitch

STREAM = "/v1/stream"
UPLOAD = "/v1/imports"
EXPORT = "/v1/export/{what}"


def routes(version: str, ways: Mapping[str, Channel] | None = None, callers: Mapping[str, Follower] | None = None) -> list[Route]:
    """Every route; the OpenAPI document is written from this table."""
    table = [
        *_work(), *_floor(callers or {}), *_channels(ways or {}), *_entry(), *_imports(), *_versions(), *_rulework(), *_days(),
        *_ledgers(), *_chainwork(ways or {}), *_written_back(), *_crisis(), *_rates(), *_client(), *_health(), *_backtests(),
        *_bookwork(), *_kpi(), *_posts(), *_articles(), *warehouse.routes(), *preaudit.routes(), *_termwork(),
    ]  # fmt: skip

    def openapi(call: Call) -> Answer:
        del call
        return as_json(describe(table, version))

    table.append(Route("GET", "/openapi.json", NOBODY, openapi, "这份说明"))
    return table


def surface(
    tower: Tower, version: str, ways: Mapping[str, Channel] | None = None, callers: Mapping[str, Follower] | None = None
) -> Surface:
    """The whole surface of a hub as one ASGI application; `ways` are the channels that are set up, `callers` those who call back."""
    streams: dict[str, Streaming] = {
        STREAM: stream.stream,
        UPLOAD: imports.upload,
        EXPORT: export.export,
        release.DOWNLOAD: release.download,
    }
    return Surface(tower, routes(version, ways, callers), streams)


def _work() -> list[Route]:
    search = ("q", "filter", "platform", "stage", "since", "until", "after", "limit")
    filters = ("view", "at", "as", "platform", "stage", "segment", "cause", "owner", "kind", "after", "limit")
    return [
        Route("POST", "/v1/sync", ANYBODY, sync.sync, "一次往来：操作进去，变化出来", SyncRequest, SyncAnswer),
        Route("GET", STREAM, ANYBODY, None, "有新变化时提醒（server-sent events）"),
        Route("GET", "/v1/orders", AGENT, orders.found, "在全部订单里查找", gives=orders.OrderLines, query=search),
        Route("GET", "/v1/orders/{order_id:path}", AGENT, orders.one, "一个订单的全部", gives=OrderPage),
        Route("GET", "/v1/pool", AGENT, orders.pool, "延迟订单池", gives=PoolPage, query=filters),
        Route("GET", "/v1/board", ANYBODY, board.board, "看板，现在或某一时刻所知", gives=Board, query=("at",)),
        Route("GET", EXPORT, SUPERVISOR, None, "导出 events、orders 或 cases（NDJSON）", query=("since", "until")),
        Route("POST", "/v1/events", AGENT, events.push, "推送事件，逐行答复", gives=events.EventsAnswer),
    ]


def _floor(callers: Mapping[str, Follower]) -> list[Route]:
    return [
        Route("GET", "/v1/people", AGENT, people.listed, "成员", gives=list[PersonRow]),
        Route("PUT", "/v1/people", SUPERVISOR, people.write, "新增或修改成员", people.PersonBody, PersonRow),
        Route("PUT", "/v1/people/{person}/presence", AGENT, people.presence, "在岗、休息、离岗", people.PresenceBody, PersonRow),
        Route("GET", "/v1/sources", AGENT, sources.listed, "来源与数据时效", gives=list[SourceRow]),
        Route("POST", "/v1/sources/{source}/pull", AGENT, sources.pull_now, "立即重新拉取"),
        Route("DELETE", "/v1/sources/{source}", ADMIN, sources.forget, "去掉一个文件来源"),
        Route("POST", "/v1/webhooks/{connector}", NOBODY, webhooks.listener(callers), "系统回调，凭它自己的签名"),
    ]


def _channels(ways: Mapping[str, Channel]) -> list[Route]:
    test, reach = "/v1/channels/{channel}/test", "/v1/people/{person}/contacts"
    return [
        Route("GET", "/v1/channels", AGENT, channels.lister(ways), "提醒渠道与健康", gives=list[channels.ChannelLine]),
        Route("POST", test, ADMIN, channels.tester(ways), "试发一条", channels.TestBody, channels.Tested),
        Route("GET", reach, SUPERVISOR, contacts.read, "成员的联系方式（打码）", gives=contacts.Contacts),
        Route("PUT", reach, SUPERVISOR, contacts.write, "登记成员的联系方式", contacts.Contacts, contacts.Contacts),
    ]


def _entry() -> list[Route]:
    return [
        Route("POST", "/v1/enrol", NOBODY, entry.enrol, "用邀请码登录一台设备", entry.Enrol, Token),
        Route("POST", "/v1/token", NOBODY, entry.access, "设备换取 15 分钟令牌", entry.Present, Token),
        Route("POST", "/v1/people/{person}/invitation", SUPERVISOR, entry.invite, "发一个邀请码", gives=entry.Invited),
        Route("GET", "/v1/tokens", ADMIN, entry.listed, "有效的令牌", gives=list[entry.TokenLine]),
        Route("POST", "/v1/tokens", ADMIN, entry.make, "给大屏或脚本的长期令牌", entry.NewToken, Token),
        Route("DELETE", "/v1/tokens/{token}", ADMIN, entry.revoke, "作废令牌"),
    ]


def _imports() -> list[Route]:
    one = "/v1/imports/{import_id}"
    upload = ("name", "commit", "preset", "sheet")
    return [
        Route("POST", UPLOAD, AGENT, None, "上传一个文件（先试读）", gives=ImportView, query=upload, body=Body.STREAM),
        Route("GET", UPLOAD, AGENT, imports.listed, "最近的导入", gives=list[ImportView], query=("limit",)),
        Route("GET", one, AGENT, imports.looked_at, "一次导入的进度与问题", gives=ImportView),
        Route("PUT", one, AGENT, imports.replan, "按新的列对应再试读", ImportPlan, ImportView),
        Route("POST", f"{one}/commit", AGENT, imports.commit, "导入", gives=ImportView),
        Route("DELETE", one, AGENT, imports.withdraw, "取消，或在 60 秒内撤销", gives=ImportView),
    ]


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


def _articles() -> list[Route]:
    asked, summed = ("q", "kind", "cause", "limit"), "一个季度的异常处理登记表"
    return [
        Route("GET", "/v1/articles", AGENT, articles.found, "知识库检索，用得多的在前", gives=list[ArticleRow], query=asked),
        Route("POST", "/v1/articles/used", AGENT, articles.used, "这一篇帮上了忙", ArticleUsed, ArticleRow),
        Route("GET", "/v1/performance", AGENT, performance.shown, "近几天的绩效，客服只看自己", gives=ScorePage, query=("days",)),
        Route("GET", "/v1/incident-forms", SUPERVISOR, articles.forms, summed, gives=FormsPage, query=("quarter",)),
    ]


def _termwork() -> list[Route]:
    limits, calendars, said = termwork.historian("limits"), termwork.historian("calendars"), list[TermsChange]
    return [
        Route(
            "POST", "/v1/limits/preview", AGENT, termwork.preview, "时限或日历若这样改，未结单各会怎样，不生效", TermsOnTrial, TermsTrial
        ),
        Route("GET", "/v1/limits/changes", AGENT, limits, "时限改过什么", gives=said, query=("limit",)),
        Route("GET", "/v1/pauses", SUPERVISOR, pauses.used, "暂停用在哪里：谁、等谁、多久、免了几次超时", gives=PausePage, query=("days",)),
        Route("GET", "/v1/calendars/changes", AGENT, calendars, "日历改过什么", gives=said, query=("limit",)),
    ]


def _days() -> list[Route]:
    one = "/v1/days/{day}"
    return [
        Route("GET", "/v1/days", SUPERVISOR, days.listed, "可以回放的日子", gives=Days),
        Route("GET", one, SUPERVISOR, days.one, "一天的曲线、标记、指标和复盘三问", gives=DayPage),
        Route("GET", "/v1/incidents", SUPERVISOR, days.archived, "事件档案", gives=list[Incident], query=("before", "limit")),
        Route("PUT", "/v1/incidents/{day}", SUPERVISOR, days.save, "把一天的复盘存档", Words, Incident),
    ]


def _ledgers() -> list[Route]:
    pages, narrowed = ("after", "limit"), ("about", "before", "who", "what", "since", "until")
    return [
        Route("GET", "/v1/deliveries", AGENT, ledgers.delivered, "提醒记录", gives=ledgers.Lines[ledgers.DeliveryLine], query=pages),
        Route("GET", "/v1/audit", SUPERVISOR, ledgers.audited, "审计日志", gives=ledgers.Lines[AuditLine], query=(*pages, *narrowed)),
        Route("GET", "/v1/audit/verify", SUPERVISOR, ledgers.verified, "核对审计日志", gives=Verified),
    ]


def _written_back() -> list[Route]:
    whole, filters = WriteBackSummary, ("state", "source", "order", "after", "limit")
    return [
        Route("GET", "/v1/write-backs", AGENT, writebacks.listed, "回传记录", gives=WriteBackPage, query=filters),
        Route("GET", "/v1/write-backs/summary", AGENT, writebacks.summed, "各店铺的回传队列与及时率", gives=whole),
        Route("POST", "/v1/write-backs/again", SUPERVISOR, writebacks.again, "重新回传", WriteBackAgain, WriteBackBegun),
        Route("PUT", "/v1/write-backs/switch", SUPERVISOR, writebacks.switch, "停止或恢复全部回传", WriteBackSwitch, whole),
    ]


def _crisis() -> list[Route]:
    return [
        Route("GET", "/v1/crisis", AGENT, crisis.shown, "响应级别与进行中的危机响应", gives=CrisisRow),
        Route("POST", "/v1/crisis/acts", AGENT, crisis.act, "确认、保持、启动、完成、补偿、结束", Act, CrisisRow),
        Route("GET", "/v1/crisis/offers/{offer}", SUPERVISOR, crisis.offered, "一笔补偿的名单，给财务", gives=OfferPage),
        Route("GET", "/v1/grants", AGENT, crisis.lent, "临时授权", gives=list[GrantRow], query=("limit",)),
        Route("POST", "/v1/grants", SUPERVISOR, crisis.lend, "临时授权，到时自动收回", GrantBody, GrantRow),
        Route("DELETE", "/v1/grants/{grant}", SUPERVISOR, crisis.take_back, "提前收回", gives=GrantRow),
    ]


def _rates() -> list[Route]:
    query = ("group", "limit")
    return [
        Route("GET", "/v1/rates", AGENT, rates.listed, "比率规则与它看的每一组", gives=list[RatePage]),
        Route("GET", "/v1/rates/{rule}/orders", AGENT, rates.behind, "一组背后的订单", gives=BehindPage, query=query),
        Route("GET", "/v1/rates/of/{order_id:path}", AGENT, rates.of_order, "一个订单算在哪些比率里", gives=list[Part]),
    ]


def _kpi() -> list[Route]:
    days, columns = ("since", "until"), tallies.DIMENSIONS
    return [
        Route("GET", "/v1/kpi", SUPERVISOR, kpi.compared, "一段日子的指标，与之前比", gives=KpiPage, query=(*days, "against")),
        Route("GET", "/v1/drill", SUPERVISOR, kpi.drilled, "订单按一两项分组，层层下钻", gives=DrillPage, query=(*days, "by", *columns)),
        Route("GET", "/v1/drill/orders", SUPERVISOR, kpi.behind, "数字背后的订单", gives=FoundPage, query=(*days, "which", *columns)),
        Route("GET", "/v1/trends", SUPERVISOR, kpi.trends, "各条规则按周的走势", gives=TrendPage, query=days),
        Route("GET", "/v1/scores", SUPERVISOR, scores.listed, "封存了健康度的月份", gives=list[str]),
        Route("GET", "/v1/scores/{month}", SUPERVISOR, scores.one, "一个月的健康度", gives=HealthPage),
        Route("POST", "/v1/scores/{month}", SUPERVISOR, scores.freeze, "封存一个月，或更正为新的一版", MonthBody, HealthPage),
        Route("GET", "/v1/alarms", SUPERVISOR, kpi.alarms, "提醒负担", gives=LoadPage, query=days),
    ]


def _client() -> list[Route]:
    return [
        Route("GET", ROUTE, ANYBODY, release.told, "给工作台的新版本（已签名）", gives=ReleaseAnswer),
        Route("GET", release.DOWNLOAD, ANYBODY, None, "新版本的安装包"),
    ]


def _health() -> list[Route]:
    return [
        Route("GET", "/healthz", NOBODY, health.alive, "活着"),
        Route("GET", "/readyz", NOBODY, health.ready, "能服务", gives=health.Ready),
        Route("GET", "/v1/light", ANYBODY, light.shown, "全部在看：钟、提醒、各项任务是否都按时", gives=LightRow),
        Route("GET", "/metrics", ANYBODY, health.metrics, "Prometheus 指标"),
    ]
