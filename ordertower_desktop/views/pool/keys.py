"""What a key does in the list: data, so that the cheat sheet, the palette and the menus read the same."""

from typing import NamedTuple

from ordertower_desktop.views.parts.bulkbar import BulkVerb


class ListKey(NamedTuple):
    """`verb` is an action's word or a move; `twin` works in a text field too."""

    key: str
    verb: str
    name: str
    twin: str = ""
    icon: str = "corner-down-right"


MOVES = (
    ListKey("J", "next", "下一行", icon="arrow-down"),
    ListKey("K", "previous", "上一行", icon="arrow-up"),
    ListKey("Return", "open", "打开订单", icon="maximize-2"),
    ListKey("O", "open", "打开订单", icon="maximize-2"),
    ListKey("X", "mark", "选中", icon="check"),
    ListKey("Shift+X", "mark_range", "连选", icon="list-checks"),
    ListKey("Ctrl+A", "mark_all", "选择全部", icon="list-checks"),
    ListKey("/", "search", "搜索", icon="search"),
    ListKey("F", "filter", "筛选", icon="filter"),
    ListKey("T", "time", "按时间筛选", "Alt+T", icon="clock"),
    ListKey("Escape", "back", "返回", icon="chevron-left"),
    ListKey("Space", "guide", "引导处理下一单", icon="play"),
    ListKey("Ctrl+C", "copy", "复制订单号", icon="copy"),
    ListKey("F5", "refresh", "刷新顺序", icon="refresh-cw"),
    ListKey("Ctrl+0", "height", "行高 28 / 36 / 44", icon="arrow-up-down"),
)
ACTS = (
    ListKey("A", "acknowledge", "接手", "Alt+A", "hand"),
    ListKey("D", "finish_step", "完成这一步", "Alt+D", "list-checks"),
    ListKey("Shift+D", "skip_step", "跳过这一步", "Alt+Shift+D", "skip-forward"),
    ListKey("R", "repull", "重新拉取", "Alt+R", "refresh-cw"),
    ListKey("H", "hand_over", "转派", "Alt+H", "forward"),
    ListKey("P", "pause", "暂停并写原因", "Alt+P", "pause"),
    ListKey("Shift+P", "resume", "恢复计时", "Alt+Shift+P", "play"),
    ListKey("S", "snooze", "稍后提醒", "Alt+S", "clock"),
    ListKey("N", "note", "备注", "Alt+N", "sticky-note"),
    ListKey("M", "script", "复制话术", "Alt+M", "message-square-quote"),
    ListKey("E", "resolve", "结单", "Alt+E", "circle-check"),
    ListKey("V", "verdict", "判定真假异常", "Alt+V", "badge-check"),
    ListKey("U", "report", "登记催单", "Alt+U", "megaphone"),
    ListKey("Z", "undo", "撤销，60 秒内", "Ctrl+Z", "undo-2"),
    ListKey("Shift+A", "cluster", "接手整簇", "Alt+Shift+A", "layers"),
)
CHORDS = (
    ListKey("Ctrl+D", "distribute", "分派到组", icon="split"),
    ListKey("Ctrl+Shift+D", "reopen_step", "重开上一步", icon="rotate-ccw"),
    ListKey("Ctrl+Shift+R", "resync", "重新同步", icon="repeat"),
    ListKey("Ctrl+Shift+E", "archive", "归档", icon="archive"),
    ListKey("Ctrl+Shift+O", "reopen", "重新打开", icon="rotate-ccw"),
    ListKey("Ctrl+Shift+F", "force", "强制推进…", icon="zap"),
    ListKey("Ctrl+I", "improvise", "记临时操作", icon="bolt"),
    ListKey("Ctrl+Shift+I", "fill_in", "补录临时操作", icon="clipboard-check"),
    ListKey("Ctrl+L", "waybill", "补录运单", icon="truck"),
    ListKey("Ctrl+U", "unreached", "记联系未果", icon="phone"),
    ListKey("Ctrl+B", "file_article", "归档报告到知识库", icon="book-open"),
    ListKey("Ctrl+E", "export", "导出名单…", icon="download"),
)
"""What has no single key: it reaches outside, or undoes a closing, or leaves the desk."""
BULK = (
    BulkVerb("acknowledge", "接手", "hand", "A", "primary"),
    BulkVerb("repull", "重新拉取", "refresh-cw", "R"),
    BulkVerb("hand_over", "转派", "forward", "H"),
    BulkVerb("pause", "暂停", "pause", "P"),
    BulkVerb("menu", "", "ellipsis"),
)
"""What can be done at once with everything that is marked."""
NAMES = {"Return": "Enter", "Escape": "Esc"}
"""How keycaps call what Qt calls otherwise."""
