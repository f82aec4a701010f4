"""Where labels go: above and below in turn, never over one another nor over a band; what finds no room is left to its tooltip; no Qt."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

ABOVE, BELOW = -17.0, 18.0
HALF = 9.0
GAP = 6.0
LEAD = 5.0
MANY = 40


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def widened(self, by: float) -> "Box":
        return Box(self.left - by, self.top, self.right + by, self.bottom)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label at `x`, so wide. `side`: above | below | empty for in turn; `middle` centres it first; lower `rank` chooses first."""

    key: int
    x: float
    width: float
    rank: int = 1
    side: str = ""
    middle: str = ""


WALKS: tuple[Callable[[Wanted], tuple[float, float]], ...] = (
    lambda w: (w.rank, w.x),
    lambda w: (w.rank, -w.x),
    lambda w: (-w.rank, w.x),
    lambda w: (-w.rank, -w.x),
)
"""In which order labels choose their place."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where labels of one lane may be; relative to the lane's middle. `lines` are crossed only when nothing else is free."""

    left: float
    right: float
    walls: tuple[Box, ...] = ()
    lines: tuple[float, ...] = ()


def place(wanted: Sequence[Wanted], room: Room) -> dict[int, Box]:
    """Key -> box of every label that found room: the best of a few walks, most labels first, then the gravest, then the least awkward."""
    ordered = sorted(wanted, key=lambda w: w.x)
    turn = {want.key: "above" if i % 2 == 0 else "below" for i, want in enumerate(ordered)}
    xs = [want.x for want in ordered]
    walks = [_walk(sorted(wanted, key=order), turn, room, xs) for order in (WALKS if len(wanted) <= MANY else WALKS[:1])]
    ranks = {want.key: want.rank for want in wanted}
    return max(walks, key=lambda walk: (len(walk[0]), -sum(ranks[key] for key in walk[0]), -walk[1]))[0]


def _walk(wanted: Sequence[Wanted], turn: Mapping[int, str], room: Room, xs: Sequence[float]) -> tuple[dict[int, Box], float]:
    """What finds room when the labels choose in this order, and how awkward that is altogether."""
    taken: list[Box] = list(room.walls)
    found: dict[int, Box] = {}
    cost = 0.0
    for want in wanted:
        free = [
            (price + _awkward(want, box, room, xs), i, box)
            for i, (price, box) in enumerate(_candidates(want, want.side or turn[want.key]))
            if box.left >= room.left and box.right <= room.right and not any(box.meets(one) for one in taken)
        ]
        if free:
            price, _, box = min(free, key=lambda one: one[:2])
            cost += price
            found[want.key] = box
            taken.append(box.widened(GAP))
    return found, cost


def _awkward(want: Wanted, box: Box, room: Room, xs: Sequence[float]) -> float:
    """Crossing a line, or standing over the dot of another mark, which then looks like its own."""
    crossed = any(box.left - 2 < x < box.right + 2 for x in room.lines)
    first, last = bisect_left(xs, box.left - 3), bisect_right(xs, box.right + 3)
    others = sum(x != want.x for x in xs[first:last])
    return (4.0 if crossed else 0.0) + 0.4 * others


def _candidates(want: Wanted, side: str) -> Iterable[tuple[float, Box]]:
    """(price, box): from the dot on, around it, up to it; first on its own side."""
    start, middle, end = want.x - LEAD, want.x - want.width / 2, want.x + LEAD - want.width
    lefts = (middle, start, end) if want.middle else (start, middle, end)
    sides = (side,) if want.side else (side, "below" if side == "above" else "above")
    for i, one in enumerate(sides):
        y = ABOVE if one == "above" else BELOW
        for j, left in enumerate(lefts):
            yield 1.5 * i + 0.5 * j, Box(left, y - HALF, left + want.width, y + HALF)
