"""Promotions through the surface: in force at once on every open order, gone by themselves, refused in words."""

from datetime import timedelta
from typing import Any

from ordertower_desktop.domain.people import Role
from ordertower_desktop.wire.codec import encode
from tests.hub.floor import Floor
from tests.hub.rulekit import hit, over, tried

PATH = "/v1/promos"


def promo(floor: Floor, **also: Any) -> dict[str, Any]:
    return {
        "id": "d11", "name": "双11", "by": "李婷", "begin": (floor.now - timedelta(hours=1)).isoformat(),
        "end": (floor.now + timedelta(hours=10)).isoformat(), "limits": {"R05": "48h"}, **also,
    }  # fmt: skip


def put(floor: Floor, *promos: dict[str, Any], role: Role = Role.SUPERVISOR, base: int = 0) -> Any:
    text = encode({"promo": list(promos)}).decode()
    return floor.call("PUT", PATH, role=role, json={"text": text, "why": "大促", "base": base})


def late(floor: Floor) -> None:
    for order, hours in (("a", 20.0), ("b", 30.0), ("c", 50.0)):
        floor.paid(order, hours_ago=hours)


def test_a_promotion_is_in_force_at_once_and_ends_by_itself(floor: Floor) -> None:
    late(floor)
    assert hit(floor) == {"b", "c"}
    assert put(floor, promo(floor)).status_code == 200
    floor.work()
    assert hit(floor) == {"c"}
    floor.advance(hours=10)
    assert hit(floor) == {"a", "b", "c"}


def test_a_rule_on_trial_is_judged_as_the_promotion_makes_it(floor: Floor) -> None:
    late(floor)
    put(floor, promo(floor))
    floor.work()
    foretold = tried(floor, over(18))
    assert (foretold["hits"], foretold["before"]) == (1, 1), "the promotion's limit stands over the rule's"


def test_only_a_supervisor_changes_promotions_and_every_agent_reads_them(floor: Floor) -> None:
    assert put(floor, promo(floor), role=Role.AGENT).status_code == 403
    assert put(floor, promo(floor)).status_code == 200
    found = floor.call("GET", PATH, role=Role.AGENT).json()
    assert [one["name"] for one in found["content"]["promo"]] == ["双11"]


def test_what_is_wrong_is_refused_in_words_and_changes_nothing(floor: Floor) -> None:
    answer = put(floor, promo(floor, limits={"R99": "48h"}))
    assert answer.status_code == 422
    assert "大促 双11" in answer.text
    assert "没有规则“R99”" in answer.text
    assert floor.call("GET", PATH).json()["version"] == 1


def test_a_rule_that_a_promotion_speaks_of_is_not_taken_away_under_it(floor: Floor) -> None:
    put(floor, promo(floor))
    other = {"rule": [{"id": "R01", "when": {"tag": "urged"}}]}
    answer = floor.call("PUT", "/v1/rules", role=Role.SUPERVISOR, json={"text": encode(other).decode()})
    assert answer.status_code == 422
    assert "大促 双11" in answer.text


def test_two_who_change_promotions_at_once_hear_of_each_other(floor: Floor) -> None:
    assert put(floor, promo(floor), base=1).status_code == 200
    answer = put(floor, promo(floor, name="年货节"), base=1)
    assert answer.status_code == 409
    assert "第 2 版" in answer.text


def test_an_older_version_is_put_in_force_again(floor: Floor) -> None:
    late(floor)
    put(floor, promo(floor))
    put(floor)
    floor.work()
    assert hit(floor) == {"b", "c"}
    assert floor.call("POST", f"{PATH}/restore", role=Role.SUPERVISOR, json={"version": 2}).status_code == 200
    floor.work()
    assert hit(floor) == {"c"}


def test_a_promotion_on_trial_tells_what_each_rule_would_hit_if_it_were_on_now(floor: Floor) -> None:
    late(floor)
    ahead = promo(floor, begin=(floor.now + timedelta(days=20)).isoformat(), end=(floor.now + timedelta(days=21)).isoformat())
    answer = floor.call("POST", f"{PATH}/preview", json={"promo": ahead})
    assert answer.json() == [{"rule": "R05", "name": "发货超时进池", "before": 2, "hits": 1}]
    assert hit(floor) == {"b", "c"}, "nothing has happened by it"
    wrong = floor.call("POST", f"{PATH}/preview", json={"promo": ahead | {"limits": {"R05": "两天"}}})
    assert wrong.status_code == 422
    assert "不是时长" in wrong.text
