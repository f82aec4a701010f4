"""A worker that is killed between the send and its mark: the message comes once more, labelled, and never a third time."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.hub.channels.fakes import WecomGroup
from tests.hub.channels.story import Phone, group_robot, ledger, phoned
from tests.hub.floor import Clock
from tests.hub.place import Place

WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.channels.wecom_robot import WecomRobot
from ordertower_desktop.hub.workers import deliver
from ordertower_desktop.settings import HubSettings
folder, db, url, key, now = sys.argv[1:]
channels = {"wecom-floor": WecomRobot("wecom-floor", key, base_url=url)}
hub = Hub(HubSettings(db=db), Path(folder), now=lambda: datetime.fromisoformat(now), channels=channels)
hub.open()
deliver.tick(hub.tower, hub.tower.now(), channels)
"""


def work_in_another_process(folder: Path, db: str, group: WecomGroup, clock: Clock) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", WORKER, str(folder), db, group.url, group.key, clock().isoformat()])


@pytest.mark.parametrize("kills", [1, 2])
def test_killed_after_the_send_it_comes_once_more_and_says_so(
    kills: int, tmp_path: Path, place: Place, clock: Clock, running: Callable[..., WecomGroup]
) -> None:
    group = running(WecomGroup)
    with phoned(tmp_path, place, clock, {"wecom-floor": group_robot(group)}) as hub:
        hub.paid("6632", hours_ago=25)
        group.moods = ["503"]
        hub.advance(minutes=5)
        phone = Phone(group)
        phone.expect_nothing()
        workers: list[subprocess.Popen[bytes]] = []
        group.on_taken = lambda: os.kill(workers[-1].pid, signal.SIGKILL)
        for _ in range(kills):
            clock.at += timedelta(seconds=61)
            workers.append(work_in_another_process(tmp_path, place.url, group, clock))
            assert workers[-1].wait(60) == -signal.SIGKILL
        group.on_taken = lambda: None
        for _ in range(10):
            hub.advance(seconds=30)
        texts = phone.news()
        assert ["重发" in text for text in texts] == [False, True]
        (line,) = ledger(hub, "wecom")
        assert line["state"] == ("sent" if kills == 1 else "failed")
