"""What a key does on the order page: data, so that the cheat sheet and the palette read the same."""

from typing import NamedTuple


class OrderKey(NamedTuple):
    """`verb` is an action's word or a move; `twin` works while a text field has the cursor."""

    key: str
    verb: str
    name: str
    twin: str = ""


MOVES = (
    OrderKey("J", "next", "下一单"),
    OrderKey("K", "previous", "上一单"),
    OrderKey("Escape", "back", "返回列表"),
    OrderKey("F11", "full", "时间轴全屏"),
    OrderKey("W", "why", "为何是这个时限", "Alt+W"),
    OrderKey("T", "mode", "发生时间与到达时间", "Alt+T"),
)
ACTS = (
    OrderKey("A", "acknowledge", "接手", "Alt+A"),
    OrderKey("D", "finish_step", "完成这一步", "Alt+D"),
    OrderKey("Shift+D", "skip_step", "跳过这一步", "Alt+Shift+D"),
    OrderKey("R", "repull", "重新拉取", "Alt+R"),
    OrderKey("H", "hand_over", "转派", "Alt+H"),
    OrderKey("N", "note", "备注", "Alt+N"),
    OrderKey("M", "scripts", "话术", "Alt+M"),
    OrderKey("E", "resolve", "结单", "Alt+E"),
    OrderKey("P", "pause", "暂停", "Alt+P"),
    OrderKey("S", "snooze", "稍后", "Alt+S"),
    OrderKey("V", "verdict", "判真假", "Alt+V"),
    OrderKey("U", "report", "登记催单", "Alt+U"),
    OrderKey("Z", "undo", "撤销", "Ctrl+Z"),
    OrderKey("Shift+A", "cluster", "整簇接手", "Alt+Shift+A"),
    OrderKey("Ctrl+Shift+D", "reopen_step", "重开上一步"),
    OrderKey("Ctrl+I", "improvise", "记临时操作"),
    OrderKey("Ctrl+Shift+I", "fill_in", "补录临时操作"),
    OrderKey("Ctrl+L", "waybill", "补录运单"),
    OrderKey("Ctrl+U", "unreached", "记联系未果"),
    OrderKey("Ctrl+B", "file_article", "归档报告"),
    OrderKey("Y", "reveal", "看一单明文", "Alt+Y"),
    OrderKey("Q", "track_link", "复制查询链接", "Alt+Q"),
    OrderKey("Ctrl+P", "report_file", "生成报告"),
)
