"""A worker that is killed around its word: what was heard is read back, what was not is said once more as a repeat."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ordertower_desktop.demo.platforms.shelf import Shipment
from tests.hub.place import Place
from tests.hub.writeback.shopfloor import WAYBILL, Platform, ShopFloor, shop_floor

WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.workers import writeback
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.settings.source import Mode
from tests.hub.writeback.shopfloor import SHOP, writer
folder, db, url, now = sys.argv[1:]
tellers = {SHOP: (Mode.ON, writer(url))}
hub = Hub(HubSettings(db=db), Path(folder), now=lambda: datetime.fromisoformat(now), tellers=tellers)
hub.open()
writeback.tick(hub.tower, hub.tower.now(), tellers)
"""


def killed_after(call: int, folder: Path, db: str, platform: Platform) -> None:
    """A worker of another process that dies when the platform has done, and before it has answered, its n-th call."""
    worker: list[subprocess.Popen[bytes]] = []
    last = platform.counter.calls + call
    platform.counter.after = lambda number: os.kill(worker[-1].pid, signal.SIGKILL) if number == last else None
    command = [sys.executable, "-c", WORKER, str(folder), db, platform.counter.url, platform.clock().isoformat()]
    worker.append(subprocess.Popen(command, cwd=Path(__file__).parents[3]))
    assert worker[-1].wait(60) == -signal.SIGKILL
    platform.counter.after = lambda _number: None


def left_unsaid(floor: ShopFloor) -> str:
    """A parcel has left, and the switch kept everybody from saying so."""
    floor.hub.call("PUT", "/v1/write-backs/switch", who="li", json={"stopped": True, "why": "换班"}).raise_for_status()
    order = floor.sold_and_out()
    floor.hub.call("PUT", "/v1/write-backs/switch", who="li", json={"stopped": False}).raise_for_status()
    return order


@pytest.mark.parametrize(("call", "heard"), [(1, False), (2, True)])
def test_killed_around_its_word_the_next_one_looks_before_it_speaks(
    call: int, heard: bool, tmp_path: Path, place: Place, platform: Platform
) -> None:
    with shop_floor(tmp_path, place.url, platform) as floor:
        order = left_unsaid(floor)
        killed_after(call, tmp_path, place.url, platform)
        assert len(platform.shipments) == int(heard)
        floor.hub.advance(seconds=90)
        assert floor.line(order)["state"] == "sending", "its lease has not run out"
        for _ in range(16):
            floor.hub.advance(minutes=1)
        line = floor.line(order)
        assert platform.shipments == [Shipment(order, "115", WAYBILL)]
        assert line["state"] == "done"
        told = [(one["move"], one["outcome"], one.get("repeat", False)) for one in line["log"]]
        again = [("look", "refused", False), ("send", "done", True)]
        assert told == [("send", "unknown", False), *([("look", "done", False)] if heard else again)]
        assert "程序中断" in line["log"][0]["why"]
