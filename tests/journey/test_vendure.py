"""A real Vendure shop followed by its mapping file alone; runs where ORDERTOWER_VENDURE names a folder with @vendure/core installed."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journey.real import Proc

FOLDER = os.environ.get("ORDERTOWER_VENDURE", "")
TOP = Path(__file__).resolve().parents[2]
PASSWORD = "canary-superadmin"
pytestmark = pytest.mark.skipif(not FOLDER, reason="ORDERTOWER_VENDURE names no folder with @vendure/core in it")


class Shop:
    """Buys, ships, delivers and cancels, one connection a person."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, http: httpx.Client, api: str, query: str, **variables: Any) -> Any:
        answer = http.post(f"{self.url}/{api}", json={"query": query, "variables": variables})
        said = answer.json()
        assert "errors" not in said, said
        if token := answer.headers.get("vendure-auth-token"):
            http.headers["Authorization"] = f"Bearer {token}"
        return said["data"]

    def buy(self, number: int) -> str:
        with httpx.Client(timeout=30, trust_env=False) as http:
            self(http, "shop-api", 'mutation { addItemToOrder(productVariantId: "1", quantity: 2) { __typename } }')
            who = {"firstName": "a", "lastName": "欧阳金丝雀", "emailAddress": f"a{number}@example.com"}
            self(http, "shop-api", "mutation ($i: CreateCustomerInput!) { setCustomerForOrder(input: $i) { __typename } }", i=who)
            where = {"streetLine1": "金丝雀路 9 号", "countryCode": "CN", "province": "浙江省", "city": "杭州市"}
            self(http, "shop-api", "mutation ($i: CreateAddressInput!) { setOrderShippingAddress(input: $i) { __typename } }", i=where)
            method = self(http, "shop-api", "{ eligibleShippingMethods { id } }")["eligibleShippingMethods"][0]["id"]
            self(http, "shop-api", "mutation ($m: [ID!]!) { setOrderShippingMethod(shippingMethodId: $m) { __typename } }", m=[method])
            self(http, "shop-api", 'mutation { transitionOrderToState(state: "ArrangingPayment") { __typename } }')
            pay = 'mutation { addPaymentToOrder(input: { method: "dummy", metadata: {} }) { ... on Order { code } } }'
            return str(self(http, "shop-api", pay)["addPaymentToOrder"]["code"])

    @contextlib.contextmanager
    def admin(self) -> Iterator[httpx.Client]:
        login = 'mutation ($p: String!) { login(username: "superadmin", password: $p) { __typename } }'
        with httpx.Client(timeout=30, trust_env=False) as http:
            self(http, "admin-api", login, p=PASSWORD)
            yield http

    def move(self, http: httpx.Client, code: str, *states: str) -> None:
        """Hand an order over and let its parcel go through `states`; without any, cancel it."""
        query = "query ($o: OrderListOptions) { orders(options: $o) { items { id lines { id quantity } } } }"
        found = self(http, "admin-api", query, o={"filter": {"code": {"eq": code}}})["orders"]["items"][0]
        if not states:
            self(
                http, "admin-api", "mutation ($i: CancelOrderInput!) { cancelOrder(input: $i) { __typename } }", i={"orderId": found["id"]}
            )
            return
        how = [{"name": "method", "value": "YTO"}, {"name": "trackingCode", "value": f"YT{code}"}]
        parcel = {
            "lines": [{"orderLineId": line["id"], "quantity": line["quantity"]} for line in found["lines"]],
            "handler": {"code": "manual-fulfillment", "arguments": how},
        }
        fulfil = "mutation ($i: FulfillOrderInput!) { addFulfillmentToOrder(input: $i) { ... on Fulfillment { id } } }"
        made = self(http, "admin-api", fulfil, i=parcel)["addFulfillmentToOrder"]["id"]
        step = "mutation ($i: ID!, $s: String!) { transitionFulfillmentToState(id: $i, state: $s) { __typename } }"
        for state in states:
            self(http, "admin-api", step, i=made, s=state)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "shop").mkdir()
    words = ["node", str(TOP / "tests/journey/vendure/server.js"), FOLDER, str(tmp_path / "shop" / "shop.sqlite"), str(port)]
    env = os.environ | {"VENDURE_PASSWORD": PASSWORD, "VENDURE_DISABLE_TELEMETRY": "true"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env) as child:
        assert child.stdout
        said = []
        for line in child.stdout:
            said.append(line)
            if line.startswith("READY"):
                break
        else:
            raise AssertionError("".join(said)[-2000:])
        threading.Thread(target=child.stdout.read, daemon=True).start()
        yield Shop(f"http://127.0.0.1:{port}")
        child.terminate()


