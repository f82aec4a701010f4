"""What this person has been told, grouped by cause: what waits for an answer first, the worst cause on top."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ordertower_desktop.models import text
from ordertower_desktop.wire.rows import NoticeRow, Receipt

CHANNELS = {
    "in_app": ("站内", "bell"), "desktop": ("站内", "bell"), "wecom": ("企业微信", "message-square"), "sms": ("短信", "smartphone"),
    "dingtalk": ("钉钉", "message-square"), "feishu": ("飞书", "message-square"), "mail": ("邮件", "mail"), "voice": ("电话", "phone"),
}  # fmt: skip
PAGES = {"source_silent": "sources", "level": "crisis", "risk": "pool", "authority": "sources", "channel": "chain"}
"""Kind of a notice that is about no order -> the page that it leads to."""
STATES = {
    "due": ("到点，还没有发", "neutral"), "queued": ("排队中", "neutral"), "accepted": ("已发出", "blue"),
    "delivered": ("已送达，未读", "blue"),
    "seen": ("已读", "green"), "acknowledged": ("已确认", "green"), "failed": ("失败", "red"), "cancelled": ("已取消", "neutral"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """The notices of one cause; `hue` red where one is late, amber where one is near."""

    cause: str
    name: str
    rows: tuple[NoticeRow, ...]
    vips: int
    late: int

    @property
    def hue(self) -> str:
        return "red" if self.late else "neutral"

    @property
    def cases(self) -> list[str]:
        return list(dict.fromkeys(row.case for row in self.rows if row.case))


class Notices:
    """Every notice that the feed holds for this person."""

    def __init__(self) -> None:
        self._rows: dict[str, NoticeRow] = {}

    def take(self, rows: Iterable[NoticeRow], gone: Iterable[str] = ()) -> None:
        """New contents; what is gone comes as `person/id`."""
        for row in rows:
            self._rows[row.id] = row
        for key in gone:
            self._rows.pop(key.partition("/")[2], None)

    def clear(self) -> None:
        self._rows.clear()

    @property
    def unanswered(self) -> int:
        return sum(waits(row) for row in self._rows.values())

    @property
    def total(self) -> int:
        return len(self._rows)

    def groups(self, which: str, *, now: datetime) -> list[Group]:
        """`waiting` or `all`, by cause: late ones first, then the largest."""
        causes: dict[str, list[NoticeRow]] = {}
        for row in self._rows.values():
            if which == "all" or waits(row):
                causes.setdefault(row.cause, []).append(row)
        made = [_group(cause, rows, now) for cause, rows in causes.items()]
        return sorted(made, key=lambda group: (-group.late, -len(group.rows), group.name))


def waits(row: NoticeRow) -> bool:
    """Whether somebody still has to answer."""
    return row.withdrawn_at is None and row.acknowledged_at is None


def _group(cause: str, rows: Sequence[NoticeRow], now: datetime) -> Group:
    ordered = tuple(sorted(rows, key=lambda row: (row.severity != "critical", not row.vip, row.due_at or row.at, row.id)))
    late = sum(row.due_at is not None and row.due_at <= now for row in rows)
    return Group(cause, rows[0].cause_name or "原因未明", ordered, sum(bool(row.vip) for row in rows), late)


def standing(row: NoticeRow, now: datetime) -> tuple[str, str]:
    """(words, colour role): how its clock stands, or how it ended."""
    if row.acknowledged_at is not None:
        return f"{text.near(row.acknowledged_at, now)} 已确认", "green"
    if row.withdrawn_at is not None:
        return f"{text.near(row.withdrawn_at, now)} 已撤回", "text3"
    if row.due_at is None:
        return "", "text2"
    return text.left(row.due_at - now), "red" if row.due_at <= now else "text2"


def channel(receipt: Receipt) -> tuple[str, str]:
    """(name, icon) of what it went by."""
    return CHANNELS.get(receipt.channel, (receipt.channel, "send"))


def outcome(receipt: Receipt) -> tuple[str, str]:
    """(words, hue): what became of one send; why stands in the receipt itself."""
    return STATES.get(receipt.state, (receipt.state, "neutral"))


def page_of(cause: str) -> str:
    """Where what is about no order can be looked at, or nothing; a cause begins with the kind of the notice."""
    return PAGES.get(cause.partition(":")[0], "")
