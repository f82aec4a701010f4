"""The clock, the shop's platform and the floor that write-back tests stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.floor import Clock
from tests.hub.place import Place
from tests.hub.writeback.shopfloor import Platform, ShopFloor, shop_floor


@pytest.fixture
def platform() -> Iterator[Platform]:
    made = Platform(Clock())
    yield made
    made.close()


@pytest.fixture
def floor(tmp_path: Path, place: Place, platform: Platform) -> Iterator[ShopFloor]:
    """A floor whose shop is really told."""
    with shop_floor(tmp_path, place.url, platform) as made:
        yield made
