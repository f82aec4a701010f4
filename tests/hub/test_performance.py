"""What people did, by the log: closings by difficulty, steps late, breaches and hand-overs; and who may see whose."""

from ordertower_desktop.wire.performance import ScorePage
from tests.hub.floor import Floor
from tests.hub.test_playbooks import act, late


def scores(floor: Floor, who: str, days: int = 7) -> ScorePage:
    return floor.read(ScorePage, "/v1/performance", who=who, days=days)


def test_the_log_tells_what_everybody_did_and_an_agent_sees_only_the_own_line(floor: Floor) -> None:
    """S46, S48, S49, S99."""
    case = late(floor)
    act(floor, "hand_over", case=case, to="zhao", who="lin")
    act(floor, "acknowledge", case=case)
    floor.advance(minutes=3)
    act(floor, "finish_step", case=case, step="1")
    floor.advance(minutes=20)
    act(floor, "finish_step", case=case, step="2", text="401")
    act(floor, "resolve", case=case, checks=["state_done", "customer_told", "archived"])
    found = {one.name: one for one in scores(floor, "li").lines}
    zhao, lin = found["赵一鸣"], found["林晓"]
    assert (zhao.closed, zhao.points, zhao.steps, zhao.late_steps, zhao.breached) == (1, 120, 2, 1, 0)
    assert (lin.closed, lin.breached, lin.passed_on, lin.taken_away) == (0, 1, 1, 0)
    own = scores(floor, "zhao")
    assert (own.own, own.lines) == (zhao, [])
    floor.advance(days=8)
    assert scores(floor, "li").lines == []
    assert floor.call("GET", "/v1/performance", params={"days": "99"}).status_code == 400
