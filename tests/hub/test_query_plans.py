"""Hot queries use their index; the benchmark of the same name asks on 300,000 orders."""

import pytest

from benchmarks.query_plans import HOT, plan, wrong
from tests.hub.floor import Floor
from tests.hub.place import only_sqlite


@only_sqlite
@pytest.mark.parametrize("name", HOT)
def test_a_hot_query_uses_its_index_and_sorts_nothing(floor: Floor, name: str) -> None:
    floor.tower.db.learn_statistics()
    with floor.tower.db.read() as conn:
        assert wrong(plan(conn, HOT[name]), HOT[name]) == ""
