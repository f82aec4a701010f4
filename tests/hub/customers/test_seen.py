"""What a post may not see of an order it does not see of its customer either, on no way out."""

from pathlib import Path

from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.post import May
from ordertower_desktop.domain.presets import PRESETS
from tests.hub.customers.kit import LI, People
from tests.hub.floor import PEOPLE, open_floor
from tests.hub.place import Place


def test_whoever_may_not_see_customers_sees_neither_faces_nor_factors(tmp_path: Path, place: Place) -> None:
    packer = Person("packer", "小周", PRESETS["warehouse"].role, "warehouse")
    with open_floor(tmp_path, db=place.url, crew=(*PEOPLE, packer)) as floor:
        people = People(floor)
        people.buys("OLD", hours_ago=20, sku="AF-5L", open_id="uid-1", **LI)
        people.buys("NEW", hours_ago=2, sku="AF-5L", **(LI | {"device": "x"}))
        people.buys("NEXT", hours_ago=1, **LI)
        people.scan("NEW")
        people.did("pass", "NEW/OLD", why="客户金丝雀要 2 台")
        ways = ("/v1/customers", "/v1/customers/of/NEW", "/v1/orders/NEW")
        shown = {way: floor.call("GET", way, who="li").text for way in ways}
        kept = {way: floor.call("GET", way, who="packer").text for way in ways}
    for way in ways:
        assert "138****1111" in shown[way]
        assert "余杭区" in shown[way]
        for canary in ("138****1111", "余杭区", "李*", "金丝雀"):
            assert canary not in kept[way], (way, canary)


def test_a_post_that_only_looks_decides_nothing(tmp_path: Path, place: Place) -> None:
    only = next(post for post in PRESETS.values() if May.HANDLE not in post.may and post.role is not Role.DISPLAY)
    with open_floor(tmp_path, db=place.url, crew=(*PEOPLE, Person("looker", "小吴", only.role, only.id))) as floor:
        people = People(floor)
        people.buys("A1", hours_ago=2, **LI)
        people.buys("A2", hours_ago=1, **LI)
        offer = people.offer()
        assert people.does("merge", offer.id, who="looker").status_code == 403
        assert people.offer().state == "open"
