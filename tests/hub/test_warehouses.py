"""Who belongs to a warehouse sees its orders alone (S105): on every route, on the feed, in every byte of the desk, and in what they do."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.presets import PRESETS
from ordertower_desktop.hub.api.housing import OPEN
from ordertower_desktop.hub.api.routes import routes
from ordertower_desktop.hub.store import glasses
from ordertower_desktop.hub.store.schema import metadata
from ordertower_desktop.wire.board import Board
from ordertower_desktop.wire.codec import encode
from ordertower_desktop.wire.posts import post_body
from ordertower_desktop.wire.replay import PoolPage
from ordertower_desktop.wire.rows import NoticeRow
from tests.hub.crisis_kit import PACKS, act
from tests.hub.floor import NOON, PEOPLE, Floor, open_floor
from tests.hub.place import Place
from tests.hub.sightkit import OnDisk, answers, received

HERE, THERE = "杭州仓", "嘉兴仓"
MINE, OTHER, NOWHERE = "880000000000000042", "990000000000077771", "770000000000055552"
CANARIES = (OTHER, OTHER[-4:] + " ", "兰花草", "6543217", "小票号码ZZ7788", NOWHERE)
"""How the orders that are not theirs read wherever they are told of."""
CREW = (
    *PEOPLE,
    Person("qian", "钱进", Role.AGENT, "warehouse", warehouses=(HERE,)),
    Person("sun", "孙立", Role.AGENT, "warehouse", warehouses=(THERE,)),
)  # fmt: skip
TELLS = {"phone": "13912345678", "receiver": "周小敏", "province": "浙江省", "city": "杭州市", "shop": "旗舰店", "title": "羊毛围巾"}


@pytest.fixture
def floor(tmp_path: Path, place: Place) -> Iterator[Floor]:
    """A late order in each of two warehouses and one that lies in none yet, the other two with words, notices and money about them."""
    with open_floor(tmp_path, db=place.url, crew=CREW) as made:
        furnish(made)
        yield made


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Floor]:
    with open_floor(tmp_path, crew=CREW) as made:
        furnish(made)
        yield made


def furnish(floor: Floor) -> None:
    floor.call("PUT", "/v1/packs", who="li", json={"text": PACKS, "why": "测试"})
    floor.paid(MINE, hours_ago=26, warehouse=HERE, amount_fen=1000, **TELLS)
    floor.paid(OTHER, hours_ago=27, warehouse=THERE, amount_fen=6543217, **{**TELLS, "buyer": "兰花草", "receiver": "兰花草"})
    floor.paid(NOWHERE, hours_ago=28, **TELLS)
    floor.told(Event(NOON - timedelta(hours=1), "taobao", "urged", OTHER, {"text": "小票号码ZZ7788"}))
    case = floor.pool("li")[OTHER].case
    for action in ({"id": "a1", "do": "acknowledge", "case": case}, {"id": "a2", "do": "note", "case": case, "text": "小票号码ZZ7788"}):
        assert floor.sync(action, who="li").results[str(action["id"])].ok
    act(floor, "keep", level=2, text="演练")
    act(floor, "declare")
    act(floor, "offer", "li", key="o", about="coupon", orders=[OTHER], fen=3000)
    act(floor, "called", "li", about=OTHER, text="小票号码ZZ7788")
    floor.advance(minutes=20)


def lend(floor: Floor, who: str = "qian") -> None:
    until = (floor.now + timedelta(hours=2)).isoformat()
    body: dict[str, Any] = {"id": "g", "person": who, "why": "晚班", "until": until}
    assert floor.call("POST", "/v1/grants", who="li", json=body).status_code == 200


def bind(floor: Floor, who: str, *warehouses: str, status: int = 200) -> str:
    named = {"qian": "钱进", "sun": "孙立", "zhao": "赵一鸣"}[who]
    post = "agent" if who == "zhao" else "warehouse"
    body = {"id": who, "name": named, "post": post, "warehouses": list(warehouses)}
    answer = floor.call("PUT", "/v1/people", who="li", json=body)
    assert answer.status_code == status, answer.text
    floor.work()
    return answer.text


def leaks(text: str) -> list[str]:
    return [one for one in CANARIES if one in text]


def test_no_route_tells_a_warehouse_post_of_an_order_of_another_warehouse(floor: Floor) -> None:
    """S105: every GET route and the feed, as an agent and with a supervisor's role that was lent; a new route is in it by itself."""
    whole = received(floor, "li", OTHER)
    assert set(leaks(whole)) == set(CANARIES), "the canaries sing where they may be heard"
    for _ in range(2):
        for order in (MINE, OTHER):
            for path, answer in answers(floor, "qian", order).items():
                echo = {order} if answer.status_code == 404 else set()  # whoever asks for a number reads that it is not there
                assert not set(leaks(answer.text)) - echo, path
                assert answer.status_code < 500, (path, answer.text)
        got = received(floor, "qian", MINE)
        assert MINE in got
        assert HERE in got
        lend(floor)


