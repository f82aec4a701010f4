"""A draft played over the history that the hub keeps: who comes, who goes, and nothing of the floor moves meanwhile."""

from datetime import timedelta

from ordertower_desktop.domain.event import Event
from tests.hub.floor import Floor
from tests.hub.pastkit import begun, named, over, played
from tests.hub.rulekit import hit, r05, saved, version
from tests.hub.rulekit import over as limit


def shipped(floor: Floor, order: str, *, hours_ago: float) -> None:
    floor.told(Event(floor.now - timedelta(hours=hours_ago), "wms", "outbound", order))


def history(floor: Floor) -> None:
    """Paid and shipped: late by much, late by a little, in time, presold, and three that are still open."""
    for order, paid, out in (("much", 200, 150), ("little", 100, 70), ("well", 90, 80), ("old", 500, 400)):
        floor.paid(order, hours_ago=paid, shop="旗舰店")
        shipped(floor, order, hours_ago=out)
    floor.paid("presold", hours_ago=60, presale=True)
    floor.paid("open", hours_ago=40)
    floor.paid("fresh", hours_ago=2)


def test_a_draft_names_the_orders_it_adds_and_removes_one_by_one(floor: Floor) -> None:
    """B1: against the rule in force, over what was, not only what is open now."""
    history(floor)
    before = version(floor)
    view = played(floor, limit(36))
    found = view["found"]
    assert (found["orders"], found["hits"], found["before"]) == (7, 3, 4)
    assert (set(named(floor, view, "added")), set(named(floor, view, "removed"))) == (set(), {"little"})
    assert set(named(floor, view, "kept")) == {"much", "open", "presold"}
    tight = played(floor, limit(8))
    assert set(named(floor, tight, "added")) == {"well"}
    line = named(floor, tight, "added")["well"]
    assert (line["shop"], line["stage"], line["rules"]) == ("旗舰店", "待揽收", ["R05"])
    assert line["since"] == (floor.now - timedelta(hours=82)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert version(floor) == before
    assert hit(floor) == {"open", "presold"}


def test_the_rule_as_it_stands_makes_no_difference(floor: Floor) -> None:
    history(floor)
    found = played(floor, r05())["found"]
    assert (found["added"], found["removed"], found["hits"]) == (0, 0, found["before"])
    assert found["hits"] == 4


def test_days_tell_when_orders_came_in_as_it_is_and_as_it_would_be(floor: Floor) -> None:
    history(floor)
    days = played(floor, limit(36), days=7)["found"]["days"]
    assert [day["day"] for day in days][::7] == ["2025-11-05", "2025-11-12"]
    assert sum(day["before"] for day in days) == 4
    by_day = {day["day"]: (day["hits"], day["before"]) for day in days if day["hits"] or day["before"]}
    assert by_day == {"2025-11-05": (1, 1), "2025-11-09": (0, 1), "2025-11-11": (1, 2), "2025-11-12": (1, 0)}


def test_only_one_runs_at_a_time_and_it_can_be_called_off(floor: Floor) -> None:
    history(floor)
    first = begun(floor, limit(36))
    refused = floor.call("POST", "/v1/backtests", who="it", json={"rule": limit(8)})
    assert (refused.status_code, refused.json()["title"]) == (409, "李婷 正在回测“发货超时进池”；等它完成，或先取消它")
    gone = floor.call("DELETE", f"/v1/backtests/{first['id']}", who="it")
    assert gone.json()["state"] == "cancelled"
    assert over(floor, first["id"])["state"] == "cancelled"
    assert played(floor, limit(36))["found"]["removed"] == 1


def test_a_running_one_ends_with_its_process_when_it_is_called_off(floor: Floor) -> None:
    history(floor)
    first = begun(floor, limit(36))
    watch = floor.hub._backtesting
    watch.tick(floor.tower, floor.now)
    running = watch._running
    assert running is not None
    assert running._child.is_alive()
    floor.call("DELETE", f"/v1/backtests/{first['id']}", who="li")
    watch.tick(floor.tower, floor.now)
    assert not running._child.is_alive()
    assert floor.call("GET", f"/v1/backtests/{first['id']}").json()["state"] == "cancelled"


def test_one_whose_process_dies_says_so_and_the_next_one_runs(floor: Floor) -> None:
    history(floor)
    first = begun(floor, limit(36))
    watch = floor.hub._backtesting
    watch.tick(floor.tower, floor.now)
    assert watch._running is not None
    watch._running._child.kill()
    view = over(floor, first["id"])
    assert (view["state"], view["error"].partition("，")[0]) == ("failed", "回测的进程意外结束了")
    assert played(floor, limit(36))["state"] == "done"


def test_one_that_a_dead_hub_left_behind_is_played_from_the_beginning(floor: Floor) -> None:
    history(floor)
    first = begun(floor, limit(36))
    floor.hub._backtesting.tick(floor.tower, floor.now)
    floor.hub._backtesting.close()
    assert over(floor, first["id"])["found"]["removed"] == 1


def test_a_whole_book_is_compared_by_what_comes_into_the_pool(floor: Floor) -> None:
    """A draft and a shadow put nothing into the pool."""
    history(floor)
    floor.told(Event(floor.now - timedelta(hours=3), "taobao", "urged", "fresh"))
    book = """
    [[rule]]
    id = "R05"
    name = "发货超时进池"
    state = "shadow"
    kind = "ship_overdue"
    when = { since = "payment_approved", over = "24h", without = "outbound" }
    [[rule]]
    id = "R12"
    name = "客户催单"
    state = "on"
    kind = "urged"
    when = { event = "urged", count_at_least = 1, within = "24h" }
    """
    view = played(floor, rules=book)
    assert set(named(floor, view, "removed")) == {"much", "little", "open", "presold"}
    assert set(named(floor, view, "kept")) == {"fresh"}
    assert {one["rule"]: (one["hits"], one["before"]) for one in view["found"]["rules"]} == {"R05": (0, 4), "R12": (1, 1)}


def test_a_new_rule_adds_everything_that_it_hits(floor: Floor) -> None:
    history(floor)
    late = {"since": "payment_approved", "over": "24h", "without": "outbound"}
    parts = [{"field": "presale", "is": False}, late, {"not": {"tag": "no_nudge"}}]
    view = played(floor, {"id": "U01", "name": "我的第一条", "when": {"all": parts}})
    assert set(named(floor, view, "added")) == {"much", "little", "open"}
    assert view["found"]["before"] == 0


def test_what_cannot_be_played_is_refused_in_a_sentence(floor: Floor) -> None:
    rate = {"rate": "delivered", "of": "out_for_delivery", "group": "province", "under": 0.85, "for": "3d", "min": 5}
    for body, words in (
        ({}, "请给出一条规则"),
        ({"rule": r05(), "days": 0}, "天数要在 1 到 92 之间"),
        ({"rule": {"name": "没有编号"}}, "规则还没有编号"),
        ({"rule": r05() | {"when": {"since": "payed"}}}, "when"),
        ({"rule": {"id": "R15", "name": "签收率", "when": rate}}, "不能逐单回测"),
    ):
        answer = floor.call("POST", "/v1/backtests", who="li", json=body)
        assert answer.status_code == 422, answer.text
        assert words in answer.json()["title"]
    assert floor.call("POST", "/v1/backtests", who="zhao", json={"rule": r05()}).status_code == 403
    assert floor.call("GET", "/v1/backtests/none").status_code == 404


def test_a_rule_changed_meanwhile_is_compared_with_what_was_in_force_when_it_began(floor: Floor) -> None:
    history(floor)
    first = begun(floor, limit(36))
    saved(floor, limit(1), base=version(floor))
    found = over(floor, first["id"])["found"]
    assert (found["version"], found["before"]) == (2, 4)
