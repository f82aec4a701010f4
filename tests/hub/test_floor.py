"""A floor at work: late orders, who answers, who is told, and what stops it."""

from datetime import timedelta
from itertools import count

from ordertower_desktop.domain.event import Event
from tests.hub.floor import Floor

_ids = count()


def act(do: str, case: str, **more: object) -> dict[str, object]:
    return {"id": f"a{next(_ids)}", "do": do, "case": case, **more}


def test_a_breach_is_in_the_pool_at_its_second_and_not_before(floor: Floor) -> None:
    floor.paid("3901", hours_ago=23.99)
    assert floor.pool() == {}
    floor.advance(seconds=35)
    assert floor.pool() == {}
    floor.advance(seconds=1)
    row = floor.pool()["3901"]
    assert (row.kind, row.owner, row.verdicts) == ("ship_overdue", "lin", ["R05"])


def test_orders_go_to_people_by_turns(floor: Floor) -> None:
    for order in ("1", "2", "3", "4"):
        floor.paid(order, hours_ago=25)
    owners = [floor.pool()[order].owner for order in ("1", "2", "3", "4")]
    assert sorted(owners) == ["lin", "lin", "zhao", "zhao"]
    assert owners[0] != owners[1]


def test_the_chain_tells_owner_then_backup_then_stops_on_acknowledge(floor: Floor) -> None:
    """D4: t0 in-app, t+5 WeCom, t+10 SMS, t+15 backup."""
    floor.paid("3901", hours_ago=25)
    row = floor.pool()["3901"]
    other = "zhao" if row.owner == "lin" else "lin"
    assert [n.order for n in floor.notices(row.owner)] == ["3901"]
    assert floor.notices(other) == []
    floor.advance(minutes=11)
    assert [r.channel for r in floor.notices(row.owner)[0].receipts] == ["in_app", "wecom", "sms"]
    assert [r.state for r in floor.notices(row.owner)[0].receipts] == ["delivered", "due", "due"]
    floor.advance(minutes=4)
    after = floor.pool()["3901"]
    assert after.owner != row.owner or row.owner == "lin"
    assert [n.order for n in floor.notices(after.owner)][-1:] == ["3901"]
    answer = floor.sync(act("acknowledge", after.case, version=after.version), who=after.owner)
    assert next(iter(answer.results.values())).ok
    assert floor.notices(row.owner) == floor.notices(after.owner) == []
    floor.advance(hours=5)
    states = {line["channel"]: line["state"] for line in floor.call("GET", "/v1/deliveries").json()["items"]}
    assert "mail" not in states
    assert states["wecom"] == states["sms"] == "cancelled"


