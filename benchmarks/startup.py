"""From a new process to the first painted row of the cache, against a bare window, interleaved; and what was imported by then.

usage: startup.py [--rounds N] [--rows N]

With a display (`xvfb-run -a dbus-run-session -- python benchmarks/startup.py`) both windows wait for a window system as they do on a
desk, and that is what the bar is about; without one Qt draws into memory, where a bare window has next to nothing to do.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

BAR = 2.0
LATER = ("pyqtgraph", "sqlalchemy", "httpx", "keyring", "numpy")

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from PySide6.QtGui import QStandardItemModel, QStandardItem
app = QApplication([])
window, table, model = QMainWindow(), QTableView(), QStandardItemModel(20, 11)
for i in range(20):
    for j in range(11):
        model.setItem(i, j, QStandardItem("441 8296"))
class Table(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.monotonic())
        sys.stdout.flush()
        import os; os._exit(0)
table = Table(); table.setModel(model); window.setCentralWidget(table); window.resize(1440, 900); window.show(); app.exec()
"""

SUBJECT = """
import sys, time, os
from ordertower_desktop import __main__ as program
from ordertower_desktop.views.glass import swift
plainly = swift.import_qt

def watched():  # when the program comes to the glass, as it comes to it
    plainly()
    from ordertower_desktop.views.pool.table import PoolTable
    painted = PoolTable.paintEvent
    def paint(self, event):
        painted(self, event)
        if self.model().rowCount():
            print(time.monotonic()); print(*(name for name in %r if name in sys.modules)); sys.stdout.flush(); os._exit(0)
    PoolTable.paintEvent = paint

swift.import_qt = watched
program.main(["desk", "--data-dir", sys.argv[1], "--hub", "http://127.0.0.1:9"])
"""


def fill(folder: Path, rows: int) -> None:
    """A cache as a desk leaves it behind."""
    import msgspec

    from benchmarks.pool_floor import rows as made
    from ordertower_desktop.sync.cache import Cache
    from ordertower_desktop.sync.files import Files
    from ordertower_desktop.wire.codec import encode
    from ordertower_desktop.wire.rows import Change

    files = Files(folder).made()
    cache = Cache(files.cache, files.quarantine)
    changes = [Change(i + 1, "case", row.case, 1, msgspec.Raw(encode(row))) for i, row in enumerate(made(rows))]
    for start in range(0, rows, 1000):
        cache.absorb(changes[start : start + 1000], min(start + 1000, rows), epoch="bench", head=rows)
    cache.close()


def run(code: str, *words: str, compiled: str) -> tuple[float, list[str]]:
    """Both sides find their modules compiled, as an installed program does, whatever the shell says about writing bytecode."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ |= {"QT_QPA_PLATFORM": platform(), "ORDERTOWER__HUB__TOKEN": "bench"}
    environ |= {"PYTHONPATH": os.getcwd(), "PYTHONPYCACHEPREFIX": compiled}
    start = time.monotonic()
    out = subprocess.run(
        [sys.executable, "-c", code, *words], env=environ, capture_output=True, text=True, timeout=60, check=False
    ).stdout.split("\n")
    return float(out[0]) - start, out[1].split() if len(out) > 1 else []


def platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM") or ("xcb" if os.environ.get("DISPLAY") else "offscreen")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", type=int, default=20_000)
    options = parser.parse_args()
    sys.path.insert(0, os.getcwd())
    ratios, bare_times, ours, early = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), options.rows)
        bare_window, desk = partial(run, BARE, compiled=f"{folder}/pyc"), partial(run, SUBJECT % (LATER,), folder, compiled=f"{folder}/pyc")
        bare_window(), desk()
        for _ in range(options.rounds):
            bare, _ = bare_window()
            mine, early = desk()
            bare_times.append(bare)
            ours.append(mine)
            ratios.append(mine / bare)
    ratio = statistics.median(ratios)
    bare, mine = statistics.median(bare_times) * 1000, statistics.median(ours) * 1000
    print(f"bare window {bare:.0f} ms, first cached row {mine:.0f} ms, on {platform()}, load {os.getloadavg()[0]:.1f}")
    before = ", ".join(early) or f"none of {', '.join(LATER)}"
    print(f"startup ratio {ratio:.2f} (bar {BAR}); imported before the first paint: {before}")
    return 0 if ratio <= BAR and not early else 1


if __name__ == "__main__":
    sys.exit(main())
