"""What the command line asks of the demo: until when the day is played, and which system refuses everybody from when on."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time

from ordertower_desktop.demo import story
from ordertower_desktop.domain.refusal import Refusal


def moment(text: str, *, option: str) -> datetime:
    """`09:42` or `09:42:30` on the day of the story in Shanghai, or ISO 8601 with a zone."""
    try:
        if text[2:3] == ":":
            return datetime.combine(story.MOMENT.date(), time.fromisoformat(text), story.ZONE)
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Refusal(f"{option} 的时刻“{text}”看不懂，请写 时:分（{story.MOMENT:%m月%d日}，如 09:42），或带时区的 ISO 8601")
    return found


def refusals(words: Sequence[str], *, known: Collection[str]) -> Mapping[str, datetime]:
    """`SOURCE@T` each: system -> since when it refuses."""
    return dict(_refusal(one, known) for one in words)


def _refusal(text: str, known: Collection[str]) -> tuple[str, datetime]:
    source, at, when = text.partition("@")
    if not at:
        raise Refusal(f"--refuse 要写成 来源@时刻，如 erp@09:42，收到“{text}”")
    if source not in known:
        raise Refusal(f"--refuse 里的来源“{source}”不在演示里，可用：{'、'.join(known)}")
    return source, moment(when, option="--refuse")
