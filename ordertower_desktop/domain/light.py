"""全部在看: one light for the whole watch. It is green only when every timer, every step of a chain and every worker is on time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from ordertower_desktop.domain.ledger import late_text

SLOW, STUCK = timedelta(seconds=5), timedelta(seconds=10)
"""So late a thing is told of, and so late it is grave."""
SILENT, LOST = timedelta(seconds=12), timedelta(seconds=60)
"""So old the light itself is no light any more."""
WORKERS = {"judge": "判定", "escalate": "提醒", "sequence": "发布", "watch": "看板"}
"""Whose rounds are watched, and what they are called."""


class Hue(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look found: how late the latest thing is, and how many there are of it.

    `unset`: open orders with a clock that nobody will look at when it ends. `rounds`: worker -> how long ago it finished one.
    """

    unjudged: int = 0
    judged_late: timedelta = timedelta()
    unset: int = 0
    untold: int = 0
    told_late: timedelta = timedelta()
    rounds: Mapping[str, timedelta] = field(default_factory=dict)
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Light:
    """Its colour, and a sentence for everything that keeps it from being green, the gravest first."""

    hue: Hue
    says: tuple[str, ...] = ()


def light(seen: Sight) -> Light:
    """What a look comes to. A source that is silent is told by its own sign, and makes the light amber."""
    found: list[tuple[Hue, str]] = []
    for name, ago in seen.rounds.items():
        if ago > SLOW:
            found.append((_grave(ago), f"{WORKERS.get(name, name)}停了 {late_text(ago)}，中枢会自己再试；一直不好请重启中枢"))
    if seen.unset:
        found.append((Hue.RED, f"{seen.unset} 单的钟没有定时，已重新排上"))
    if seen.unjudged and seen.judged_late > SLOW:
        found.append((_grave(seen.judged_late), f"{seen.unjudged} 单到时还没判，最久 {late_text(seen.judged_late)}"))
    if seen.untold and seen.told_late > SLOW:
        found.append((_grave(seen.told_late), f"{seen.untold} 步提醒到时还没发，最久 {late_text(seen.told_late)}"))
    if seen.stale:
        found.append((Hue.AMBER, f"{seen.stale[0]}{f' 等 {len(seen.stale)} 项' if len(seen.stale) > 1 else ''}停更"))
    found.sort(key=lambda one: one[0] is not Hue.RED)
    return Light(found[0][0], tuple(words for _, words in found)) if found else Light(Hue.GREEN)


def aged(shown: Light, age: timedelta) -> Light:
    """The light as somebody sees it so long after it was made: one that is not renewed goes out by itself."""
    if age <= SILENT:
        return shown
    words = f"看守 {late_text(age)}没有消息，时限可能没人看：请检查中枢"
    return Light(Hue.RED if age > LOST else Hue.AMBER, (words, *shown.says))


def _grave(late: timedelta) -> Hue:
    return Hue.RED if late > STUCK else Hue.AMBER
