"""The clock, the warehouse and the floor that release tests stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.floor import Clock
from tests.hub.place import Place
from tests.hub.release.yard import Yard, YardFloor, yard_floor


@pytest.fixture
def yard() -> Iterator[Yard]:
    made = Yard(Clock())
    yield made
    made.close()


@pytest.fixture
def floor(tmp_path: Path, place: Place, yard: Yard) -> Iterator[YardFloor]:
    with yard_floor(tmp_path, place.url, yard) as made:
        yield made
