"""What the settings page says of this machine, as one value that the composer fills in."""

from dataclasses import dataclass
from datetime import timedelta

from ordertower_desktop.models import text
from ordertower_desktop.models.text import MINUTE

KEEP = {
    "keyring": ("系统钥匙串可用", "登录一次，重启不用再输", "green"),
    "session": ("没有可用的钥匙串", "登录只在本次有效，密钥从不写入文件", "amber"),
    "none": ("本机中枢，不需要登录", "密钥从不写入文件与日志", "green"),
}
ROLES = {"agent": "客服", "supervisor": "主管", "admin": "管理员", "display": "大屏"}


@dataclass(frozen=True, slots=True)
class Facts:
    """`keep`: keyring | session | none. Sizes are bytes, -1 where there is no such file."""

    folder: str = ""
    cache: int = -1
    outbox: int = -1
    keep: str = "none"
    hub: str = ""
    version: str = ""
    zoom: int = 100


def size(count: int) -> str:
    """4.2 MB."""
    if count < 0:
        return "还没有"
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{count / 1024:.0f} KB"


def skew(milliseconds: int) -> tuple[str, str]:
    """(words, colour role): how far this machine's clock is off the hub's; deadlines run on the hub's."""
    if abs(milliseconds) < 1_000:
        return "与中枢一致", "green"
    word = "快" if milliseconds > 0 else "慢"
    seconds = abs(milliseconds) / 1_000
    told = f"{seconds:,.1f} 秒" if seconds < MINUTE else text.spoken(timedelta(seconds=seconds))
    return f"本机{word} {told}，倒计时按中枢时间走", "amber" if seconds >= 30 else "text2"
