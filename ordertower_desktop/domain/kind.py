"""What sorts of trouble there are: the stable key of each and its name on the screen."""

from enum import StrEnum

KIND_NAMES = {
    "unprocessed": "超24小时未处理",
    "accept_overdue": "超时未接单",
    "audit_stuck": "审核卡顿",
    "print_stall": "打单停滞",
    "pack_stall": "打包停滞",
    "ship_overdue": "出库超时",
    "write_back_failed": "回传失败",
    "write_back_gap": "回传缺口",
    "pickup_overdue": "揽收超时",
    "no_track": "无物流轨迹",
    "track_stall": "物流停滞",
    "delivery_stall": "派签停滞",
    "fake_ship": "虚假发货风险",
    "promise": "平台承诺将到",
    "address": "改址/地址异常",
    "order_edits": "订单改动频繁",
    "stock_short": "库存不准",
    "data_conflict": "数据冲突",
    "vip_priority": "VIP未优先",
    "order_burst": "异常下单",
    "urged": "客户催单",
    "complaint": "投诉预警",
    "refund_stuck": "退款卡顿",
    "refund_intercept": "退款拦截",
    "customs_stuck": "清关卡顿",
    "empty_waybill": "空运单号",
    "sign_rate": "签收率偏低",
    "pickup_rate": "揽收率偏低",
    "platform_notice": "平台通报",
    "payment": "支付异常",
    "amount": "金额异常",
    "source_silent": "来源停更",
    "other": "其他异常",
}
"""Kind -> 中文. A rule may use a key of its own; it is then shown as it is written."""


class Severity(StrEnum):
    """How loud a verdict is; the members stand from quiet to loud."""

    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"


SEVERITY_NAMES = {Severity.NOTICE: "提示", Severity.WARNING: "告警", Severity.CRITICAL: "严重"}
SEVERITY_RANK = {severity: rank for rank, severity in enumerate(Severity)}

REMEDY_NAMES = {
    "popup": "桌面弹窗",
    "mail_supervisor": "邮件通知主管",
    "work_order": "生成售后工单",
    "priority": "提为优先",
    "hold_print": "暂停打单",
    "intercept": "生成拦截任务",
    "call_carrier": "联系承运商",
    "notify_purchasing": "通知采购",
    "notify_warehouse": "通知仓库负责人",
}
"""What a verdict sets going beside the alarm chain -> 中文."""


def kind_name(kind: str) -> str:
    """The name of a kind on the screen."""
    return KIND_NAMES.get(kind, kind)
