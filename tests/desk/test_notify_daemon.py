"""Toasts at a real notification daemon, on a bus and a screen of their own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DAEMON = Path("/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd")
TOOLS = ("xvfb-run", "dbus-run-session")


@pytest.mark.xvfb
@pytest.mark.skipif(not DAEMON.exists() or not all(map(shutil.which, TOOLS)), reason="needs xvfb, dbus and xfce4-notifyd")
def test_a_real_daemon_takes_the_toast_and_gives_it_a_number() -> None:
    script = f'{DAEMON} & d=$!; "{sys.executable}" -m tests.desk.toast_once; code=$?; kill $d; exit $code'
    command = ["xvfb-run", "-a", "dbus-run-session", "--", "bash", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2], check=False)
    number, able = done.stdout.split("number ", 1)[1].split(" able ")
    assert done.returncode == 0, done.stderr
    assert int(number) > 0
    assert {"actions", "body", "body-markup"} <= set(able.strip().split(","))
