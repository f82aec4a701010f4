"""One rule tried on the open orders, put in force, and followed through its versions: what is foretold is what comes."""

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.store.judging.openorders import OpenOrders
from ordertower_desktop.sync import fetch
from ordertower_desktop.sync.http import Client
from ordertower_desktop.sync.trouble import Refused
from tests.hub.floor import Floor, open_floor

START = 2
"""The pack that ships is version 1, the rules of the test floor are version 2."""
LATE: dict[str, Any] = {"since": "payment_approved", "over": "24h", "without": "outbound"}


def r05(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    when = {"all": [LATE, *parts]}
    return {"id": "R05", "name": "发货超时进池", "state": "on", "kind": "ship_overdue", "severity": "critical", "when": when, **more}


def over(hours: int) -> dict[str, Any]:
    return r05() | {"when": LATE | {"over": f"{hours}h"}}


def tried(floor: Floor, rule: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = floor.call("POST", "/v1/rules/preview", json={"rule": rule, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def saved(floor: Floor, rule: dict[str, Any], *, base: int = 0, who: str = "li", why: str = "") -> dict[str, Any]:
    answer = floor.call("PUT", f"/v1/rules/{rule['id']}", who=who, json={"rule": rule, "base": base, "why": why})
    assert answer.status_code == 200, answer.text
    floor.work()
    return answer.json()


def hit(floor: Floor, rule: str = "R05") -> set[str]:
    """The orders on whose open case the rule stands."""
    return {order for order, row in floor.pool().items() if rule in row.verdicts}


def named(lines: list[dict[str, Any]]) -> set[str]:
    return {line["order"] for line in lines}


def version(floor: Floor) -> int:
    return floor.call("GET", "/v1/rules").json()["version"]


def test_a_preview_names_what_a_threshold_adds_and_removes_and_changes_nothing(floor: Floor) -> None:
    for order, hours in (("a", 20.0), ("b", 25.0), ("c", 37.0), ("d", 2.0)):
        floor.paid(order, hours_ago=hours, shop="旗舰店")
    before = version(floor)
    tight, loose = tried(floor, over(18)), tried(floor, over(36))
    assert (tight["hits"], tight["before"], tight["added"], tight["removed"], tight["judged"]) == (3, 2, 1, 0, 4)
    assert tight["first_added"][0]["order"] == "a"
    assert tight["first_added"][0]["shop"] == "旗舰店"
    assert (loose["hits"], loose["removed"], named(loose["first_removed"])) == (1, 1, {"b"})
    assert version(floor) == before
    assert hit(floor) == {"b", "c"}


def test_saving_one_rule_counts_at_once_on_every_open_order(floor: Floor) -> None:
    for order, hours in (("a", 20.0), ("b", 25.0), ("c", 37.0)):
        floor.paid(order, hours_ago=hours)
    assert hit(floor) == {"b", "c"}
    saved(floor, over(36))
    assert hit(floor) == {"c"}
    saved(floor, over(18))
    assert hit(floor) == {"a", "b", "c"}


RULES = st.builds(
    lambda hours, parts, join, exempt: {
        "id": "R05", "name": "发货超时进池", "state": "on", "kind": "ship_overdue", "severity": "critical",
        "when": {"all": [LATE | {"over": f"{hours}h"}, *([{join: parts}] if parts else [])]}, "exempt": exempt,
    },
    st.integers(1, 60),
    st.lists(
        st.sampled_from([
            {"field": "amount_fen", "at_least": 500000}, {"field": "shop", "is": "直播间"}, {"not": {"tag": "no_nudge"}},
            {"field": "presale", "is": False}, {"event": "urged", "count_at_least": 1, "within": "24h"}, {"stage": "待发货"},
        ]),
        max_size=3,
    ),
    st.sampled_from(["all", "any"]),
    st.lists(st.just({"match": {"field": "shop", "is": "直播间"}, "by": "李婷", "why": "专场"}), max_size=1),
)  # fmt: skip
ORDERS = st.lists(
    st.tuples(
        st.floats(0.5, 70).map(lambda hours: round(hours, 3)),
        st.fixed_dictionaries(
            {"amount_fen": st.sampled_from([100, 600_000])},
            optional={"shop": st.sampled_from(["直播间", "旗舰店"]), "no_nudge": st.booleans(), "presale": st.booleans()},
        ),
        st.sampled_from(["", "outbound", "cancelled", "delivered", "urged"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25)
@given(rule=RULES, orders=ORDERS)
def test_what_a_preview_counts_is_what_saving_then_gives(rule: dict[str, Any], orders: list[tuple[float, dict[str, Any], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_floor(Path(folder)) as floor:
        for place, (hours, payload, also) in enumerate(orders):
            told = [Event(floor.now - timedelta(hours=hours), "taobao", "payment_approved", f"o{place}", {"platform": "taobao", **payload})]
            told += [Event(floor.now - timedelta(minutes=5), "taobao", also, f"o{place}")] if also else []
            floor.told(*told)
        before, foretold = hit(floor), tried(floor, rule, most=100)
        saved(floor, rule)
        after = hit(floor)
        assert (foretold["hits"], foretold["before"], foretold["kept"]) == (len(after), len(before), len(before & after))
        assert named(foretold["first_added"]) == after - before
        assert named(foretold["first_removed"]) == before - after
        assert foretold["lines"]["when"] == foretold["hits"]


def test_every_line_of_the_tree_tells_how_many_orders_get_through_it(floor: Floor) -> None:
    floor.paid("a", hours_ago=30, amount_fen=600_000)
    floor.paid("b", hours_ago=30, amount_fen=100, customer_level="VIP")
    floor.paid("c", hours_ago=1, amount_fen=600_000)
    floor.paid("d", hours_ago=30, amount_fen=100)
    rich = {"any": [{"field": "amount_fen", "at_least": 500_000}, {"tag": "vip"}]}
    found = tried(floor, r05(rich))
    assert found["about"] == 4
    assert found["lines"] == {"when": 2, "when.all[0]": 3, "when.all[1]": 2, "when.all[1].any[0]": 1, "when.all[1].any[1]": 1}


def test_orders_that_are_over_are_not_counted(floor: Floor) -> None:
    for order in ("a", "b"):
        floor.paid(order, hours_ago=3)
        floor.told(Event(floor.now, "taobao", "urged", order))
    floor.told(Event(floor.now, "taobao", "cancelled", "b"))
    found = tried(floor, {"id": "U01", "name": "催过", "when": {"event": "urged", "count_at_least": 1}})
    assert (found["judged"], found["hits"], named(found["first_added"])) == (1, 1, {"a"})


def test_special_limits_are_counted_where_they_count(floor: Floor) -> None:
    floor.paid("a", hours_ago=13, customer_level="VIP")
    floor.paid("b", hours_ago=13)
    found = tried(floor, over(24) | {"by": [{"match": {"field": "customer_level", "is": "VIP"}, "over": "12h"}]})
    assert (found["hits"], found["lines"]["when"]) == (1, 1)


def test_an_exemption_says_how_many_it_spares(floor: Floor) -> None:
    floor.paid("a", hours_ago=30, shop="直播间")
    floor.paid("b", hours_ago=30, shop="旗舰店")
    gone = {"match": {"field": "shop", "is": "旗舰店"}, "by": "周凯", "why": "仓库搬迁", "until": "2025-11-12T00:00:00+08:00"}
    found = tried(floor, r05(exempt=[{"match": {"field": "shop", "is": "直播间"}, "by": "李婷", "why": "专场"}, gone]))
    assert found["hits"] == 1
    assert [(one["words"], one["more"], one["by"]) for one in found["spared"]] == [
        ("店铺是“直播间”", 1, "李婷"),
        ("店铺是“旗舰店”", 0, "周凯"),
    ]


def test_a_granted_exemption_counts_in_the_preview_as_it_does_in_force(floor: Floor) -> None:
    floor.paid("a", hours_ago=30, shop="直播间")
    granted = {"exemptions": [{"rule": "*", "match": {"field": "shop", "is": "直播间"}, "by": "李婷", "why": "专场"}]}
    answer = floor.call("PUT", "/v1/exemptions", who="li", json={"text": json.dumps(granted)})
    assert answer.status_code == 200
    floor.work()
    found = tried(floor, r05())
    assert (found["hits"], found["before"], [one.get("own", True) for one in found["spared"]]) == (0, 0, [False])
    assert hit(floor) == set()


def test_a_rule_that_cannot_be_is_refused_with_its_place_in_chinese(floor: Floor) -> None:
    for path, verb in (("/v1/rules/preview", "POST"), ("/v1/rules/R05", "PUT")):
        answer = floor.call(verb, path, who="li", json={"rule": r05({"field": "presale"})})
        assert answer.status_code == 422
        assert answer.json()["title"].startswith("rules：规则 R05：when.all[1].field：缺少比较方式，可用：is、is_not、in")
    assert version(floor) == START


def test_a_rule_without_an_id_or_with_another_one_is_refused(floor: Floor) -> None:
    assert floor.call("POST", "/v1/rules/preview", json={"rule": {"when": LATE}}).status_code == 422
    assert floor.call("PUT", "/v1/rules/R06", who="li", json={"rule": r05()}).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("zhao", 403), ("li", 200), ("it", 200)])
def test_only_supervisors_save_and_everybody_at_work_may_look(floor: Floor, who: str, status: int) -> None:
    assert floor.call("PUT", "/v1/rules/R05", who=who, json={"rule": over(20)}).status_code == status
    assert floor.call("POST", "/v1/rules/preview", who=who, json={"rule": over(20)}).status_code == 200


def test_anothers_change_of_the_same_rule_is_a_conflict_with_their_name(floor: Floor) -> None:
    saved(floor, over(30), base=START)
    answer = floor.call("PUT", "/v1/rules/R05", who="it", json={"rule": over(36), "base": START})
    assert (answer.status_code, answer.json()["title"]) == (409, "李婷 刚把这条规则改成第 3 版，请先看过再改")
    assert version(floor) == START + 1
    saved(floor, over(36), base=START + 1, who="it")
    assert version(floor) == START + 2


def test_anothers_change_of_another_rule_is_none(floor: Floor) -> None:
    other = {"id": "R12", "name": "客户催单", "state": "shadow", "when": {"event": "urged", "count_at_least": 2, "within": "24h"}}
    saved(floor, other, base=START)
    saved(floor, over(36), base=START, who="it")
    content = floor.call("GET", "/v1/rules").json()["content"]
    assert [(one["id"], one["state"]) for one in content["rule"]] == [("R05", "on"), ("R12", "shadow")]


def test_a_new_rule_stands_behind_the_others_which_stay_as_they_were(floor: Floor) -> None:
    before = floor.call("GET", "/v1/rules").json()["content"]["rule"]
    saved(floor, over(40) | {"id": "U01", "state": "draft"})
    after = floor.call("GET", "/v1/rules").json()["content"]["rule"]
    assert after[:2] == before
    assert after[2]["id"] == "U01"


def test_saving_what_is_there_already_makes_no_version(floor: Floor) -> None:
    first = floor.call("GET", "/v1/rules").json()["content"]["rule"][0]
    saved(floor, first)
    assert version(floor) == START


def test_a_draft_and_a_shadow_open_no_case_and_still_tell_what_they_would_hit(floor: Floor) -> None:
    floor.paid("a", hours_ago=30)
    for state in ("draft", "shadow"):
        saved(floor, over(24) | {"state": state})
        assert hit(floor) == set()
        assert tried(floor, over(24) | {"state": state})["hits"] == 1


def test_the_history_of_one_rule_is_told_in_words_newest_first(floor: Floor) -> None:
    saved(floor, over(36), why="大促放宽")
    saved(floor, {"id": "U01", "name": "别的", "when": LATE}, who="it")
    saved(floor, over(36) | {"state": "shadow"}, who="it")
    told = floor.call("GET", "/v1/rules/changes", params={"rule": "R05"}).json()
    assert [(one["version"], one["by_name"], one["says"]) for one in told] == [
        (5, "吴桐", ["状态：启用 → 影子"]),
        (3, "李婷", ["条件：付款后 24 小时未出库 → 付款后 36 小时未出库"]),
        (2, "系统", told[2]["says"]),
        (1, "系统", ["新建规则"]),
    ]
    assert "去掉条件：非预售" in told[2]["says"]
    assert (told[0]["why"], told[1]["why"]) == ("R05 状态：启用 → 影子", "大促放宽")
    assert told[1]["rule"]["when"]["over"] == "36h"


def test_a_rule_from_the_history_put_in_force_again_is_the_rule_it_was(floor: Floor) -> None:
    floor.paid("a", hours_ago=30)
    saved(floor, over(36))
    assert hit(floor) == set()
    first = floor.call("GET", "/v1/rules/changes", params={"rule": "R05"}).json()[1]["rule"]
    saved(floor, first)
    assert hit(floor) == {"a"}
    assert tried(floor, first)["added"] == 0


def client(floor: Floor, who: str) -> Client:
    """The desk's way to this hub, without a socket."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        headers = {key: value for key, value in request.headers.items() if key in ("authorization", "content-type")}
        told = floor.call(request.method, path, who="", content=request.read(), headers=headers)
        return httpx.Response(told.status_code, content=told.content)

    return Client("http://127.0.0.1", floor.token(who), transport=httpx.MockTransport(answer))


def test_the_desk_asks_as_the_hub_understands(floor: Floor) -> None:
    floor.paid("a", hours_ago=30)
    desk, other = client(floor, "li"), client(floor, "it")
    book = fetch.rules()(desk)
    assert [one["id"] for one in book.content["rule"]] == ["R05", "R12"]
    assert fetch.rehearse(over(36))(desk).removed == 1
    made = fetch.save_rule(over(36), book.version, "大促")(desk)
    assert (made.version, made.content["rule"][0]["when"]["over"]) == (book.version + 1, "36h")
    assert fetch.rule_changes("R05")(desk)[0].by_name == "李婷"
    with pytest.raises(Refused) as refused:
        fetch.save_rule(over(40), book.version, "")(other)
    assert (refused.value.status, str(refused.value)) == (409, "李婷 刚把这条规则改成第 3 版，请先看过再改")
    with pytest.raises(Refused) as bad:
        fetch.save_rule(r05({"stage": "待发火"}), made.version, "")(desk)
    assert str(bad.value).startswith("rules：规则 R05：when.all[1].stage：没有“待发火”")
    for one in (desk, other):
        one.close()


def test_a_trial_knows_what_arrived_since_the_last_one(floor: Floor) -> None:
    """Orders are kept between trials, and still each trial is of this moment."""
    floor.paid("a", hours_ago=30)
    floor.paid("b", hours_ago=30)
    assert tried(floor, over(24))["hits"] == 2
    floor.told(Event(floor.now, "wms", "outbound", "a"))
    assert tried(floor, over(24))["hits"] == 1
    floor.told(Event(floor.now, "taobao", "cancelled", "b"))
    assert (tried(floor, over(24))["hits"], tried(floor, over(24))["judged"]) == (0, 1)
    floor.paid("c", hours_ago=23)
    assert tried(floor, over(24))["hits"] == 0
    floor.advance(hours=1)
    assert tried(floor, over(24))["hits"] == 1


def test_only_what_changed_is_read_again(floor: Floor) -> None:
    for order in ("a", "b"):
        floor.paid(order, hours_ago=30)
    kept = OpenOrders()
    with floor.tower.db.read() as conn:
        first = {order.id: order for order in kept.current(conn)}
    floor.told(Event(floor.now, "wms", "outbound", "a"))
    with floor.tower.db.read() as conn:
        then = {order.id: order for order in kept.current(conn)}
    assert then["b"] is first["b"]
    assert "outbound" in then["a"].moments


def test_where_too_many_are_open_a_trial_says_of_how_many_it_speaks(floor: Floor) -> None:
    for i in range(5):
        floor.paid(f"o{i}", hours_ago=20 + i)
    object.__setattr__(floor.tower, "open_orders", OpenOrders(most=3))
    found = tried(floor, over(18))
    assert (found["whole"], found["judged"], found["hits"]) == (5, 3, 3)
