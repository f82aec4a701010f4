"""`ordertower import` of 20,000 orders as GBK CSV and as XLSX, into a hub of its own: seconds, CPU seconds, memory, and equal pools.

    python benchmarks/import_hub.py [ROWS] [DONE]

DONE is the share of orders that have been signed for: 0.8 is about what a shop exports of an ordinary week; 0, where every order is
late, is the worst case and what is measured without it. Real processes: the command, and the hub that it starts. Each file comes in
twice; the second time changes nothing. The goal is 15 s on two idle cores and 500 MB; CPU seconds (command and hub together) say what
that is where others use the machine too.
"""

import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from import_file import make

COMMAND = (sys.executable, "-m", "ordertower_desktop")
CHANGING = ("case", "opened_at", "acknowledged_at", "owner", "owner_name", "seen_at", "version", "loss_fen_per_hour", "clocks", "step")
"""What depends on the second of the import, not on the file."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one import took; `peak_mb` is the hub's highest so far."""

    wall: float
    cpu: float
    peak_mb: float
    view: dict[str, object]


def ticks(pid: int) -> float:
    """CPU seconds of a process so far, its ended children included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(fields[place]) for place in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")


def peak(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def bring(path: Path, folder: Path) -> Spent:
    """One import by the command; the hub beside the folder is started when there is none."""
    file = folder / "hub.json"
    before = ticks(json.loads(file.read_text())["pid"]) if file.exists() else 0.0
    ours = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = perf_counter()
    done = subprocess.run([*COMMAND, "import", str(path), "--json", "--data-dir", str(folder)], check=True, capture_output=True, text=True)
    wall = perf_counter() - begun
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    pid = json.loads(file.read_text())["pid"]
    cpu = ticks(pid) - before + now.ru_utime + now.ru_stime - ours.ru_utime - ours.ru_stime
    return Spent(wall, cpu, peak(pid), json.loads(done.stdout.splitlines()[-1]))


def pool(folder: Path) -> str:
    """A digest of the whole pool, without what the second of the import decides."""
    words = [*COMMAND, "pool", "--json", "--limit", "0", "--data-dir", str(folder)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    rows = [{name: value for name, value in json.loads(line).items() if name not in CHANGING} for line in done.stdout.splitlines()]
    rows.sort(key=lambda row: row["order"])
    return f"{len(rows):,} cases {hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:12]}"


def end(folder: Path) -> None:
    """End the hub of this folder and wait until it has let go."""
    file = folder / "hub.json"
    if file.exists():
        os.kill(json.loads(file.read_text())["pid"], signal.SIGTERM)
        while file.exists():
            threading.Event().wait(0.05)


def measure(path: Path, folder: Path) -> str:
    """Both imports of one file, printed; returns the pool."""
    found = []
    try:
        for which in ("first", "again"):
            spent = bring(path, folder)
            counts = " ".join(f"{name} {spent.view.get(f'orders_{name}', 0):,}" for name in ("new", "changed", "same"))
            print(
                f"{path.suffix:5} {which}: {spent.wall:5.1f} s  CPU {spent.cpu:5.1f} s  hub's peak {spent.peak_mb:.0f} MB  {counts}",
                flush=True,
            )
            found.append(pool(folder))
    finally:
        end(folder)
    print(f"      pool {found[0]}, {'unchanged' if found[0] == found[1] else f'CHANGED: {found[1]}'}")
    return found[0]


def main(count: int, done: float) -> int:
    with tempfile.TemporaryDirectory() as name:
        paths = make(Path(name), count, done=done)
        pools = [measure(path, Path(name) / path.suffix[1:]) for path in paths]
    equal = len(set(pools)) == 1
    print(f"load {os.getloadavg()[0]:.1f}; the two pools are {'equal' if equal else 'DIFFERENT'}")
    return 0 if equal else 1


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main(int(words[0]) if words else 20_000, float(words[1]) if len(words) > 1 else 0.0))
