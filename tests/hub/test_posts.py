"""Posts as data: presets on the classes, edited and added by the floor, refused in words where they cannot be."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ordertower_desktop.domain.people import POSTS
from ordertower_desktop.hub.store.tables import audit
from ordertower_desktop.wire.posts import PostBody, PostChange, PostRow
from ordertower_desktop.wire.rows import PersonRow
from tests.hub.floor import Floor

PACKER = {"id": "packer", "name": "打包组长", "role": "agent", "kinds": ["pack_stall"], "may": ["handle", "note"]}


def posts(floor: Floor, who: str = "zhao") -> dict[str, PostRow]:
    """As a desk holds them."""
    floor.work()
    return {row.id: row for row in floor.desk(who).catch_up().bodies("post", PostRow)}


def put(floor: Floor, post: dict[str, Any], *, who: str = "li", status: int = 200, **more: Any) -> Any:
    answer = floor.call("PUT", f"/v1/posts/{post['id']}", who=who, json={"post": post} | more)
    assert answer.status_code == status, answer.text
    return answer.json()


def body(floor: Floor, key: str, **changes: Any) -> dict[str, Any]:
    """A post as it is, with something else in it."""
    content = floor.call("GET", "/v1/posts").json()["content"]
    return next(one for one in content["posts"] if one["id"] == key) | changes


def test_the_thirteen_posts_stand_on_their_classes_from_the_first_day(floor: Floor) -> None:
    """S105."""
    held = posts(floor)
    assert {key: row.name for key, row in held.items()} == POSTS
    assert {row.role for row in held.values()} == {"agent", "supervisor", "admin"}
    assert sorted(lane for row in held.values() for lane in row.lanes) == ["ABNORMAL", "ROUTINE", "URGENT"]
    assert held["warehouse"].sees["phone"] == "hidden"
    assert not held["agent"].sees


def test_somebody_put_on_a_post_gets_its_class_unless_another_is_given(floor: Floor) -> None:
    for key, given, role in (("a", {}, "supervisor"), ("b", {"role": "agent"}, "agent")):
        answer = floor.call("PUT", "/v1/people", who="li", json={"id": key, "name": key, "post": "regional_manager"} | given)
        assert answer.json()["role"] == role
    assert floor.call("PUT", "/v1/people", who="li", json={"id": "c", "name": "c", "post": "it"}).status_code == 403


def test_a_post_of_the_floor_s_own_takes_the_orders_of_its_kind(floor: Floor) -> None:
    """S27, S39: who answers is data."""
    put(floor, PACKER | {"kinds": ["ship_overdue"]}, why="夜班")
    floor.call("PUT", "/v1/people", who="li", json={"id": "du", "name": "杜鹃", "post": "packer"})
    floor.paid("3901", hours_ago=25)
    row = floor.pool()["3901"]
    assert (row.post, row.owner) == ("packer", "du")
    assert floor.call("GET", "/v1/posts/changes").json()[0]["says"] == ["新增岗位“打包组长”"]


def test_a_lane_moves_to_another_post_and_to_one_only(floor: Floor) -> None:
    assert put(floor, body(floor, "agent", lanes=[]), base=1, status=400)["title"] == "“常规单”没有岗位来接，请在要接它的岗位上选"
    text = floor.call("GET", "/v1/posts").json()["content"]
    for one in text["posts"]:
        one["lanes"] = one.get("lanes", []) + (["ROUTINE"] if one["id"] == "risk" else [])
    whole = {"text": msgspec.json.encode(text).decode(), "why": "风控试点", "base": 1}
    answer = floor.call("PUT", "/v1/posts", who="it", json=whole)
    assert (answer.status_code, answer.json()["title"]) == (400, "“常规单”已经归“一线客服”，不能同时归“风控专员”")
    floor.call("PUT", "/v1/people", who="li", json={"id": "qin", "name": "秦岚", "post": "risk"})
    put(floor, body(floor, "risk", lanes=["ABNORMAL", "ROUTINE"]), base=1)
    assert posts(floor)["agent"].lanes == []
    floor.paid("3901", hours_ago=25)
    assert floor.pool()["3901"].owner == "qin"


def test_a_post_is_renamed_and_the_change_is_told_in_words_and_kept_in_the_audit(floor: Floor) -> None:
    put(floor, body(floor, "warehouse", name="仓管", sees={"phone": "hidden"}), base=1, why="")
    change = msgspec.convert(floor.call("GET", "/v1/posts/changes").json()[0], PostChange)
    assert change.by_name == "李婷"
    assert change.says[0].startswith("仓库负责人：改名“仓管”；姓名 不可见 → 可见；")
    with floor.tower.db.read() as conn:
        kept = [record for _, record in audit.page(conn, after=0, limit=100, about="posts")]
        assert audit.verify(conn) is None
    assert [(one.who, one.what) for one in kept] == [("li", "posts_changed")]
    assert "改名“仓管”" in kept[0].detail
    assert posts(floor)["warehouse"].name == "仓管"
    restored = floor.call("POST", "/v1/posts/restore", who="li", json={"version": 1})
    assert restored.status_code == 200, restored.text
    assert posts(floor)["warehouse"].name == "仓库负责人"


def test_whoever_has_the_class_of_their_post_goes_with_it_and_logs_in_again(floor: Floor) -> None:
    for key, given in (("gu", {}), ("he", {"role": "agent"})):
        made = {"id": key, "name": key, "post": "operations"} | given
        assert floor.call("PUT", "/v1/people", who="li", json=made).status_code == 200
    assert floor.call("GET", "/v1/days", who="gu").status_code == 200
    lower = body(floor, "operations", role="agent", may=["handle", "note"])
    put(floor, lower, base=1)
    roles = {one["id"]: one["role"] for one in floor.call("GET", "/v1/people").json()}
    assert (roles["gu"], roles["he"], roles["li"]) == ("agent", "agent", "supervisor")
    assert floor.call("GET", "/v1/days", who="gu").status_code == 401
    assert floor.call("GET", "/v1/people", who="he").status_code == 200


def test_a_name_of_the_floor_s_own_is_what_everybody_reads(floor: Floor) -> None:
    """On the desks and where somebody is told that nobody is here."""
    put(floor, body(floor, "agent", name="坐席"), base=1)
    put(floor, PACKER | {"kinds": ["ship_overdue"]})
    floor.call("PUT", "/v1/people", who="li", json={"id": "du", "name": "杜鹃", "post": "packer", "presence": "off"})
    floor.paid("3901", hours_ago=25)
    named = {row.id: row.post_name for row in floor.desk().catch_up().bodies("person", PersonRow)}
    assert (named["du"], named["zhao"], named["it"]) == ("打包组长", "坐席", "")
    assert "打包组长 现在无人在岗，此单在岗位队列里，请指派" in [notice.body for notice in floor.notices("li")]
    page = floor.call("GET", "/v1/orders/3901").json()
    assert "打包组长 无人在班，进待认领" in [line["text"] for line in page["log"]]


def test_another_s_change_of_the_same_post_is_a_conflict_and_of_another_post_is_not(floor: Floor) -> None:
    mine = body(floor, "finance", name="结算")
    put(floor, body(floor, "purchasing", name="供应"), base=1)
    put(floor, mine, base=1)
    told = put(floor, body(floor, "finance", name="财务部"), base=1, status=409)["title"]
    assert told == "李婷 刚改了这个岗位（改名“结算”），请先看过再改"


@pytest.mark.parametrize(
    ("post", "told"),
    [
        (PACKER | {"id": "Packer 1"}, "用小写字母开头"),
        (PACKER | {"name": " "}, "1 到 16 个字"),
        (PACKER | {"name": "财务"}, "有两个岗位都叫“财务”"),
        (PACKER | {"role": "display"}, "大屏不是岗位"),
        (PACKER | {"may": ["handle", "rules"]}, "是客服类，不能有“改规则”"),
        (PACKER | {"may": ["fly"]}, "内容不合格式"),
    ],
)
def test_a_post_that_cannot_be_is_refused_in_words(floor: Floor, post: dict[str, Any], told: str) -> None:
    answer = floor.call("PUT", f"/v1/posts/{post['id']}", who="li", json={"post": post})
    assert answer.status_code in (400, 422)
    assert told in answer.json()["title"]
    assert "packer" not in posts(floor)


def test_who_may_not_change_posts_does_not(floor: Floor) -> None:
    """An agent, a role that was lent, and for administrators' posts a supervisor."""
    put(floor, PACKER, who="zhao", status=403)
    until = floor.now.replace(hour=6).isoformat()
    assert floor.call("POST", "/v1/grants", who="li", json={"id": "g", "person": "zhao", "why": "晚班", "until": until}).status_code == 200
    assert put(floor, PACKER, who="zhao", status=403)["title"] == "临时授权不能改岗位"
    assert put(floor, body(floor, "it", name="运维"), base=1, status=403)["title"] == "管理员类的岗位只能由管理员来改"
    assert put(floor, PACKER | {"role": "admin"}, status=403)["title"] == "管理员类的岗位只能由管理员来改"
    put(floor, body(floor, "it", name="运维"), base=1, who="it")
    locked = body(floor, "it", may=["rules"])
    assert "没有人能把岗位改回来" in put(floor, locked, base=2, who="it", status=400)["title"]