@pytest.fixture
def hub(tmp_path: Path, shop: Shop) -> Iterator[httpx.Client]:
    shutil.copy(TOP / "examples/mappings/vendure.toml", tmp_path)
    text = (tmp_path / "vendure.toml").read_text("utf-8").replace('every = "1min"', 'every = "3s"')
    (tmp_path / "vendure.toml").write_text(text, "utf-8")
    (tmp_path / "ordertower.toml").write_text(f'[[source]]\nmapping = "vendure.toml"\nevery = "1s"\nbase_url = "{shop.url}"\n', "utf-8")
    data = tmp_path / "data"
    words = ("-m", "ordertower_desktop", "hub", "--verbose", "--config", str(tmp_path / "ordertower.toml"), "--beside", str(data))
    proc = Proc(*words, env={"VENDURE_PASSWORD": PASSWORD})
    end = time.monotonic() + 30
    while not (data / "hub.json").exists():
        assert time.monotonic() < end, proc.complaints
        threading.Event().wait(0.05)
    told = json.loads((data / "hub.json").read_text())
    with httpx.Client(base_url=told["url"], headers={"Authorization": f"Bearer {told['token']}"}, trust_env=False, timeout=20) as http:
        yield http
    proc.kill()
    complaints = "".join(proc.complaints)
    assert "Traceback" not in complaints
    for canary in (PASSWORD, "欧阳金丝雀", "金丝雀路"):
        assert canary not in complaints
        assert not [file for file in data.rglob("*") if file.is_file() and canary.encode() in file.read_bytes()]


ENDS: tuple[tuple[str, ...] | None, ...] = (None, ("Shipped",), ("Shipped", "Delivered"), ())
"""What becomes of an order: left as it is, shipped, delivered, cancelled."""
STAGES = ("TO_ACCEPT", "TO_COLLECT", "SIGNED", "")


def write(shop: Shop, person: int, wanted: dict[str, int]) -> None:
    """One of several people who buy and move orders at the same time."""
    with shop.admin() as http:
        for i in range(8):
            code, states = shop.buy(person * 100 + i), ENDS[i % 4]
            if states is not None:
                shop.move(http, code, *states)
            wanted[code] = i % 4


def seen_when(hub: httpx.Client, moved: dict[str, str], everything: Collection[str]) -> dict[str, str]:
    """Order -> stage, as soon as all are there and as wanted, or what they are after a minute."""
    end, seen = time.monotonic() + 60, dict[str, str]()
    while time.monotonic() < end and (not set(everything) <= set(seen) or any(seen.get(code) != stage for code, stage in moved.items())):
        seen = {line["order"]: line["stage"] for line in hub.get("/v1/orders", params={"limit": 200}).json()["items"]}
        threading.Event().wait(0.3)
    return seen


def test_every_order_of_a_real_shop_is_followed_to_its_end_with_three_writers(shop: Shop, hub: httpx.Client) -> None:
    wanted: dict[str, int] = {}
    writers = [threading.Thread(target=write, args=(shop, person, wanted)) for person in range(3)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(180)
    assert len(wanted) == 24

    moved = {code: STAGES[end] for code, end in wanted.items() if STAGES[end]}
    seen = seen_when(hub, moved, wanted)
    assert {code: seen.get(code) for code in moved} == moved
    assert set(seen) >= set(wanted)
    source = hub.get("/v1/sources").json()[0]
    assert (source["state"], source.get("gaps", [])) == ("fresh", [])
    delivered = next(code for code, end in wanted.items() if STAGES[end] == "SIGNED")
    lanes = hub.get(f"/v1/orders/{delivered}").json()["lanes"]
    told = [event["name"] for lane in lanes for event in lane.get("events", ())]
    assert {"付款", "出库", "签收"} <= set(told), told
