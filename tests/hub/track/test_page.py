"""The customers' page over a real socket (S92): looked up by those who know, and silent to those who guess."""

import html.parser
import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, event

from ordertower_desktop.domain.event import Event
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.api.routes import surface
from ordertower_desktop.hub.api.serving import Server, bound
from ordertower_desktop.hub.api.trackpace import GUESSES
from ordertower_desktop.hub.store.tables import sources
from ordertower_desktop.settings import HubSettings
from ordertower_desktop.wire.order import OrderPage
from tests.hub.floor import Floor, open_floor

ORDER, TAIL, PUBLIC = "880000000000000042", "6789", "track.example.com"
SETTINGS = HubSettings(track=f"https://{PUBLIC}", track_rate=1000, track_frames=("https://shop.example.com",), hosts=("hub.lan",))
PERSONAL = ("王小明", "13912346789", "139", "金丝雀路 9 号", "金丝雀")
VOID = frozenset({"meta", "input", "br", "link"})


class Door:
    """A hub on a port of its own."""

    def __init__(self, floor: Floor) -> None:
        self.floor, ready = floor, threading.Event()
        self._sock = bound("127.0.0.1:0")
        self._server = Server(surface(floor.tower, "test"), ready.set)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._sock]})
        self._thread.start()
        ready.wait(20)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self._sock.getsockname()[1]}", headers={"host": PUBLIC})

    def ask(self, order: str = ORDER, tail: str = TAIL, **headers: str) -> httpx.Response:
        return self.client.post("/track", data={"order": order, "tail": tail}, headers=headers)

    def close(self) -> None:
        self.client.close()
        self._server.end()
        self._thread.join(20)
        self._sock.close()


def bought(floor: Floor) -> None:
    """Somebody's order is on its way; one shop and one carrier are read."""
    person = {"phone": PERSONAL[1], "receiver": PERSONAL[0], "address": PERSONAL[3], "carrier": "圆通速递", "waybill": "YT9693083639795"}
    then = floor.now - timedelta(hours=5)
    floor.told(
        Event(then, "shop-1", "payment_approved", ORDER, person),
        Event(then + timedelta(hours=2), "shop-1", "outbound", ORDER, {"operator": "金丝雀"}),
        Event(then + timedelta(hours=3), "kuaidi100", "handed_to_carrier", ORDER, {"place": "杭州市"}),
        Event(then, "shop-1", "payment_approved", "nophone", {}),
    )
    with floor.tower.db.write() as conn:
        shop = sources.Source(
            "shop-1", "旗舰店", SourceKind.PLATFORM, True, timedelta(minutes=15), seen_at=floor.now - timedelta(minutes=3)
        )
        carrier = sources.Source(
            "kuaidi100", "快递100", SourceKind.CARRIER, True, timedelta(hours=2), seen_at=floor.now - timedelta(hours=1)
        )
        sources.put(conn, [shop, carrier])


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with open_floor(tmp_path, settings=SETTINGS) as floor:
        bought(floor)
        made = Door(floor)
        yield made
        made.close()


