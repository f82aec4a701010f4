"""The log of calls (S8): every call to a system outside stands in it with its answer and its time, and nobody in person does."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

import ordertower_desktop.hub
from ordertower_desktop.demo.platforms.counter import Counter, Trouble
from ordertower_desktop.demo.platforms.shelf import Shelf
from ordertower_desktop.demo.platforms.taobao import TaobaoBooth
from ordertower_desktop.domain.calllog import Answered, Made
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.opening import opened
from ordertower_desktop.hub.store.tables import calls
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.source import PlatformName
from ordertower_desktop.wire.calls import CallPage, CallSummary
from tests.hub.connectors.rig import KEY, SECRET, TOKEN, sale
from tests.hub.floor import Clock, Floor, open_floor

KEPT = {"keyring:secret": SECRET, "keyring:token": TOKEN}


class Place:
    """A shop that is read every minute, and what it was asked."""

    def __init__(self, floor: Floor, booth: TaobaoBooth, counter: Counter) -> None:
        self.floor, self.booth, self.counter = floor, booth, counter

    def calls(self, **query: str) -> CallPage:
        return self.floor.read(CallPage, "/v1/calls", who="li", **query)

    def summary(self) -> CallSummary:
        return self.floor.read(CallSummary, "/v1/calls/summary", who="li")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with ExitStack() as ended:
        clock = Clock()
        booth = TaobaoBooth(Shelf(), KEY, SECRET, TOKEN)
        counter = Counter(booth, now=clock)
        counter.start()
        ended.callback(counter.stop)
        source = SourceSettings(
            platform=PlatformName.TAOBAO, id="shop", app_key=KEY, secret=Secret("keyring:secret"), token=Secret("keyring:token"),
            base_url=counter.url, every=timedelta(minutes=1),
        )  # fmt: skip
        made = opened([source], tmp_path, keys=Keys(lambda reference: KEPT.get(reference, "")))
        ended.callback(made["shop"].close)
        yield Place(ended.enter_context(open_floor(tmp_path, connectors=made, clock=clock)), booth, counter)


def test_each_call_stands_there_with_its_answer(place: Place) -> None:
    place.booth.shelf.put(sale(1, place.floor.now))
    place.floor.advance(minutes=2)
    found = place.calls().items
    assert found
    assert {(one.source, one.work, one.answered, one.status) for one in found} == {("shop", "pull", "ok", 200)}
    assert "taobao.trades.sold.increment.get" in {one.interface for one in found}
    assert all(one.got > 0 and one.ms >= 0 for one in found)
    assert [one.id for one in found] == sorted((one.id for one in found), reverse=True)


@pytest.mark.parametrize(
    ("trouble", "answered", "status", "coded"),
    [
        (Trouble.THROTTLED, "throttled", 200, True),
        (Trouble.EXPIRED, "refused", 200, True),
        (Trouble.BUSY, "error", 200, True),
        (Trouble.HTML, "error", 200, False),
        (Trouble.TOO_MANY, "throttled", 429, False),
        (Trouble.BROKEN, "error", 500, False),
        (Trouble.HANG_UP, "network", 0, False),
    ],
)
def test_an_answer_stands_there_by_what_it_means(place: Place, trouble: Trouble, answered: str, status: int, coded: bool) -> None:
    place.counter.curses["taobao"] = trouble
    place.floor.advance(minutes=2)
    newest = place.calls(answered="failed").items[0]
    assert (newest.answered, newest.status, bool(newest.code)) == (answered, status, coded)
    assert place.calls(answered="ok").items == []
    (hop,) = place.summary().hops
    assert (hop.link, hop.standing) == ("platform", "broken")
    assert place.summary().broken.startswith("平台 → 中枢 · ")


def test_it_is_narrowed_read_on_and_summed_up(place: Place) -> None:
    for _ in range(6):
        place.floor.advance(minutes=1)
    place.counter.curses["taobao"] = Trouble.THROTTLED
    place.floor.advance(minutes=1)
    whole = place.calls(limit="1000").items
    first = place.calls(limit="3")
    rest = place.calls(after=first.after, limit="1000")
    assert [*first.items, *rest.items] == whole
    assert place.calls(source="elsewhere").items == []
    assert {one.answered for one in place.calls(answered="throttled").items} == {"throttled"}
    told = place.summary()
    assert sum(one.count for one in told.interfaces) == len(whole)
    assert sum(one.failed for one in told.interfaces) == len([one for one in whole if one.answered != "ok"])
    assert told.interfaces[0].failed
    assert all(0 < one.p50_ms <= one.p95_ms for one in told.interfaces)
    assert place.floor.call("GET", "/v1/calls", who="li", params={"hours": "169"}).status_code == 400
    assert place.floor.call("GET", "/v1/calls", who="li", params={"answered": "well"}).status_code == 400
    assert place.floor.call("GET", "/v1/calls", who="li", params={"after": "2147483648"}).status_code == 400
    assert place.floor.call("GET", "/v1/calls", who="zhao").status_code == 403


def test_nobody_and_no_key_is_in_it(place: Place) -> None:
    one = sale(1, place.floor.now)
    place.booth.shelf.put(one)
    place.floor.advance(minutes=2)
    with place.floor.tower.db.read() as conn:
        text = repr(conn.execute(calls.calls.select()).all())
    assert "taobao." in text
    for canary in (SECRET, TOKEN, KEY, one.number, "127.0.0.1"):
        assert canary not in text


def test_it_is_bounded_by_days_and_by_rows(place: Place) -> None:
    now = place.floor.now
    made = [Made(now - timedelta(days=9 - day), "shop", "pull", "x", Answered.OK, 5) for day in range(10)]
    with place.floor.tower.db.write() as conn:
        calls.keep(conn, made)
        assert calls.forget(conn, now) == 2
        assert calls.forget(conn, now, most=3) == 5
        assert [one.made.at for one in calls.page(conn, calls.Asked(now - timedelta(days=30)), before=0, limit=10)] == [
            now - timedelta(days=day) for day in range(3)
        ]
        assert calls.forget(conn, now + timedelta(days=30)) == 3


def test_nothing_of_the_hub_calls_outside_but_through_the_line_that_is_heard() -> None:
    root = Path(ordertower_desktop.hub.__path__[0])
    makers = [
        path for path in root.rglob("*.py") if re.search(r"httpx\.(Client|AsyncClient|get|post|request|stream)\(", path.read_text("utf-8"))
    ]
    assert [path.relative_to(root).as_posix() for path in makers] == ["calling/line.py"]
