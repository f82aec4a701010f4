"""看一单明文: asked of the platform at that moment, with a reason, within a quota, sealed into the audit, and on no disk (S105, D14)."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from ordertower_desktop.demo.platforms.counter import Counter, Trouble
from ordertower_desktop.demo.platforms.pdd import PddBooth
from ordertower_desktop.demo.platforms.shelf import Shelf
from ordertower_desktop.domain.people import Person, Role
from ordertower_desktop.domain.presets import PRESETS
from ordertower_desktop.domain.snapshot import SourceKind
from ordertower_desktop.hub.connectors.connector import About
from ordertower_desktop.hub.connectors.platforms.pdd import PDD
from ordertower_desktop.hub.connectors.revealing import InTurn
from ordertower_desktop.hub.connectors.walker.dialect import Keys
from ordertower_desktop.hub.connectors.walker.revealing import PlatformRevealer
from ordertower_desktop.hub.connectors.walker.shop import PlatformConnector
from ordertower_desktop.hub.store.tables import audit
from ordertower_desktop.settings import HubSettings
from tests.hub.connectors.rig import KEY, SECRET, TOKEN, sale
from tests.hub.floor import PEOPLE, Clock, Floor, open_floor
from tests.hub.place import Place

ABOUT = About("pdd-1", "拼多多旗舰店", SourceKind.PLATFORM, timedelta(minutes=5))
CANARIES = ("金丝雀", "13800001111", "仓前街道金丝雀小区 9 幢")
CREW = tuple(Person(f"p-{post.id}", post.name, post.role, post.id) for post in PRESETS.values())
WHY = {"reason": "call", "text": ""}


@dataclass
class Shop:
    """The floor, and the platform that it asks."""

    floor: Floor
    counter: Counter
    shelf: Shelf
    order: str
    folder: Path

    def look(self, who: str = "zhao", **changed: Any) -> httpx.Response:
        return self.floor.call("POST", "/v1/reveals", who=who, json={"order": self.order, **WHY} | changed)

    def terms(self, who: str = "zhao") -> dict[str, Any]:
        return dict(self.floor.call("GET", "/v1/reveals/terms", who=who, params={"order": self.order}).json())

    def history(self, who: str = "li", **query: Any) -> dict[str, Any]:
        answer = self.floor.call("GET", "/v1/reveals", who=who, params=query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def sealed(self) -> list[tuple[str, str, str, str]]:
        """What the audit says of looking: who, what, at which order, and the words."""
        with self.floor.tower.db.read() as conn:
            assert audit.verify(conn) is None
            rows = audit.page(conn, after=0, limit=1000)
        return [(one.who, one.what, one.object, one.detail) for _, one in rows if one.what.startswith("reveal")]


@pytest.fixture
def shop(tmp_path: Path, place: Place) -> Iterator[Shop]:
    """One paid order at a platform that gives its receiver sealed; three looks a day."""
    clock, shelf = Clock(), Shelf()
    one = sale(1, clock() - timedelta(minutes=40))
    shelf.put(one)
    counter = Counter(PddBooth(shelf, KEY, SECRET, TOKEN), now=clock)
    counter.start()

    def line() -> PlatformConnector:
        return PlatformConnector(ABOUT, PDD, Keys(KEY, SECRET, TOKEN), base_url=counter.url, first=timedelta(minutes=50))

    assert PDD.revealing is not None
    plain = InTurn(PlatformRevealer(line(), PDD, PDD.revealing))
    settings, reader = HubSettings(reveals=3), line()
    try:
        with open_floor(
            tmp_path / "hub", db=place.url, connectors={"pdd-1": reader}, crew=(*PEOPLE, *CREW), settings=settings, clock=clock,
            revealers={"pdd-1": plain},
        ) as floor:  # fmt: skip
            floor.advance(minutes=3)
            yield Shop(floor, counter, shelf, one.number, tmp_path / "hub")
    finally:
        reader.close()
        counter.stop()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()


def test_a_look_gives_the_receiver_for_a_minute_and_says_what_is_left(shop: Shop) -> None:
    """S105."""
    assert shop.terms() == {
        "order": shop.order, "why_not": "", "source": "拼多多旗舰店", "left": 3, "quota": 3, "reasons": shop.terms()["reasons"],
    }  # fmt: skip
    answer = shop.look()
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    told = answer.json()
    assert (told["name"], told["phone"], told["address"]) == CANARIES
    assert (told["seconds"], told["left"], told["quota"]) == (60, 2, 3)
    assert shop.shelf.opened == [shop.order]
    assert shop.terms()["left"] == 2


def test_every_look_and_every_refusal_is_sealed_with_its_reason_and_never_with_what_was_seen(shop: Shop) -> None:
    shop.look(reason="other", text="客户要改地址，电话 13800001111 打不通")
    shop.look(reason="other", text="想看")
    shop.look(reason="")
    shop.look(who="p-warehouse")
    shop.counter.troubles = {shop.counter.calls + 1: Trouble.BUSY}
    assert shop.look().status_code == 422
    said = [(who, what, detail) for who, what, order, detail in shop.sealed() if order == shop.order]
    assert said[:2] == [
        ("zhao", "reveal_asked", "客户要改地址，电话 … 打不通"),
        ("zhao", "reveal", "客户要改地址，电话 … 打不通、name,phone,address"),
    ]
    assert said[2] == ("zhao", "reveal_refused", "选了“其他原因”，请写明为什么要看，至少 4 个字")
    assert said[3][1:2] == ("reveal_refused",)
    assert said[4][:2] == ("p-warehouse", "reveal_refused")
    assert "“看明文”" in said[4][2]
    assert [what for _, what, _ in said[5:]] == ["reveal_asked", "reveal_failed"]
    assert shop.terms()["left"] == 2  # what the source would not tell is not counted


def test_only_posts_with_the_right_look_and_a_lent_role_lends_no_eyes(shop: Shop) -> None:
    able = {"supervisor", "agent", "account_manager", "risk", "backup", "order_supervisor"}
    for post in PRESETS:
        assert (shop.terms(f"p-{post}")["why_not"] == "") == (post in able), post
    answer = shop.look(who="p-finance")
    assert (answer.status_code, answer.json()["title"]) == (403, "财务岗位没有“看明文”这一项，请找主管在“成员与岗位”里开通")
    wall = shop.floor.call("POST", "/v1/reveals", who="wall", role=Role.DISPLAY, json={"order": shop.order, **WHY})
    assert wall.status_code == 403
    nobody = shop.floor.call("POST", "/v1/reveals", who="script", role=Role.ADMIN, json={"order": shop.order, **WHY})
    assert (nobody.status_code, nobody.json()["title"]) == (403, "没有写明是谁的令牌不能看明文，请以本人登录")
    until = (shop.floor.now + timedelta(hours=2)).isoformat()
    lent = {"id": "g1", "person": "p-warehouse", "until": until, "why": "顶班"}
    assert shop.floor.call("POST", "/v1/grants", who="li", json=lent).status_code in (200, 201)
    assert shop.look(who="p-warehouse").status_code == 403
    assert shop.shelf.opened == []


def test_a_field_that_a_post_may_not_see_is_not_revealed_either(shop: Shop) -> None:
    held = shop.floor.call("GET", "/v1/posts").json()
    body = next(one for one in held["content"]["posts"] if one["id"] == "agent") | {"sees": {"phone": "masked"}}
    assert shop.floor.call("PUT", "/v1/posts/agent", who="it", json={"post": body, "base": held["version"]}).status_code == 200
    told = shop.look(who="p-agent").json()
    assert (told["name"], told["phone"], told["address"]) == (CANARIES[0], "", CANARIES[2])
    assert told["kept"] == ["phone"]


def test_the_day_s_quota_is_one_s_own_and_begins_anew_at_midnight_in_shanghai(shop: Shop) -> None:
    assert [shop.look().status_code for _ in range(4)] == [200, 200, 200, 403]
    assert shop.look().json()["title"] == "今天的 3 次已经用完，明天 0 点恢复；急用请找主管代看"
    assert shop.terms()["why_not"].startswith("今天的 3 次已经用完")
    assert shop.look(who="lin").status_code == 200
    shop.floor.clock.at += timedelta(hours=11, minutes=56)
    assert shop.look().status_code == 403  # 23:59 in Shanghai
    shop.floor.clock.at += timedelta(minutes=2)
    assert shop.terms()["left"] == 3


def test_two_desks_that_want_the_last_look_at_once_get_one(shop: Shop) -> None:
    """The look is counted before anybody is asked."""
    shop.look()
    shop.look()
    shop.floor.token("zhao")
    codes: list[int] = []
    ready = threading.Barrier(4)

    def desk() -> None:
        ready.wait(10)
        codes.append(shop.look().status_code)

    desks = [threading.Thread(target=desk) for _ in range(4)]
    for one in desks:
        one.start()
    for one in desks:
        one.join(30)
    assert sorted(codes) == [200, 403, 403, 403]
    assert len(shop.shelf.opened) == 3


def test_the_platform_s_own_quota_speaks_for_itself_and_costs_nobody_a_look(shop: Shop) -> None:
    shop.shelf.may_open = 0
    answer = shop.look()
    assert answer.status_code == 422
    assert answer.json()["title"].startswith("拼多多旗舰店 今天的解密额度用完了，明天再看")
    assert shop.terms()["left"] == 3


def test_an_order_that_nobody_can_open_is_refused_in_words(shop: Shop) -> None:
    shop.floor.paid("3901", hours_ago=30)
    answer = shop.look(order="3901")
    assert (answer.status_code, answer.json()["title"]) == (403, "这一单的来源没有接通看明文，请到平台或 ERP 的后台查看")
    assert shop.look(order="none").status_code == 404
    answer = shop.look(order=[shop.order, "3901"])
    assert answer.status_code == 400  # one order a look


def test_the_history_tells_who_looked_at_what_and_why(shop: Shop) -> None:
    shop.look(reason="address")
    shop.floor.clock.at += timedelta(minutes=1)
    shop.look(who="lin", text="快递要址")
    shop.look(who="p-warehouse")
    page = shop.history()
    assert [(one["name"], one["state"], one["reason"]) for one in page["items"]][-1] == ("赵一鸣", "shown", "核对或更正地址")
    assert {one["person"] for one in shop.history(who="li", order=shop.order)["items"]} == {"zhao", "lin", "p-warehouse"}
    assert page["today"] == {"zhao": 1, "lin": 1}
    assert page["items"][-1]["fields"] == ["name", "phone", "address"]
    first = shop.floor.call("GET", "/v1/reveals", who="li", params={"limit": 2}).json()
    rest = shop.floor.call("GET", "/v1/reveals", who="li", params={"limit": 2, "after": first["after"]}).json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == [one["id"] for one in page["items"]]
    assert shop.floor.call("GET", "/v1/reveals", who="zhao").status_code == 403


def test_nothing_of_what_was_seen_is_in_any_file_or_later_answer(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    """D14: after looks that went well, that failed, and that the platform spelt wrongly."""
    caplog.set_level("DEBUG")
    assert shop.look().status_code == 200
    shop.counter.troubles = {shop.counter.calls + 2: Trouble.CUT}
    assert shop.look().status_code == 422
    shop.floor.work()
    told = [shop.floor.call("GET", path, who="li").text for path in (f"/v1/orders/{shop.order}", "/v1/reveals", "/v1/audit", "/v1/orders")]
    told += [shop.floor.call("GET", f"/v1/export/{what}", who="li").text for what in ("events", "orders", "cases")]
    told.append(json.dumps(shop.floor.call("POST", "/v1/sync", who="li", json={}).json(), ensure_ascii=False))
    told.append(caplog.text)
    shop.floor.tower.db.checkpoint()
    written = [file.read_bytes() for file in shop.folder.rglob("*") if file.is_file()]
    assert written
    for canary in CANARIES:
        assert not [text for text in told if canary in text], canary
        for form in forms(canary):
            assert not [content for content in written if form in content], canary


def forms(text: str) -> Iterator[bytes]:
    """As it is, and as it might be wrapped."""
    yield from (text.encode(), text.encode("utf-16-le"), text.encode("gbk"), base64.b64encode(text.encode()).rstrip(b"="))
    yield from (quote(text).encode(), json.dumps(text)[1:-1].encode())
