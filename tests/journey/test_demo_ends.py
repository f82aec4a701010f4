"""A demo that is ended while its morning is still being played, from the terminal or from outside."""

import signal
import threading
import time
from pathlib import Path

import pytest

from tests.journey.real import Proc

PATIENCE = 60.0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_that_is_ended_early_says_nothing_and_leaves_nothing(number: signal.Signals, tmp_path: Path) -> None:
    made = Proc("-m", "ordertower_desktop", "demo", "--headless", env={"TMPDIR": str(tmp_path)})
    try:
        end = time.monotonic() + PATIENCE
        while not any("正在演出" in line for line in made.complaints):
            assert time.monotonic() < end, made.complaints
            threading.Event().wait(0.02)
        assert list(tmp_path.iterdir())
        made.signal(number)
        assert made.end() == 1
    finally:
        if made.child.poll() is None:
            made.kill()
    assert [line.split("：")[0] for line in made.complaints] == ["正在准备演示", "正在演出 11月11日 09:32 到 11月12日 14:32"]
    assert list(tmp_path.iterdir()) == []
