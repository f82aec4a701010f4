"""Files through the surface: a dry run changes nothing, a commit once, a minute to take it back."""

import gzip
import json
from pathlib import Path
from typing import Any

from tests.hub.floor import Floor

EXAMPLES = Path(__file__).parents[2] / "examples"


def send(floor: Floor, name: str, *, commit: bool) -> dict[str, Any]:
    query = {"name": name, "commit": str(commit).lower()}
    made = floor.call("POST", "/v1/imports", params=query, content=(EXAMPLES / name).read_bytes())
    assert made.status_code == 202, made.text
    floor.work()
    return look(floor, made.json()["id"])


def look(floor: Floor, key: str) -> dict[str, Any]:
    return dict(floor.call("GET", f"/v1/imports/{key}").json())


def test_a_dry_run_counts_and_changes_nothing(floor: Floor) -> None:
    view = send(floor, "taobao_gbk.csv", commit=False)
    assert (view["state"], view["preset"], view["orders_new"]) == ("ready", "taobao", 118)
    assert view["columns"]
    assert view["head"]
    assert floor.pool() == {}
    done = floor.call("POST", f"/v1/imports/{view['id']}/commit")
    assert done.status_code == 202
    floor.work()
    assert look(floor, view["id"])["orders_new"] == 118
    assert len(floor.pool()) > 50


def test_the_same_file_twice_changes_nothing(floor: Floor) -> None:
    first = send(floor, "jd_lines.csv", commit=True)
    desk = floor.desk().catch_up()
    before = {key: change.version for key, change in desk.held.items() if key[0] == "case"}
    again = send(floor, "jd_lines.csv", commit=True)
    assert (first["orders_new"], again["orders_same"]) == (68, 68)
    assert "orders_new" not in again
    desk.catch_up()
    assert {key: change.version for key, change in desk.held.items() if key[0] == "case"} == before


def test_an_import_can_be_taken_back_for_a_minute_and_leaves_nothing(floor: Floor) -> None:
    view = send(floor, "pdd.xlsx", commit=True)
    assert floor.pool()
    assert floor.call("DELETE", f"/v1/imports/{view['id']}").json()["state"] == "undoing"
    floor.work()
    assert look(floor, view["id"])["state"] == "undone"
    assert floor.pool() == {}
    assert floor.call("GET", "/v1/orders").json()["items"] == []
    again = send(floor, "pdd.xlsx", commit=True)
    assert again["orders_new"] == view["orders_new"]
    floor.advance(seconds=61)
    late = floor.call("DELETE", f"/v1/imports/{again['id']}")
    assert (late.status_code, late.json()["title"]) == (409, "已过 60 秒，不能撤销这次导入")


def test_two_systems_tell_of_the_same_orders_and_one_is_taken_back(floor: Floor) -> None:
    """Undo of the ERP's file leaves the platforms' orders as they were."""
    for name in ("taobao_gbk.csv", "jd_lines.csv", "pdd.xlsx", "douyin.csv"):
        send(floor, name, commit=True)
    before = {order: row.stage for order, row in floor.pool().items()}
    erp = send(floor, "jushuitan.xlsx", commit=True)
    assert {order: row.stage for order, row in floor.pool().items()} != before
    floor.call("DELETE", f"/v1/imports/{erp['id']}")
    floor.work()
    assert {order: row.stage for order, row in floor.pool().items()} == before


def test_a_file_that_is_no_table_fails_with_a_sentence(floor: Floor) -> None:
    made = floor.call("POST", "/v1/imports", params={"name": "x.xlsx"}, content=b"PK\x03\x04 not a workbook")
    floor.work()
    view = look(floor, made.json()["id"])
    assert view["state"] == "failed"
    assert view["error"]


def test_pushed_events_answer_line_by_line_and_count_once(floor: Floor) -> None:
    good = {"at": "2025-11-11T10:00:00+08:00", "source": "erp", "event": "payment_approved", "order_id": "9"}
    body = f'{json.dumps(good)}\n{{"at": "x", "order_id": "9"}}\n'.encode()
    first = floor.call("POST", "/v1/events", content=body).json()
    again = floor.call("POST", "/v1/events", content=body).json()
    assert [line["state"] for line in first["lines"]] == ["new", "bad"]
    assert (again["new"], again["known"], again["bad"]) == (0, 1, 1)
    floor.work()
    assert "9" in floor.pool()


