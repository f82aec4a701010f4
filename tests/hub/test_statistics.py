"""What the database believes about its tables: a young floor must not decide how a grown one is read."""

from ordertower_desktop.hub.store.feed.sequencer import _QUEUE
from tests.hub.floor import Floor
from tests.hub.place import only_sqlite


def plan(floor: Floor) -> list[str]:
    """How the sequencer finds what desks hold, step by step."""
    floor.tower.db.engine.dispose()  # a connection keeps the beliefs that it was opened with
    query = str(_QUEUE.limit(1000).compile(dialect=floor.tower.db.engine.dialect))
    with floor.tower.db.read() as conn:
        return [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (1000, 0))]


@only_sqlite
def test_statistics_of_a_young_floor_do_not_hide_the_indexes_of_a_grown_one(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    for _ in range(2):
        floor.tower.db.learn_statistics()
        assert any(step.startswith("SEARCH feed_documents USING INDEX") for step in plan(floor)), plan(floor)
    with floor.tower.db.write() as conn:
        conn.exec_driver_sql("DELETE FROM feed_documents WHERE n > 1")
    floor.tower.db.learn_statistics()
    assert any(step.startswith("SEARCH feed_documents USING INDEX") for step in plan(floor)), plan(floor)
