"""The whole desk with its threads, against a fake hub over fake HTTP."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from ordertower_desktop.domain.actions import Acknowledge
from ordertower_desktop.sync import fetch
from ordertower_desktop.sync.clock import Clocks
from ordertower_desktop.sync.desk import Desk
from ordertower_desktop.sync.ears import Ears
from ordertower_desktop.sync.files import Files
from ordertower_desktop.sync.http import Client
from ordertower_desktop.sync.memory import Login
from ordertower_desktop.sync.outbox import NotSaved
from ordertower_desktop.sync.state import Link
from ordertower_desktop.sync.trouble import Refused, Unreachable
from ordertower_desktop.wire.order import OrderPage
from tests.sync.fakehub import START, FakeHub, over_http

PATIENCE = 20.0


class Line:
    """A source whose cable can be pulled; every desk of a test may share one hub."""

    def __init__(self, hub: FakeHub, token: str = "t") -> None:
        self.hub, self.cut, self.token = hub, False, token
        self._made: Client | None = None
        self._lock = threading.Lock()

    def client(self) -> Client:
        with self._lock:
            if self._made is None:
                self._made = Client("http://127.0.0.1:9", self.token, transport=httpx.MockTransport(self._answer))
            return self._made

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.cut:
            raise httpx.ConnectError("cut")
        if request.url.path == "/v1/orders/o-a":
            return httpx.Response(200, json={"order": "o-a", "now": "2025-11-12T06:00:00Z"})
        return over_http(self.hub)(request)

    def doubt(self) -> None:
        """Nothing to look up."""

    def close(self) -> None:
        """The client is the test's."""

    def quit(self) -> None:
        """So is the hub."""


class Told:
    """Everything a desk told its listeners, in order; waits for what a test wants to see."""

    def __init__(self) -> None:
        self.things: list[tuple[str, Any]] = []
        self._new: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self.threads: set[str] = set()

    def _hear(self, name: str) -> Callable[..., None]:
        def hear(*words: Any) -> None:
            self.threads.add(threading.current_thread().name)
            self._new.put((name, words[0] if len(words) == 1 else words))

        return hear

    def ears(self) -> Ears:
        return Ears(**{name: self._hear(name) for name in Ears.__slots__})

    def until(self, name: str, wanted: Callable[[Any], Any] = lambda _: True) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                thing = self._new.get(timeout=0.2)
            except queue.Empty:
                continue
            self.things.append(thing)
            if thing[0] == name and wanted(thing[1]):
                return thing[1]
        raise AssertionError(f"{name} never came; the last were {str(self.things[-5:])[:2000]}")


@pytest.fixture
def hub() -> FakeHub:
    made = FakeHub()
    made.now = datetime.now(UTC)  # noqa: TID251 - the hub's clock beside a real desk
    for case in ("a", "b"):
        made.open(case)
    return made


Opened = Callable[..., tuple[Desk, Told]]


@pytest.fixture
def opened(tmp_path: Path, hub: FakeHub) -> Iterator[Opened]:
    desks: list[Desk] = []

    def make(line: Line | None = None, wall: Callable[[], datetime] = lambda: START) -> tuple[Desk, Told]:
        told = Told()
        clocks = Clocks(wall, time.monotonic)
        desk = Desk(Files(tmp_path / "d"), Login("li", "h"), line or Line(hub), ears=told.ears(), clocks=clocks)
        desks.append(desk)
        desk.start()
        return desk, told

    yield make
    for desk in desks:
        assert desk.stop(), "every thread of a desk ends"
    assert not [t.name for t in threading.enumerate() if t.name in ("desk", "desk-sync", "desk-stream") or t.name.startswith("desk-ask")]


def test_a_desk_comes_online_and_shows_the_pool(opened: Opened) -> None:
    desk, told = opened()
    told.until("rows_changed", lambda rows: {row.case for row in rows[1]} == {"a", "b"})
    told.until("state", lambda state: state.link is Link.ONLINE and state.person == "li")
    assert {row.case for row in desk.rows("case").result(PATIENCE)} == {"a", "b"}
    assert told.threads == {"desk"}


def test_a_click_is_saved_then_shown_then_confirmed(opened: Opened, hub: FakeHub) -> None:
    desk, told = opened()
    told.until("state", lambda state: state.link is Link.ONLINE)
    assert desk.submit(Acknowledge(id="x1", case="a")).result(PATIENCE) == ["x1"]
    told.until("outcome", lambda outcome: outcome.id == "x1" and outcome.ok)
    told.until("state", lambda state: state.waiting == 0)
    names = [name for name, _ in told.things]
    assert names.index("saved") < names.index("outcome")
    assert hub.effects == {"x1": 1}


