"""The list of what comes and goes (S58), out of what the hub itself has counted."""

from ordertower_desktop.domain.event import Event
from ordertower_desktop.wire.backtests import ChatterRow
from tests.hub.floor import Floor

RULE = {
    "id": "J1", "name": "刚催过", "state": "on", "kind": "urged", "severity": "notice",
    "when": {"event": "urged", "count_at_least": 1, "within": "3min"},
}  # fmt: skip


def test_a_rule_that_comes_and_goes_is_listed_with_its_order(floor: Floor) -> None:
    floor.call("PUT", "/v1/rules/J1", who="li", json={"rule": RULE}).raise_for_status()
    for order in ("jumps", "calm"):
        floor.paid(order, hours_ago=0.1)
    for i in range(4):
        for order in ("jumps", *(["calm"] if i < 2 else [])):
            floor.told(Event(floor.now, "taobao", "urged", order, {}))
        floor.advance(minutes=8)
    found = floor.read(list[ChatterRow], "/v1/rules/chatters")
    assert [(one.rule, one.order, one.times) for one in found] == [("J1", "jumps", 4)]
    assert found[0].shortest_s is not None
    floor.clock.at = floor.clock.at.replace(year=floor.now.year + 1)
    assert floor.read(list[ChatterRow], "/v1/rules/chatters") == []
    assert floor.call("GET", "/v1/rules/chatters", params={"days": "32"}).status_code == 400
