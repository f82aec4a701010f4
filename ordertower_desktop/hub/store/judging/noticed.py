"""What turned between what desks were told last and what they are told now: sources that fell silent, levels that changed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from ordertower_desktop.domain.landmark import Landmark, Turning
from ordertower_desktop.domain.moment import SHANGHAI
from ordertower_desktop.wire.rows import LevelRow, SourceRow

GRAVE = ("refused", "silent")
_SAYS = {"refused": "{0} 拒绝访问", "silent": "{0} 停更", "fresh": "{0} 恢复", "late": "{0} 恢复，仍偏慢"}


def sources_turned(newest: Mapping[str, Landmark], known: Iterable[SourceRow], *, now: datetime) -> Iterator[Landmark]:
    """A source that refuses or is silent from now on, or no longer; being a little late is no turn.

    `newest`: source -> its newest landmark. What desks were told last is no measure: whoever reads a source tells it at once.
    """
    for row in known:
        bad = newest[row.id].grave if row.id in newest else False
        if row.state in _SAYS and bad != (row.state in GRAVE):
            yield Landmark(now, Turning.SOURCE, row.id, _SAYS[row.state].format(row.name) + _why(row), grave=row.state in GRAVE)


def _why(row: SourceRow) -> str:
    """`（401，自 09:42）`: noticed is not begun."""
    if row.state not in GRAVE:
        return ""
    began = row.refused_since or row.seen_at
    said = [row.reason_code if row.state == "refused" else "", f"自 {began.astimezone(SHANGHAI):%H:%M}" if began else ""]
    return f"（{'，'.join(part for part in said if part)}）" if any(said) else ""


def level_turned(told: LevelRow | None, level: LevelRow, *, now: datetime) -> Iterator[Landmark]:
    """The day's level is another one than desks were told. A floor begins in 一级 without anybody noting it."""
    before = told.level if told is not None else 1
    if level.level != before:
        way = "升" if level.level > before else "降回"
        yield Landmark(now, Turning.LEVEL, str(level.level), f"{way}{level.name}响应：{level.why}", grave=level.level == 3)
