"""放行: many orders in one command, a receipt for each, the way back, and what the warehouse refuses by its own rules."""

from collections import Counter
from datetime import timedelta

from tests.hub.release.yard import YardFloor


def test_a_release_shows_who_goes_who_is_left_out_and_who_needs_a_supervisor(floor: YardFloor) -> None:
    good, dear = floor.sell(1, 2, 3), floor.sell(4, amount_fen=880_000)
    unclear, vip = floor.sell(5, city="", district=""), floor.sell(6, customer_level="VIP 金卡")
    asked = {"command": "release", "orders": [*good, *dear, *unclear, *vip, "404"]}
    plan = floor.hub.call("POST", "/v1/warehouse/preview", json=asked).json()
    assert (plan["total"], plan["able"], plan["able_fen"]) == (7, good, 59_700)
    assert {part["why"]: part["orders"] for part in plan["skips"]} == {
        "地址只有省份，缺城市和区县": unclear, "中心没有这个订单": ["404"],
    }  # fmt: skip
    assert {part["why"]: part["orders"] for part in plan["consent"]} == {"金额不低于 5,000 元": dear, "VIP 订单": vip}
    assert floor.yard.taken == [], "a preview tells nobody"


def test_many_orders_are_released_in_one_command_with_a_receipt_each(floor: YardFloor) -> None:
    orders = floor.sell(*range(50))
    asked = floor.ask("release", orders, job="wave-1").json()
    assert asked["total"] == asked["queued"] == 50
    floor.hub.work()
    told = floor.job("wave-1")
    assert (told["accepted"], told["queued"]) == (50, 0)
    assert Counter(floor.yard.taken) == Counter((order, "release") for order in orders), "each exactly once"
    assert {one["state_name"] for one in told["receipts"]} == {"仓库已收"}
    with floor.hub.tower.db.read() as conn:
        from ordertower_desktop.hub.store.tables import audit

        about = audit.page(conn, after=0, limit=1000, about="wave-1")
    assert [record.what for _, record in about] == ["warehouse_release"], "one entry, whose children are the receipts"


def test_the_same_job_sent_twice_is_one_job_and_another_persons_is_refused(floor: YardFloor) -> None:
    orders = floor.sell(1, 2)
    for _ in range(2):
        assert floor.ask("release", orders, job="twice").status_code == 200
        floor.hub.work()
    assert sorted(floor.yard.taken) == [(order, "release") for order in orders]
    assert floor.ask("release", orders, job="twice", who="lin").status_code == 409


def test_what_the_warehouse_refuses_is_said_in_its_words_and_the_rest_goes_on(floor: YardFloor) -> None:
    (good,), (short,) = floor.sell(1), floor.sell(2, stock=0)
    floor.ask("release", [good, short], job="mixed")
    floor.hub.work()
    told = {one["order"]: (one["state"], one.get("why", "")) for one in floor.job("mixed")["receipts"]}
    assert told == {good: ("accepted", "仓库已收下放行"), short: ("refused", "缺货，不能放行")}
    floor.hub.advance(minutes=40)
    assert floor.yard.system.heard.count((short, "release")) == 1, "a refusal stays one until a person does something about it"


def test_only_a_supervisor_says_yes_to_a_dear_order(floor: YardFloor) -> None:
    orders = floor.sell(1, amount_fen=880_000)
    assert "要主管同意" in floor.ask("release", orders, job="a", agreed=True).json()["title"]
    assert floor.ask("release", orders, job="b").status_code == 422
    floor.ask("release", orders, job="c", who="li", agreed=True).raise_for_status()
    floor.hub.work()
    assert floor.yard.taken == [(orders[0], "release")]


