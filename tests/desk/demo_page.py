"""Order …3901 as the pictures show it, for tests and pictures only."""

from datetime import UTC, datetime, timedelta

from ordertower_desktop.demo import story
from ordertower_desktop.wire.order import (
    Ball,
    Band,
    Cell,
    Lane,
    LaneEvent,
    LedgerLine,
    LogLine,
    LossTerm,
    OrderPage,
    SnapshotColumn,
    SnapshotLine,
    Why,
)
from ordertower_desktop.wire.rows import Clock, PoolRow, Step

NOW = story.MOMENT.astimezone(UTC)
ORDER = "4418296013577823901"


def at(words: str) -> datetime:
    """10:18 or 10:18:05 of that day."""
    hour, minute, second = [*(int(part) for part in words.split(":")), 0][:3]
    return story.MOMENT.replace(hour=hour, minute=minute, second=second).astimezone(UTC)


STAGE = Clock("stage", "接单 1 时", "running", at("10:18:05"), at("12:03:05"))
HANDLING = Clock("handling", "处理 2 时", "running", at("13:14"), NOW + timedelta(seconds=2512))
PLATFORM = Clock("platform", "平台承诺 48 时", "running", at("10:18:05"), at("10:18:05") + timedelta(hours=48))


def row() -> PoolRow:
    """The case as the pool has it."""
    return PoolRow(
        case=f"{ORDER}#1",
        order=ORDER,
        version=7,
        state="open",
        kind="accept_overdue",
        kind_name="超时未接单",
        opened_at=at("13:14"),
        platform="taobao",
        shop="天猫旗舰店",
        stage="TO_ACCEPT",
        segment="accept",
        cause="gap",
        cause_name="系统断层",
        cause_detail="已付款，ERP 未收单",
        confidence=96,
        owner="zhao",
        owner_name="赵一鸣",
        due_at=STAGE.due_at,
        started_at=STAGE.started_at,
        clock=STAGE.label,
        clocks=[STAGE, HANDLING, PLATFORM],
        triage="URGENT",
        vip="VIP 金卡",
        title="热泵洗烘套装",
        items=2,
        amount_fen=869900,
        buyer="李*",
        phone="138****5678",
        province="浙江",
        city="杭州",
        district="余杭区",
    )


def page() -> OrderPage:
    """The order, whole."""
    return OrderPage(
        order=ORDER,
        now=NOW,
        row=row(),
        platform="taobao",
        shop="天猫旗舰店",
        title="热泵洗烘套装",
        items=2,
        amount_fen=869900,
        buyer="李*",
        phone="138****5678",
        place="浙江 杭州 余杭区",
        vip="VIP 金卡",
        stage="TO_ACCEPT",
        stage_name="待接单",
        clocks=_clocks(),
        loss=[
            LossTerm("平台赔付", "距平台承诺 21 时 30 分，按 0% 计；2026-11-01 估算，VIP ×2.5", 1_200),
            LossTerm("退款与流失", "订单金额 2.5% 每小时，已超时，VIP ×2.5", 54_300),
            LossTerm("投诉处理", "每小时 5% 的可能，每起 ¥30，VIP ×2.5", 400),
        ],
        lanes=_lanes(),
        due_at=STAGE.due_at,
        due_label="接单时限",
        columns=_columns(),
        snapshot=_snapshot(),
        cause_name="系统断层",
        cause_detail="已付款，ERP 未收单",
        cause_text="ERP 接口自 09:42 起返回 401。",
        confidence=96,
        same_cause=386,
        same_cause_fen=118_400_000,
        steps=_steps(),
        playbook="系统断层 SOP",
        ball=[Ball("IT", 10560), Ball("客户", 2700), Ball("客服", 1980)],
        log=_log(),
        notes=[
            LogLine(at("14:03"), "", "note", "电话安抚，客户同意等到今晚"),
            LogLine(at("13:52"), "买家", "urged", "洗衣机到底发了没？"),
        ],
        contact_by=at("15:00"),
        scripts=["您好，订单已加急处理，预计今晚发出。", "抱歉久等，我们正在与仓库核对。"],
        raw=["2025-11-12T10:18:05+08:00 tmall payment_approved", "2025-11-12T10:40:00+08:00 tmall address_changed"],
    )


def _clocks() -> list[Why]:
    ledger = [
        LedgerLine("start", "付款成功", "平台事件，8 秒后到达", "10:18:05"),
        LedgerLine("target", "高价值订单 1 小时内接单", "规则 R03 第 7 版，11月8日 李婷启用", "+ 1:00:00"),
        LedgerLine("pause", "等客户确认地址", "10:40–11:25，何静", "+ 0:45:00"),
        LedgerLine("calendar", "客服 09:00–21:00，无扣除", "", "+ 0:00:00"),
        LedgerLine("due", "到期", "", "11月12日 12:03:05"),
    ]
    return [Why(STAGE, ledger), Why(HANDLING), Why(PLATFORM)]


