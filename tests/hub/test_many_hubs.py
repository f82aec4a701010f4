"""Several hubs of one floor: they share the work, one takes over from another, and a database that was away is waited for."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.app import Hub
from ordertower_desktop.hub.store.tables import deliveries, leases
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.wire.rows import LevelRow
from tests.hub.cluster import Cluster
from tests.hub.floor import NOON, Floor, open_floor
from tests.hub.place import Place, only_postgresql
from tests.hub.test_many_writers import cut, together


@pytest.fixture
def floors(tmp_path: Path, place: Place) -> Iterator[tuple[Floor, Floor]]:
    """Two hubs with folders of their own, a database that is in neither of them, and one clock in the hand."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with open_floor(tmp_path / "a", db=place.url) as a, open_floor(tmp_path / "b", db=place.url, clock=a.clock) as b:
        yield a, b


def test_a_step_is_claimed_by_one_hub_and_told_once(floors: tuple[Floor, Floor]) -> None:
    a, b = floors
    told = [Event(a.now - timedelta(hours=25), "taobao", "payment_approved", str(i), {"platform": "taobao"}) for i in range(40)]
    a.told(*told[:20])
    b.told(*told[20:])
    for _ in range(4):
        a.clock.at += timedelta(minutes=6)
        together(a.work, b.work)
    with a.tower.db.read() as conn:
        steps = deliveries.page(conn, after="", limit=1000)
    assert len({one.case for one in steps}) == 40
    assert {one.epoch for one in steps} == {1}
    for who in ("zhao", "lin", "li"):
        told_of = [notice.id for notice in a.notices(who)]
        assert told_of == [notice.id for notice in b.notices(who)]
        assert len(set(told_of)) == len(told_of)
    assert {row.order for row in b.pool().values()} == {str(i) for i in range(40)}


def test_one_hub_keeps_the_watch_and_another_goes_on_when_it_is_silent(floors: tuple[Floor, Floor]) -> None:
    a, b = floors

    def holder() -> str:
        with a.tower.db.read() as conn:
            return str(conn.execute(leases.leases.select().where(leases.leases.c.name == "watch")).one().holder)

    a.work()
    b.work()
    since = level(b).since
    assert holder() == a.tower.id != b.tower.id
    for _ in range(6):
        a.clock.at += timedelta(seconds=10)
        a.work()
        b.work()
    assert holder() == a.tower.id
    a.clock.at += timedelta(seconds=14)
    b.work()
    assert holder() == a.tower.id
    a.clock.at += timedelta(seconds=2)
    b.work()
    assert holder() == b.tower.id
    a.work()
    assert holder() == b.tower.id
    assert a.call("GET", "/v1/board").json()["at"] == f"{a.now:%Y-%m-%dT%H:%M:%SZ}"
    assert level(b).since == since == NOON


def level(floor: Floor) -> LevelRow:
    """The response level as desks know it."""
    return floor.desk().catch_up().bodies("level", LevelRow)[0]


def test_a_hub_that_ends_hands_its_watch_over_at_once(tmp_path: Path, place: Place) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with open_floor(tmp_path / "b", db=place.url) as b:
        with open_floor(tmp_path / "a", db=place.url, clock=b.clock) as a:
            a.work()
            with b.tower.db.read() as conn:
                assert not leases.free(conn, "watch", b.tower.id, now=b.now)
        with b.tower.db.read() as conn:
            assert leases.free(conn, "watch", b.tower.id, now=b.now)


def test_a_file_is_brought_in_by_the_hub_that_it_was_sent_to(floors: tuple[Floor, Floor]) -> None:
    a, b = floors
    table = "订单号,支付时间,收货人\n501,2025-11-10 10:00:00,王芳\n".encode()
    made = a.call("POST", "/v1/imports", params={"name": "o.csv", "commit": "true"}, content=table).json()["id"]
    b.work()
    assert b.call("GET", f"/v1/imports/{made}").json()["state"] == "committing"
    a.work()
    assert b.call("GET", f"/v1/imports/{made}").json()["state"] == "done"
    assert [line["order"] for line in b.call("GET", "/v1/orders").json()["items"]] == ["501"]
    b.advance(hours=2)
    assert list(a.tower.uploads.iterdir())
    a.work()
    assert not list(a.tower.uploads.iterdir())


@only_postgresql
def test_a_hub_that_joins_goes_on_in_the_life_that_it_finds(floors: tuple[Floor, Floor]) -> None:
    assert floors[0].hub.epoch == floors[1].hub.epoch


@only_postgresql
def test_a_floor_goes_on_when_its_lines_were_cut(floors: tuple[Floor, Floor]) -> None:
    a, b = floors
    a.paid("1", hours_ago=25)
    cut(b.tower.db)
    a.paid("2", hours_ago=25)
    assert set(a.pool()) == {"1", "2"}


@only_postgresql
def test_a_floor_whose_database_is_gone_says_so_and_comes_back_with_it(floor: Floor, place: Place, cluster: Cluster) -> None:
    floor.paid("1", hours_ago=25)
    floor.token("zhao")
    with cluster.away(place.url):
        answer = floor.call("GET", "/v1/orders")
        assert (answer.status_code, answer.json()["title"]) == (503, "数据库此刻没有应答，请稍后再试")
    assert [line["order"] for line in floor.call("GET", "/v1/orders").json()["items"]] == ["1"]


@only_postgresql
def test_a_hub_ends_in_peace_while_its_database_is_away(
    tmp_path: Path, place: Place, cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    hub = Hub(HubSettings(db=place.url), tmp_path)
    hub.open()
    with cluster.away(place.url):
        hub.close()
    assert "nothing was handed over" in caplog.text
