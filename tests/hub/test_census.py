"""What a shop's increments lose without a word is found by counting, within one more cycle, and said in numbers (S1, S2)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from ordertower_desktop.demo.platforms.counter import Counter, Trouble
from ordertower_desktop.demo.platforms.shelf import Shelf, State
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.walker.dialect import Keys
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.wire.rows import SourceRow
from tests.hub.connectors.rig import KEY, SECRET, TOKEN, sale
from tests.hub.connectors.shops import FIRST, SHOPS, SYSTEMS
from tests.hub.floor import Clock, Floor, open_floor


class Place:
    """A floor, its shop, and what the shop has."""

    def __init__(self, floor: Floor, shelf: Shelf, counter: Counter) -> None:
        self.floor, self.shelf, self.counter = floor, shelf, counter

    def sell(self, *numbers: int) -> list[str]:
        """Paid a little ago, each a minute after the other."""
        for number in numbers:
            self.shelf.put(sale(number, self.floor.now - timedelta(minutes=20 - number)))
        return [sale(number, self.floor.now).number for number in numbers]

    def cycle(self) -> None:
        """Until everything that is due has been read and counted."""
        for _ in range(3):
            self.floor.advance(minutes=5)

    def known(self, number: str) -> bool:
        return self.floor.call("GET", f"/v1/orders/{number}").status_code == 200

    def stage(self, number: str) -> str:
        return str(self.floor.call("GET", f"/v1/orders/{number}").json()["stage"])

    @property
    def row(self) -> SourceRow:
        rows = msgspec.json.decode(self.floor.call("GET", "/v1/sources").content, type=list[SourceRow])
        return next(row for row in rows if row.id == "shop")

    def counted(self, scope: str = "open") -> tuple[int, int, int, int, int]:
        one = next(one for one in self.row.census if one.scope == scope)
        return one.there, one.here, one.missing, one.stale, one.unread


@pytest.fixture
def place_of(tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """A floor that reads a shop of this platform every two minutes."""
    with ExitStack() as ended:

        def made(name: str) -> Place:
            booth, dialect, keys = SYSTEMS[name] if name in SYSTEMS else (*SHOPS[name], Keys(KEY, SECRET, TOKEN))
            clock, shelf = Clock(), Shelf()
            counter = Counter(booth(shelf, KEY, SECRET, TOKEN), now=clock)
            counter.start()
            ended.callback(counter.stop)
            about = About("shop", "旗舰店", dialect.kind, timedelta(minutes=2))
            shop = PlatformConnector(about, dialect, keys, shop="旗舰店", base_url=counter.url, first=FIRST)
            ended.callback(shop.close)
            return Place(ended.enter_context(open_floor(tmp_path, connectors={"shop": shop}, clock=clock)), shelf, counter)

        yield made


@pytest.mark.parametrize("name", sorted(SHOPS))
def test_an_order_that_a_platform_lost_and_a_change_that_it_kept_to_itself_are_found(place_of: Callable[[str], Place], name: str) -> None:
    place = place_of(name)
    told, lost, changed = place.sell(1, 2, 3)
    place.shelf.lost.add(lost)
    place.floor.advance(minutes=1)
    assert (place.known(told), place.known(lost)) == (True, False)
    place.shelf.lost.add(changed)
    one = place.shelf.one(changed)
    assert one is not None
    at = place.floor.now
    place.shelf.put(replace(one, changed=at, state=State.SHIPPED, shipped=at, waybill="78901"))
    while not place.row.census:
        place.floor.advance(minutes=5)
    assert place.known(lost), "the list by placing has it"
    assert place.stage(changed) == "TO_COLLECT", "it waits here and is not in the list of what waits"
    assert place.counted() == (2, 1, 1, 1, 0)


def test_the_count_says_what_differed(place_of: Callable[[str], Place]) -> None:
    place = place_of("taobao")
    _, lost = place.sell(1, 2)
    place.shelf.lost.add(lost)
    while not place.row.census:
        place.floor.advance(minutes=5)
    assert place.counted() == (2, 1, 1, 0, 0)
    assert place.known(lost)
    assert place.row.orders == 2
    place.cycle()
    assert place.counted() == (2, 2, 0, 0, 0), "all is as it should be, and is said"


@pytest.mark.parametrize("name", ["jd", *sorted(SYSTEMS)])
def test_everything_of_the_last_days_is_counted_at_night(place_of: Callable[[str], Place], name: str) -> None:
    """An order that came and went while nobody was told is in no list of what waits."""
    place = place_of(name)
    lost, kept = place.sell(1, 2)
    one = place.shelf.one(lost)
    assert one is not None
    place.shelf.lost.add(lost)
    place.shelf.put(replace(one, state=State.SHIPPED, waybill="78901"))
    place.cycle()
    assert (place.known(lost), place.known(kept)) == (False, True)
    place.floor.advance(hours=17)
    for _ in range(30):  # the windows of some are short, and a round looks at a few of them only
        place.floor.advance(minutes=5)
        if "all" in {one.scope for one in place.row.census}:
            break
    assert place.known(lost)
    assert place.counted("all") == (2, 1, 1, 0, 0)


def test_a_list_that_is_refused_is_said_and_the_source_stays_well(place_of: Callable[[str], Place]) -> None:
    place = place_of("pdd")
    place.sell(1)
    place.counter.curses = {"pdd.order.list.get": Trouble.EXPIRED}
    place.cycle()
    assert (place.row.state, place.row.census) == ("fresh", [])
    assert "重新授权" in place.row.census_why
    place.counter.curses = {}
    place.cycle()
    assert (place.row.census_why, place.counted()) == ("", (1, 1, 0, 0, 0))


def test_an_order_that_cannot_be_read_is_counted_and_stops_no_other(place_of: Callable[[str], Place]) -> None:
    place = place_of("taobao")
    place.floor.advance(minutes=1)
    bad, good = place.sell(1, 2)
    place.shelf.lost |= {bad, good}
    place.counter.curses = {bad: Trouble.BROKEN}
    while not place.row.census or not place.known(good):
        place.floor.advance(minutes=5)
    assert place.counted() == (2, 0, 1, 0, 1)
    assert (place.known(bad), place.known(good)) == (False, True)
    place.counter.curses = {}
    place.cycle()
    place.cycle()
    assert place.known(bad)


def test_a_list_that_breaks_off_in_the_middle_is_read_on(place_of: Callable[[str], Place]) -> None:
    place = place_of("kuaishou")
    (lost,) = place.sell(1)
    place.shelf.lost.add(lost)
    place.floor.advance(minutes=5)
    place.counter.troubles = {place.counter.calls + 4: Trouble.CUT}
    place.floor.advance(minutes=5)
    assert not place.known(lost)
    assert "没有给出能用的回答" in place.row.census_why
    place.cycle()
    assert place.known(lost)
    assert place.row.census_why == ""
