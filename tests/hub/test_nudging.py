"""推送: a message wakes a reading of its order; lost, repeated and reordered ones do no harm, and without any it is read as ever."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ordertower_desktop.demo.platforms.counter import Asked, Counter, Trouble
from ordertower_desktop.demo.platforms.shelf import Shelf, State
from ordertower_desktop.demo.platforms.taobao import TaobaoBooth
from ordertower_desktop.hub.connectors.mapped.http.vault import Keys
from ordertower_desktop.hub.connectors.opening import opened
from ordertower_desktop.hub.workers.nudging import AT_ONCE
from ordertower_desktop.settings import Secret, SourceSettings
from ordertower_desktop.settings.source import PlatformName
from ordertower_desktop.wire.rows import SourceRow
from tests.hub.connectors.rig import KEY, SECRET, TOKEN, sale
from tests.hub.floor import Clock, Floor, open_floor

KEPT = {"keyring:secret": SECRET, "keyring:token": TOKEN}


class Place:
    """A shop that is read every minute, and the messages of its platform."""

    def __init__(self, floor: Floor, booth: TaobaoBooth, counter: Counter) -> None:
        self.floor, self.booth, self.counter = floor, booth, counter
        self._marks = 9_007_199_254_740_993

    def sell(self, number: int) -> str:
        """Paid just now; it stands in no window yet."""
        one = sale(number, self.floor.now)
        self.booth.shelf.put(one)
        return one.number

    def push(self, *orders: str, content: str = "") -> None:
        for order in orders:
            self._marks += 1
            self.booth.messages[str(self._marks)] = content or json.dumps({"tid": int(order), "seller_nick": "旗舰店"})

    def known(self, number: str) -> bool:
        return self.floor.call("GET", f"/v1/orders/{number}").status_code == 200

    def stage(self, number: str) -> str:
        return str(self.floor.call("GET", f"/v1/orders/{number}").json()["stage"])

    @property
    def row(self) -> SourceRow:
        (row,) = msgspec.json.decode(self.floor.call("GET", "/v1/sources").content, type=list[SourceRow])
        return row


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
            base_url=counter.url, every=timedelta(minutes=1), push="shop-group",
        )  # fmt: skip
        made = opened([source], tmp_path, keys=Keys(lambda reference: KEPT.get(reference, "")))
        ended.callback(made["shop"].close)
        floor = ended.enter_context(open_floor(tmp_path, connectors=made, clock=clock))
        for _ in range(4):
            floor.advance(minutes=1)
        yield Place(floor, booth, counter)


def test_a_message_wakes_a_reading_of_its_order_at_once(place: Place) -> None:
    told, untold = place.sell(1), place.sell(2)
    place.push(told)
    place.floor.advance(seconds=6)
    assert (place.known(told), place.known(untold)) == (True, False)
    assert (place.booth.messages, place.row.push) == ({}, "on")
    for _ in range(20):
        place.push(told)
        place.floor.advance(seconds=6)
    assert place.known(untold), "what nobody pushed comes with the next window, however much is pushed"


def test_messages_that_are_repeated_or_out_of_order_are_only_hints(place: Place) -> None:
    order = place.sell(1)
    place.push(order, order, order)
    place.floor.advance(seconds=6)
    one = place.booth.shelf.one(order)
    assert one is not None
    place.booth.shelf.put(replace(one, changed=place.floor.now, state=State.SHIPPED, shipped=place.floor.now, waybill="78901"))
    place.push(order, order)
    place.floor.advance(seconds=6)
    assert place.stage(order) == "TO_COLLECT"
    place.push(order)
    place.floor.advance(seconds=6)
    assert (place.stage(order), place.row.orders) == ("TO_COLLECT", 1)


def test_what_was_not_stored_is_not_confirmed_and_told_again(place: Place) -> None:
    order = place.sell(1)
    place.push(order)
    place.counter.curses = {order: Trouble.BROKEN}
    place.floor.advance(seconds=6)
    assert (place.known(order), len(place.booth.messages)) == (False, 1)
    assert "推送" not in place.row.push
    assert place.row.push.endswith("照常每 1 分钟取一次")
    place.counter.curses = {}
    place.floor.advance(minutes=2)
    assert (place.known(order), place.booth.messages, place.row.push) == (True, {}, "on")


def test_without_a_queue_it_is_read_by_the_clock_and_says_so(place: Place) -> None:
    place.booth.group = "another"
    order = place.sell(1)
    place.floor.advance(seconds=59)
    assert "消息分组不存在" in place.row.push
    assert place.row.state == "fresh"
    place.floor.advance(minutes=2)
    assert place.known(order)
    place.booth.group = "shop-group"
    place.floor.advance(minutes=2)
    assert place.row.push == "on"


def test_a_message_of_no_order_or_of_no_sense_is_confirmed(place: Place) -> None:
    place.push("1", content="{")
    place.push("2", content="[]")
    place.push("3", content='{"buyer_nick": "金丝雀"}')
    place.floor.advance(seconds=6)
    assert (place.booth.messages, place.row.push) == ({}, "on")


def test_a_flood_of_messages_is_left_to_the_window(place: Place) -> None:
    orders = [place.sell(number) for number in range(1, AT_ONCE + 3)]
    place.push(*orders)
    before = place.counter.calls
    place.floor.advance(seconds=6)
    assert place.booth.messages == {}
    assert place.counter.calls - before <= 4
    place.floor.advance(minutes=2)
    assert all(map(place.known, orders))


def test_a_message_about_an_order_that_nobody_can_read_keeps_no_other_waiting(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = place.sell(1), place.sell(2)
    answer = TaobaoBooth.answer

    def torn(booth: TaobaoBooth, asked: Asked, now: datetime) -> dict[str, Any]:
        said = answer(booth, asked, now)
        if asked.form.get("tid") == bad:
            del said["trade_fullinfo_get_response"]["trade"]["modified"]
        return said

    with monkeypatch.context() as patch:
        patch.setattr(TaobaoBooth, "answer", torn)
        place.push(bad, good)
        place.floor.advance(seconds=6)
        assert (place.known(bad), place.known(good)) == (False, True)
        assert place.booth.messages == {}, "it waits with us now, not in the queue"
        assert [gap.split("（")[0] for gap in place.row.gaps] == [f"订单 {bad}"]
    place.floor.advance(minutes=1)
    assert place.known(bad)
