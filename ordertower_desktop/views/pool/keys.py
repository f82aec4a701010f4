"""What a key does in the list: data, so that the cheat sheet and the palette read the same."""

from typing import NamedTuple


class ListKey(NamedTuple):
    """`verb` is an action's word or a move; `twin` works in a text field too."""

    key: str
    verb: str
    name: str
    twin: str = ""


MOVES = (
    ListKey("J", "next", "下一行"),
    ListKey("K", "previous", "上一行"),
    ListKey("Return", "open", "打开订单"),
    ListKey("O", "open", "打开订单"),
    ListKey("X", "mark", "选中"),
    ListKey("Shift+X", "mark_range", "连选"),
    ListKey("Ctrl+A", "mark_all", "选择全部"),
    ListKey("/", "search", "搜索"),
    ListKey("F", "filter", "筛选"),
    ListKey("Escape", "back", "返回"),
    ListKey("Space", "guide", "引导处理"),
    ListKey("Ctrl+C", "copy", "复制订单号"),
    ListKey("F5", "refresh", "刷新顺序"),
)
ACTS = (
    ListKey("A", "acknowledge", "接手", "Alt+A"),
    ListKey("R", "repull", "重新拉取", "Alt+R"),
    ListKey("H", "hand_over", "转派", "Alt+H"),
    ListKey("P", "pause", "暂停", "Alt+P"),
    ListKey("S", "snooze", "稍后", "Alt+S"),
    ListKey("N", "note", "备注", "Alt+N"),
    ListKey("E", "resolve", "结单", "Alt+E"),
    ListKey("V", "verdict", "判真假", "Alt+V"),
    ListKey("U", "report", "登记催单", "Alt+U"),
    ListKey("Z", "undo", "撤销", "Ctrl+Z"),
    ListKey("Shift+A", "cluster", "整簇接手", "Alt+Shift+A"),
)
BY_MENU = (
    ("resume", "恢复计时"),
    ("resync", "重新同步"),
    ("archive", "归档"),
    ("reopen", "重新打开"),
    ("force", "强制推进…"),
    ("export", "导出名单…"),
)
