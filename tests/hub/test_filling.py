"""Things done past the systems on a floor: listed until they are filled in, reminded of, and in the audit."""

from datetime import timedelta

from ordertower_desktop.domain.event import Event
from tests.hub.floor import Floor
from tests.hub.test_playbooks import act, late, page, row


def test_what_was_done_past_the_systems_is_listed_until_it_is_filled_in(floor: Floor) -> None:
    """S65."""
    case = late(floor)
    act(floor, "improvise", id="x1", case=case, what="手工开面单", why="WMS 停了")
    shown = row(floor)
    assert (shown.todo, [(one.what, one.by, one.due_at - one.at) for one in shown.stopgaps]) == (
        "stopgap",
        [("手工开面单", "赵一鸣", timedelta(hours=4))],
    )
    floor.advance(hours=4)
    assert [one.text for one in page(floor).log if one.kind == "stopgap_late"] == ["临时操作 4 小时未补录：手工开面单"]
    refused = act(floor, "resolve", case=case, checks=["state_done", "customer_told", "archived"])
    assert "没有补录" in refused.why
    assert act(floor, "fill_in", case=case, stopgap="x1", text="运单已回填").state == "done"
    assert (row(floor).todo, row(floor).stopgaps) == ("", [])
    audited = [one["what"] for one in floor.call("GET", "/v1/audit", who="li").json()["items"]]
    assert {"improvise", "fill_in"} <= set(audited)


def test_who_cannot_be_reached_for_a_week_is_listed_to_be_archived_and_an_undo_brings_it_back(floor: Floor) -> None:
    """S42."""
    case = late(floor)
    for _ in range(3):
        act(floor, "unreached", case=case, text="电话未接")
    assert (row(floor).attempts, row(floor).todo) == (3, "")
    floor.advance(days=7)
    assert row(floor).todo == "unreached"
    assert act(floor, "archive", id="gone", case=case).state == "done"
    assert "3901" not in floor.pool()
    assert act(floor, "undo", case=case, action="gone").state == "done"
    assert row(floor).todo == "unreached"


def test_rows_say_how_much_work_is_left_and_which_group_does_it(floor: Floor) -> None:
    """S41, S42."""
    case = late(floor)
    assert (row(floor).group, row(floor).effort_min) == ("A", 5)
    act(floor, "acknowledge", case=case)
    assert row(floor).effort_min == 120, "the open steps of its playbook"


def test_a_case_that_was_handed_on_does_not_go_away_by_itself_before_it_is_filled_in(floor: Floor) -> None:
    """S65."""
    case = late(floor)
    act(floor, "improvise", id="x1", case=case, what="手工开面单", why="WMS 停了")
    assert act(floor, "hand_over", case=case, to="zhao").state == "done"
    floor.told(Event(floor.now, "taobao", "outbound", "3901", {}))
    floor.advance(hours=1)
    assert row(floor).todo == "stopgap"
    act(floor, "fill_in", case=case, stopgap="x1", text="已回填")
    floor.advance(hours=1)
    assert "3901" not in floor.pool(), "then it recovers like any other"
