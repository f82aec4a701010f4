"""A floor with a shop and a warehouse that tell of stock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ordertower_desktop.domain.snapshot import SourceKind
from tests.hub.floor import RULES, Floor, open_floor
from tests.hub.place import Place
from tests.hub.stock.yard import Stocker

R09 = """
[[rule]]
id = "R09"
name = "库存不准"
state = "on"
kind = "stock_short"
severity = "warning"
when = { all = [ { stage = "待发货" }, { disagree = "stock" } ] }
"""


@pytest.fixture
def wms() -> Stocker:
    return Stocker("wms", "华东 WMS", SourceKind.WMS)


@pytest.fixture
def shop() -> Stocker:
    return Stocker("taobao", "天猫", SourceKind.PLATFORM)


@pytest.fixture
def yard(tmp_path: Path, place: Place, wms: Stocker, shop: Stocker) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, connectors={"wms": wms, "taobao": shop}, rules=RULES + R09) as made:
        yield made