def test_an_action_answers_with_the_row_that_it_made(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    row = floor.pool()["3901"]
    answer = floor.sync(act("acknowledge", row.case, version=row.version), who="zhao")
    changed = [change for change in answer.changes if change.key == row.case]
    assert changed
    assert floor.pool()["3901"].owner == "zhao"
    assert floor.pool()["3901"].acknowledged


def test_the_same_action_twice_acts_once_and_answers_the_same(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    row = floor.pool()["3901"]
    wish = act("note", row.case, text="电话安抚")
    first, again = floor.sync(wish).results, floor.sync(wish).results
    assert first == again
    page = floor.call("GET", "/v1/orders/3901").json()
    assert [note["text"] for note in page["notes"]] == ["电话安抚"]


def test_the_same_id_with_another_body_is_refused(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    row = floor.pool()["3901"]
    wish = act("note", row.case, text="一")
    floor.sync(wish)
    result = floor.sync({**wish, "text": "二"}).results[str(wish["id"])]
    assert result.state == "reused_id"


def test_the_second_of_two_agents_sees_who_was_first(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    row = floor.pool()["3901"]
    first = floor.sync(act("acknowledge", row.case, version=row.version), who="lin")
    second = floor.sync(act("acknowledge", row.case, version=row.version), who="zhao")
    assert next(iter(first.results.values())).ok
    lost = next(iter(second.results.values()))
    assert (lost.state, lost.winner) == ("conflict", "林晓")


def test_a_report_raises_a_case_where_there_was_none(floor: Floor) -> None:
    """S36: 登记催单."""
    floor.paid("77", hours_ago=1)
    assert floor.pool() == {}
    answer = floor.sync({"id": "r1", "do": "report", "order": "77", "kind": "urged", "text": "到底发了没"})
    assert answer.results["r1"].ok
    assert floor.pool()["77"].kind == "urged"
    assert floor.pool()["77"].triage == "URGENT"


def test_a_repull_of_a_file_is_refused_with_the_reason(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    row = floor.pool()["3901"]
    result = next(iter(floor.sync(act("repull", row.case)).results.values()))
    assert (result.state, result.why) == ("refused", "此来源是导入的文件，无法重新拉取；请重新导入")


def test_a_shipped_order_recovers_by_itself(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    assert "3901" in floor.pool()
    floor.told(Event(floor.now, "wms", "outbound", "3901"))
    floor.advance(minutes=10)
    assert floor.pool() == {}


def test_rules_take_effect_at_once_for_orders_that_are_there(floor: Floor) -> None:
    floor.paid("3901", hours_ago=10)
    assert floor.pool() == {}
    version = floor.call("GET", "/v1/rules", who="li").json()
    text = version["text"].replace('over = "24h"', 'over = "8h"')
    answer = floor.call("PUT", "/v1/rules", who="li", json={"text": text, "why": "大促", "base": version["version"]})
    assert answer.status_code == 200, answer.text
    floor.work()
    assert "3901" in floor.pool()
    late = floor.call("PUT", "/v1/rules", who="li", json={"text": text, "base": version["version"]})
    assert late.status_code == 409


def test_a_wrong_rule_is_refused_in_words_and_changes_nothing(floor: Floor) -> None:
    before = floor.call("GET", "/v1/rules", who="li").json()["version"]
    answer = floor.call("PUT", "/v1/rules", who="li", json={"text": '[[rule]]\nid = "R1"\nname = "x"\nwhen = { sinse = "outbound" }'})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "R1" in answer.json()["title"]
    assert floor.call("GET", "/v1/rules", who="li").json()["version"] == before


def test_a_row_says_that_its_customer_has_spoken_up_whatever_it_is_late_for(floor: Floor) -> None:
    floor.paid("1", hours_ago=25)
    floor.paid("2", hours_ago=25)
    floor.told(Event(floor.now, "taobao", "urged", "1", {"text": "到底发了没"}))
    floor.advance(seconds=5)
    rows = floor.pool()
    assert (rows["1"].kind, rows["2"].kind) == ("ship_overdue", "ship_overdue")
    assert ("urged" in rows["1"].tags, "urged" in rows["2"].tags) == (True, False)


def test_the_board_counts_what_is_open_and_can_be_asked_for_a_moment(floor: Floor) -> None:
    floor.paid("1", hours_ago=25, province="浙江", category="空调")
    floor.paid("2", hours_ago=60, province="广东")
    floor.advance(seconds=5)
    then = floor.now
    board = floor.call("GET", "/v1/board").json()
    assert (board["open"], board["unowned"]) == (2, 2)
    assert {share["key"]: share["open"] for share in board["regions"]} == {"华东": 1, "华南": 1}
    owners = {order: row.owner_name for order, row in floor.pool().items()}
    assert {line["order"]: line["owner_name"] for line in board["overdue_list"]} == owners
    assert all(owners.values())
    floor.told(Event(floor.now, "wms", "outbound", "1"), Event(floor.now, "wms", "outbound", "2"))
    floor.advance(minutes=5)
    assert floor.call("GET", "/v1/board").json()["open"] == 0
    at = (then + timedelta(seconds=30)).isoformat()
    assert floor.call("GET", "/v1/board", params={"at": at}).json()["open"] == 2
