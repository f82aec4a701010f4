"""What a system pushes in plain is sealed at the door (D14), and its customer is found all the same."""

import json
from pathlib import Path
from typing import Any

from tests.hub.customers.kit import DEVICE, DOOR, LI, PHONE, People

AT = "2025-11-12T10:00:00+08:00"
NAME = "金丝雀李四"


def line(order: str, platform: str = "taobao", **more: Any) -> dict[str, Any]:
    payload = {"platform": platform, "receiver": NAME, "phone": PHONE, "address": DOOR, "device": DEVICE, "city": "杭州市"}
    return {"at": AT, "source": "erp", "event": "payment_approved", "order_id": order, "payload": payload | more}


def push(people: People, *lines: dict[str, Any]) -> dict[str, Any]:
    answer = people.hub.call("POST", "/v1/events", json=list(lines))
    assert answer.status_code == 200, answer.text
    people.hub.work()
    return dict(answer.json())


def exported(people: People) -> str:
    return people.hub.call("GET", "/v1/export/events", who="li").text


def test_a_plain_name_phone_and_address_are_stored_nowhere(people: People, tmp_path: Path) -> None:
    nested = {"to": {"mobile": f"+86 {PHONE}", "receiver_address": [DOOR]}}
    push(people, line("P1", **nested))
    told = exported(people)
    people.hub.tower.db.checkpoint()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()) + told.encode()
    assert b"P1" in held
    assert not [plain for plain in (PHONE, DOOR, NAME) if plain.encode() in held]
    assert "138****1111" in told


def test_customers_are_the_same_whether_their_orders_were_pushed_or_pulled(people: People) -> None:
    people.buys("A1", **LI)
    push(people, line("P1", "douyin", phone=f"0086{PHONE}", address=f" {DOOR}，"), line("P2", "jd", phone="13900002222", address="别处"))
    assert people.of("A1").customer == people.of("P1").customer
    assert people.of("P2").customer != people.of("P1").customer


def test_a_sealed_line_counts_once_and_comes_back_the_same(people: People) -> None:
    first, again = push(people, line("P1"), line("P1")), push(people, line("P1"))
    assert (first["new"], first["known"], again["known"]) == (1, 1, 1)
    back = push(people, *(json.loads(one) for one in exported(people).splitlines()))
    assert (back["new"], back["known"]) == (0, 1)


def test_what_was_stored_before_there_was_a_seal_is_not_told_anew(people: People) -> None:
    people.hub.paid("P1", hours_ago=2, phone=PHONE)
    told = json.loads(exported(people))
    assert push(people, told)["known"] == 1
