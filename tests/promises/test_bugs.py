"""Bugs that somebody could write, kept as patches: each still applies, names the test that catches it, and is caught."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
BUGS = sorted((Path(__file__).parent / "bugs").glob("*.patch"))
FAILED = 1


def caught_by(bug: Path) -> str:
    found = re.search(r"^Caught-by: (\S+)$", bug.read_text("utf-8"), re.MULTILINE)
    assert found, f"{bug.name} names no test"
    return found[1]


def apply(bug: Path, *words: str, top: Path = TOP) -> None:
    subprocess.run(["git", "apply", *words, str(bug)], cwd=top, check=True, capture_output=True, text=True)


def test_there_are_as_many_as_were_promised() -> None:
    assert len(BUGS) >= 12


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.stem)
def test_it_could_still_be_written(bug: Path) -> None:
    text = bug.read_text("utf-8")
    assert re.search(r"^Promise: (P\d+|S\d+)$", text, re.MULTILINE)
    apply(bug, "--check")
    file, _, rest = caught_by(bug).partition("::")
    name = re.split(r"[\[:]", rest)[0]
    assert re.search(rf"^(def|class|\w+ =)? ?{name}\b", (TOP / file).read_text("utf-8"), re.MULTILINE), f"{file} has no {name}"


@pytest.mark.long
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.stem)
def test_it_is_caught(bug: Path, tmp_path: Path) -> None:
    """In a copy of everything, with the bug in it, the test fails; one that could not even be run would end otherwise."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, check=True, capture_output=True, text=True).stdout
    for name in filter(None, tracked.split("\0")):
        into = tmp_path / name
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TOP / name, into)
    apply(bug, top=tmp_path)
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", caught_by(bug)]
    run = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False)
    assert run.returncode == FAILED, run.stdout[-2000:]