def test_a_post_goes_when_nobody_stands_on_it_and_no_preset_ever_does(floor: Floor) -> None:
    put(floor, PACKER)
    floor.call("PUT", "/v1/people", who="li", json={"id": "du", "name": "杜鹃", "post": "packer"})
    assert put(floor, PACKER, base=2, gone=True, status=422)["title"] == "杜鹃还在这个岗位上，请先换岗再去掉"
    floor.call("PUT", "/v1/people", who="li", json={"id": "du", "name": "杜鹃", "post": "agent"})
    put(floor, PACKER, base=2, gone=True)
    assert "packer" not in posts(floor)
    assert "可以改名，不能去掉" in put(floor, body(floor, "finance"), base=1, gone=True, status=422)["title"]
    assert put(floor, PACKER, base=2, gone=True, status=409)["type"] == "conflict"


def test_a_post_is_written_alike_however_it_was_said() -> None:
    """The body of a preset comes back as it went out."""
    from ordertower_desktop.domain.presets import PRESETS
    from ordertower_desktop.wire.posts import post, post_body, post_of, post_row

    for one in PRESETS.values():
        assert post(post_body(one)) == one
        assert post_of(post_row(one, version=1, place=0)) == one
    assert post_body(post(PostBody("x", "甲", "agent", may=["note", "handle"]))).may == ["handle", "note"]  # type: ignore[arg-type, list-item]


