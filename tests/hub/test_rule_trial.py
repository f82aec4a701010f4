"""One rule tried on the open orders: what is foretold is what comes."""

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ordertower_desktop.domain.event import Event
from ordertower_desktop.hub.store.judging.openorders import OpenOrders
from tests.hub.floor import Floor, open_floor
from tests.hub.rulekit import LATE, hit, named, over, r05, saved, tried, version


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
