"""A large import beside a live window: the real desk on its hub, 100,000 late orders coming in, and a 5 ms timer in the loop.

    python benchmarks/import_live.py [--rows 100000] [--minutes 8] [--json]

The orders come by the command. The window is composed as `ordertower desk` does it, offscreen; the hub beside it and the command are
processes of their own. The anchor is the same window with nothing coming in. The import is over when the window's pool holds every row.
Bar: p95 of the lag <= 16 ms.
"""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import PySide6
from import_file import make
from import_hub import COMMAND, end
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

from ordertower_desktop.app import Seat, _furnish, now
from ordertower_desktop.views.glass.start import application, opened, painted

LAG_MS, P95_MS, ANCHOR_S, READY_S = 5, 16.0, 5.0, 60.0


class Watch(QObject):
    """Runs the window's own event loop, and keeps how late each 5 ms tick came."""

    def __init__(self) -> None:
        super().__init__()
        self._last = perf_counter()
        self.lags: list[float] = []
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._note)
        timer.start(LAG_MS)

    def until(self, over: Callable[[], bool], seconds: float) -> list[float]:
        """The lags from now until it is over, or the time is up."""
        loop, ends = QEventLoop(), perf_counter() + seconds
        asking = QTimer()
        asking.timeout.connect(lambda: loop.quit() if over() or perf_counter() > ends else None)
        asking.start(100)
        self.lags, self._last = [], perf_counter()
        loop.exec()
        asking.stop()
        return self.lags

    def _note(self) -> None:
        at = perf_counter()
        self.lags.append(max(0.0, (at - self._last) * 1000 - LAG_MS))
        self._last = at


def spread(lags: list[float]) -> dict[str, float]:
    ordered = sorted(lags)
    shares = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    return {name: round(ordered[int(len(ordered) * share)], 2) for name, share in shares} | {"max": round(ordered[-1], 2)}


def bring(path: Path, folder: Path) -> "subprocess.Popen[bytes]":
    words = [*COMMAND, "import", str(path), "--json", "--data-dir", str(folder)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL)


def measured(glass: Any, watch: Watch, path: Path, *, folder: Path, rows: int, seconds: float) -> dict[str, Any]:
    """The anchor, then the import."""
    watch.until(lambda: (folder / "hub.json").exists(), READY_S)
    idle = spread(watch.until(lambda: False, ANCHOR_S))
    begun, ends = perf_counter(), perf_counter() + seconds
    done: list[float] = []
    command = bring(path, folder)
    # waited for on a thread: asking the process from the loop would be work in the loop
    threading.Thread(target=lambda: (command.wait(), done.append(perf_counter() - begun)), daemon=True).start()
    lags = watch.until(lambda: bool(done) and len(glass.model.known()) >= rows, ends - perf_counter())
    took = perf_counter() - begun
    if not done:
        command.kill()
    return {"rows": len(glass.model.known()), "imported_s": round(done[0], 1) if done else None, "took_s": round(took, 1)} | {
        "lag": spread(lags),
        "idle": idle,
    }


def run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    path, data = make(folder, options.rows)[0], folder / "desk"
    app = application(sys.argv[:1])
    glass, bridge = opened(app, "light", [], now=now())
    rest: list[tuple[Seat, Any]] = []
    painted(glass.shell, lambda: rest.append(_furnish(app, glass, Seat(data, bridge, ""), Namespace(link=""))))
    glass.shell.show()
    try:
        return measured(glass, Watch(), path, folder=data, rows=options.rows, seconds=options.minutes * 60)
    finally:
        for seat, annex in rest:
            annex.stop()
            seat.desk.stop()
        end(data)


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        found = run(options, Path(name))
    passed = found["lag"]["p95"] <= P95_MS and found["rows"] == options.rows
    found |= {"passed": passed, "python": platform.python_version(), "qt": PySide6.__version__, "load": round(os.getloadavg()[0], 1)}
    print(json.dumps(found, indent=1) if options.json else _said(found))
    return 0 if passed else 1


def _said(found: dict[str, Any]) -> str:
    def told(lag: dict[str, float]) -> str:
        return " ".join(f"{name} {value}" for name, value in lag.items())

    return (
        f"import_live: {found['rows']:,} rows in the window after {found['took_s']} s, the command took {found['imported_s']} s\n"
        f"  lag ms: {told(found['lag'])}   (idle: {told(found['idle'])})   bar p95 {P95_MS}: {'ok' if found['passed'] else 'MISSED'}\n"
        f"  Qt {found['qt']}, Python {found['python']}, load {found['load']}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main())
