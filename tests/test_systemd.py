"""The unit that starts a floor's hub: systemd reads it, and its command is one that the program knows."""

import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from ordertower_desktop.__main__ import _parser

UNIT = Path(__file__).parent.parent / "installers" / "systemd" / "ordertower-hub.service"


def command() -> list[str]:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT, "utf-8")
    return shlex.split(unit["Service"]["ExecStart"])


def test_its_command_is_one_that_the_program_knows() -> None:
    words = command()[1:]
    told = _parser(words[0]).parse_args(words)
    assert (words[0], told.data_dir, told.config) == ("hub", "/var/lib/ordertower", "/etc/ordertower/ordertower.toml")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text("utf-8").replace(command()[0], sys.executable), "utf-8")
    found = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False, timeout=60)
    assert (found.returncode, found.stderr) == (0, "")
