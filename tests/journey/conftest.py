"""What the journeys share: the command, each time in a process of its own, on one data folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey.real import Ordertower, stop_hub_of


@pytest.fixture
def ordertower(tmp_path: Path) -> Iterator[Ordertower]:
    """`ordertower WORDS…`; the hub that it started is ended with the test."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ordertower_desktop", *words, "--data-dir", str(tmp_path / "data")]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=os.environ | {"PYTHONUTF8": "1"}, timeout=120)

    yield run
    stop_hub_of(tmp_path / "data")