def test_the_audit_is_narrowed_by_order_person_act_and_day_newest_first(floor: Floor) -> None:
    """S60."""
    floor.paid("3901", hours_ago=25)
    case = floor.pool()["3901"].case
    for n in range(3):
        floor.sync({"id": f"n{n}", "do": "note", "case": case, "text": "x"}, who=("zhao", "lin", "zhao")[n])
        floor.advance(hours=1)
    put(floor, PACKER)

    def asked(**query: str) -> list[str]:
        answer = floor.call("GET", "/v1/audit", who="li", params={"before": "0"} | query)
        return [line["what"] for line in answer.json()["items"]]

    assert asked()[0] == "posts_changed"
    assert asked(about="3901", who="zhao") == ["note", "note"]
    assert asked(what="posts_changed,packs_changed") == ["posts_changed"]
    noon = floor.now - timedelta(hours=3)
    assert asked(about="3901", since=noon.isoformat(), until=(noon + timedelta(minutes=90)).isoformat()) == ["note", "note"]
    first = floor.call("GET", "/v1/audit", who="li", params={"before": "0", "limit": "2"}).json()
    later = floor.call("GET", "/v1/audit", who="li", params={"before": first["after"], "limit": "2"}).json()
    numbers = [line["n"] for line in (*first["items"], *later["items"])]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 4
