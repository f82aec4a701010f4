"""Days that the forecast has never seen: it must find the late orders early, and better than looking at the time that is used up."""

from collections.abc import Iterator
from statistics import median

import numpy as np
import pytest

from ordertower_desktop.insight.foresight.band import ENTER, Band
from ordertower_desktop.insight.foresight.model import learn
from ordertower_desktop.insight.foresight.table import AIMS, Names, Table, hours, row_of, table
from tests.domain.way_kit import BEGIN, passages

LEARNT_DAYS, HELD_OUT_DAYS = 30, 5
FIRST = hours(BEGIN) + LEARNT_DAYS * 24
ALARM = 0.6
Key = tuple[int, int]


def truth(held: Table) -> dict[Key, bool]:
    """(order, aim) -> late, of every promise that ends in the days held out and that somebody waited for."""
    found = {}
    for aim_place, aim in enumerate(AIMS):
        due, reached = held.due[:, aim_place], held.reached(aim)
        waited = (due > FIRST + 6) & (due < FIRST + HELD_OUT_DAYS * 24) & ~(held.over < due)
        found |= {(int(place), aim_place): not reached[place] <= due[place] for place in np.flatnonzero(waited)}
    return found


def scans(held: Table) -> Iterator[tuple[float, dict[Key, float]]]:
    """Hour by hour through the days held out, with curves that are learnt anew each day from what was known by then."""
    for hour in range(HELD_OUT_DAYS * 24):
        now = FIRST + hour
        if hour % 24 == 0:
            model = learn(held, now)
        said = model.score(held, now)
        yield now, {(int(o), int(a)): float(p) for o, a, p in zip(said.place, said.aim, said.p, strict=True)}


@pytest.mark.parametrize("seed", [7, 19])
def test_late_orders_are_found_early_and_better_than_by_the_time_used(seed: int) -> None:
    held = table([row_of(one) for one in passages(LEARNT_DAYS + HELD_OUT_DAYS, a_day=110, seed=seed)], Names())
    late = truth(held)
    began = np.fmin.reduce(held.entered, axis=1)
    alarmed: dict[Key, float] = {}
    judged: dict[Key, float] = {}  # p at the first scan at which four fifths of the time are used
    for now, said in scans(held):
        for key in said.keys() & late.keys():
            due = held.due[key]
            if said[key] >= ALARM:
                alarmed.setdefault(key, due - now)
            if (now - began[key[0]]) / (due - began[key[0]]) >= 0.8:
                judged.setdefault(key, said[key])
    hits = [lead for key, lead in alarmed.items() if late[key]]
    assert sum(late.values()) > 60
    assert len(hits) / sum(late.values()) >= 0.8
    assert len(hits) / len(alarmed) >= 0.6
    assert median(hits) >= 1.0
    # The plain rule tells of all of `judged`. At the same lead the forecast leaves most of the false ones out, and few of the late.
    rightly, said_then = np.array([late[key] for key in judged]), np.array(list(judged.values()))
    chosen = said_then >= ENTER[Band.HIGH]
    assert rightly[chosen].mean() >= rightly.mean() + 0.08
    assert rightly[chosen].sum() >= 0.8 * rightly.sum()
    # And what it says is what happens: a decile of forecasts is off by no more than the number of its orders allows.
    pairs = sorted((p, late[key]) for key, p in judged.items())
    for part in np.array_split(np.array(pairs, dtype=float), 5):
        assert abs(part[:, 0].mean() - part[:, 1].mean()) <= 0.05 + 2 * (0.25 / len(part)) ** 0.5