class Checked(html.parser.HTMLParser):
    """Well-formed, without a script, a handler or anything from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, "what was opened is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "img", "iframe", "link", "object")
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "style"
            assert name not in ("href", "src", "action") or (value or "").startswith("/"), "nothing from elsewhere"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data.strip())


def words(answer: httpx.Response) -> str:
    return " ".join(filter(None, Checked(answer.text).words))


def test_whoever_knows_both_sees_where_it_stands_and_how_old_that_is(door: Door) -> None:
    answer = door.ask()
    said = words(answer)
    assert answer.status_code == 200
    assert "运输途中 圆通速递，运单尾号 9795 快递已揽收 2025-11-12 10:00 已出库 2025-11-12 09:00 已付款 2025-11-12 07:00" in said
    assert "订单状态：约每 15 分钟更新一次，最近一次在 3 分钟前。" in said
    assert "物流信息：约每 2 小时更新一次，最近一次在 1 小时前。" in said
    assert not [one for one in PERSONAL if one in answer.text]
    assert "杭州" not in answer.text
    assert "YT96" not in answer.text


def test_whoever_guesses_is_told_the_same_whatever_is_there(door: Door) -> None:
    missed = [
        door.ask(tail="0000"), door.ask(order="880000000000000043"), door.ask(order="nophone", tail="----"), door.ask(order="nophone"),
        door.ask(tail="678"), door.ask(tail="６７８９"), door.ask(order=""), door.client.post("/track", content=b"\xff\xfe=&tail"),
    ]  # fmt: skip
    told = {(one.status_code, one.content, tuple(sorted((k, v) for k, v in one.headers.items() if k != "date"))) for one in missed}
    assert len(told) == 1
    assert "没有查到" in missed[0].text
    assert missed[0].status_code == 404


def test_a_wrong_guess_costs_the_same_look_whatever_is_there(door: Door) -> None:
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        looks = []
        for order in (ORDER, "880000000000000044", "nophone"):
            asked.clear()
            assert door.ask(order, "1234").status_code == 404
            looks.append([one for one in asked if "SELECT" in one])
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert looks[0] == looks[1] == looks[2]
    assert len(looks[0]) == 1


def test_only_the_page_is_to_be_had_under_the_customers_address(door: Door) -> None:
    for path in ("/v1/sync", "/v1/orders", "/healthz", "/openapi.json", "/trackers", "/metrics"):
        assert door.client.get(path).status_code == 404, path
    assert door.client.get("/healthz", headers={"host": "hub.lan"}).status_code == 200
    assert door.client.get("/track").status_code == 200
    assert door.client.get("/track", headers={"host": "evil.example"}).status_code == 403
    assert door.ask(origin=f"https://{PUBLIC}").status_code == 200
    assert door.ask(origin="https://evil.example").status_code == 403


def test_the_page_works_without_scripts_and_lets_nothing_in_but_its_own_style(door: Door) -> None:
    for answer in (door.client.get("/track"), door.ask(), door.ask(tail="0001")):
        page, policy = Checked(answer.text), answer.headers["content-security-policy"]
        assert page.words
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert policy.endswith("frame-ancestors https://shop.example.com")
        assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "same-origin")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
    form = door.client.get("/track").text
    assert len(re.findall(r"<label>[^<]+<input name=\"(?:order|tail)\" required", form)) == 2


def test_what_a_system_called_a_carrier_is_text_and_no_markup(door: Door) -> None:
    floor = door.floor
    payload = {"phone": "13900001111", "carrier": '<script>alert(1)</script>"&', "waybill": "<b>12<i>"}
    floor.told(Event(floor.now, "shop-1", "outbound", "evil", payload))
    said = door.ask("evil", "1111").text
    Checked(said)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;" in said


def test_a_link_opens_one_order_for_a_month_and_no_other(door: Door) -> None:
    floor = door.floor
    made = floor.call("POST", "/v1/track-links", json={"order": ORDER}).json()
    assert made["url"].startswith(f"https://{PUBLIC}/track/")
    path = made["url"].removeprefix(f"https://{PUBLIC}")
    assert "运输途中" in door.client.get(path).text
    until, mac, _ = path.removeprefix("/track/").split(".")
    other = floor.call("POST", "/v1/track-links", json={"order": "nophone"}).json()["url"].rpartition(".")[2]
    later = f"{int(until, 16) + 86400:x}"
    forged = (f"{until}.{mac}.{other}", f"{later}.{mac}.{path.rpartition('.')[2]}", "x", "a..b", f"{until}..", "%FF.%FF.%FF")
    answers = [door.client.get(f"/track/{one}") for one in forged]
    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}
    assert "已失效" in answers[0].text
    floor.clock.at += timedelta(days=30)
    assert door.client.get(path).status_code == 404
    assert floor.call("POST", "/v1/track-links", json={"order": "nobody's"}).status_code == 404


def test_a_few_wrong_guesses_at_a_number_close_it_for_an_hour_whether_it_is_there_or_not(door: Door) -> None:
    floor = door.floor
    floor.told(Event(floor.now, "shop-1", "payment_approved", "guessed", {"phone": "13900002222"}))
    assert [door.ask("guessed", "2222").status_code for _ in range(GUESSES + 1)] == [200] * (GUESSES + 1), "to look again is no guess"
    tries = {order: [door.ask(order, f"000{n}") for n in range(GUESSES + 1)] for order in ("guessed", "never-there")}
    told = {order: [(one.status_code, one.content) for one in answers] for order, answers in tries.items()}
    assert told["guessed"] == told["never-there"]
    assert [code for code, _ in told["guessed"]] == [404] * GUESSES + [429]
    assert door.ask("guessed", "2222").status_code == 429
    floor.clock.at += timedelta(hours=1)
    assert door.ask("guessed", "2222").status_code == 200


def test_one_address_asks_so_often_a_minute(tmp_path: Path) -> None:
    with open_floor(tmp_path, settings=HubSettings(track="http://127.0.0.1", track_rate=3)) as floor:
        bought(floor)
        asked = {"data": {"order": ORDER, "tail": TAIL}}
        codes = [floor.call("POST", "/track", who="", **asked).status_code for _ in range(5)]
        assert codes == [200, 200, 200, 429, 429]
        assert floor.call("GET", "/track/x", who="").status_code == 429
        floor.clock.at += timedelta(minutes=1)
        assert floor.call("POST", "/track", who="", **asked).status_code == 200


def test_an_order_s_page_says_whether_there_is_a_link_for_its_customer(tmp_path: Path) -> None:
    for settings, told in ((HubSettings(), False), (SETTINGS, True)):
        place = tmp_path / str(told)
        place.mkdir()
        with open_floor(place, settings=settings) as floor:
            bought(floor)
            assert floor.read(OrderPage, f"/v1/orders/{ORDER}").tracked is told


def test_nothing_of_it_is_there_until_the_settings_say_so(tmp_path: Path) -> None:
    with open_floor(tmp_path) as floor:
        bought(floor)
        codes = [floor.call("GET", path, who="").status_code for path in ("/track", "/track/x")]
        codes += [floor.call("POST", "/track", who="", data={"order": ORDER, "tail": TAIL}).status_code]
        assert codes == [404, 404, 404]
        refused = floor.call("POST", "/v1/track-links", json={"order": ORDER})
        assert (refused.status_code, refused.json()["type"]) == (409, "off")
