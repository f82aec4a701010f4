"""An order whose own answer nobody can read stops no other: it is told by its number and read again until it can be (S1, S2)."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ordertower_desktop.demo.platforms.counter import Asked, Counter
from ordertower_desktop.demo.platforms.shelf import Shelf
from ordertower_desktop.demo.platforms.taobao import TaobaoBooth
from ordertower_desktop.demo.servers import FakeSystem
from ordertower_desktop.demo.world import Record, Told, World
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.connector import About, Connector, Unreadable
from ordertower_desktop.hub.connectors.pages import PagesConnector, StatusMap
from ordertower_desktop.hub.connectors.platforms.taobao import TAOBAO
from ordertower_desktop.hub.connectors.walker.dialect import Keys
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.wire.rows import SourceRow
from tests.hub.connectors.rig import KEY, SECRET, TOKEN, sale
from tests.hub.connectors.shops import FIRST
from tests.hub.floor import NOON, Clock, Floor, open_floor

EVERY = timedelta(minutes=2)


@dataclass
class Torn(TaobaoBooth):
    """It tells of some trades without when they changed."""

    torn: set[str] = field(default_factory=set)

    def answer(self, asked: Asked, now: datetime) -> dict[str, Any]:
        said = super().answer(asked, now)
        if asked.form.get("tid") in self.torn:
            del said["trade_fullinfo_get_response"]["trade"]["modified"]
        return said


class Place:
    """A floor and one source."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    @property
    def row(self) -> SourceRow:
        return msgspec.json.decode(self.floor.call("GET", "/v1/sources").content, type=list[SourceRow])[0]

    @property
    def waiting(self) -> list[str]:
        with self.floor.tower.db.read() as conn:
            return [one.order for one in sources.asked(conn, self.row.id)]

    def known(self, number: str) -> bool:
        return self.floor.call("GET", f"/v1/orders/{number}").status_code == 200


@pytest.fixture
def ended() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def shop(ended: ExitStack, clock: Clock, numbers: range) -> tuple[PlatformConnector, Torn]:
    shelf = Shelf()
    for number in numbers:
        shelf.put(sale(number, clock() - timedelta(minutes=30 - number)))
    booth = Torn(shelf, KEY, SECRET, TOKEN)
    counter = Counter(booth, now=clock)
    counter.start()
    ended.callback(counter.stop)
    about = About("shop", "旗舰店", SourceKind.PLATFORM, EVERY)
    made = PlatformConnector(about, TAOBAO, Keys(KEY, SECRET, TOKEN), shop="旗舰店", base_url=counter.url, first=FIRST)
    ended.callback(made.close)
    return made, booth


def number(count: int) -> str:
    return sale(count, NOON).number


def test_a_trade_without_its_time_is_told_and_the_others_come_in(tmp_path: Path, ended: ExitStack) -> None:
    clock = Clock()
    taobao, booth = shop(ended, clock, range(1, 5))
    booth.torn = {number(2)}
    place = Place(ended.enter_context(open_floor(tmp_path, connectors={"shop": taobao}, clock=clock)))
    for _ in range(3):
        place.floor.advance(minutes=2)
    assert [place.known(number(one)) for one in range(1, 5)] == [True, False, True, True]
    assert place.row.state == "fresh"
    assert [gap.split("（")[0] for gap in place.row.gaps] == [f"订单 {number(2)}"]
    assert place.waiting == [number(2)]
    booth.torn = set()
    place.floor.advance(minutes=2)
    assert place.known(number(2))
    assert not place.row.gaps
    assert place.waiting == []


def test_what_waits_is_asked_for_with_the_source_and_not_at_every_look(tmp_path: Path, ended: ExitStack) -> None:
    clock, asked = Clock(), list[str]()
    taobao, booth = shop(ended, clock, range(1, 3))
    booth.torn = {number(1)}
    told = booth.answer
    booth.answer = lambda one, now: (asked.append(one.form.get("tid", "")), told(one, now))[1]  # type: ignore[method-assign]
    place = Place(ended.enter_context(open_floor(tmp_path, connectors={"shop": taobao}, clock=clock)))
    for _ in range(15):
        place.floor.advance(minutes=4)
    asked.clear()
    for _ in range(20):
        place.floor.advance(seconds=6)
    assert 1 <= asked.count(number(1)) <= 2


def test_whoever_asks_for_it_is_told_why_and_it_goes_on_waiting(tmp_path: Path, ended: ExitStack) -> None:
    clock = Clock()
    taobao, booth = shop(ended, clock, range(1, 3))
    booth.torn = {number(1)}
    place = Place(ended.enter_context(open_floor(tmp_path, connectors={"shop": taobao}, clock=clock)))
    place.floor.advance(minutes=2)
    with place.floor.tower.db.write() as conn:
        sources.ask(conn, "shop", order=number(1), why="客户在问", by="陈静", now=clock())
    place.floor.advance(seconds=1)
    assert place.waiting == [number(1)]
    assert place.row.state == "fresh"


def test_where_none_can_be_read_it_is_the_interface(ended: ExitStack) -> None:
    clock = Clock()
    taobao, booth = shop(ended, clock, range(1, 4))
    booth.torn = {number(one) for one in range(1, 4)}
    with pytest.raises(Unreadable, match="没有修改时间"):
        pulled(taobao, clock())
    with pytest.raises(Unreadable, match="没有修改时间"):
        taobao.read(number(1), now=clock())


def pulled(connector: Connector, now: datetime) -> None:
    cursor = b""
    for _ in range(100):
        page = connector.pull(cursor, now=now)
        cursor = page.cursor
        if not page.more:
            return


def record(order: str, paid: str) -> Record:
    at = NOON - timedelta(minutes=40)
    return Record("erp", order, at, "待发货", {"paid_at": paid}, (Told(at, "accepted"),))


def test_the_page_walker_tells_a_broken_order_by_its_number_too(tmp_path: Path, ended: ExitStack) -> None:
    good = (NOON - timedelta(hours=3)).isoformat()
    world = World([record("1", good), record("2", "昨天下午"), record("3", good)])
    clock = Clock()
    system = FakeSystem("erp", "secret", world, now=clock)
    system.start()
    ended.callback(system.stop)
    erp = PagesConnector(About("erp", "ERP", SourceKind.ERP, EVERY), system.url, "secret", statuses=StatusMap({}))
    ended.callback(erp.close)
    place = Place(ended.enter_context(open_floor(tmp_path, connectors={"erp": erp}, clock=clock)))
    place.floor.work()
    assert [place.known(one) for one in "123"] == [True, False, True]
    assert any(gap.startswith("订单 2（") for gap in place.row.gaps)
    world.add(Record("erp", "2", clock(), "待发货", {"paid_at": good}))
    place.floor.advance(minutes=2)
    assert place.known("2")
    assert not any(gap.startswith("订单") for gap in place.row.gaps)
    assert place.waiting == []
