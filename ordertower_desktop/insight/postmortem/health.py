"""The health of orders as one figure out of three shares (S95); the formula stands beside the figure wherever it is shown."""

from dataclasses import dataclass

WEIGHTS_VERSION = 1
TIMELINESS, ACCURACY, FEEDBACK = 50, 30, 20
"""Weights in percent. A change of them is another version: months under different versions must not be compared."""

FORMULA = (
    f"{TIMELINESS}% 时效（未超时）+ {ACCURACY}% 准确（无回传失败、缺货）+ {FEEDBACK}% 客户反馈（无催单、投诉），权重第 {WEIGHTS_VERSION} 版"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was counted, in orders: those about which anything was heard, and those of them that went wrong."""

    moved: int
    breached: int = 0
    faulty: int = 0
    unhappy: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """0 to 100, all of them; `moved` says how many orders stand behind it. None of it means anything while `moved` is 0."""

    score: int
    timeliness: int
    accuracy: int
    feedback: int
    moved: int


def health(seen: Seen) -> Health:
    """An order that breached without a word from any system on that day still counts as one of the day's."""
    moved = max(seen.moved, seen.breached, seen.faulty, seen.unhappy)
    if not moved:
        return Health(0, 0, 0, 0, 0)
    timely, accurate, content = (100 * (moved - bad) / moved for bad in (seen.breached, seen.faulty, seen.unhappy))
    score = (TIMELINESS * timely + ACCURACY * accurate + FEEDBACK * content) / 100
    return Health(round(score), round(timely), round(accurate), round(content), moved)