def test_within_a_minute_a_job_is_taken_back_and_the_warehouse_lets_go(floor: YardFloor) -> None:
    first, second = floor.sell(1), floor.sell(2)
    floor.ask("release", first, job="out").raise_for_status()
    floor.hub.work()
    floor.yard.system.busy_until = floor.hub.now + timedelta(minutes=5)
    floor.ask("release", second, job="held").raise_for_status()
    for job in ("out", "held"):
        floor.hub.call("DELETE", f"/v1/warehouse/jobs/{job}").raise_for_status()
    floor.hub.work()
    assert floor.states("held") == {second[0]: "cancelled"}, "it had not been said, so nothing has to be called back"
    for _ in range(18):
        floor.hub.advance(minutes=1)
    assert floor.yard.taken == [(first[0], "release"), (first[0], "intercept")]
    assert floor.states("out:back") == {first[0]: "accepted"}
    log = floor.hub.call("GET", f"/v1/orders/{first[0]}").json()
    assert any("intercepted" in line for line in log["raw"])


def test_after_a_minute_or_by_a_stranger_a_job_stays(floor: YardFloor) -> None:
    orders = floor.sell(1)
    floor.ask("release", orders, job="late").raise_for_status()
    assert floor.hub.call("DELETE", "/v1/warehouse/jobs/late", who="lin").status_code == 403
    floor.hub.advance(seconds=61)
    refused = floor.hub.call("DELETE", "/v1/warehouse/jobs/late")
    assert (refused.status_code, refused.json()["title"]) == (422, "已过 60 秒，不能整批撤回；请在指令记录里逐单撤回")


def test_a_warehouse_that_is_busy_is_asked_again_and_each_order_goes_once(floor: YardFloor) -> None:
    orders = floor.sell(*range(5))
    floor.yard.system.busy_until = floor.hub.now + timedelta(minutes=3)
    floor.ask("release", orders, job="busy").raise_for_status()
    floor.hub.work()
    assert set(floor.states("busy").values()) == {"queued"}
    for _ in range(20):
        floor.hub.advance(minutes=1)
    assert set(floor.states("busy").values()) == {"accepted"}
    assert Counter(floor.yard.taken) == Counter((order, "release") for order in orders)


def test_an_order_that_is_cancelled_while_it_waits_is_not_released(floor: YardFloor) -> None:
    from ordertower_desktop.domain.event import Event

    (order,) = floor.sell(1)
    floor.yard.system.busy_until = floor.hub.now + timedelta(minutes=3)
    floor.ask("release", [order], job="wait").raise_for_status()
    floor.hub.work()
    floor.hub.told(Event(floor.hub.now, "taobao", "cancelled", order))
    floor.hub.advance(minutes=16)
    (receipt,) = floor.job("wait")["receipts"]
    assert (receipt["state"], receipt["why"]) == ("refused", "已取消或已退款，不再发给仓库")
    assert floor.yard.taken == []


def test_an_urgent_order_is_printed_before_its_wave(floor: YardFloor) -> None:
    first, second = floor.sell(1, 2)
    offered = floor.hub.call("GET", f"/v1/orders/{second}").json()["commands"]
    assert offered == ["release", "hold", "urgent"], "the order page offers what may be told"
    floor.ask("release", [first, second], job="wave").raise_for_status()
    floor.hub.work()
    offered = floor.hub.call("GET", f"/v1/orders/{second}").json()["commands"]
    assert offered == ["intercept", "hold", "urgent"]
    floor.ask("urgent", [second], job="rush").raise_for_status()
    floor.hub.work()
    floor.hub.advance(minutes=2)
    stop = floor.hub.call("DELETE", "/v1/warehouse/jobs/rush")
    assert stop.status_code == 422
    assert floor.states("rush") == {second: "accepted"}
    floor.ask("intercept", [first, second], job="stop").raise_for_status()
    floor.hub.work()
    told = {one["order"]: (one["state"], one.get("why", "")) for one in floor.job("stop")["receipts"]}
    assert told[first] == ("accepted", "仓库已收下拦截")
    assert told[second] == ("refused", "仓库已打单，请到现场处理"), "the wave has not begun, the urgent one is printed"


def test_without_a_warehouse_the_hub_says_what_is_missing(floor: YardFloor) -> None:
    orders = floor.sell(1)
    with floor.hub.tower.db.write() as conn:
        from ordertower_desktop.hub.store.tables import commands

        commands.connect(conn, {})
    assert floor.ask("release", orders, job="none").json()["title"].startswith("还没有接上能收指令的仓库系统")
