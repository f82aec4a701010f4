"""The pool alive: 100,000 rows, 500 changes a second, scrolling, re-sorted each second, beside a naive model in the same run.

    python benchmarks/table_live.py [--rows 100000] [--rounds 5] [--seconds 4] [--json]

A 5 ms timer says how late the event loop is. Bars: our p95 <= 16 ms; our p99 <= 0.4 x the naive model's (median of the rounds);
the cursor stays on its case and the scroll bar where the person left it.
"""

import argparse
import json
import os
import platform
import random
import statistics
import sys
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pool_floor as floor
import PySide6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from ordertower_desktop.views.theme import fonts
from ordertower_desktop.views.theme.theme import Theme
from ordertower_desktop.wire.rows import PoolRow

PER_SECOND, FEED_MS, SCROLL_MS, SORT_MS, LAG_MS = 500, 20, 33, 1000, 5
P95_MS, RATIO = 16.0, 0.4


class Drive(QObject):
    """Feeds, scrolls, sorts and ticks one table for some seconds and keeps what the 5 ms timer saw."""

    def __init__(self, view: QTableView, model: floor.NaiveModel | floor.PoolModel, rows: list[PoolRow]) -> None:
        super().__init__()
        self._view, self._model, self._rows = view, model, list(rows)
        self._dice = random.Random(11)
        self._now, self._step, self._last = floor.NOW, 3, perf_counter()
        self.lags: list[float] = []

    def run(self, seconds: float) -> list[float]:
        """Milliseconds by which each 5 ms tick came late."""
        loop = QEventLoop()
        for ms, call in ((FEED_MS, self._feed), (SCROLL_MS, self._scroll), (SORT_MS, self._second)):
            self._every(ms, call)
        self._last = perf_counter()
        self._every(LAG_MS, self._note)
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()
        for timer in self.findChildren(QTimer):
            timer.stop()
        return self.lags

    def _every(self, ms: int, call: Callable[[], None]) -> None:
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(call)
        timer.start(ms)

    def _note(self) -> None:
        now = perf_counter()
        self.lags.append(max(0.0, (now - self._last) * 1000 - LAG_MS))
        self._last = now

    def _feed(self) -> None:
        batch = []
        for _ in range(PER_SECOND * FEED_MS // 1000):
            place = self._dice.randrange(len(self._rows))
            self._rows[place] = floor.changed(self._dice, self._rows[place], self._now)
            batch.append(self._rows[place])
        self._model.take(batch)

    def _scroll(self) -> None:
        bar = self._view.verticalScrollBar()
        self._step = -self._step if not bar.minimum() <= bar.value() + self._step <= bar.maximum() else self._step
        bar.setValue(bar.value() + self._step)
        if isinstance(self._model, floor.PoolModel):
            self._model.touched()  # as the table does for wheel and slider: the order rests under the hand

    def _second(self) -> None:
        self._now += timedelta(seconds=1)
        self._model.tick(self._now)
        self._model.settle()  # harder than in use, where it would wait for the hand to rest


def spread(lags: list[float]) -> dict[str, float]:
    ordered = sorted(lags)
    return {name: round(ordered[int(len(ordered) * share)], 2) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))} | {
        "max": round(ordered[-1], 2)
    }


def one(view: QTableView, model: floor.NaiveModel | floor.PoolModel, rows: list[PoolRow], seconds: float) -> dict[str, float]:
    view.show()
    QApplication.processEvents()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    lags = Drive(view, model, rows).run(seconds)
    view.hide()
    view.deleteLater()
    QApplication.processEvents()
    return spread(lags)


def kept(theme: Theme, rows: list[PoolRow]) -> bool:
    """The cursor's case and the scroll anchor survive a second of changes and a sort."""
    view, model = floor.ours(theme, rows)
    view.show()
    view.go(5000)
    QApplication.processEvents()
    case, top = view.current, view.verticalScrollBar().value()
    dice = random.Random(3)
    model.touched()
    model.take([floor.changed(dice, row, floor.NOW) for row in dice.sample(rows, 500)])
    model.flush()
    still = view.verticalScrollBar().value() == top and view.current == case
    model.settle()
    QApplication.processEvents()
    held = view.current == case and model.place(case) == view.currentIndex().row()
    view.deleteLater()
    return still and held


def main() -> int:
    args = _args()
    app = QApplication(sys.argv[:1])
    fonts.load()
    theme = Theme(app, "light")
    rows = floor.rows(args.rows)
    rounds = []
    for _ in range(args.rounds):
        naive = one(*floor.naive(rows), rows, args.seconds)
        ours = one(*floor.ours(theme, rows), rows, args.seconds)
        rounds.append({"naive": naive, "ours": ours, "ratio": round(ours["p99"] / naive["p99"], 3)})
        print(json.dumps(rounds[-1]), file=sys.stderr)
    middle = {key: statistics.median(one["ours"][key] for one in rounds) for key in ("p50", "p95", "p99")}
    ratio, anchored = statistics.median(one["ratio"] for one in rounds), kept(theme, rows)
    passed = middle["p95"] <= P95_MS and ratio <= RATIO and anchored
    report = {"rows": args.rows, "changes_per_s": PER_SECOND, "rounds": rounds, "ours": middle, "p99_ratio": ratio, "anchor_kept": anchored}
    report |= {"passed": passed, "python": platform.python_version(), "qt": PySide6.__version__, "load": os.getloadavg()[0]}
    print(json.dumps(report, indent=1) if args.json else _said(report))
    return 0 if passed else 1


def _said(report: dict[str, object]) -> str:
    ours = report["ours"]
    return (
        f"table_live {report['rows']} rows, {PER_SECOND}/s: lag p50 {ours['p50']} p95 {ours['p95']} p99 {ours['p99']} ms; "  # type: ignore[index]
        f"p99 {report['p99_ratio']} x naive; cursor and scroll kept: {report['anchor_kept']}; "
        f"Qt {report['qt']}, Python {report['python']}, load {report['load']:.1f}: {'pass' if report['passed'] else 'FAIL'}"
    )


def _args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
