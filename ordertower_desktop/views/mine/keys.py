"""What a key does on the page of one's own queue: data, so that the keys can be told."""

from typing import NamedTuple


class MineKey(NamedTuple):
    """`verb` is an action's word or one of the page's own; `twin` works while a text field has the cursor."""

    key: str
    verb: str
    name: str
    twin: str = ""


KEYS = (
    MineKey("Space", "go", "做这一件，再往下", "Ctrl+Return"),
    MineKey("Shift+Space", "pass", "跳过这一单，写原因"),
    MineKey("M", "script", "复制话术", "Alt+M"),
    MineKey("D", "finish_step", "完成这一步", "Alt+D"),
    MineKey("Shift+D", "skip_step", "跳过这一步", "Alt+Shift+D"),
    MineKey("Ctrl+Shift+D", "reopen_step", "重开上一步"),
    MineKey("Return", "open", "打开订单"),
    MineKey("Escape", "list", "回到列表"),
    MineKey("A", "acknowledge", "接手", "Alt+A"),
    MineKey("R", "repull", "重新拉取", "Alt+R"),
    MineKey("H", "hand_over", "转派", "Alt+H"),
    MineKey("P", "pause", "暂停", "Alt+P"),
    MineKey("Shift+P", "resume", "恢复计时", "Alt+Shift+P"),
    MineKey("S", "snooze", "稍后", "Alt+S"),
    MineKey("N", "note", "备注", "Alt+N"),
    MineKey("E", "resolve", "结单", "Alt+E"),
    MineKey("V", "verdict", "判真假", "Alt+V"),
    MineKey("U", "report", "登记催单", "Alt+U"),
    MineKey("Z", "undo", "撤销", "Ctrl+Z"),
)
