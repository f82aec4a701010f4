"""The pre-audit on a floor: shadow decides and does nothing, on releases, people look at a sample, and it stops itself."""

import json
from typing import Any

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import Snapshot, SourceKind
from ordertower_desktop.domain.stage import Stage
from tests.hub.release.yard import YardFloor

KEY = "0123456789abcdef"


def put(floor: YardFloor, **values: Any) -> None:
    """A supervisor writes what the floor lets pass."""
    text = json.dumps({"key": KEY, "sample": 0, **values})
    answer = floor.hub.call("PUT", "/v1/preaudit", who="li", json={"text": text, "why": "试"})
    assert answer.status_code == 200, answer.text
    floor.hub.work()


def page(floor: YardFloor, what: str = "hand") -> dict[str, Any]:
    answer = floor.hub.call("GET", "/v1/preaudit/page", params={"list": what})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def waiting(floor: YardFloor, what: str) -> list[str]:
    return [line["order"] for line in page(floor, what)["lines"]]


def mark(floor: YardFloor, order: str, *, right: bool, who: str = "zhao") -> int:
    return floor.hub.call("POST", "/v1/preaudit/marks", who=who, json={"order": order, "right": right}).status_code


def test_in_shadow_every_order_gets_its_reasons_and_the_warehouse_hears_nothing(floor: YardFloor) -> None:
    good, dear = floor.sell(1, 2), floor.sell(3, amount_fen=99_900)
    put(floor, state="shadow")
    assert waiting(floor, "pass") == good
    (line,) = page(floor)["lines"]
    assert line["order"] == dear[0]
    assert [clause["said"] for clause in line["clauses"] if clause["ok"] is not True] == ["999.00 元"]
    assert page(floor)["stoppers"] == [{"name": "金额不超过 500 元", "count": 1}]
    assert floor.yard.taken == []
    told = floor.hub.call("GET", f"/v1/orders/{dear[0]}").json()["pre_audit"]
    assert [clause["ok"] for clause in told["clauses"]] == [False, True, True, True, True, True], "the reasons stand on the order page"


def test_as_a_draft_it_decides_nothing(floor: YardFloor) -> None:
    floor.sell(1, 2)
    put(floor, state="draft", address="draft")
    assert [page(floor)["waiting"][what] for what in ("pass", "hand")] == [0, 0]


def test_switched_on_what_passes_is_released_once_and_the_rest_waits_for_people(floor: YardFloor) -> None:
    good, dear = floor.sell(1, 2, 3, 4), floor.sell(5, amount_fen=99_900)
    put(floor, state="on")
    for _ in range(3):
        floor.hub.advance(minutes=2)
    assert sorted(floor.yard.taken) == [(order, "release") for order in good]
    assert waiting(floor, "hand") == dear
    floor.hub.told(Event(floor.hub.now, "taobao", "cancelled", floor.sell(6, amount_fen=99_900)[0]))
    (elsewhere,) = floor.sell(7, arrived=False)
    floor.hub.work()
    floor.hub.told(*(Event(floor.hub.now, "erp", name, elsewhere) for name in ("audited", "printed")))
    floor.hub.advance(minutes=1)
    audited = page(floor)["audited"]
    assert (audited["part"], audited["whole"]) == (4, 5), "what was audited elsewhere counts, what was cancelled was never audited"
    floor.ask("release", dear, job="by-hand").raise_for_status()
    floor.hub.work()
    shown = page(floor)
    assert (shown["audited"]["part"], shown["audited"]["whole"], shown["audited"]["bar"]) == (4, 6, 0.8)
    assert shown["minutes_auto"] == 10, "paid ten minutes before"
    assert shown["minutes"] == (4 * 10 + 10 + 17) / 6
    assert "÷" in shown["audited"]["formula"]


def test_an_order_that_comes_to_pass_later_is_released_then(floor: YardFloor) -> None:
    (order,) = floor.sell(1, arrived=None)
    put(floor, state="on")
    assert floor.yard.taken == []
    floor.hub.advance(seconds=1)
    paid = Snapshot(floor.hub.now, "finance", SourceKind.ERP, order, {"arrived": True})
    with floor.hub.tower.db.write() as conn:
        from ordertower_desktop.hub.store.judging.intake import take_in

        take_in(conn, [paid], now=floor.hub.now, floor=floor.hub.tower.floors.current(conn))
    floor.hub.advance(seconds=90)
    assert floor.yard.taken == [(order, "release")]


