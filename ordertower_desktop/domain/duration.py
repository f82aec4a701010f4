"""Durations as people write them in rules and settings: `24h`, `15min`, `1h30min`, `7d`, `90s`."""

import re
from datetime import timedelta

LONGEST = timedelta(days=3650)
SHAPE = "时长要写成数字加单位：s、min、h、d，例如 24h、15min、1h30min、7d"

_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "min": timedelta(minutes=1), "s": timedelta(seconds=1)}
_CHINESE = {"d": "天", "h": "小时", "min": "分钟", "s": "秒"}
_PART = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(d|h|min|s)")


def duration(text: str) -> timedelta:
    """The duration that `text` names; ValueError, in Chinese, for anything else."""
    total, end = timedelta(), 0
    for part in _PART.finditer(text := text.strip()[:64]):
        if part.start() != end:
            break
        total += float(part[1]) * _UNITS[part[2]]
        end = part.end()
        if total > LONGEST:
            raise ValueError(f"时长最长 {LONGEST.days}d")
    if not text or end != len(text):
        raise ValueError(SHAPE)
    return total


def spell(span: timedelta) -> str:
    """The shortest text that `duration` reads back as `span`, in whole hours up to two days (`24h`, not `1d`)."""
    return "".join(f"{amount}{unit}" for amount, unit in _split(span)) or "0s"


def in_chinese(span: timedelta) -> str:
    """`24 小时`, `1 小时 30 分钟`."""
    return " ".join(f"{amount} {_CHINESE[unit]}" for amount, unit in _split(span)) or "0 秒"


def _split(span: timedelta) -> list[tuple[str, str]]:
    units = dict(_UNITS)
    if span <= 2 * units["d"] and span % units["d"]:
        del units["d"]
    if span in (units.get("d"), 2 * _UNITS["d"]):
        units.pop("d", None)
    parts: list[tuple[str, str]] = []
    for unit, size in units.items():
        if unit == "s":
            break
        amount, span = divmod(span, size)
        if amount:
            parts.append((str(amount), unit))
    if span:
        parts.append((f"{span.total_seconds():.6f}".rstrip("0").rstrip("."), "s"))
    return parts
