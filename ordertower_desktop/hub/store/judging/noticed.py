"""What turned between what desks were told last and what they are told now: sources that fell silent, levels that changed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from ordertower_desktop.domain.landmark import Landmark, Turning
from ordertower_desktop.wire.rows import LevelRow, SourceRow

GRAVE = ("refused", "silent")
_SAYS = {"refused": "{0} 拒绝访问", "silent": "{0} 停更", "fresh": "{0} 恢复", "late": "{0} 恢复，仍偏慢"}


def sources_turned(told: Mapping[str, SourceRow], known: Iterable[SourceRow], *, now: datetime) -> Iterator[Landmark]:
    """A source that refuses or is silent from now on, or no longer; being a little late is no turn."""
    for row in known:
        before = told[row.id].state if row.id in told else ""
        if row.state == before or not (row.state in GRAVE or before in GRAVE) or row.state not in _SAYS:
            continue
        why = f"（{row.reason_code}）" if row.state == "refused" and row.reason_code else ""
        yield Landmark(now, Turning.SOURCE, row.id, _SAYS[row.state].format(row.name) + why, grave=row.state in GRAVE)


def level_turned(told: LevelRow | None, level: LevelRow, *, now: datetime) -> Iterator[Landmark]:
    """The day's level is another one than desks were told. A floor begins in 一级 without anybody noting it."""
    before = told.level if told is not None else 1
    if level.level != before:
        way = "升" if level.level > before else "降回"
        yield Landmark(now, Turning.LEVEL, str(level.level), f"{way}{level.name}响应：{level.why}", grave=level.level == 3)
