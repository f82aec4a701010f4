"""What a platform's own error codes mean for us."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fnmatch import fnmatchcase

from ordertower_desktop.hub.connectors.connector import SourceRefused, Unreachable, Unsure


class Means(StrEnum):
    """What to do about it. AGAIN: later, as it is; SLOW_DOWN: later, and nothing before; the rest needs a person."""

    AGAIN = "again"
    SLOW_DOWN = "slow_down"
    NOT_FOUND = "not_found"
    AUTH = "auth"
    SIGNATURE = "signature"
    CLOCK = "clock"
    RIGHT = "right"
    IP = "ip"
    REQUEST = "request"
    QUOTA = "quota"


ADVICE = {
    Means.AUTH: "授权失效，请重新授权店铺",
    Means.SIGNATURE: "签名不对，请核对应用密钥",
    Means.CLOCK: "时间戳不被接受，请校准本机时钟",
    Means.RIGHT: "应用没有这个权限，请在开放平台申请",
    Means.IP: "本机 IP 不在白名单，请在开放平台登记",
    Means.QUOTA: "今天的解密额度用完了，明天再看，或到平台后台申请提额",
    Means.REQUEST: "请求不被接受，请把这句话交给技术支持",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as the platform told it."""

    code: str
    sub_code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Codes (with `*` for anything) that mean one thing; `sub` looks at the finer code."""

    means: Means
    codes: tuple[str, ...] = ()
    sub: tuple[str, ...] = ()

    def matches(self, fault: Fault) -> bool:
        return any(fnmatchcase(fault.code, one) for one in self.codes) or any(fnmatchcase(fault.sub_code, one) for one in self.sub)


class SlowDown(Unreachable):
    """The platform wants to be left alone for `wait`."""

    def __init__(self, reason: str, wait: timedelta) -> None:
        super().__init__(reason)
        self.wait = wait


class NoSuchOrder(SourceRefused):
    """The platform does not have the order that it was asked for."""


def meaning(fault: Fault, table: Iterable[Meaning]) -> Means:
    """The first row that matches; what nobody has listed is a request that was not accepted."""
    return next((row.means for row in table if row.matches(fault)), Means.REQUEST)


def raised(fault: Fault, means: Means, *, who: str, wait: timedelta) -> SourceRefused | Unreachable:
    """The error that the rest of the house knows, with the platform's own words in it."""
    said = "，".join(part for part in (" ".join(part for part in (fault.code, fault.sub_code) if part), fault.text[:80]) if part)
    match means:
        case Means.AGAIN:
            return Unsure(f"{who} 暂时不可用（{said}），稍后再试")
        case Means.SLOW_DOWN:
            return SlowDown(f"{who} 限流（{said}），{int(wait.total_seconds())} 秒后再取", wait)
        case Means.NOT_FOUND:
            return NoSuchOrder(means.value, f"{who} 没有这个订单（{said}）")
        case Means.AUTH | Means.SIGNATURE | Means.CLOCK | Means.RIGHT | Means.IP | Means.REQUEST | Means.QUOTA:
            return SourceRefused(means.value, f"{who} {ADVICE[means]}（{said}）")
