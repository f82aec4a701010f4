"""P1, P2, P18: what was acknowledged is there after any power cut, and nothing is left in halves."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.promises.power.trial import MEMORY, Found, compiled, cuts, written

pytestmark = pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler (Debian: gcc libc6-dev)")
SHORT = {"outbox": (1, 60), "hub": (1, 25), "upgrade": (1, 6)}
LONG = {"outbox": (40, 200), "hub": (20, 125), "upgrade": (1, 500)}
"""How many writers, and how many cuts in what each wrote."""
WRITES = {"outbox": 60, "hub": 25, "upgrade": 1}


@pytest.fixture(scope="module")
def work() -> Iterator[Path]:
    """In memory where there is room: nothing here depends on a real disk."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None, prefix="power-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def shim(work: Path) -> Path:
    return compiled(work)


def tried(kind: str, shim: Path, work: Path, *, writers: int, each: int, bug: str = "") -> Found:
    whole = Found()
    for seed in range(writers):
        folder = work / f"{kind}-{bug or 'right'}-{seed}"
        journal = written(kind, shim, folder, seed=seed, count=WRITES[kind], bug=bug)
        part = cuts(kind, journal, folder, work, seed=seed, count=each)
        whole = Found(whole.cuts + part.cuts, whole.acked + part.acked, whole.lost + part.lost, whole.damaged + part.damaged)
        shutil.rmtree(folder)
        journal.unlink()
    return whole


@pytest.mark.parametrize("kind", ["outbox", "hub", "upgrade"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(kind: str, shim: Path, work: Path, request: pytest.FixtureRequest) -> None:
    writers, each = (LONG if request.config.getoption("--long") else SHORT)[kind]
    found = tried(kind, shim, work, writers=writers, each=each)
    wrong = f"{len(found.lost)} lost, {len(found.damaged)} damaged"
    sys.stdout.write(f"\n{kind}: {found.cuts} power cuts, {found.acked} acknowledged before them, {wrong}\n")
    assert found.acked
    assert found.lost == []
    assert found.damaged == []


@pytest.mark.parametrize(("kind", "bug"), [("outbox", "normal"), ("outbox", "ack_first"), ("hub", "normal"), ("upgrade", "ack_first")])
def test_it_would_be_noticed(kind: str, bug: str, shim: Path, work: Path) -> None:
    """Less than a full sync, or an answer before it, is found out by the same cuts."""
    found = tried(kind, shim, work, writers=1, each=20 if kind == "upgrade" else 60, bug=bug)
    assert found.lost
