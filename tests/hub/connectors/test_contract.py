"""Every connector keeps every law of the contract."""

from collections.abc import Callable

import pytest

from tests.hub.connectors.contract import LAWS
from tests.hub.connectors.counting import COUNTING
from tests.hub.connectors.rig import Rig
from tests.hub.connectors.shops import SHOPS, SYSTEMS, shop


@pytest.mark.parametrize("law", LAWS + COUNTING, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", sorted({**SHOPS, **SYSTEMS}))
def test_the_connector_keeps_the_law(name: str, law: Callable[[Rig], None]) -> None:
    with shop(name) as rig:
        law(rig)
