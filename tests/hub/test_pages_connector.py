"""The page walker against real HTTP: whatever the size of a page and whatever comes back, all is read or nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from ordertower_desktop.demo.servers import FakeSystem
from ordertower_desktop.demo.world import Record, Told, World
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.domain.stage import Stage
from ordertower_desktop.hub.connectors.connector import About, SourceRefused, Unreachable
from ordertower_desktop.hub.connectors.pages import PagesConnector, StatusMap
from ordertower_desktop.hub.store.tables import sources
from tests.hub.floor import NOON, Floor, open_floor
from tests.hub.place import Place

ABOUT = About("erp", "ERP", SourceKind.ERP, timedelta(seconds=30))
WORDS = StatusMap({"待发货": Stage.TO_SHIP})
PAID = (NOON - timedelta(hours=30)).isoformat()


def record(order: str, minutes_ago: int, status: str = "待发货") -> Record:
    at = NOON - timedelta(minutes=minutes_ago)
    return Record("erp", order, at, status, {"paid_at": PAID}, (Told(at, "accepted"),))


WORLD = World([record(str(number), 60 - number // 4) for number in range(30)])
"""Four orders share each minute, so equal stamps lie over the border of every page size but 1, 2 and 4."""


@pytest.fixture
def system() -> Iterator[FakeSystem]:
    made = FakeSystem("erp", "secret", WORLD, now=lambda: NOON)
    made.start()
    yield made
    made.stop()


def connector(url: str, *, size: int = 200, transport: httpx.BaseTransport | None = None) -> PagesConnector:
    return PagesConnector(ABOUT, url, "secret", statuses=WORDS, size=size, transport=transport)


@pytest.mark.parametrize("size", [1, 3, 7, 500])
def test_every_page_size_reads_the_same(system: FakeSystem, size: int) -> None:
    one, other = connector(system.url, size=size), connector(system.url, size=30)
    page, wanted = one.pull(b"", now=NOON), other.pull(b"", now=NOON)
    assert len(page.snapshots) == len(page.events) == 30
    assert page == wanted
    one.close()
    other.close()


def test_an_order_that_the_system_does_not_have_is_absent(system: FakeSystem) -> None:
    erp = connector(system.url)
    assert [(s.order_id, s.absent) for s in erp.read("404", now=NOON).snapshots] == [("404", True)]
    assert [(s.order_id, s.stage) for s in erp.read("7", now=NOON).snapshots] == [("7", Stage.TO_SHIP)]
    erp.close()


def test_a_refusal_is_named_and_moves_no_cursor(system: FakeSystem, tmp_path: Path, place: Place) -> None:
    erp = connector(system.url)
    with open_floor(tmp_path, db=place.url, connectors={"erp": erp}) as floor:
        floor.work()
        before = erp.pull(b"", now=NOON).cursor
        system.refusal = (401, "白名单失效")
        floor.clock.at += timedelta(seconds=31)
        system.now = lambda: floor.now
        floor.work()
        row = floor.call("GET", "/v1/sources").json()[0]
        assert (row["state"], row["reason_code"], row["reason"]) == ("refused", "401", "白名单失效")
        assert cursor_of(floor) == before
        system.refusal = None
        floor.advance(seconds=6)
        assert floor.call("GET", "/v1/sources").json()[0]["state"] == "fresh"
    erp.close()


def cursor_of(floor: Floor) -> bytes:
    with floor.tower.db.read() as conn:
        found = sources.one(conn, "erp")
    assert found is not None
    return found.cursor


def answering(status: int, body: bytes) -> httpx.MockTransport:
    return httpx.MockTransport(lambda _request: httpx.Response(status, content=body, headers={"Content-Type": "application/json"}))


HALF = b'{"no": "%s", "updated": "2025-11-12T00:00:00+00:00"}'


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html><body>502 Bad Gateway</body></html>"),
        (200, b'{"code": 0, "total": 3, "items": [{"no": "1"'),
        (200, b'{"code": 0}'),
        (200, b"[]"),
        (200, b'{"code": 0, "total": 3, "items": [' + b", ".join(HALF % no for no in (b"1", b"2", b"3")) + b"]}"),
        (200, b'{"code": 0, "total": 9, "items": []}'),
        (200, b'{"code": 7, "message": "slow down"}'),
        (500, b'{"code": 500, "message": "oops"}'),
    ],
    ids=["html", "cut", "no page", "a list", "nothing but half orders", "short walk", "error code", "500"],
)
def test_what_is_no_whole_answer_is_unreachable_and_never_a_short_page(status: int, body: bytes) -> None:
    erp = connector("http://erp.test", transport=answering(status, body))
    with pytest.raises(Unreachable):
        erp.pull(b"", now=NOON)
    erp.close()


@pytest.mark.parametrize("body", [b"<html>401</html>", b'{"code": 401, "message": "no"}', b"[]"])
def test_a_401_is_a_refusal_in_whatever_words(body: bytes) -> None:
    erp = connector("http://erp.test", transport=answering(401, body))
    with pytest.raises(SourceRefused) as told:
        erp.pull(b"", now=NOON)
    assert told.value.code == "401"
    erp.close()


def test_a_word_that_nobody_has_mapped_stays_on_the_source(tmp_path: Path, place: Place) -> None:
    """The order comes in without a stage; the word is shown until somebody maps it."""
    system = FakeSystem("erp", "secret", World([record("1", 50, "海关查验"), record("2", 40)]), now=lambda: NOON)
    system.start()
    erp = connector(system.url)
    with open_floor(tmp_path, db=place.url, connectors={"erp": erp}) as floor:
        floor.work()
        assert floor.call("GET", "/v1/sources").json()[0]["gaps"] == ["海关查验"]
        system.now = lambda: floor.now
        floor.advance(seconds=31)
        assert floor.call("GET", "/v1/sources").json()[0]["gaps"] == ["海关查验"]
        assert {line["order"]: line["stage"] for line in floor.call("GET", "/v1/orders").json()["items"]}["2"] == "TO_SHIP"
    erp.close()
    system.stop()