def test_a_sampled_order_waits_for_one_key_and_nobody_answers_twice(floor: YardFloor) -> None:
    first, second = floor.sell(1, 2)
    put(floor, state="on", sample=1)
    assert waiting(floor, "sampled") == [first, second]
    assert floor.yard.taken == []
    assert mark(floor, first, right=True) == 200
    assert mark(floor, first, right=False, who="lin") == 422
    assert mark(floor, second, right=False) == 200
    floor.hub.advance(minutes=2)
    assert floor.yard.taken == [(first, "release")], "a right one goes, a wrong one waits for a person"
    assert waiting(floor, "hand") == [second]
    checked = page(floor)["checked"]
    assert (checked["part"], checked["whole"]) == (1, 2)


def test_it_switches_itself_off_tells_the_supervisor_and_only_one_switches_it_on_again(floor: YardFloor) -> None:
    orders = floor.sell(*range(8))
    put(floor, state="on", sample=1)
    for number, order in enumerate(orders[:6]):
        assert page(floor)["state"] == "on"
        assert mark(floor, order, right=number < 2) == 200
        if number == 4:
            break
    shown = page(floor)
    assert (shown["state"], shown["by_name"]) == ("shadow", "系统")
    assert "抽检 5 单错 3 单，错误率至少 23.1%，超过上限 5.0%" in shown["why"]
    (notice,) = [one for one in floor.hub.notices("li") if one.kind == "preaudit_off"]
    assert notice.title == "预审已自动停用"
    taken = list(floor.yard.taken)
    floor.sell(20)
    floor.hub.advance(minutes=5)
    assert len(floor.yard.taken) == len(taken) + 2, "the two that people found right go out, new ones do not"
    text = json.dumps({"state": "on", "key": KEY})
    assert floor.hub.call("PUT", "/v1/preaudit", who="zhao", json={"text": text}).status_code == 403
    put(floor, state="on")
    assert page(floor)["state"] == "on", "the answers before the switch do not count against the new version"


def test_a_return_of_the_same_buyer_within_thirty_days_keeps_the_order(floor: YardFloor) -> None:
    buyer = {"buyer": "王*", "phone": "138****1234", "returns_30d": None}
    (before,) = floor.sell(1, **buyer)
    floor.hub.told(Event(floor.hub.now, "taobao", "refund_done", before))
    (after,) = floor.sell(2, **buyer)
    (stranger,) = floor.sell(3, **(buyer | {"phone": "138****9999"}))
    put(floor, state="shadow")
    assert waiting(floor, "pass") == [stranger]
    (line,) = [one for one in page(floor)["lines"] if one["order"] == after]
    assert [clause["said"] for clause in line["clauses"] if clause["ok"] is not True] == ["1 次退货"]


def test_an_unclear_address_is_held_before_print_and_let_go_with_one_key_when_it_is_right(floor: YardFloor) -> None:
    (order,) = floor.sell(1, city="", district="")
    put(floor, state="draft", address="on")
    assert floor.yard.taken == [(order, "hold")]
    (line,) = page(floor, "address")["lines"]
    assert (line["address"], line["receipt"]["state"]) == ("地址只有省份，缺城市和区县", "accepted")
    assert floor.ask("resume", [order], job="too-soon").status_code == 422, "it is still unclear"
    assert floor.hub.call("GET", f"/v1/orders/{order}").json().get("commands", []) == [], "nor can it be released past the hold"
    better = Snapshot(floor.hub.now, "taobao", SourceKind.PLATFORM, order, {"province": "浙江省", "city": "杭州市"}, Stage.TO_AUDIT)
    with floor.hub.tower.db.write() as conn:
        from ordertower_desktop.hub.store.judging.intake import take_in

        take_in(conn, [better], now=floor.hub.now, floor=floor.hub.tower.floors.current(conn))
    floor.ask("resume", [order], job="right").raise_for_status()
    floor.hub.advance(minutes=2)
    assert floor.yard.taken == [(order, "hold"), (order, "resume")]
    assert waiting(floor, "address") == []


def test_in_shadow_an_unclear_address_is_shown_and_nobody_is_told(floor: YardFloor) -> None:
    orders = floor.sell(1, city="", district="")
    put(floor, state="draft", address="shadow")
    assert waiting(floor, "address") == orders
    assert floor.yard.taken == []


def test_each_automatic_action_is_listed_and_can_be_taken_back(floor: YardFloor) -> None:
    first, second = floor.sell(1, 2)
    put(floor, state="on")
    floor.hub.advance(minutes=5)
    (one, two) = floor.hub.call("GET", "/v1/warehouse/receipts", params={"by": "auto"}).json()["items"]
    assert {one["order"], two["order"]} == {first, second}
    assert {one["by_name"], one["back"]} == {"自动", "intercept"}
    floor.ask("intercept", [first], job="back").raise_for_status()
    floor.hub.advance(minutes=5)
    assert floor.yard.taken[2:] == [(first, "intercept")], "and the pre-audit does not send it out again"
    assert (page(floor)["audited"]["part"], page(floor)["audited"]["whole"]) == (1, 1)
