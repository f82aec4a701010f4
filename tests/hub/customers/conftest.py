"""The floor that tests of customers stand on."""

import pytest

from tests.hub.customers.kit import People
from tests.hub.floor import Floor


@pytest.fixture
def people(floor: Floor) -> People:
    return People(floor)
