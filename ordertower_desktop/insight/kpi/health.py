"""The monthly health of a unit: three shares against what is clearly bad, drawn towards its peers as far as its numbers are small."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

FORMULA_VERSION = 1
LEAST = 30
"""With fewer orders a unit is 样本不足: shown, not ranked."""
WEAKEST, STRONGEST, USUAL = 10.0, 400.0, 42.0
"""How many orders of its peers a unit is drawn with, at least and at most; the last where there are too few peers to tell."""
EXPERIENCE = 8
"""What was measured elsewhere counts like so many peers: a dozen units alone say little about how far apart they are."""
EIGHTY = 1.2816
"""So many standard deviations to each side hold four fifths."""
EASIEST, HARDEST = 0.25, 4.0
"""How far a mix of lanes may excuse or burden a unit."""
PARTS = 3


@dataclass(frozen=True, slots=True)
class Anchors:
    """What counts as clearly bad, and how much of the hundred points each part is worth: 时效, 准确, 客户反馈."""

    bad: tuple[float, float, float] = (0.20, 0.06, 0.15)
    worth: tuple[int, int, int] = (50, 25, 25)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """Orders, and how many of them were late, faulty, and a customer's trouble."""

    orders: int
    bad: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """What was counted of a unit, lane by lane (the region it delivers to; one nameless lane where that says nothing)."""

    name: str
    lanes: Mapping[str, Count]

    @property
    def whole(self) -> Count:
        return total(self.lanes.values())


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three: how many, the raw share, the share that counts, and the points that it costs."""

    count: int
    raw: float
    share: float
    costs: float


@dataclass(frozen=True, slots=True)
class Health:
    """A unit's month. `low` and `high` hold its true score in four of five cases; `rank` is 0 where there are too few orders."""

    name: str
    orders: int
    score: float
    low: float
    high: float
    parts: tuple[Part, ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Prior:
    """What a unit's peers say of a part: their share, and how many orders that is worth."""

    share: float
    strength: float


def scored(units: Sequence[Unit], anchors: Anchors) -> list[Health]:
    """Best first, then those with too few orders. A unit is compared with the others, so nothing it does moves its own yardstick."""
    made = [_health(unit, [one for one in units if one is not unit], anchors) for unit in units]
    made.sort(key=lambda one: (-one.score, -one.orders, one.name))
    ranked = [one for one in made if one.orders >= LEAST]
    places = {one.name: place for place, one in enumerate(ranked, 1)}
    told = [Health(o.name, o.orders, o.score, o.low, o.high, o.parts, places.get(o.name, 0)) for o in made]
    return sorted(told, key=lambda one: one.rank or len(told) + 1)


def total(counts: Iterable[Count]) -> Count:
    """These together."""
    orders = late = faulty = unhappy = 0
    for one in counts:
        orders, late, faulty, unhappy = orders + one.orders, late + one.bad[0], faulty + one.bad[1], unhappy + one.bad[2]
    return Count(orders, (late, faulty, unhappy))


def prior(peers: Sequence[Count], part: int) -> Prior | None:
    """The peers' share and, by the method of moments, how alike they are; None without peers.

    With shares that differ by no more than chance the strength is the highest: then the peers say all that there is to say.
    """
    held = [one for one in peers if one.orders]
    if not held:
        return None
    orders = sum(one.orders for one in held)
    share = sum(one.bad[part] for one in held) / orders
    chance = share * (1 - share)
    rest = len(held) - 1
    room = orders - sum(one.orders**2 for one in held) / orders - rest
    if rest < 2 or room <= 0 or not chance:
        return Prior(share, USUAL)
    apart = sum(one.orders * (one.bad[part] / one.orders - share) ** 2 for one in held)
    between = (apart - rest * chance) / room
    alike = (rest * between / chance + EXPERIENCE / (USUAL + 1)) / (rest + EXPERIENCE)
    strength = 1 / alike - 1 if alike > 0 else STRONGEST
    strength = min(max(strength, WEAKEST), STRONGEST)
    weights = [one.orders / (one.orders + strength) for one in held]
    fair = sum(weight * one.bad[part] / one.orders for weight, one in zip(weights, held, strict=True)) / sum(weights)
    return Prior(fair, strength)


def _health(unit: Unit, peers: Sequence[Unit], anchors: Anchors) -> Health:
    mine, others = unit.whole, [one.whole for one in peers]
    parts, spread = [], 0.0
    for place in range(PARTS):
        part, variance = _part(unit, peers, prior(others, place), place=place, anchors=anchors)
        parts.append(part)
        spread += variance * (anchors.worth[place] / anchors.bad[place]) ** 2
    score = 100 - sum(part.costs for part in parts)
    reach = EIGHTY * sqrt(spread)
    low, high = max(0.0, score - reach), min(100.0, score + reach)
    return Health(unit.name, mine.orders, round(score, 1), round(low, 1), round(high, 1), tuple(parts))


def _part(unit: Unit, peers: Sequence[Unit], theirs: Prior | None, *, place: int, anchors: Anchors) -> tuple[Part, float]:
    """The part, and the variance of its share."""
    mine = unit.whole
    raw = mine.bad[place] / mine.orders if mine.orders else 0.0
    known = theirs or Prior(raw, USUAL)
    fair = min(1.0, raw * _lanes(unit, peers, known.share, place))
    weight = mine.orders + known.strength
    share = (fair * mine.orders + known.strength * known.share) / weight
    costs = anchors.worth[place] * min(1.0, share / anchors.bad[place])
    return Part(mine.bad[place], round(raw, 4), round(share, 4), round(costs, 2)), share * (1 - share) / (weight + 1)


def _lanes(unit: Unit, peers: Sequence[Unit], overall: float, place: int) -> float:
    """By how much a unit's lanes are easier for its peers than its share of them is for all: below one where its lanes are hard."""
    mine = unit.whole
    if (len(unit.lanes) < 2 and "" in unit.lanes) or not mine.orders or not overall:
        return 1.0
    expected = 0.0
    for lane, held in unit.lanes.items():
        others = total(one.lanes[lane] for one in peers if lane in one.lanes)
        expected += held.orders * (others.bad[place] + USUAL * overall) / (others.orders + USUAL)
    return min(max(overall * mine.orders / expected, EASIEST), HARDEST)


def formula(anchors: Anchors) -> str:
    """The formula in words, with this month's figures."""
    names = ("时效（超时）", "准确（回传失败、缺货、物流疑难、重开）", "客户反馈（催单、投诉、超时后退款）")
    told = "，".join(f"{name}占比 ÷ {bad:.0%} × {worth} 分" for name, bad, worth in zip(names, anchors.bad, anchors.worth, strict=True))
    drawn = "每项最多扣满。占比先向同类单位靠拢，单量越少靠得越多"
    return f"100 减去：{told}；{drawn}。口径第 {anchors.version} 版，算法第 {FORMULA_VERSION} 版"
