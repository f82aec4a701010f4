"""Which orders are alike: levels from coarse to fine, and the number under which an order is counted on each."""

import numpy as np

from ordertower_desktop.insight.foresight.passage import Aim
from ordertower_desktop.insight.foresight.table import Ints, Table

Level = tuple[str, ...]
SHANGHAI_H, PARTS_H = 8.0, np.array([9.0, 13.0, 18.0])
"""Shanghai has no summer time; what comes at night, in the morning, in the afternoon and in the evening waits differently."""
SPREAD = 100_003

LEVELS: dict[tuple[Aim, bool], tuple[Level, ...]] = {
    (Aim.SHIP, False): ((), ("part",), ("part", "promised"), ("warehouse",), ("warehouse", "part")),
    (Aim.ARRIVE, False): ((), ("promised",), ("province",), ("warehouse",), ("warehouse", "province")),
    (Aim.ARRIVE, True): ((), ("promised",), ("province",), ("carrier",), ("warehouse", "province", "carrier")),
}
"""(aim, whether it has left us) -> its levels. A finer one corrects a coarser one as far as it has orders."""
ALIKE: dict[Level, str] = {
    (): "全部订单",
    ("part",): "同一时段",
    ("part", "promised"): "同承诺同时段",
    ("warehouse",): "同仓库",
    ("warehouse", "part"): "同仓库同时段",
    ("promised",): "同承诺",
    ("province",): "同一省份",
    ("warehouse", "province"): "同仓库同省份",
    ("carrier",): "同承运商",
    ("warehouse", "province", "carrier"): "同线路",
}


def keys_of(table: Table, place: Ints, aim: Aim, hop: int, level: Level) -> Ints:
    """A number for each of these orders, the same for orders that are alike; -1 where one of the words is not known."""
    key = np.zeros(len(place), np.int64)
    unknown = np.zeros(len(place), np.bool_)
    for factor in level:
        found = _part(table, place, hop) if factor == "part" else table.promised(aim)[place] if factor == "promised" else None
        numbers = table.words[factor][place] if found is None else found
        unknown |= numbers < 0
        key = key * SPREAD + numbers + 1
    return np.where(unknown, -1, key)


def _part(table: Table, place: Ints, hop: int) -> Ints:
    """The part of the day in which the order came to the rung."""
    part: Ints = np.searchsorted(PARTS_H, (table.entered[place, hop] + SHANGHAI_H) % 24, "right").astype(np.int64)
    return part
