"""What people do, as a person says it."""

ACTION_NAMES = {
    "acknowledge": "接手",
    "hand_over": "转派",
    "snooze": "稍后",
    "pause": "暂停",
    "resume": "恢复计时",
    "note": "备注",
    "resolve": "结单",
    "reopen": "重新打开",
    "archive": "归档",
    "verdict": "判真假",
    "undo": "撤销",
    "force": "强制推进",
    "resync": "重新同步",
    "repull": "重新拉取",
    "report": "登记催单",
    "waybill": "补录运单",
    "finish_step": "完成步骤",
    "skip_step": "跳过步骤",
    "reopen_step": "重开步骤",
    "file_article": "归档报告",
    "improvise": "临时操作",
    "fill_in": "补录",
    "unreached": "联系未果",
}
"""The word that the wire uses -> 中文."""

PAUSE_REASONS = (
    "等客户确认地址",
    "等客户补资料",
    "等客户补款",
    "等仓库盘点",
    "等采购到货",
    "等平台答复",
    "等承运商答复",
    "等财务核对",
    "其他",
)
"""Why a clock may stand; what does not fit is said beside it."""
PAUSE_PARTIES = ("客户", "仓库", "采购", "平台", "承运商", "财务", "IT")
"""Whom one waits for meanwhile."""
