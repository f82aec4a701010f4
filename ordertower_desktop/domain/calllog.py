"""对外调用: one call to a system outside as it is written down, and what many of them come to. Nothing of a person is in it."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Answered(StrEnum):
    """What kind of answer came; NETWORK: nobody listened, TIMEOUT: nobody answered in time, ERROR: what came was of no use."""

    OK = "ok"
    THROTTLED = "throttled"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    NETWORK = "network"
    ERROR = "error"


class Work(StrEnum):
    """What the call was made for."""

    PULL = "pull"
    FOLLOW = "follow"
    TELL = "tell"
    COMPARE = "compare"
    COMMAND = "command"
    SEND = "send"
    REVEAL = "reveal"


ANSWER_NAMES: Mapping[Answered, str] = {
    Answered.OK: "正常", Answered.THROTTLED: "限流", Answered.REFUSED: "被拒", Answered.TIMEOUT: "超时",
    Answered.NETWORK: "连不上", Answered.ERROR: "出错",
}  # fmt: skip
WORK_NAMES: Mapping[Work, str] = {
    Work.PULL: "取单", Work.FOLLOW: "查件", Work.TELL: "回传", Work.COMPARE: "对账", Work.COMMAND: "仓库指令",
    Work.SEND: "发消息", Work.REVEAL: "看明文",
}  # fmt: skip
LONGEST = 96
_PART = re.compile(r"[A-Za-z][A-Za-z_.-]{0,39}|[vV]\d{1,3}|")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/ -]{0,63}")
_PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
_A_DOUBLING = 8


@dataclass(frozen=True, slots=True)
class Made:
    """One call. `interface` is the method or the path without what stands for an order or a key; `code` and `request_id` are the
    system's own; `tries`: which try at the same question this was; `order` is the one that it was made for, if it was for one."""

    at: datetime
    source: str
    work: str
    interface: str
    answered: Answered
    ms: int
    status: int = 0
    code: str = ""
    request_id: str = ""
    sent: int = 0
    got: int = 0
    tries: int = 1
    order: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Calls of one interface that were answered alike and took about as long."""

    source: str
    interface: str
    answered: Answered
    slot: int
    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Interface:
    """What the calls of one interface came to; `p50` and `p95` in milliseconds, as exact as a slot is wide."""

    source: str
    interface: str
    count: int
    failed: int
    p50: int
    p95: int
    last: datetime
    by_answer: Mapping[Answered, int]


def by_status(status: int) -> Answered:
    """What HTTP itself says of an answer."""
    match status:
        case 429:
            return Answered.THROTTLED
        case 0 | 408 | 425:
            return Answered.ERROR
        case _ if status < 400:
            return Answered.OK
        case _ if status < 500:
            return Answered.REFUSED
        case _:
            return Answered.ERROR


def interface_of(path: str) -> str:
    """A path without its query and without whatever may stand for an order, a person or a key: `/orders/*/ship`."""
    parts = path.split("?", 1)[0].split("#", 1)[0].split("/")
    return "/".join(part if _PART.fullmatch(part) else "*" for part in parts)[:LONGEST] or "/"


def plain(code: object) -> str:
    """A system's code or number as it may be kept: short and of letters and digits, or nothing."""
    text = str(code)[:64] if isinstance(code, str | int) and not isinstance(code, bool) else ""
    return text if _CODE.fullmatch(text) and not _PHONE.search(text) else ""


def slot_of(ms: int) -> int:
    """Times that differ by less than a tenth fall into one slot."""
    return round(_A_DOUBLING * math.log2(max(ms, 1)))


def ms_of(slot: int) -> int:
    """About how long a slot is."""
    return round(2 ** (slot / _A_DOUBLING))


def percentile(counts: Mapping[int, int], share: float) -> int:
    """The time that this share of the calls did not exceed."""
    left = math.ceil(sum(counts.values()) * share)
    for slot in sorted(counts):
        left -= counts[slot]
        if left <= 0:
            return ms_of(slot)
    return 0


def interfaces(bundles: Iterable[Bundle]) -> list[Interface]:
    """The interfaces that fail most first, then the slowest."""
    of: dict[tuple[str, str], list[Bundle]] = {}
    for one in bundles:
        of.setdefault((one.source, one.interface), []).append(one)
    return sorted(
        (_interface(*key, found) for key, found in of.items()), key=lambda one: (-one.failed, -one.p95, one.source, one.interface)
    )


def _interface(source: str, interface: str, found: list[Bundle]) -> Interface:
    slots: dict[int, int] = {}
    answers: dict[Answered, int] = {}
    for one in found:
        slots[one.slot] = slots.get(one.slot, 0) + one.count
        answers[one.answered] = answers.get(one.answered, 0) + one.count
    count = sum(answers.values())
    last = max(one.last for one in found)
    failed = count - answers.get(Answered.OK, 0)
    return Interface(source, interface, count, failed, percentile(slots, 0.5), percentile(slots, 0.95), last, answers)
