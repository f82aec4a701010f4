"""The orders of a compensation go to those who pay, and to nobody below a supervisor."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from ordertower_desktop.wire.crisis import OfferPage
from tests.hub.crisis_kit import CREW, LATE_RULES, PACKS, act, late
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    with open_floor(tmp_path, db=place.url, rules=LATE_RULES, crew=CREW) as made:
        assert made.call("PUT", "/v1/packs", who="li", json={"text": PACKS, "why": "test"}).status_code == 200
        yield made


def test_the_list_of_an_offer_holds_its_orders_and_who_decided(floor: Floor) -> None:
    late(floor, 4)
    act(floor, "keep", level=2, text="预演")
    act(floor, "declare", text="积压")
    act(floor, "offer", "zhao", key="o-1", about="coupon", fen=3000, orders=["40000", "40001", "40002", "40003"], text="来电")
    act(floor, "approve", "chen", about="o-1", text="同意")
    answer = floor.call("GET", "/v1/crisis/offers/o-1", who="li")
    found = msgspec.json.decode(answer.content, type=OfferPage)
    assert (found.name, found.fen, found.state, found.orders) == ("补偿券", 3000, "approved", ["40000", "40001", "40002", "40003"])
    assert (found.by_name, found.decided_by_name, found.decided_why) == ("赵一鸣", "陈立", "同意")
    assert floor.call("GET", "/v1/crisis/offers/o-1", who="zhao").status_code == 403
    lost = floor.call("GET", "/v1/crisis/offers/o-9", who="li")
    assert (lost.status_code, lost.json()["title"]) == (404, "没有这一笔补偿，请刷新")
