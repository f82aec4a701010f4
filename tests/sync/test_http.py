"""The one way out: what each answer means, who buys a new bearer, and that the token goes nowhere else."""

import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from ordertower_desktop.sync import fetch
from ordertower_desktop.sync.access import Access
from ordertower_desktop.sync.http import Client
from ordertower_desktop.sync.trouble import LoggedOut, Refused, Unreachable
from ordertower_desktop.wire.pages import Token
from ordertower_desktop.wire.sync import SyncRequest
from tests.sync.fakehub import FakeHub, over_http

URL = "http://127.0.0.1:9"


def _client(answer: Callable[[httpx.Request], httpx.Response], token: str = "t") -> Client:
    return Client(URL, token, transport=httpx.MockTransport(answer))


def _status(code: int, **more: object) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(code, **more)  # type: ignore[arg-type]


def test_an_exchange_goes_over_http() -> None:
    hub = FakeHub()
    hub.open("a")
    answer = _client(over_http(hub)).sync(SyncRequest())
    assert [change.key for change in answer.changes] == ["a"]


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504, 301, 307])
def test_an_answer_that_may_come_later_is_unreachable(code: int) -> None:
    with pytest.raises(Unreachable):
        _client(_status(code)).sync(SyncRequest())


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 422])
def test_a_clear_no_carries_the_hub_s_sentence(code: int) -> None:
    with pytest.raises(Refused, match="不行") as refused:
        _client(_status(code, json={"type": "x", "title": "不行", "status": code})).sync(SyncRequest())
    assert refused.value.status == code


def test_the_hub_says_how_long_to_wait() -> None:
    with pytest.raises(Unreachable) as trouble:
        _client(_status(429, headers={"Retry-After": "7"})).sync(SyncRequest())
    assert trouble.value.after == 7


@pytest.mark.parametrize("body", [b"<html>login</html>", b"", b'{"cursor": 1', b"[]", b"\xff"])
def test_a_page_from_something_else_is_not_taken_for_an_answer(body: bytes) -> None:
    with pytest.raises(Unreachable, match="看不懂"):
        _client(_status(200, content=body)).sync(SyncRequest())


def test_a_dead_cable_is_a_sentence() -> None:
    def dead(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(Unreachable, match="连不上中枢"):
        _client(dead).sync(SyncRequest())


def test_a_redirect_never_carries_the_token_away() -> None:
    asked: list[str] = []

    def elsewhere(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://evil.test/"})

    with pytest.raises(Unreachable):
        _client(elsewhere).sync(SyncRequest())
    assert asked == [f"{URL}/v1/sync"]


class Gate:
    """A hub whose access tokens run out: `bought` counts the purchases."""

    def __init__(self) -> None:
        self.bought, self.good = 0, "none"
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/token":
            with self.lock:
                self.bought += 1
                self.good = f"access-{self.bought}"
                return httpx.Response(200, json={"token": self.good, "expires_at": None, "role": "agent", "person": "li"})
        if request.headers["authorization"] != f"Bearer {self.good}":
            return httpx.Response(401, json={"type": "dead_token", "title": "登录已失效，请重新登录", "status": 401})
        return httpx.Response(200, json={"ok": True})


def test_twenty_threads_at_expiry_buy_one_new_bearer() -> None:
    gate = Gate()
    client = _client(gate, "ot-device-1")
    assert client.get("/healthz", dict[str, bool]) == {"ok": True}
    gate.good = "expired"
    before, start = gate.bought, threading.Barrier(20)
    found: list[object] = []

    def ask() -> None:
        start.wait()
        found.append(client.get("/healthz", dict[str, bool]))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [{"ok": True}] * 20
    assert gate.bought == before + 1


def test_a_login_that_is_over_is_said_to_be_over() -> None:
    def over(request: httpx.Request) -> httpx.Response:
        return httpx.Response(401, json={"type": "dead_device", "title": "这台设备的登录已失效", "status": 401})

    with pytest.raises(LoggedOut, match="这台设备的登录已失效"):
        _client(over).sync(SyncRequest())


def test_who_waited_for_a_purchase_shares_it() -> None:
    sold = iter("abc")
    access = Access("device", lambda token: Token(next(sold), None, "agent", "li"))
    assert access.renewed("device") == "a"
    assert access.renewed("device") == "a"
    assert access.renewed("a") == "b"


def test_a_file_is_streamed_with_its_name_and_length(tmp_path: Path) -> None:
    seen: list[tuple[str, int, str]] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.params["name"], len(request.read()), request.headers["content-length"]))
        return httpx.Response(202, json={"id": "b1", "name": "订单.csv", "state": "reading"})

    file = tmp_path / "订单.csv"
    file.write_bytes(b"x" * 200_000)
    assert fetch.upload(file)(_client(take)).id == "b1"
    assert seen == [("订单.csv", 200_000, "200000")]


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"没有\.csv"):
        fetch.upload(tmp_path / "没有.csv")(_client(_status(200)))


def test_an_order_number_cannot_leave_its_place_in_the_address() -> None:
    asked: list[bytes] = []

    def see(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path)
        return httpx.Response(404, json={"type": "x", "title": "没有", "status": 404})

    with pytest.raises(Refused):
        fetch.order("../../v1/audit?x=1")(_client(see))
    assert asked == [b"/v1/orders/..%2F..%2Fv1%2Faudit%3Fx%3D1"]
