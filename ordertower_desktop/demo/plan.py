"""Which order of the day stands where: every count of the story met exactly, the rest by seed."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from ordertower_desktop.demo import story
from ordertower_desktop.demo.story import Count

LIMITS: Mapping[str, timedelta] = {
    "accept": timedelta(hours=4),
    "print": timedelta(hours=24),
    "ship": timedelta(hours=8),
    "write_back": timedelta(hours=6),
}
"""How long each segment may take on the demo floor; its settings say the same."""

HEAD = (
    ("4418296013577823901", "taobao", "gap", timedelta(hours=-2, minutes=-29, seconds=-3)),
    ("306188427719", "jd", "stock", timedelta(hours=-1, minutes=-5, seconds=-20)),
    ("251112483029176655", "pdd", "gap", timedelta(minutes=-48, seconds=-37)),
    ("6938274011582936554", "douyin", "carrier", timedelta(minutes=-31, seconds=-12)),
    ("4418296014109257716", "taobao", "gap", timedelta(minutes=-12, seconds=-44)),
)
"""The five orders at the top of the pictures: number, platform, cause, time left."""
SOON, LATE_AT_MOST = timedelta(hours=2), timedelta(hours=2, minutes=25)
QUIET = timedelta(minutes=40)
"""Nothing new comes from slow sources in the last minutes, so that every one of them has told its part at the moment of the story."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An open case at the moment of the story; `left` is the time until it is due, negative when overdue."""

    number: str
    platform: str
    cause: str
    stage: str
    region: str
    category: str
    place: tuple[str, str, str]
    left: timedelta
    vip: bool


@lru_cache(maxsize=2)
def slots(seed: int) -> tuple[Slot, ...]:
    """All open cases of the story. The same seed gives the same slots on every machine."""
    chance = random.Random(seed)
    kinds = list(_kinds(chance))
    lefts = _lefts(chance, [stage for _, stage, _ in kinds], [late for _, _, late in kinds])
    platforms = _dealt(chance, story.PLATFORMS, kinds)
    regions = _dealt(chance, story.REGIONS, kinds)
    categories = _categories(chance, regions)
    vips = set(chance.sample(range(len(kinds)), story.VIPS))
    numbers = _numbers(chance, platforms)
    made = [
        Slot(number, platform, cause, stage, region, category, chance.choice(story.PLACES[region]), left, i in vips)
        for i, (number, platform, (cause, stage, _), region, category, left) in enumerate(
            zip(numbers, platforms, kinds, regions, categories, lefts, strict=True)
        )
    ]
    return tuple(_with_head(made))


def _kinds(chance: random.Random) -> Iterator[tuple[str, str, bool]]:
    """(cause, stage, overdue) of every case; the overdue ones of a stage are spread over its causes by chance."""
    for stage, count in story.STAGES.items():
        causes = [cause for cause, home in story.STAGE_OF_CAUSE.items() if home == stage for _ in range(story.CAUSES[cause])]
        chance.shuffle(causes)
        for i, cause in enumerate(causes):
            yield cause, stage, i < count.overdue


def _dealt(chance: random.Random, counts: Mapping[str, Count], kinds: Iterable[tuple[str, str, bool]]) -> list[str]:
    """A value for every case so that open and overdue counts are met together."""
    late = [key for key, count in counts.items() for _ in range(count.overdue)]
    rest = [key for key, count in counts.items() for _ in range(count.open - count.overdue)]
    chance.shuffle(late)
    chance.shuffle(rest)
    return [(late if overdue else rest).pop() for _, _, overdue in kinds]


def _categories(chance: random.Random, regions: Iterable[str]) -> list[str]:
    """A product line for every case so that the heat matrix is met."""
    decks = {region: [c for c, n in zip(story.CATEGORIES, row, strict=True) for _ in range(n)] for region, row in story.HEAT.items()}
    for deck in decks.values():
        chance.shuffle(deck)
    return [decks[region].pop() for region in regions]


def _lefts(chance: random.Random, stages: list[str], late: list[bool]) -> list[timedelta]:
    """The time left of every case: `DUE_SOON` of those not overdue end within two hours."""
    calm = [i for i, overdue in enumerate(late) if not overdue]
    soon = set(chance.sample(calm, story.DUE_SOON))
    tardy = [i for i, overdue in enumerate(late) if overdue]
    fresh = set(chance.sample(tardy, story.BREACHES_PER_HOUR))
    made = [timedelta()] * len(stages)
    for i, stage in enumerate(stages):
        if late[i]:
            made[i] = _late(chance, fresh=int(i in fresh))
        else:
            made[i] = _early(chance, stage, soon=int(i in soon))
    return made


def _late(chance: random.Random, *, fresh: int) -> timedelta:
    """Overdue by less than an hour for the few that breached lately, else by one to two and a half."""
    low, high = (60, 3500) if fresh else (3700, int(LATE_AT_MOST.total_seconds()))
    return -timedelta(seconds=chance.randint(low, high))


def _early(chance: random.Random, stage: str, *, soon: int) -> timedelta:
    if soon:
        return timedelta(seconds=chance.randint(5 * 60, int(SOON.total_seconds()) - 60))
    most = LIMITS[stage] - (timedelta(minutes=16) if stage == "accept" else QUIET)
    if stage == "print":  # the ERP has told nothing since it fell silent
        most = LIMITS[stage] - (story.MOMENT - story.SILENT_SINCE) - timedelta(minutes=20)
    return timedelta(seconds=chance.randint(int(SOON.total_seconds()) + 120, int(most.total_seconds())))


def _numbers(chance: random.Random, platforms: Iterable[str]) -> list[str]:
    """Order numbers in each platform's own shape, all different."""
    taken: set[str] = {number for number, *_ in HEAD}
    return [_number(chance, platform, taken) for platform in platforms]


def _number(chance: random.Random, platform: str, taken: set[str]) -> str:
    while True:
        made = _SHAPES[platform](chance)
        if made not in taken:
            taken.add(made)
            return made


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randint(0, 9)) for _ in range(count))


_SHAPES = {
    "taobao": lambda chance: f"44182960{_digits(chance, 11)}",
    "jd": lambda chance: f"30618{_digits(chance, 7)}",
    "douyin": lambda chance: f"6938274{_digits(chance, 12)}",
    "pdd": lambda chance: f"251112{_digits(chance, 12)}",
    "own": lambda chance: f"OT251112{_digits(chance, 5)}",
}


def _with_head(made: list[Slot]) -> Iterator[Slot]:
    """The five known orders take the place of five with the same platform, cause and lateness."""
    waiting = list(HEAD)
    for slot in made:
        fits = next((h for h in waiting if (h[1], h[2]) == (slot.platform, slot.cause) and _same_hour(h[3], slot.left)), None)
        if fits is None:
            yield slot
            continue
        waiting.remove(fits)
        number, platform, cause, left = fits
        yield Slot(number, platform, cause, slot.stage, slot.region, slot.category, slot.place, left, slot.vip)


def _same_hour(one: timedelta, other: timedelta) -> bool:
    """Both overdue, and both within the last hour or both before it."""
    hour = timedelta(hours=-1)
    return other < timedelta() and (one > hour) == (other > hour)