def test_what_may_be_asked_for_holds_the_own_warehouse(quick: Floor) -> None:
    lend(quick)
    pages = {path: answer for path, answer in answers(quick, "qian", MINE).items() if answer.status_code == 200}
    for path in ("/v1/orders ", "/v1/orders/", "/v1/pool", "/v1/export/events", "/v1/export/orders", "/v1/export/cases", "POST /v1/sync"):
        assert any(one.startswith(path) and MINE in answer.text for one, answer in pages.items()), path
    pool = quick.read(PoolPage, "/v1/pool", who="qian")
    assert ([row.order for row in pool.items], pool.total) == ([MINE], 1)
    board = quick.read(Board, "/v1/board", who="qian")
    assert (board.open, board.overdue, [one.order for one in board.overdue_list]) == (1, 1, [MINE])
    assert quick.read(Board, "/v1/board", who="li").open == 3
    told = quick.desk("qian").catch_up().bodies("board", Board)[0]
    assert (told.open, told.overdue) == (1, 1)
    assert quick.call("GET", "/v1/orders", who="qian", params={"q": OTHER}).json()["items"] == []
    assert quick.call("GET", f"/v1/orders/{OTHER}", who="qian").status_code == 404
    drill = quick.call("GET", "/v1/drill/orders", who="qian", params={"which": "all", "since": "2025-11-01", "until": "2025-11-13"})
    assert [one["order"] for one in drill.json()["items"]] == [MINE], drill.text


def test_what_tells_of_the_whole_floor_is_refused_in_words(quick: Floor) -> None:
    lend(quick)
    for path in ("/v1/days", "/v1/audit", "/v1/trends", "/v1/rates", "/v1/incidents"):
        answer = quick.call("GET", path, who="qian")
        assert (answer.status_code, answer.json()["type"]) == (403, "warehouse"), path
        assert answer.json()["title"] == "你只看杭州仓的单，这里说的是全部仓，请找主管"
    assert "全部仓" in quick.call("GET", "/v1/board", who="qian", params={"at": NOON.isoformat()}).json()["title"]


def test_every_route_and_every_table_has_been_thought_of() -> None:
    """A route that is not in the list is closed to them; a table that nobody has classed is a failed test."""
    assert {(route.method, route.path) for route in routes("test")} >= OPEN
    assert [name for name in metadata.tables if not glasses.covered(name)] == []
    of_orders = {name for name, table in metadata.tables.items() if "order_id" in table.c}
    assert of_orders == set(glasses.OF_ORDER)
    assert {name for name, table in metadata.tables.items() if "case_id" in table.c} - of_orders == set(glasses.OF_CASE)


def test_nothing_of_another_warehouse_is_in_any_byte_of_the_desk_and_what_leaves_theirs_leaves_it(quick: Floor, tmp_path: Path) -> None:
    """Offline caches too; an order that is moved to another warehouse goes from one desk and comes to the other."""
    here, there = OnDisk(quick, "qian", tmp_path / "here"), OnDisk(quick, "sun", tmp_path / "there")
    for desk, mine in ((here, MINE), (there, OTHER)):
        desk.catch_up()
        assert mine.encode() in desk.stored()
    assert not leaks((here.stored() + here.sent).decode("utf-8", "ignore"))
    quick.told(Event(quick.now, "taobao", "order_modified", MINE, {"warehouse": THERE}))
    for desk in (here, there):
        desk.catch_up()
    assert MINE not in quick.pool("qian")
    assert sorted(quick.pool("sun")) == sorted([MINE, OTHER])
    assert MINE.encode() in there.stored()
    assert not leaks(here.sent.decode("utf-8", "ignore"))
    here.close()
    there.close()


def test_a_person_who_is_moved_reads_anew_and_keeps_no_byte_of_the_warehouse_they_left(quick: Floor, tmp_path: Path) -> None:
    desk = OnDisk(quick, "qian", tmp_path / "desk")
    desk.catch_up()
    before = quick.desk("qian").catch_up()
    assert MINE.encode() in desk.stored()
    bind(quick, "qian", THERE)
    assert before.page().reset, "an open desk hears of it at once"
    desk.catch_up()
    desk.close()
    assert MINE.encode() not in desk.stored()
    assert OTHER.encode() in desk.stored()
    bind(quick, "qian", HERE, THERE)
    assert sorted(quick.pool("qian")) == [MINE, OTHER]
    bind(quick, "qian")
    assert sorted(quick.pool("qian")) == sorted([MINE, OTHER, NOWHERE])


