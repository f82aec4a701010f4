"""A worker that is killed in the midst of a wave: what was heard is read back, what was not is said, each order goes once."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.hub.place import Place
from tests.hub.release.yard import Yard, yard_floor

WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.workers import command
from ordertower_desktop.settings import HubSettings
from tests.hub.release.yard import warehouse
folder, db, url, now = sys.argv[1:]
told = {"wms": warehouse(url)}
hub = Hub(HubSettings(db=db), Path(folder), now=lambda: datetime.fromisoformat(now), warehouses=told)
hub.open()
while command.tick(hub.tower, hub.tower.now(), told):
    pass
"""


def killed_after(call: int, folder: Path, db: str, yard: Yard) -> None:
    """A worker of another process that dies when the warehouse has done, and before it has answered, its n-th call."""
    worker: list[subprocess.Popen[bytes]] = []
    last = yard.system.calls + call
    yard.system.after = lambda number: os.kill(worker[-1].pid, signal.SIGKILL) if number == last else None
    command = [sys.executable, "-c", WORKER, str(folder), db, yard.system.url, yard.clock().isoformat()]
    worker.append(subprocess.Popen(command, cwd=Path(__file__).parents[3]))
    assert worker[-1].wait(60) == -signal.SIGKILL
    yard.system.after = lambda _number: None


@pytest.mark.parametrize("call", [25, 26])
def test_a_wave_that_is_killed_in_the_middle_and_resumed_releases_each_order_once(
    call: int, tmp_path: Path, place: Place, yard: Yard
) -> None:
    """Every order is two calls, a look and a word: the thirteenth dies after the look, or after the word."""
    with yard_floor(tmp_path, place.url, yard) as floor:
        orders = floor.sell(*range(16))
        floor.ask("release", orders, job="wave").raise_for_status()
        killed_after(call, tmp_path, place.url, yard)
        assert len(yard.taken) == (12 if call == 25 else 13)
        assert "sending" in floor.states("wave").values(), "the one in the middle is nobody's yet"
        for _ in range(20):
            floor.hub.advance(minutes=1)
        assert set(floor.states("wave").values()) == {"accepted"}
        assert Counter(yard.taken) == Counter((order, "release") for order in orders), "each exactly once"
        assert max(Counter(yard.system.heard).values()) == 1, "nothing was said twice"
        (cut,) = [one for one in floor.job("wave")["receipts"] if len(one["log"]) > 1]
        again = [("look", "done")] if call == 26 else [("look", "refused"), ("send", "done")]
        assert [(one["move"], one["outcome"]) for one in cut["log"]] == [("send", "unknown"), *again]
