"""Own fields through the hub (S103): named by a versioned document, shown on the order page, kept from whoever sees in part."""

from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.hub.store.judging.intake import take_in
from ordertower_desktop.wire.order import OrderPage
from tests.hub.floor import Floor
from tests.hub.sightkit import received

TEXT = """
[[field]]
key = "gross"
name = "毛重"
kind = "数字"
unit = "千克"
plain = true
[[field]]
key = "pickup"
name = "提货方式"
kind = "选项"
choices = ["自提", "送货"]
[[field]]
key = "deposit"
name = "订金"
kind = "金额"
"""


def put(floor: Floor, text: str, *, who: str = "li", status: int = 200) -> str:
    answer = floor.call("PUT", "/v1/fields", who=who, json={"text": text, "why": "测试"})
    assert answer.status_code == status, answer.text
    return answer.text


def lines(floor: Floor, who: str = "zhao") -> list[tuple[str, str]]:
    return [(one.name, one.text) for one in floor.read(OrderPage, "/v1/orders/9", who=who).own]


def test_what_systems_tell_beyond_the_tower_stands_on_the_page_under_its_own_name(floor: Floor) -> None:
    floor.paid("9", hours_ago=1, gross="12.50", pickup="空投", seen_by="x")
    with floor.tower.db.write() as conn:
        said = Snapshot(floor.now, "erp", SourceKind.ERP, "9", {"deposit": 99.5})
        take_in(conn, [said], now=floor.now, floor=floor.tower.floors.current(conn))
    assert lines(floor) == [], "nobody has named them yet"
    put(floor, TEXT)
    assert lines(floor) == [("毛重", "12.5 千克"), ("提货方式", "空投"), ("订金", "¥99.50")]
    page = floor.read(OrderPage, "/v1/orders/9")
    assert [one.source for one in page.own] == ["taobao", "taobao", "erp"]
    assert page.own[1].problem == ("这一项定的是“选项”，收到“空投”：选项里没有“空投”，现有：自提、送货；要收下它，请在“自定义字段”里加上")
    put(floor, TEXT.replace('"送货"]', '"送货", "空投"]'))
    assert not floor.read(OrderPage, "/v1/orders/9").own[1].problem


def test_it_is_versioned_refused_in_words_and_for_those_who_may_change_rules(floor: Floor) -> None:
    floor.paid("9", hours_ago=1, gross=3)
    put(floor, TEXT)
    assert "第 1 个字段" in put(floor, '[[field]]\nkey = "sku"\nname = "货号"', status=422)
    put(floor, TEXT, who="zhao", status=403)
    assert lines(floor) == [("毛重", "3 千克")]
    put(floor, TEXT.replace("千克", "公斤"))
    assert lines(floor) == [("毛重", "3 公斤")]
    history = floor.call("GET", "/v1/fields/history").json()
    before = history[1]["version"]
    assert floor.call("POST", "/v1/fields/restore", who="li", json={"version": before}).status_code == 200
    assert lines(floor) == [("毛重", "3 千克")]


def test_whoever_sees_in_part_sees_only_what_was_said_to_tell_nothing_of_a_customer(floor: Floor) -> None:
    floor.paid("9", hours_ago=1, gross=3, deposit=12345)
    put(floor, TEXT)
    people = {"id": "yu", "name": "陈雨桐", "post": "finance"}
    assert floor.call("PUT", "/v1/people", who="li", json=people).status_code == 200
    assert lines(floor, "yu") == [("毛重", "3 千克"), ("订金", "字段不可见")]
    assert "12,345" not in received(floor, "yu", "9")
    assert "12,345" in received(floor, "zhao", "9")