def test_a_click_without_a_cable_waits_and_goes_out_by_itself(opened: Opened, hub: FakeHub) -> None:
    line = Line(hub)
    desk, told = opened(line)
    told.until("state", lambda state: state.link is Link.ONLINE)
    line.cut = True
    desk.submit(Acknowledge(id="x1", case="a"))
    told.until("rows_changed", lambda rows: rows[1] and rows[1][0].pending == "acknowledge")
    told.until("state", lambda state: state.link is Link.OFFLINE and state.waiting == 1)
    assert [item["id"] for item in desk.waiting().result(PATIENCE)] == ["x1"]
    line.cut = False
    told.until("state", lambda state: state.link is Link.ONLINE and state.waiting == 0)
    assert hub.effects == {"x1": 1}


def test_what_was_known_is_on_the_glass_before_the_hub_is_found(opened: Opened, hub: FakeHub) -> None:
    desk, told = opened()
    told.until("state", lambda state: state.link is Link.ONLINE)
    assert desk.stop()
    dark = Line(hub)
    dark.cut = True
    _, told = opened(dark)
    name, rows = None, None
    while name != "rows_changed":
        name, rows = told._new.get(timeout=PATIENCE)
    assert [row.case for row in rows[1]] == ["a", "b"]
    told.until("loaded")


def test_a_second_desk_in_the_folder_asks_the_first_to_come_forward_and_saves_nothing(opened: Opened, tmp_path: Path) -> None:
    _, told = opened()
    told.until("state", lambda state: state.link is Link.ONLINE)
    heard, clocks = Told(), Clocks(lambda: START, time.monotonic)
    second = Desk(Files(tmp_path / "d"), Login("li", "h"), Line(FakeHub()), ears=heard.ears(), clocks=clocks)
    second.start("ordertower://order/7")
    heard.until("second")
    with pytest.raises(NotSaved):
        second.submit(Acknowledge(id="x1", case="a")).result(PATIENCE)
    assert told.until("raised") == "ordertower://order/7"
    assert second.stop()


def test_the_first_desk_opens_the_link_that_it_was_started_with(tmp_path: Path, hub: FakeHub) -> None:
    told = Told()
    desk = Desk(Files(tmp_path / "d"), Login("li", "h"), Line(hub), ears=told.ears(), clocks=Clocks(lambda: START, time.monotonic))
    desk.start("ordertower://order/7")
    assert told.until("raised") == "ordertower://order/7"
    assert desk.stop()


def test_a_page_is_asked_for_and_errors_come_as_values(opened: Opened, hub: FakeHub) -> None:
    line = Line(hub)
    desk, told = opened(line)
    answers: queue.SimpleQueue[object] = queue.SimpleQueue()
    desk.ask(fetch.order("o-a"), answers.put)
    found = answers.get(timeout=PATIENCE)
    assert isinstance(found, OrderPage)
    assert found.order == "o-a"
    desk.ask(fetch.order("o-none"), answers.put)
    assert isinstance(answers.get(timeout=PATIENCE), Refused)
    line.cut = True
    desk.ask(fetch.board(), answers.put)
    assert isinstance(answers.get(timeout=PATIENCE), Unreachable)
    told.until("state")


def test_a_login_that_is_not_known_is_told_and_nothing_is_lost(opened: Opened, hub: FakeHub) -> None:
    desk, told = opened(Line(hub, token="wrong"))
    desk.submit(Acknowledge(id="x1", case="a"))
    told.until("state", lambda state: state.login and state.waiting == 1)
    assert hub.effects == {}


def test_a_desk_that_slept_is_current_again_at_once_and_rings_little(opened: Opened, hub: FakeHub) -> None:
    slept = [timedelta(0)]
    desk, told = opened(wall=lambda: START + slept[0])
    told.until("state", lambda state: state.link is Link.ONLINE)
    before = hub.requests
    for i in range(60):
        hub.open(f"night-{i}")
        hub.notice(f"n{i}", "li", f"night-{i}")
    hub.now += timedelta(hours=10)
    slept[0] = timedelta(hours=10)
    woken = time.monotonic()
    told.until("rows_changed", lambda rows: rows[0] == "notice")
    told.until("decided")
    assert time.monotonic() - woken < 10
    assert hub.requests - before <= 20
    assert len(desk.rows("case").result(PATIENCE)) == 62
    cards = [thing for name, thing in told.things if name == "decided"]
    assert len(cards) <= 3
    assert {notice.id for card in cards for notice in card.card.notices} == {f"n{i}" for i in range(60)}
