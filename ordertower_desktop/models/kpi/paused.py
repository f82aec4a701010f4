"""What pauses were used for, as tables: by person, by whom they waited for, and why."""

from dataclasses import replace

from ordertower_desktop.models import text
from ordertower_desktop.models.kpi.table import Cell, Table, counted, plain, share, spent
from ordertower_desktop.wire.pauses import PausePage, PauseUse

WATCHED = 0.5
"""A person or a party by whose pauses more than this share of the breaches was avoided is worth a look."""
HEADS = ("", "暂停次数", "合计", "免了超时", "仍然超时", "免了的占")
NOTE = "免了超时：没有这些暂停，这一单就已经超时；占到一半以上标红，值得看看是不是在躲时限"


def paused(page: PausePage) -> list[Table]:
    """Who pauses, for whom, and the reasons that were written."""
    reasons = [[plain(words or "没有写"), counted(count)] for words, count in page.reasons.items()]
    return [
        Table("谁在暂停", HEADS, (1.4, 1, 1, 1, 1.2, 0.8), [_line(one) for one in page.people], NOTE),
        Table("在等谁", HEADS, (1.4, 1, 1, 1, 1.2, 0.8), [_line(one) for one in page.parties]),
        Table("写了什么原因", ("原因", "次数"), (4, 1), reasons, "最多列二十种"),
    ]


def paused_now(page: PausePage) -> str:
    """What the tables stand on."""
    return f"{text.moment(page.since)} 起进池、暂停过的 {text.count(page.orders)} 单"


def _line(one: PauseUse) -> list[Cell]:
    part = share(one.avoided, one.avoided + one.breached)
    watched = part if one.share <= WATCHED else replace(part, role="red")
    return [plain(one.name or "系统"), counted(one.count), spent(one.minutes * 60), counted(one.avoided), counted(one.breached), watched]
