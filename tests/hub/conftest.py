"""The floor that hub tests stand on, once on SQLite and once on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.floor import Floor, open_floor
from tests.hub.place import OnFile, OnServer, Place


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A database of this test's own."""
    if request.param == "sqlite":
        yield OnFile(tmp_path)
        return
    made = OnServer(request.getfixturevalue("cluster"))
    yield made
    made.end()


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url) as made:
        yield made