def test_pushed_events_are_answered_by_the_lines_that_were_sent(floor: Floor) -> None:
    """A heading and a cell of two lines do not shift the numbers."""
    head = "at,source,event,order_id,payload\n"
    row = "2025-11-11T10:00:00+08:00,erp,payment_approved,{},{}\n"
    body = (head + row.format(8, '"{""note"":\n""x""}"') + row.format(9, "") + row.format("", "")).encode()
    answer = floor.call("POST", "/v1/events", content=body).json()
    assert [line["line"] for line in answer["lines"]] == [2, 4, 5]


def test_a_packed_push_is_refused_in_words(floor: Floor) -> None:
    for sent in (b"\x1f\x8b", gzip.compress(b"{}")):
        answer = floor.call("POST", "/v1/events", content=sent)
        assert (answer.status_code, "压缩" in answer.json()["title"]) == (415, True)


def test_everything_can_be_exported_and_comes_back_the_same(floor: Floor) -> None:
    for number in range(3):
        floor.paid(str(number), hours_ago=25 + number)
    lines = floor.call("GET", "/v1/export/events", who="li").text.splitlines()
    assert len(lines) == 3
    answer = floor.call("POST", "/v1/events", content="\n".join(lines).encode()).json()
    assert (answer["new"], answer["known"]) == (0, 3)
    assert len(floor.call("GET", "/v1/export/cases", who="li").text.splitlines()) == 3


def test_a_mapping_file_is_remembered_for_the_same_headings(floor: Floor) -> None:
    """A person who once told what her columns are need not tell again (S112)."""
    table = "流水,客户,到账,进度\nA-1001,张三,2025-11-09 09:10:00,等仓库\n".encode()
    first = floor.call("POST", "/v1/imports", params={"name": "own.csv"}, content=table).json()["id"]
    floor.work()
    assert "到账" in str(look(floor, first)["columns"])
    told = '[map]\norder_id = "流水"\npaid_at = "到账"\nstatus = "进度"\n[status_map]\n"等仓库" = "TO_SHIP"\n'
    assert floor.call("PUT", f"/v1/imports/{first}", json={"map": told}).status_code == 202
    floor.work()
    floor.call("POST", f"/v1/imports/{first}/commit")
    floor.work()
    assert look(floor, first)["orders_new"] == 1

    again = floor.call("POST", "/v1/imports", params={"name": "own.csv", "commit": "true"}, content=table).json()["id"]
    floor.work()
    assert (look(floor, again)["state"], look(floor, again)["orders_same"], look(floor, again)["remembered"]) == ("done", 1, True)


def test_a_held_file_waits_for_its_plan_and_is_read_once(floor: Floor) -> None:
    body = (EXAMPLES / "jd_lines.csv").read_bytes()
    held = floor.call("POST", "/v1/imports", params={"name": "jd_lines.csv", "hold": "true"}, content=body).json()
    floor.work()
    assert (held["state"], floor.pool()) == ("ready", {})
    assert floor.call("POST", f"/v1/imports/{held['id']}/commit", json={"preset": "jd"}).status_code == 202
    floor.work()
    assert look(floor, held["id"])["orders_new"] == 68


def test_a_file_without_its_columns_waits_for_a_person_whatever_was_asked(floor: Floor) -> None:
    table = "甲,乙\n1,2\n".encode()
    made = floor.call("POST", "/v1/imports", params={"name": "own.csv", "commit": "true"}, content=table).json()["id"]
    floor.work()
    view = look(floor, made)
    assert (view["state"], view["error"]) == ("ready", "还差订单号列或时间列，请在列对应里指定")


def test_a_column_that_a_person_does_not_want_is_not_read(floor: Floor) -> None:
    table = "订单编号,订单付款时间,收货人姓名\n4418100000000000011,2025-11-09 09:10:00,李婷婷\n".encode()
    held = floor.call("POST", "/v1/imports", params={"name": "own.csv"}, content=table).json()["id"]
    floor.work()
    assert [column["field"] for column in look(floor, held)["columns"]] == ["order_id", "paid_at", "receiver"]
    floor.call("PUT", f"/v1/imports/{held}", json={"columns": {"2": ""}})
    floor.work()
    assert [column.get("field", "") for column in look(floor, held)["columns"]] == ["order_id", "paid_at", ""]
    floor.call("POST", f"/v1/imports/{held}/commit")
    floor.work()
    assert [line.get("buyer", "") for line in floor.call("GET", "/v1/orders").json()["items"]] == [""]
