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
    "finish_step": "完成步骤",
    "skip_step": "跳过步骤",
    "reopen_step": "重开步骤",
    "file_article": "归档报告",
    "improvise": "临时操作",
    "fill_in": "补录",
    "unreached": "联系未果",
}
"""The word that the wire uses -> 中文."""
