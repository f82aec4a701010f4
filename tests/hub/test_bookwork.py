"""A template is edited under a floor at work: tried first, saved at once, followed in words, and what runs keeps its copy."""

from datetime import timedelta
from typing import Any

from ordertower_desktop.wire.playbooks import Shelf, TemplatePast, TemplateTrial
from tests.hub.floor import Floor
from tests.hub.test_playbooks import act, late, page, row


def shelf(floor: Floor) -> Shelf:
    return floor.read(Shelf, "/v1/playbooks/shelf")


def table(floor: Floor, key: str = "gap-erp") -> dict[str, Any]:
    return next(one.table for one in shelf(floor).templates if one.table["id"] == key)


def save(floor: Floor, template: dict[str, Any], *, who: str = "li", expect: int = 200, **more: Any) -> dict[str, Any]:
    body = {"template": template, "base": shelf(floor).version, **more}
    answer = floor.call("PUT", f"/v1/playbooks/{template['id']}", who=who, json=body)
    assert answer.status_code == expect, answer.text
    found: dict[str, Any] = answer.json()
    return found


def past(floor: Floor, key: str = "gap-erp") -> TemplatePast:
    return floor.read(TemplatePast, "/v1/playbooks/changes", playbook=key)


def titles(floor: Floor, order: str) -> list[str]:
    return [step.title for step in page(floor, order).steps]


def test_an_edited_step_is_for_the_next_case_and_the_running_one_keeps_its_copy(floor: Floor) -> None:
    """S59."""
    case = late(floor)
    act(floor, "acknowledge", case=case)
    assert {one.table["id"]: one.running for one in shelf(floor).templates}["gap-erp"] == 1
    made = table(floor)
    made["step"][0] |= {"do": "先看公告再拉取", "expected": "8min"}
    saved = save(floor, made, why="公告里常有原因")
    assert (saved["version"], saved["kind"]) == (2, "playbooks")
    floor.paid("6632", hours_ago=25)
    act(floor, "acknowledge", case=floor.pool()["6632"].case)
    assert row(floor, "6632").steps[0].title == "先看公告再拉取"
    assert row(floor).steps[0].title == "重新拉取这一单"
    newest = past(floor).changes[0]
    assert newest.says == [
        f"第 1 步“先看公告再拉取”，{one}" for one in ("做什么：重新拉取这一单 → 先看公告再拉取", "预期用时：5 分钟 → 8 分钟")
    ]
    assert (newest.by_name, newest.why, newest.rule["step"][0]["do"]) == ("李婷", "公告里常有原因", "先看公告再拉取")


def test_before_it_is_saved_it_says_what_the_open_cases_would_open_instead(floor: Floor) -> None:
    """S59."""
    late(floor, "3901")
    late(floor, "3902")
    act(floor, "acknowledge", case=late(floor, "3903"))
    made = {**table(floor), "id": "it-only", "name": "只找 IT"}
    other = {**table(floor), "cause": ["供应断料"]}
    other.pop("when", None)
    answer = floor.call("POST", "/v1/playbooks/preview", json={"template": other})
    tried = TemplateTrial(**{**answer.json(), "at": floor.now, "changes": []})
    assert (tried.waiting, tried.whole, tried.running) == (2, 2, 1)
    assert answer.json()["changes"] == [{"before": "系统断层 · ERP 未收单", "after": "系统断层 · 仓库未收单", "cases": 2}]
    again = floor.call("POST", "/v1/playbooks/preview", json={"template": made}).json()
    assert again["changes"] == []
    assert again["doubts"]["-1"].startswith("排在前面的“系统断层 · ERP 未收单”总是先打开")
    assert titles(floor, "3901") == titles(floor, "3902"), "nothing is kept of a trial"


def test_a_new_template_stands_where_it_is_put_and_opens_first(floor: Floor) -> None:
    late(floor)
    made = {**table(floor), "id": "it-only", "name": "只找 IT"}
    body = {"template": made, "base": 0, "place": 0}
    assert floor.call("PUT", "/v1/playbooks/it-only", who="li", json=body).status_code == 200
    assert page(floor).playbook == "只找 IT"
    assert floor.call("PUT", "/v1/playbooks/it-only", who="li", json=body).status_code == 409, "its number is taken"


def test_an_older_state_comes_back_with_one_key(floor: Floor) -> None:
    before = table(floor)
    save(floor, {**before, "step": before["step"][:2]})
    assert len(table(floor)["step"]) == 2
    save(floor, past(floor).changes[-1].rule, why="恢复到第 1 版")
    assert table(floor) == before


def test_two_supervisors_lose_nothing(floor: Floor) -> None:
    first = table(floor)
    seen = shelf(floor).version
    save(floor, {**first, "name": "断层"})
    other = table(floor, "payment")
    body = {"template": {**other, "name": "支付"}, "base": seen}
    assert floor.call("PUT", "/v1/playbooks/payment", who="li", json=body).status_code == 200, "another template is no conflict"
    answer = floor.call("PUT", "/v1/playbooks/gap-erp", who="li", json={"template": {**first, "name": "ERP"}, "base": seen})
    assert (answer.status_code, answer.json()["title"]) == (409, "李婷 刚把这套步骤改成第 2 版，请先看过再改")


def test_bad_input_is_named_by_template_step_and_key(floor: Floor) -> None:
    made = table(floor)
    made["step"][1]["post"] = "财务部"
    answer = save(floor, made, expect=422)
    assert answer["title"].startswith("处置步骤 系统断层 · ERP 未收单 第 2 步：post：没有“财务部”")
    save(floor, table(floor), who="zhao", expect=403)
    odd = {**table(floor), "id": "a.b"}
    assert "模板编号" in floor.call("PUT", "/v1/playbooks/a.b", who="li", json={"template": odd}).json()["title"]


def test_how_long_the_steps_really_took_is_told(floor: Floor) -> None:
    """S49."""
    case = late(floor)
    act(floor, "acknowledge", case=case)
    floor.advance(minutes=3)
    act(floor, "finish_step", case=case, step="1")
    floor.advance(minutes=9)
    act(floor, "finish_step", case=case, step="2", text="401")
    assert past(floor).closed == 0, "an open case is not finished"
    act(floor, "resolve", case=case, checks=["state_done", "customer_told", "archived"])
    found = past(floor)
    assert (found.closed, [(one.step, timedelta(seconds=one.middle_s)) for one in found.took]) == (
        1,
        [("重新拉取这一单", timedelta(minutes=3)), ("核对接口报错", timedelta(minutes=9))],
    )
