"""The table of the surface: every route, who may call it, and who answers."""

from collections.abc import Mapping

from ordertower_desktop.hub.api import (
    board,
    bookroutes,
    calls,
    channels,
    conflicts,
    contacts,
    crisis,
    customers,
    entry,
    events,
    export,
    health,
    imports,
    light,
    orders,
    pastroutes,
    people,
    preaudit,
    release,
    reveals,
    sources,
    stock,
    stream,
    sync,
    track,
    warehouse,
    webhooks,
    writebacks,
)
from ordertower_desktop.hub.api.http import ADMIN, AGENT, ANYBODY, NOBODY, SUPERVISOR, Answer, Body, Call, Route, as_json
from ordertower_desktop.hub.api.openapi import describe
from ordertower_desktop.hub.api.surface import Streaming, Surface
from ordertower_desktop.hub.channels.channel import Channel
from ordertower_desktop.hub.connectors.caller import Outsider
from ordertower_desktop.hub.store.tower import Tower
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.conflicts import ConflictPage
from ordertower_desktop.wire.crisis import Act, CrisisRow, GrantBody, GrantRow, OfferPage
from ordertower_desktop.wire.light import LightRow
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.pages import ImportPlan, ImportView, Token
from ordertower_desktop.wire.release import ROUTE, ReleaseAnswer
from ordertower_desktop.wire.replay import PoolPage
from ordertower_desktop.wire.reveals import RevealBody, Revealed, RevealPage, RevealTerms
from ordertower_desktop.wire.rows import PersonRow, SourceRow
from ordertower_desktop.wire.sync import SyncAnswer, SyncRequest
from ordertower_desktop.wire.writebacks import (
    WriteBackAgain,
    WriteBackBegun,
    WriteBackNights,
    WriteBackPage,
    WriteBackSummary,
    WriteBackSwitch,
)

STREAM = "/v1/stream"
UPLOAD = "/v1/imports"
EXPORT = "/v1/export/{what}"


def routes(
    version: str, ways: Mapping[str, Channel] | None = None, callers: Mapping[str, Outsider] | None = None,
    revealers: reveals.Revealers | None = None, settings: HubSettings | None = None,
) -> list[Route]:  # fmt: skip
    """Every route; the OpenAPI document is written from this table."""
    table = [
        *_work(), *_floor(callers or {}), *_channels(ways or {}), *_entry(), *_imports(), *bookroutes.routes(ways or {}),
        *calls.routes(ways or {}),
        *pastroutes.routes(), *_written_back(), *warehouse.routes(), *preaudit.routes(), *_crisis(), *_client(), *_health(),
        *customers.routes(), *stock.routes(), *_reveals(revealers or {}), *track.Page(settings or HubSettings()).routes(),
    ]  # fmt: skip

    def openapi(call: Call) -> Answer:
        del call
        return as_json(describe(table, version))

    table.append(Route("GET", "/openapi.json", NOBODY, openapi, "这份说明"))
    return table


def surface(
    tower: Tower, version: str, ways: Mapping[str, Channel] | None = None, callers: Mapping[str, Outsider] | None = None,
    revealers: reveals.Revealers | None = None,
) -> Surface:  # fmt: skip
    """The whole surface of a hub as one ASGI application.

    `ways` are the channels that are set up, `callers` those who call back, `revealers` those who tell a receiver in plain.
    """
    streams: dict[str, Streaming] = {
        STREAM: stream.stream,
        UPLOAD: imports.upload,
        EXPORT: export.export,
        release.DOWNLOAD: release.download,
    }
    return Surface(tower, routes(version, ways, callers, revealers, tower.settings), streams)


def _work() -> list[Route]:
    clashes = ("field", "source", "platform", "after", "limit")
    search = ("q", "filter", "platform", "stage", "since", "until", "after", "limit")
    filters = ("view", "at", "as", "platform", "stage", "segment", "cause", "owner", "kind", "after", "limit")
    return [
        Route("POST", "/v1/sync", ANYBODY, sync.sync, "一次往来：操作进去，变化出来", SyncRequest, SyncAnswer),
        Route("GET", STREAM, ANYBODY, None, "有新变化时提醒（server-sent events）"),
        Route("GET", "/v1/orders", AGENT, orders.found, "在全部订单里查找", gives=orders.OrderLines, query=search),
        Route("GET", "/v1/orders/{order_id:path}", AGENT, orders.one, "一个订单的全部", gives=OrderPage),
        Route("GET", "/v1/pool", AGENT, orders.pool, "延迟订单池", gives=PoolPage, query=filters),
        Route("GET", "/v1/conflicts", AGENT, conflicts.shown, "未消除的数据冲突，最久的在前", gives=ConflictPage, query=clashes),
        Route("GET", "/v1/board", ANYBODY, board.board, "看板，现在或某一时刻所知", gives=Board, query=("at",)),
        Route("GET", EXPORT, SUPERVISOR, None, "导出 events、orders 或 cases（NDJSON）", query=("since", "until")),
        Route("POST", "/v1/events", AGENT, events.push, "推送事件，逐行答复", gives=events.EventsAnswer),
    ]


def _floor(callers: Mapping[str, Outsider]) -> list[Route]:
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


def _written_back() -> list[Route]:
    whole, filters = WriteBackSummary, ("state", "source", "order", "after", "limit")
    return [
        Route("GET", "/v1/write-backs", AGENT, writebacks.listed, "回传记录", gives=WriteBackPage, query=filters),
        Route("GET", "/v1/write-backs/summary", AGENT, writebacks.summed, "各店铺的回传队列与及时率", gives=whole),
        Route("GET", "/v1/write-backs/nights", AGENT, writebacks.nightly, "夜间对账：说已回传而平台没有的", gives=WriteBackNights),
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


def _reveals(revealers: reveals.Revealers) -> list[Route]:
    asked = ("who", "order", "after", "limit")
    return [
        Route("GET", "/v1/reveals", SUPERVISOR, reveals.listed, "谁看过哪一单的明文，新的在前", gives=RevealPage, query=asked),
        Route("POST", "/v1/reveals", AGENT, reveals.opener(revealers), "看一单的明文，要写原因", RevealBody, Revealed),
        Route("GET", "/v1/reveals/terms", AGENT, reveals.teller(revealers), "还能看几次、问谁", gives=RevealTerms, query=("order",)),
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