def test_the_feed_of_a_warehouse_proves_itself_through_all_its_changes(quick: Floor) -> None:
    """The digest is of what is told: each `page` of the desk proves it at the head."""
    desk = quick.desk("qian").catch_up()
    for number in range(3):
        quick.paid(f"66000000000000{number}", hours_ago=25, warehouse=(HERE, THERE, "")[number])
        desk.catch_up()
    quick.told(Event(quick.now, "taobao", "outbound", MINE, {}))
    quick.advance(hours=3)
    desk.catch_up()
    assert desk.last is not None
    assert not desk.last.reset


def test_nobody_does_anything_to_an_order_that_they_cannot_see(quick: Floor) -> None:
    case = quick.pool("li")[OTHER].case
    answer = quick.sync(
        {"id": "f1", "do": "acknowledge", "case": case}, {"id": "f2", "do": "report", "order": OTHER, "kind": "urged", "text": "x"},
        {"id": "f3", "do": "note", "case": quick.pool("qian")[MINE].case, "text": "在我们仓"}, who="qian",
    )  # fmt: skip
    said = {key: (one.state, one.why) for key, one in answer.results.items()}
    assert said["f1"] == said["f2"] == ("refused", "这一单不在你的仓，找不到")
    assert said["f3"][0] == "done"
    asked = {"id": "w", "command": "hold", "orders": [OTHER]}
    refused = quick.call("POST", "/v1/warehouse/jobs", who="qian", json=asked)
    assert (refused.status_code, OTHER in refused.json()["title"]) == (404, True)
    assert quick.call("POST", "/v1/reveals", who="qian", json={"order": OTHER, "reason": "复核"}).status_code in (403, 404)
    assert quick.call("POST", "/v1/customers/acts", who="qian", json={"id": "c", "do": "veto", "about": "x"}).status_code == 403


def test_orders_go_to_whoever_sees_their_warehouse_and_notices_with_them(quick: Floor) -> None:
    """S39: never without an owner, and never with one who cannot look."""
    base = quick.call("GET", "/v1/posts").json()["version"]
    body = json.loads(encode(post_body(replace(PRESETS["warehouse"], kinds=frozenset({"ship_overdue"})))))
    answer = quick.call("PUT", "/v1/posts/warehouse", who="it", json={"post": body, "base": base})
    assert answer.status_code == 200, answer.text
    quick.paid("55000000000001", hours_ago=30, warehouse=HERE)
    quick.paid("55000000000002", hours_ago=30, warehouse=THERE)
    quick.paid("55000000000003", hours_ago=30, warehouse="义乌仓")
    rows = quick.pool("li")
    assert (rows["55000000000001"].owner, rows["55000000000002"].owner) == ("qian", "sun")
    assert rows["55000000000003"].owner not in ("qian", "sun", "")
    moved = {"id": "h", "do": "hand_over", "case": rows["55000000000001"].case, "to": "sun"}
    refused = quick.sync(moved, who="li").results["h"]
    assert (refused.state, refused.why) == ("refused", "孙立 只看嘉兴仓的单，这一单在杭州仓，请转给别人")
    quick.told(Event(quick.now, "taobao", "order_modified", "55000000000001", {"warehouse": THERE}))
    assert quick.pool("li")["55000000000001"].owner == "sun"
    bind(quick, "sun", "义乌仓")
    assert quick.pool("li")["55000000000002"].owner not in ("sun", "")
    quick.advance(hours=2)
    for who, theirs in (("qian", {HERE}), ("sun", {"义乌仓"})):
        where = {row.order: row.warehouse for row in quick.pool("li").values()}
        told = quick.desk(who).catch_up().bodies("notice", NoticeRow)
        assert {where[one.order] for one in told if one.order in where} <= theirs


def test_who_leads_sees_the_whole_floor_and_is_told_so(quick: Floor) -> None:
    body = {"id": "chen", "name": "陈立", "post": "operations", "warehouses": [HERE]}
    answer = quick.call("PUT", "/v1/people", who="li", json=body)
    assert (answer.status_code, answer.json()["title"]) == (422, "主管看全部仓，不能限仓；要限仓请先换成客服类的岗位")
    bind(quick, "zhao", HERE)
    assert sorted(quick.pool("zhao")) == [MINE]
    kept = quick.call("PUT", "/v1/people", who="li", json={"id": "zhao", "name": "赵一鸣"}).json()
    assert kept["warehouses"] == [HERE], "an older desk that knows nothing of it changes nothing of it"