def _lanes() -> list[Lane]:
    retries = ("10:33", "10:34", "11:03", "11:05", "13:33", "13:34", "14:03", "14:04", "14:05", "14:21", "14:22")
    failed = [LaneEvent(at(time), "拉取被拒", "failed", detail="401 白名单失效") for time in retries]
    gap = Band(at("10:24"), NOW, "gap", "断点 4 时 14 分 · ERP 未收单（401 白名单失效）")
    return [
        Lane(
            "platform",
            "平台 天猫",
            [
                LaneEvent(at("10:18:05"), "付款", arrived=at("10:18:13")),
                LaneEvent(at("10:40"), "改址"),
                LaneEvent(at("13:52"), "买家催单", "chase"),
            ],
        ),
        Lane("erp", "ERP", [LaneEvent(at("10:20"), "应接单", "ghost"), *failed], [gap]),
        Lane(
            "wms",
            "WMS",
            [
                LaneEvent(at("10:19"), "库存预占", arrived=at("10:34")),
                LaneEvent(at("11:20"), "应打单", "ghost"),
                LaneEvent(at("12:30"), "应出库", "ghost"),
            ],
        ),
        Lane("carrier", "物流", [LaneEvent(at("15:30"), "应揽收", "ghost")]),
        Lane(
            "desk",
            "客服",
            [
                LaneEvent(at("13:14"), "入池", "desk", who="王芳"),
                LaneEvent(at("13:29"), "转备岗", "chase"),
                LaneEvent(at("13:34"), "赵一鸣接手", "desk", who="赵一鸣"),
                LaneEvent(at("14:03"), "安抚", "desk"),
            ],
            [Band(at("10:40"), at("11:25"), "pause", "暂停 45 分，等客户确认地址")],
        ),
    ]


def _columns() -> list[SnapshotColumn]:
    return [
        SnapshotColumn("tmall", "平台 天猫", "platform", "fresh", NOW - timedelta(seconds=6)),
        SnapshotColumn("erp", "ERP", "erp", "refused", at("9:42:08")),
        SnapshotColumn("wms", "WMS", "wms", "fresh", NOW - timedelta(minutes=3)),
        SnapshotColumn("sf", "物流 顺丰", "carrier", "fresh", NOW - timedelta(minutes=8)),
        SnapshotColumn("crm", "CRM", "crm", "fresh", NOW - timedelta(minutes=6)),
    ]


def _snapshot() -> list[SnapshotLine]:
    none = Cell("erp", "无此单", absent=True)
    return [
        SnapshotLine(
            "status", "订单状态", [Cell("tmall", "已付款"), Cell("erp", "无此单", differs=True, absent=True), Cell("wms", "已预占")]
        ),
        SnapshotLine("amount_fen", "应付金额", [Cell("tmall", "¥8,699.00"), none, Cell("crm", "¥8,699.00")]),
        SnapshotLine(
            "address",
            "收货地址",
            [Cell("tmall", "余杭区 第 2 版"), none, Cell("wms", "余杭区 第 1 版", differs=True), Cell("crm", "余杭区 第 2 版")],
        ),
        SnapshotLine("stock", "库存数量", [Cell("tmall", "2 件"), none, Cell("wms", "2 件")]),
        SnapshotLine("level", "客户等级", [Cell("tmall", "普通"), Cell("wms", "普通"), Cell("crm", "VIP 金卡", differs=True)]),
    ]


def _steps() -> list[Step]:
    return [
        Step("重新拉取 ERP 数据", "13:36 赵一鸣", "done", "用时 2 分", id="1", post="责任人", expected_s=300),
        Step("核对接口日志，定位 401", "13:51 赵一鸣", "done", "用时 15 分", id="2", post="责任人", expected_s=900, said="401，09:42 起"),
        Step(
            "请 IT 更新 ERP 白名单",
            "把出口地址发给 IT，附 401 日志；10 分没回就打电话",
            "current",
            "",
            NOW + timedelta(seconds=1398),
            id="3",
            post="IT/运维",
            expected_s=2400,
            check="ERP 恢复应答",
            evidence="IT 回复",
        ),
        Step("补推 386 单并抽查 5 单", "仓库负责人", "todo", "30 分", id="4", post="仓库负责人", expected_s=1800),
        Step("告知客户新的发货时间", "责任人", "todo", "20 分", id="5", post="责任人", expected_s=1200, evidence="客户的答复"),
    ]


def _log() -> list[LogLine]:
    return [
        LogLine(at("13:14"), "系统", "opened", "R03 高价值订单接单超时"),
        LogLine(at("13:14"), "系统", "assigned", "王芳"),
        LogLine(at("13:29"), "系统", "step", "15 分钟无响应，转备岗"),
        LogLine(at("13:34"), "赵一鸣", "acknowledge", ""),
        LogLine(at("13:36"), "赵一鸣", "repull", "ERP"),
        LogLine(at("14:03"), "赵一鸣", "note", "电话安抚，客户同意等到今晚"),
        LogLine(at("14:10"), "赵一鸣", "pause", "等 IT"),
    ]
