"""A hundred thousand open orders scored anew, beside sorting as many numbers in the same run.

    python benchmarks/risk.py [--orders 100000] [--history 100000] [--rounds 5] [--json]

Ours is `Foresight.score` on columns that are in memory; learning the curves is printed beside it and has no bar, for it happens every
quarter of an hour. The anchor is NumPy sorting ten columns of the same length, so the ratio tells one engine from another on any machine.
Bar: 2 s of a core; on a machine that does other things besides, `score_s` by the wall says more about those.
"""

import argparse
import json
import random
import statistics
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time

import numpy as np

from ordertower_desktop.insight.foresight.model import learn
from ordertower_desktop.insight.foresight.passage import RUNGS, Passage
from ordertower_desktop.insight.foresight.table import Names, Table, hours, row_of, table

MOST_SECONDS = 2.0
NOW = datetime(2025, 11, 12, 4, tzinfo=UTC)
HOUSES, CARRIERS, PROVINCES = 12, 10, 31


def orders(number: int, dice: random.Random, *, open_: str = "") -> list[Passage]:
    """Orders of sixty days on all rungs, or open ones of the last two."""
    made = []
    for place in range(number):
        at = NOW - timedelta(hours=dice.uniform(0, 48) if open_ else dice.uniform(0, 1440))
        ladder: list[datetime | None] = []
        steps = dice.randrange(1, len(RUNGS)) if open_ else len(RUNGS)
        paid = at
        for step in range(len(RUNGS)):
            ladder.append(at if step < steps and at <= NOW else None)
            at += timedelta(hours=dice.expovariate(1 / 4) if step < 6 else dice.lognormvariate(3.6, 0.5))
        words = f"仓{dice.randrange(HOUSES)}", f"承运{dice.randrange(CARRIERS)}", f"省{dice.randrange(PROVINCES)}"
        due = paid + timedelta(hours=48), paid + timedelta(days=5)
        made.append(Passage(f"o{open_}{place}", tuple(ladder), *due, warehouse=words[0], carrier=words[1], province=words[2]))
    return made


def timed(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The middle of so many rounds: seconds by the wall, and of a core."""
    wall, core = [], []
    for _ in range(rounds):
        begun, spent = perf_counter(), process_time()
        work()
        wall.append(perf_counter() - begun)
        core.append(process_time() - spent)
    return statistics.median(wall), statistics.median(core)


def columns(known: list[Passage], names: Names) -> Table:
    return table([row_of(one) for one in known], names)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--orders", type=int, default=100_000)
    asked.add_argument("--history", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    dice, names, now = random.Random(5), Names(), hours(NOW)
    past, open_ = columns(orders(options.history, dice), names), columns(orders(options.orders, dice, open_="x"), names)
    learning = timed(lambda: learn(past, now), 1)
    model = learn(past, now)
    scoring = timed(lambda: model.score(open_, now), options.rounds)
    numbers = np.random.default_rng(5).random((10, options.orders))
    anchor = timed(lambda: np.sort(numbers, axis=1), options.rounds)
    scored = model.score(open_, now)
    told = {
        "promises": len(scored), "learnt": int(scored.warm.sum()), "learn_core_s": round(learning[1], 3), "score_s": round(scoring[0], 3),
        "score_core_s": round(scoring[1], 3), "anchor_core_s": round(anchor[1], 3), "ratio": round(scoring[1] / anchor[1], 1),
        "limit_s": MOST_SECONDS,
    }  # fmt: skip
    print(json.dumps(told) if options.json else "\n".join(f"{name:14} {value}" for name, value in told.items()))
    return 0 if scoring[1] <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
