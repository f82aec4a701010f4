"""A real Tryton followed from draft to shipped under three writers, told of shipments, and answered where it wants a person's yes."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journey.real import Proc
from tests.journey.tryton_kit import PASSWORD, Tryton, server

CANARIES = (PASSWORD, "欧阳金丝雀", "金丝雀路")
SETTINGS = """
[[source]]
system = "tryton"
id = "erp-1"
base_url = "{url}"
account = "admin"
secret = "env:TRYTON_PASSWORD"
every = "1s"
write_back = "on"
"""
STEPS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("draft", (), "UNPAID"),
    ("quote", (), "TO_AUDIT"),
    ("confirm", (), "TO_PRINT"),
    ("confirm", ("assign_try",), "TO_PRINT"),
    ("confirm", ("assign_try", "pick"), "TO_PACK"),
    ("confirm", ("assign_try", "pick", "pack"), "TO_SHIP"),
    ("confirm", ("assign_try", "pick", "pack", "do"), "TO_COLLECT"),
)
"""How far a sale is brought, which buttons its shipment gets, and where the order then stands."""


@pytest.fixture(scope="module")
def erp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("tryton")) as url:
        yield url


@pytest.fixture
def hub(tmp_path: Path, erp: str) -> Iterator[httpx.Client]:
    """A hub beside one desk that reads Tryton every second; nothing of a customer may be left in its files."""
    (tmp_path / "ordertower.toml").write_text(SETTINGS.format(url=erp), "utf-8")
    data = tmp_path / "data"
    words = ("-m", "ordertower_desktop", "hub", "--verbose", "--config", str(tmp_path / "ordertower.toml"), "--beside", str(data))
    proc = Proc(*words, env={"TRYTON_PASSWORD": PASSWORD, "ORDERTOWER__HUB__IDLE": "30min"})
    until(lambda: (data / "hub.json").exists(), lambda: "".join(proc.complaints))
    told = json.loads((data / "hub.json").read_text())
    with httpx.Client(base_url=told["url"], headers={"Authorization": f"Bearer {told['token']}"}, trust_env=False, timeout=20) as http:
        yield http
    proc.kill()
    complaints = "".join(proc.complaints)
    assert "Traceback" not in complaints
    for canary in CANARIES:
        assert canary not in complaints
        assert not [file for file in data.rglob("*") if file.is_file() and canary.encode() in file.read_bytes()]


def until(true: Callable[[], Any], why: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, why()
        threading.Event().wait(0.2)


@contextlib.contextmanager
def person(erp: str) -> Iterator[Tryton]:
    one = Tryton(erp)
    yield one
    one.close()


def stages(hub: httpx.Client) -> dict[str, str]:
    found = hub.get("/v1/orders", params={"limit": 200}).json()["items"]
    return {line["order"]: line["stage"] for line in found}


def apart(wanted: dict[str, str], seen: dict[str, str]) -> list[tuple[str, str, str | None]]:
    """Order, where it should stand, and where it does; of those that are not as they should be."""
    return [(order, stage, seen.get(order)) for order, stage in sorted(wanted.items()) if seen.get(order) != stage]


def page(hub: httpx.Client, order: str) -> dict[str, Any]:
    found: dict[str, Any] = hub.get(f"/v1/orders/{order}").json()
    return found


def happened(hub: httpx.Client, order: str) -> dict[str, str]:
    """What Tryton says has happened to an order, and who did it."""
    lines = map(json.loads, hub.get("/v1/export/events").text.splitlines())
    mine = (one for one in lines if (one["order_id"], one["source"]) == (order, "erp-1"))
    return {one["event"]: one["payload"].get("by", "") for one in mine}


def line(hub: httpx.Client, order: str) -> dict[str, Any]:
    """What the ledger says of the order's write-back."""
    found = hub.get("/v1/write-backs", params={"order": order}).json()["items"]
    return found[0] if found else {"state": ""}


def test_every_order_stands_where_tryton_has_it_after_three_people_worked_at_once(hub: httpx.Client, erp: str) -> None:
    wanted: dict[str, str] = {}

    def work(who: int) -> None:
        with person(erp) as clerk:
            for i, (until_, buttons, stage) in enumerate(STEPS):
                order = f"T2511{who}{i:04}"
                sale = clerk.sell(order, until=until_)
                clerk.move(sale, *buttons)
                wanted[order] = stage
            dropped = clerk.sell(f"T2511{who}9999", until="quote")
            clerk.cancel(dropped)
            wanted[f"T2511{who}9999"] = "UNPAID"

    with ThreadPoolExecutor(3) as people:
        list(people.map(work, range(3)))
    until(lambda: not apart(wanted, stages(hub)), lambda: apart(wanted, stages(hub)))
    assert {tuple(page(hub, f"T2511{who}9999")["facts"]) for who in range(3)} == {("已取消",)}
    assert happened(hub, "T251120006") == dict.fromkeys(("audited", "picked", "packed", "outbound"), "admin")


def test_an_order_of_two_sales_has_left_when_both_have(hub: httpx.Client, erp: str) -> None:
    with person(erp) as clerk:
        one, other = clerk.sell("T7700000001"), clerk.sell("T7700000001")
        clerk.move(one, "assign_try", "pick", "pack", "do")
        until(lambda: stages(hub).get("T7700000001") == "TO_PRINT", lambda: stages(hub))
        assert "outbound" not in happened(hub, "T7700000001")
        clerk.move(other, "assign_try", "pick", "pack", "do")
        until(lambda: stages(hub).get("T7700000001") == "TO_COLLECT", lambda: stages(hub))


def test_what_left_elsewhere_is_told_and_a_question_of_trytons_waits_for_a_persons_yes(hub: httpx.Client, erp: str) -> None:
    order, waybill = "T8800000001", "YT8800000001"
    with person(erp) as clerk:
        sale = clerk.sell(order)
        until(lambda: stages(hub).get(order) == "TO_PRINT", lambda: stages(hub))
        at = page(hub, order)["now"]
        event = {"at": at, "source": "wms", "event": "outbound", "order_id": order, "payload": {"waybill": waybill, "carrier": "圆通"}}
        assert hub.post("/v1/events", content=json.dumps(event)).status_code == 200
        until(lambda: line(hub, order)["state"] == "person", lambda: line(hub, order))
        asked = line(hub, order)
        assert "carrier" in asked["ask"]
        assert clerk.shipment(sale)["state"] == "picked"
        assert hub.post("/v1/write-backs/again", json={"ids": [asked["id"]]}).json()["begun"] == 1
        until(lambda: line(hub, order)["state"] == "person", lambda: line(hub, order))
        assert line(hub, order)["ask"], "nobody has said yes yet"
        assert hub.post("/v1/write-backs/again", json={"ids": [asked["id"]], "agree": True}).json()["begun"] == 1
        until(lambda: line(hub, order)["state"] == "done", lambda: line(hub, order))
        shipment = clerk.shipment(sale)
        assert (shipment["state"], shipment["shipping_reference"]) == ("done", waybill)
    until(lambda: stages(hub).get(order) == "TO_COLLECT", lambda: page(hub, order))
