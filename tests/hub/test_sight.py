"""What a post may not see leaves the hub by no way: every route, the feed, the exports, and nothing of it stays on a desk."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.people import Person
from ordertower_desktop.domain.post import CEILING, Field, May, Post, Sight
from ordertower_desktop.domain.presets import PRESETS
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.posts import post_body
from tests.hub.crisis_kit import PACKS, act
from tests.hub.floor import NOON, PEOPLE, Floor, open_floor
from tests.hub.place import Place
from tests.hub.sightkit import ORDER, OnDisk, received

CANARIES: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("慕*", "慕容雪莲"),
    Field.PHONE: ("139****7315", "13986527315", "7315"),
    Field.ADDRESS: ("惠州", "惠阳"),
    Field.BUYER: ("kanarienvogel",),
    Field.NOTES: ("小票号码AB9931", "等仓库盘点QX77"),
    Field.AMOUNT: ("7654321", "76,543.21", "76543.21"),
    Field.MONEY: ("¥173", '"fen":17300'),
}
"""Field -> how its value of the one order here reads wherever it is to be seen."""
CREW = tuple(Person(f"p-{post.id}", post.name, post.role, post.id) for post in PRESETS.values())
TELLS = {
    "receiver": "慕容雪莲", "phone": "13986527315", "province": "广东省", "city": "惠州市", "district": "惠阳区", "buyer": "kanarienvogel",
    "address": "惠州大亚湾 8 号", "open_id": "kanarienvogel",
    "amount_fen": 7654321, "shop": "旗舰店", "title": "羊毛围巾",
}  # fmt: skip


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    """One late order that has everything, with words about it and a compensation on offer."""
    with open_floor(tmp_path, db=place.url, crew=(*PEOPLE, *CREW)) as made:
        made.call("PUT", "/v1/packs", who="li", json={"text": PACKS.replace("yuan = 30", "yuan = 173"), "why": "测试"})
        made.paid(ORDER, hours_ago=26, **TELLS)
        made.told(Event(NOON - timedelta(hours=1), "taobao", "urged", ORDER, {"text": "小票号码AB9931"}))
        case = made.pool("li")[ORDER].case
        until = (NOON + timedelta(hours=1)).isoformat()
        for action in (
            {"id": "a1", "do": "acknowledge", "case": case},
            {"id": "a2", "do": "note", "case": case, "text": "小票号码AB9931"},
            {"id": "a3", "do": "pause", "case": case, "why": "等仓库盘点QX77", "who": "仓库", "until": until},
        ):
            assert all(result.ok for result in made.sync(action, who="li").results.values())
        act(made, "keep", level=2, text="演练")
        act(made, "declare")
        act(made, "offer", "li", key="o", about="coupon", orders=[ORDER], fen=17300)
        made.work()
        yield made


def test_what_a_post_may_not_see_is_in_no_answer_of_any_route_and_what_it_may_see_is(floor: Floor) -> None:
    """S105: post by route by field; a new route or field is in it by itself."""
    for post in PRESETS.values():
        got = received(floor, f"p-{post.id}")
        for of, forms in CANARIES.items():
            if post.sight(of) is Sight.SHOWN:
                only_in_exports = of is Field.BUYER and May.EXPORT not in post.may
                assert only_in_exports or any(form in got for form in forms), (post.name, of)
            else:
                assert not [form for form in forms if form in got], (post.name, of)


@pytest.mark.parametrize("of", list(Field))
@pytest.mark.parametrize("sight", [Sight.MASKED, Sight.HIDDEN])
def test_a_field_that_is_taken_from_a_post_is_gone_from_all_its_answers_at_once(floor: Floor, of: Field, sight: Sight) -> None:
    """Each field by itself, on a post that may do everything."""
    whole = Post("supervisor", "客服主管", PRESETS["supervisor"].role, PRESETS["supervisor"].lanes, may=CEILING[PRESETS["supervisor"].role])
    before = received(floor, "li")
    assert all(any(form in before for form in forms) for forms in CANARIES.values())
    watched(floor, whole, {of: sight})
    after = received(floor, "li")
    assert not [form for form in CANARIES[of] if form in after]
    kept = [other for other in Field if other is not of and other is not Field.NAME]
    assert all(any(form in after for form in CANARIES[other]) for other in kept)


def watched(floor: Floor, post: Post, sees: dict[Field, Sight]) -> None:
    base = floor.call("GET", "/v1/posts").json()["version"]
    body = json.loads(encode(post_body(Post(post.id, post.name, post.role, post.lanes, post.kinds, sees, post.may))))
    answer = floor.call("PUT", f"/v1/posts/{post.id}", who="it", json={"post": body, "base": base})
    assert answer.status_code == 200, answer.text
    floor.work()


def test_what_is_kept_says_so_in_words_and_never_looks_like_nothing(floor: Floor) -> None:
    row = floor.pool("p-warehouse")[ORDER]
    assert (row.buyer, row.phone, row.province, row.city) == ("姓名不可见", "手机号不可见", "广东", "**")
    assert row.veiled == {"amount": "hidden", "money": "hidden"}
    page = floor.call("GET", f"/v1/orders/{ORDER}", who="p-warehouse").json()
    assert {note["text"] for note in page["notes"]} == {"（10 字，内容打码）"}
    assert page["place"] == "广东 **"
    bought = floor.pool("p-purchasing")[ORDER]
    assert (bought.amount_fen, bought.veiled["amount"]) == (7_000_000, "masked")


def test_what_may_not_be_seen_cannot_be_felt_for_either(floor: Floor) -> None:
    """Neither by searching nor by trying a rule."""

    def search(who: str, words: str) -> int:
        return len(floor.call("GET", "/v1/orders", who=who, params={"q": words}).json()["items"])

    assert search("zhao", "7315") == search("zhao", "慕") == search("p-warehouse", ORDER) == 1
    assert search("p-warehouse", "7315") == search("p-warehouse", "慕") == 0
    rule = {"id": "X1", "name": "试", "kind": "other", "when": {"field": "amount_fen", "over": 1}}
    answer = floor.call("POST", "/v1/rules/preview", who="p-warehouse", json={"rule": rule})
    assert (answer.status_code, answer.json()["type"]) == (403, "post")
    assert floor.call("POST", "/v1/rules/preview", who="p-operations", json={"rule": rule}).status_code == 200


def test_a_value_that_is_hidden_is_in_no_byte_that_its_desk_receives_or_stores(floor: Floor, tmp_path: Path) -> None:
    """D14, S105: open and closed, the digest proved."""
    desk = OnDisk(floor, "p-warehouse", tmp_path / "desk")
    desk.catch_up()
    desk.close()
    held = desk.stored() + desk.sent
    assert ORDER.encode() in held
    hidden = [form for of, sight in PRESETS["warehouse"].sees.items() for form in CANARIES[of] if sight is Sight.HIDDEN]
    assert not [form for form in hidden if form.encode() in held]


def test_a_desk_whose_sight_is_narrowed_reads_anew_and_keeps_no_byte_of_what_it_saw(floor: Floor, tmp_path: Path) -> None:
    desk = OnDisk(floor, "zhao", tmp_path / "desk")
    desk.catch_up()
    assert b"139****7315" in desk.stored()
    watched(floor, PRESETS["agent"], {Field.PHONE: Sight.HIDDEN})
    desk.catch_up()
    assert b"139****7315" not in desk.stored()
    assert "手机号不可见".encode() in desk.stored()
    watched(floor, PRESETS["agent"], {})
    desk.catch_up()
    assert b"139****7315" in desk.stored()
    desk.close()


def test_a_role_that_was_lent_shows_no_more_than_the_post_does(floor: Floor) -> None:
    until = (floor.now + timedelta(hours=2)).isoformat()
    body: dict[str, Any] = {"id": "g", "person": "p-warehouse", "why": "晚班", "until": until}
    assert floor.call("POST", "/v1/grants", who="li", json=body).status_code == 200
    got = received(floor, "p-warehouse")
    assert '"what"' in got, "the audit is a supervisor's"
    assert not [form for form in CANARIES[Field.PHONE] if form in got]


def test_a_post_does_only_what_its_list_says_and_is_told_so(floor: Floor) -> None:
    case = floor.pool("li")[ORDER].case
    refused = floor.sync({"id": "f1", "do": "resolve", "case": case}, who="p-finance").results["f1"]
    assert (refused.state, refused.why) == ("refused", "财务岗位没有“结单”这一项，请找主管在“成员与岗位”里开通")
    assert floor.sync({"id": "f2", "do": "note", "case": case, "text": "x"}, who="p-finance").results["f2"].ok
    assert act(floor, "offer", "p-warehouse", status=403, key="w", about="coupon", orders=[ORDER], fen=17300).startswith(
        "仓库负责人岗位没有“补偿”"
    )
    export = floor.call("GET", "/v1/export/orders", who="p-general_manager")
    assert export.status_code == 200
    answer = floor.call("PUT", "/v1/people", who="p-general_manager", json={"id": "x", "name": "x"})
    assert (answer.status_code, answer.json()["type"]) == (403, "post")


def test_whoever_takes_back_the_file_of_another_reads_no_more_of_it_than_who_looks_at_it(floor: Floor) -> None:
    table = "订单号,支付时间,收货人\n501,2025-11-10 10:00:00,王芳\n".encode()
    made = floor.call("POST", "/v1/imports", who="li", params={"name": "o.csv"}, content=table).json()["id"]
    floor.work()
    assert floor.call("GET", f"/v1/imports/{made}", who="li").json()["head"]
    looked = floor.call("GET", f"/v1/imports/{made}", who="p-warehouse")
    taken = floor.call("DELETE", f"/v1/imports/{made}", who="p-warehouse")
    assert (looked.status_code, taken.status_code, taken.json()["state"]) == (200, 200, "cancelled")
    assert not any(answer.json().get(part) for answer in (looked, taken) for part in ("head", "columns", "problems", "gaps"))
