"""Sources are read apart: one that hangs holds up neither the others nor the hub."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.connector import About, Page
from tests.hub.floor import Clock, Floor, open_floor
from tests.hub.place import Place

PATIENCE = 20.0


class Hanging:
    """A source that takes the question and does not answer before it is let go."""

    about = About("a-hung", "卡住的 ERP", SourceKind.ERP, timedelta(seconds=1))

    def __init__(self) -> None:
        self.asked, self.free = threading.Event(), threading.Event()

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        self.asked.set()
        self.free.wait()
        return Page(cursor)

    def read(self, order: str, *, now: datetime) -> Page:
        raise AssertionError("nobody asked for an order")

    def close(self) -> None:
        """It holds no line."""


class Lively:
    """A source that tells one order at every pull."""

    about = About("b-well", "店铺", SourceKind.PLATFORM, timedelta(seconds=1))

    def __init__(self) -> None:
        self.told = threading.Semaphore(0)
        self.count = 0

    def pull(self, cursor: bytes, *, now: datetime) -> Page:
        self.count += 1
        self.told.release()
        return Page(b"x", events=(Event(now - timedelta(hours=30), "taobao", "payment_approved", f"W{self.count}", {}),))

    def read(self, order: str, *, now: datetime) -> Page:
        raise AssertionError("nobody asked for an order")

    def close(self) -> None:
        """It holds no line."""


@pytest.fixture
def hung() -> Hanging:
    return Hanging()


@pytest.fixture
def well() -> Lively:
    return Lively()


@pytest.fixture
def floor(tmp_path: Path, place: Place, hung: Hanging, well: Lively) -> Iterator[Floor]:
    clock = Clock()
    with open_floor(tmp_path, db=place.url, connectors={"a-hung": hung, "b-well": well}, clock=clock) as made:
        made.hub.start()
        try:
            yield made
        finally:
            hung.free.set()


def test_a_source_that_hangs_holds_up_no_other(floor: Floor, hung: Hanging, well: Lively) -> None:
    assert hung.asked.wait(PATIENCE)
    for _ in range(3):
        assert well.told.acquire(timeout=PATIENCE), "the other source is not read any more"
        floor.clock.at += timedelta(seconds=20)
    rows = {row["id"]: row["state"] for row in floor.call("GET", "/v1/sources").json()}
    assert rows["a-hung"] != "fresh"
    assert not hung.free.is_set()


def test_a_hub_whose_source_hangs_is_ready_all_the_same(floor: Floor, hung: Hanging, well: Lively) -> None:
    assert hung.asked.wait(PATIENCE)
    assert well.told.acquire(timeout=PATIENCE)
    floor.tower.lag["pull-a-hung"] = floor.now - timedelta(minutes=5)
    assert "pull-a-hung" not in floor.call("GET", "/readyz", who="").json().get("late", [])
