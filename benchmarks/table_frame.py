"""One whole repaint of the pool's viewport, 80 times, beside a naive table of the same rows; and 10,000 rows beside 100,000.

    python benchmarks/table_frame.py [--rounds 5] [--json]

Bars: median of the per-round ratios <= 0.4; 100,000 rows <= 1.5 x 10,000.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pool_floor as floor
import PySide6
from PySide6.QtWidgets import QApplication, QTableView

from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme

REPAINTS, RATIO, GROWTH = 80, 0.4, 1.5


def frame(view: QTableView) -> float:
    """Median milliseconds of a repaint."""
    taken = []
    for _ in range(REPAINTS):
        begin = perf_counter()
        view.viewport().repaint()
        taken.append((perf_counter() - begin) * 1000)
    return statistics.median(taken)


def shown(view: QTableView) -> QTableView:
    view.show()
    QApplication.processEvents()
    return view


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    app = QApplication(sys.argv[:1])
    fonts.load()
    theme = Theme(app, "light")
    many, few = floor.rows(100_000), floor.rows(10_000)
    views = {"naive": shown(floor.naive(many)[0]), "ours": shown(floor.ours(theme, many)[0]), "ours_10k": shown(floor.ours(theme, few)[0])}
    rounds = [{name: round(frame(view), 2) for name, view in views.items()} for _ in range(args.rounds)]
    ratio = round(statistics.median(one["ours"] / one["naive"] for one in rounds), 3)
    growth = round(statistics.median(one["ours"] / one["ours_10k"] for one in rounds), 3)
    passed = ratio <= RATIO and growth <= GROWTH
    report = {"rounds": rounds, "ratio": ratio, "growth": growth, "passed": passed, "python": platform.python_version()}
    report |= {"qt": PySide6.__version__, "load": round(os.getloadavg()[0], 1)}
    said = f"table_frame: {ratio} x naive, 100k rows {growth} x 10k rows; load {report['load']}: {'pass' if passed else 'FAIL'}"
    print(json.dumps(report, indent=1) if args.json else said)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
