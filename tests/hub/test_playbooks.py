"""Playbooks on a floor: opened by the cause, done through the exchange, ticked by what the systems show, edited by people."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.store.judging import books
from ordertower_desktop.hub.store.tables import sources, versions
from ordertower_desktop.hub.store.tables.sources import Source
from ordertower_desktop.wire.order import OrderPage
from ordertower_desktop.wire.rows import PoolRow, Step
from ordertower_desktop.wire.sync import Result
from tests.hub.floor import Floor


def erp(floor: Floor, *, refused: bool) -> None:
    since = floor.now - timedelta(hours=3)
    told = {"refused_since": since, "reason_code": "401"} if refused else {}
    source = Source("erp", "ERP", SourceKind.ERP, connected=True, seen_at=since if refused else floor.now, **told)
    with floor.tower.db.write() as conn:
        sources.put(conn, [source])


def late(floor: Floor, order: str = "3901") -> str:
    """An order that the ERP, which refuses, never got; returns its case."""
    erp(floor, refused=True)
    floor.paid(order, hours_ago=25)
    return floor.pool()[order].case


def act(floor: Floor, word: str, who: str = "zhao", **said: Any) -> Result:
    key = said.pop("id", "")
    act.number = getattr(act, "number", 0) + 1  # type: ignore[attr-defined]
    id_ = key or f"{word}-{act.number}"  # type: ignore[attr-defined]
    result = floor.sync({"id": id_, "do": word, **said}, who=who).results[id_]
    floor.work()
    return result


def row(floor: Floor, order: str = "3901") -> PoolRow:
    return floor.pool()[order]


def steps(floor: Floor, order: str = "3901") -> dict[str, Step]:
    return {step.title: step for step in row(floor, order).steps}


def states(floor: Floor) -> list[str]:
    return [step.state for step in row(floor).steps]


def page(floor: Floor, order: str = "3901") -> OrderPage:
    return floor.read(OrderPage, f"/v1/orders/{order}")


def test_the_page_shows_the_playbook_of_the_cause_before_anybody_took_the_case(floor: Floor) -> None:
    """S61."""
    late(floor)
    found = page(floor)
    assert (found.playbook, found.cause_name) == ("系统断层 · ERP 未收单", "系统断层")
    assert [(step.state, step.id) for step in found.steps] == [("todo", "")] * 6
    assert not row(floor).steps


def test_taking_the_case_opens_the_playbook_with_owner_time_check_and_evidence(floor: Floor) -> None:
    """S59, S49."""
    case = late(floor)
    act(floor, "acknowledge", case=case)
    assert row(floor).playbook == "系统断层 · ERP 未收单"
    assert states(floor) == ["current", "todo", "todo", "todo", "todo", "todo"]
    found = steps(floor)
    assert found["重新拉取这一单"].due_at == floor.now + timedelta(minutes=5)
    asked = found["请 IT 恢复 ERP 接口"]
    assert (asked.post, asked.right, asked.check, asked.evidence) == ("IT/运维", "40 分", "ERP 恢复应答", "IT 回复")
    assert page(floor).steps == row(floor).steps


def test_a_step_is_done_once_whatever_the_network_makes_of_it(floor: Floor) -> None:
    case = late(floor)
    act(floor, "acknowledge", case=case)
    first = act(floor, "finish_step", id="x", case=case, step="1")
    again = act(floor, "finish_step", id="x", case=case, step="1")
    assert (first.state, again) == ("done", first)
    assert first.undo_until is not None
    assert states(floor)[:2] == ["done", "current"]
    assert [line.text for line in page(floor).log if line.kind == "finish_step"] == ["完成：重新拉取这一单"]
    audited = floor.call("GET", "/v1/audit", who="li").json()["items"]
    assert [line["what"] for line in audited].count("finish_step") == 1


def test_evidence_is_asked_for_and_kept(floor: Floor) -> None:
    """S60."""
    case = late(floor)
    act(floor, "acknowledge", case=case)
    refused = act(floor, "finish_step", case=case, step="2")
    assert (refused.state, "错误码" in refused.why) == ("refused", True)
    act(floor, "finish_step", case=case, step="2", text="401，09:42 起")
    assert steps(floor)["核对接口报错"].said == "401，09:42 起"
    assert steps(floor)["核对接口报错"].detail == "12:00 赵一鸣"


def test_a_step_that_was_done_by_mistake_is_to_do_again_within_a_minute(floor: Floor) -> None:
    case = late(floor)
    act(floor, "acknowledge", case=case)
    act(floor, "finish_step", id="x", case=case, step="1")
    floor.advance(seconds=30)
    assert act(floor, "undo", case=case, action="x").state == "done"
    assert states(floor)[0] == "current"
    act(floor, "finish_step", id="y", case=case, step="1")
    floor.advance(seconds=61)
    assert act(floor, "undo", case=case, action="y").state == "refused"


def test_the_second_to_do_a_step_learns_who_was_first(floor: Floor) -> None:
    case = late(floor)
    act(floor, "acknowledge", case=case)
    act(floor, "finish_step", case=case, step="1", version=0)
    answer = act(floor, "finish_step", who="lin", case=case, step="1")
    assert (answer.state, answer.winner) == ("conflict", "赵一鸣")


def test_steps_tick_themselves_when_the_source_answers_and_the_system_gets_the_order(floor: Floor) -> None:
    case = late(floor)
    act(floor, "acknowledge", case=case)
    act(floor, "finish_step", case=case, step="1")
    act(floor, "finish_step", case=case, step="2", text="401")
    floor.clock.at += timedelta(minutes=5)
    erp(floor, refused=False)
    floor.work()
    assert steps(floor)["请 IT 恢复 ERP 接口"].state == "auto"
    floor.told(Event(floor.now, "erp", "note", "3901"))
    assert steps(floor)["补推并确认 ERP 收单"].state == "auto"
    assert page(floor).checks == ["state_done"]


def test_a_step_over_its_time_is_shown_and_noted(floor: Floor) -> None:
    case = late(floor)
    act(floor, "acknowledge", case=case)
    floor.advance(minutes=5)
    assert states(floor)[0] == "overdue"
    floor.advance(minutes=5)
    assert [line.text for line in page(floor).log if line.kind == "step_late"] == ["步骤超时：重新拉取这一单"]


def test_the_log_fills_the_closing_checks(floor: Floor) -> None:
    """S63."""
    case = late(floor)
    act(floor, "acknowledge", case=case)
    floor.told(Event(floor.now, "erp", "note", "3901"))
    act(floor, "finish_step", case=case, step="5", text="旺旺 12:03 同意等")
    assert act(floor, "resolve", case=case).state == "refused"
    act(floor, "finish_step", case=case, step="6", text="换备用接口")
    assert act(floor, "resolve", case=case).state == "done"
    assert page(floor).checks == ["state_done", "customer_told", "archived"]


OWN = """
[[playbook]]
id = "own"
name = "自己的步骤"
cause = "系统断层"
[[playbook.step]]
do = "打给 IT"
post = "责任人"
expected = "10min"
"""


def put(floor: Floor, text: str, who: str = "li") -> Any:
    return floor.call("PUT", "/v1/playbooks", who=who, json={"text": text, "why": "换成自己的"})


def test_a_supervisor_changes_a_template_and_cases_in_hand_keep_theirs(floor: Floor) -> None:
    case, other = late(floor), late(floor, "3902")
    act(floor, "acknowledge", case=case)
    assert put(floor, OWN).status_code == 200
    act(floor, "acknowledge", case=other)
    assert row(floor).playbook == "系统断层 · ERP 未收单"
    assert row(floor, "3902").playbook == "自己的步骤"
    back = floor.call("POST", "/v1/playbooks/restore", who="li", json={"version": 1})
    assert back.status_code == 200
    assert page(floor, late(floor, "3903").partition("#")[0]).playbook == "系统断层 · ERP 未收单"


def test_a_template_with_a_slip_is_refused_with_its_place(floor: Floor) -> None:
    answer = put(floor, OWN.replace("责任人", "负责的人"))
    assert answer.status_code == 422
    assert answer.json()["title"].startswith("playbooks：处置步骤 自己的步骤 第 1 步：post：没有“负责的人”")
    broken = put(floor, "[[playbook]\nid = ")
    assert broken.status_code == 422
    assert broken.json()["title"].startswith("playbooks：写法有误")
    assert put(floor, OWN, who="zhao").status_code == 403


def test_the_example_in_the_manual_is_read() -> None:
    manual = (Path(__file__).parents[2] / "docs/playbooks.md").read_text("utf-8")
    example = re.search(r"^```toml\n(.*?)^```", manual, re.MULTILINE | re.DOTALL)
    assert example is not None
    made = books.templates_of(example[1])
    assert [(one.playbook.name, one.kinds, one.playbook.steps[0].evidence) for one in made] == [
        ("支付异常", ("payment", "amount"), "流水号后四位")
    ]


def test_a_floor_from_before_there_were_playbooks_is_handed_those_that_ship_to_edit(floor: Floor) -> None:
    with floor.tower.db.write() as conn:
        versions.add(conn, "playbooks", b"{}", by="", now=floor.now, why="出厂设置")
    shown = floor.call("GET", "/v1/playbooks").json()
    assert shown["text"] == books.default("playbooks")
    late(floor)
    assert page(floor).playbook == "系统断层 · ERP 未收单"


def test_a_floor_that_has_written_no_playbooks_works_by_those_that_ship() -> None:
    """S59: the five causes of S11 and the five kinds have a template each."""
    shipped = books.templates_of("{}")
    assert shipped == books.templates_of(books.default("playbooks"))
    causes = {cause for one in shipped for cause in one.causes}
    kinds = {kind for one in shipped for kind in one.kinds}
    assert {"system_gap", "approval_stuck", "stock_wrong", "carrier_short", "supply_broken", "unknown"} <= causes
    assert {"address", "stock_short", "payment", "refund_stuck"} <= kinds
    for one in shipped:
        fills = {step.fills for step in one.playbook.steps}
        assert fills >= {"state_done", "customer_told", "archived"}, one.playbook.name
