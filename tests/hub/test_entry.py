"""Who gets in and who does not: roles, tokens, Host and Origin, limits."""

import itertools
from pathlib import Path

import pytest

from ordertower_desktop.domain.people import Role
from ordertower_desktop.hub.api.routes import routes
from ordertower_desktop.hub.store.tables import tokens
from ordertower_desktop.settings import HubSettings
from tests.hub.floor import Floor, open_floor
from tests.hub.place import Place

TABLE = routes("test")


def path_of(path: str) -> str:
    for name in ("order_id:path", "import_id", "person", "source", "token", "connector"):
        path = path.replace("{" + name + "}", "nobody")
    return path


@pytest.mark.parametrize("route", TABLE, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_lets_in_exactly_the_roles_of_the_table(floor: Floor, route: object) -> None:
    if route.handler is None:  # type: ignore[attr-defined]
        pytest.skip("streams are tested by themselves")
    method, path, roles = route.method, path_of(route.path), route.roles  # type: ignore[attr-defined]
    for role in Role:
        answer = floor.call(method, path, who=f"someone-{role}", role=role)
        if roles and role not in roles:
            assert answer.status_code == 403, role
            assert answer.json()["type"] == "role"
        else:
            assert answer.status_code != 403, answer.text
    if roles:
        assert floor.call(method, path, who="").status_code == 401


@pytest.mark.parametrize("route", TABLE, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_refuses_a_foreign_host_and_a_foreign_origin(floor: Floor, route: object) -> None:
    method, path = route.method, path_of(route.path)  # type: ignore[attr-defined]
    for headers in ({"host": "evil.example"}, {"origin": "https://evil.example"}, {"origin": "null"}):
        answer = floor.call(method, path, who="it", headers=headers)
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"


def test_unknown_routes_and_methods_are_problems_in_chinese(floor: Floor) -> None:
    assert floor.call("GET", "/v1/nothing").json() == {"type": "not_found", "title": "没有这个地址", "status": 404}
    answer = floor.call("DELETE", "/v1/sync")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_an_invitation_makes_one_device_and_a_device_gets_access(floor: Floor) -> None:
    code = floor.call("POST", "/v1/people/zhao/invitation", who="li").json()["code"]
    assert len(code) == 8
    device = floor.call("POST", "/v1/enrol", who="", json={"code": code.lower(), "name": "前台 3 号"}).json()
    assert (device["person"], device["role"]) == ("zhao", "agent")
    again = floor.call("POST", "/v1/enrol", who="", json={"code": code})
    assert again.status_code == 401
    access = floor.call("POST", "/v1/token", who="", json={"token": device["token"]}).json()["token"]
    bearer = {"Authorization": f"Bearer {access}"}
    assert floor.call("GET", "/v1/people", who="", headers=bearer).status_code == 200
    floor.advance(minutes=16)
    assert floor.call("GET", "/v1/people", who="", headers=bearer).status_code == 401


def test_a_disabled_person_is_out_everywhere_at_once(floor: Floor) -> None:
    assert floor.call("GET", "/v1/people", who="zhao").status_code == 200
    body = {"id": "zhao", "name": "赵一鸣", "role": "agent", "post": "agent", "disabled": True}
    assert floor.call("PUT", "/v1/people", who="li", json=body).status_code == 200
    assert floor.call("GET", "/v1/people", who="zhao").status_code == 401


def test_only_an_administrator_makes_administrators(floor: Floor) -> None:
    body = {"id": "new", "name": "新人", "role": "admin", "post": "it"}
    assert floor.call("PUT", "/v1/people", who="li", json=body).status_code == 403
    assert floor.call("PUT", "/v1/people", who="it", json=body).status_code == 200


def test_tokens_are_stored_as_digests_only(floor: Floor, place: Place) -> None:
    secret = floor.call("POST", "/v1/tokens", who="it", json={"role": "display", "name": "大屏"}).json()["token"]
    content = place.content(floor.tower.db)
    assert secret.encode() not in content
    assert tokens.digest_of(secret).encode() in content
    line = next(line for line in floor.call("GET", "/v1/tokens", who="it").json() if line["name"] == "大屏")
    assert floor.call("DELETE", f"/v1/tokens/{line['id']}", who="it").status_code == 204
    assert floor.call("GET", "/v1/board", who="", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_wall_gets_no_order_numbers_no_cases_and_no_people(floor: Floor) -> None:
    floor.paid("4418296013577823901", hours_ago=60, receiver="李小明", phone="13812345678")
    floor.advance(seconds=5)
    wall = floor.call("POST", "/v1/sync", who="wall", role=Role.DISPLAY, json={})
    topics = {change["topic"] for change in wall.json()["changes"]}
    assert topics <= {"board", "source", "level"}
    assert set(wall.json()["digest"]) == {"board", "source", "level"}
    for secret in ("4418296013577823901", "李小明", "13812345678"):
        assert secret not in wall.text
        assert secret not in floor.call("GET", "/v1/board", who="wall", role=Role.DISPLAY).text
    acting = {"actions": [{"id": "x", "do": "note", "case": "4418296013577823901#1", "text": "x"}]}
    assert floor.call("POST", "/v1/sync", who="wall", role=Role.DISPLAY, json=acting).status_code == 403


def test_personal_values_leave_the_hub_masked_only(floor: Floor) -> None:
    floor.paid("3901", hours_ago=60, receiver="李小明", phone="13812345678")
    floor.advance(seconds=5)
    said = "".join(floor.call("GET", path).text for path in ("/v1/pool", "/v1/orders/3901", "/v1/orders?q=3901"))
    assert "李小明" not in said
    assert "13812345678" not in said
    assert "138****5678" in said


def test_a_body_over_one_megabyte_is_refused(floor: Floor) -> None:
    assert floor.call("POST", "/v1/sync", content=b"{" + b" " * 1_000_001).status_code == 413


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "9" * 30])
def test_a_limit_outside_its_bounds_is_refused(floor: Floor, limit: str) -> None:
    assert floor.call("GET", "/v1/orders", params={"limit": limit}).status_code == 400


def test_a_nul_is_refused_before_a_database_sees_it(floor: Floor) -> None:
    for answer in (
        floor.call("GET", "/v1/orders", params={"q": "39\x0001"}),
        floor.call("GET", "/v1/orders/39%0001"),
        floor.call("POST", "/v1/sync", json={"actions": [{"id": "a\x00", "do": "note", "case": "1", "text": "x"}]}),
    ):
        assert (answer.status_code, answer.json()["title"]) == (400, "内容里有空字符（U+0000），请去掉后再发")


@pytest.mark.parametrize("version", [2**31, 2**63, 2**64])
def test_a_number_that_no_column_holds_is_refused_or_is_nobodys(floor: Floor, version: int) -> None:
    answer = floor.call("POST", "/v1/policies/restore", who="li", json={"version": version})
    assert answer.status_code in (400, 404), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_who_calls_too_fast_is_told_to_wait_and_others_are_not(tmp_path: Path, place: Place) -> None:
    with open_floor(tmp_path, db=place.url, settings=HubSettings(rate=1)) as floor:
        codes = [floor.call("GET", "/v1/channels").status_code for _ in itertools.repeat(None, 100)]
        assert 429 in codes
        assert floor.call("GET", "/v1/channels", who="lin").status_code == 200


def test_search_finds_by_number_tail_phone_tail_and_masked_name(floor: Floor) -> None:
    floor.paid("4418296013577823901", hours_ago=1, receiver="李小明", phone="13812345678")
    floor.paid("777", hours_ago=1, receiver="王芳", phone="13900001111")

    def search(text: str) -> list[str]:
        return [line["order"] for line in floor.call("GET", "/v1/orders", params={"q": text}).json()["items"]]

    assert search("4418296013577823901") == search("441829") == search("3901") == search("5678") == search("李") == ["4418296013577823901"]
    assert search("1111") == ["777"]
    assert search("没有") == []


def test_the_audit_chain_names_the_first_bad_row(floor: Floor) -> None:
    """P19."""
    floor.paid("3901", hours_ago=25)
    case = floor.pool()["3901"].case
    for number in range(5):
        floor.sync({"id": f"n{number}", "do": "note", "case": case, "text": str(number)})
    assert floor.call("GET", "/v1/audit/verify", who="li").json()["ok"]
    with floor.tower.db.write() as conn:
        conn.exec_driver_sql("UPDATE audit SET detail = detail || ' ' WHERE n = 3")
    broken = floor.call("GET", "/v1/audit/verify", who="li").json()
    assert (broken["ok"], broken["bad_row"]) == (False, 3)


def test_an_audit_log_that_lost_its_end_is_broken(floor: Floor) -> None:
    floor.paid("3901", hours_ago=25)
    floor.sync({"id": "n", "do": "note", "case": floor.pool()["3901"].case, "text": "x"})
    with floor.tower.db.write() as conn:
        conn.exec_driver_sql("DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)")
    assert not floor.call("GET", "/v1/audit/verify", who="li").json()["ok"]
